"""Which thing on record each row of a workbook is.

By key first; then by the reference that the workbook gives, where the words are not another's; then by words much
alike in the same place. Words only somewhat alike are doubtful: a person is asked, and until then the row is new.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from plans.imports.kinds import KINDS
from plans.imports.known import Known, State
from plans.imports.values import GIVEN_REFERENCE, Row, child_key, text_key

# Below the first likeness a re-worded action is a new one unless a person says otherwise; below the second
# nobody is asked.
SAME_TEXT_RATIO = 0.8
DOUBTFUL_RATIO = 0.6
# With the same reference the words may differ more, but not be about something else.
SAME_REFERENCE_RATIO = 0.6
# How many words of a row are looked up, in how many places each, and how many things are then compared with it.
TELLING_WORDS, MOST_PLACES, CANDIDATES = 12, 400, 10
# The only one left on either side, and that with the same date and officers.
ONLY_ONE_RATIO, SAME_PEOPLE_RATIO = 0.5, 0.3
HANGING = tuple(name for name, kind in KINDS.items() if kind.hangs)


@dataclass(frozen=True)
class Doubt:
    """A row that may be a re-worded thing on record: a person decides."""

    row: Row
    known: Known
    likeness: float


@dataclass
class Matches:
    """What each row is, by kind and key, and what is doubtful."""

    found: dict[tuple[str, str], Known] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    def get(self, row: Row) -> Known | None:
        """Return what a row is, or None where it is new."""
        return self.found.get((row.kind, row.key))


def match_rows(rows: Iterable[Row], state: State, answers: Mapping[str, int | None] | None = None) -> Matches:
    """Return what each row is on record.

    `answers` are a person's: a doubtful row's key to the object that it is, or to None where it is new.
    """
    matches = Matches()
    by_kind: dict[str, list[Row]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    for kind, kind_rows in by_kind.items():
        if kind == "action":
            hanging = by_kind.get("success_measure", [])
            _ActionMatcher(kind_rows, hanging, state, answers or {}, matches).match()
        elif kind not in HANGING:
            on_record = state.by_key(kind)
            matches.found |= {
                (kind, row.key): on_record[row.key] for row in kind_rows if row.key in on_record
            }
    for kind in HANGING:
        _match_hanging(by_kind.get(kind, []), kind, state, matches)
    return matches


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, 0 to 1 (Ratcliff and Obershelp 1988), letters and figures only."""
    return SequenceMatcher(None, text_key(one), text_key(other), autojunk=False).ratio()


def _words_of(known: Known) -> str:
    return str((known.imported or known.values).get("text", ""))


def _stem(key: str) -> str:
    """Return a key without the number that tells twins apart."""
    stem, mark, number = key.rpartition(" #")
    return stem if mark and number.isdigit() else key


def _same_date(row: Row, known: Known) -> bool:
    return row.values.get("due") == (known.imported or known.values).get("due")


def _same_date_and_leads(row: Row, known: Known) -> bool:
    leads = (known.imported or known.values).get("leads")
    return _same_date(row, known) and row.values.get("leads") == leads


def _any(_row: Row, _known: Known) -> bool:
    return True


class _Nearest:
    """Finds the few things that share most words with a row: comparing all with all grows with the square."""

    def __init__(self, things: Sequence[tuple[int, Known]]) -> None:
        self.things = things
        self.places: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, (_order, known) in enumerate(things):
            for word in set(text_key(_words_of(known)).split()):
                self.places[known.scope, word].append(place)

    def to(self, row: Row) -> list[tuple[int, Known]]:
        """Return the things in a row's own place that are most likely it, with their order on record."""
        shared: Counter[int] = Counter()
        words = set(text_key(row.values.get("text", "")).split())
        # The rarest words tell most; what stands in every action tells nothing.
        for word in sorted(words, key=lambda word: len(self.places.get((row.scope, word), ())))[
            :TELLING_WORDS
        ]:
            shared.update(self.places.get((row.scope, word), ())[:MOST_PLACES])
        return [self.things[place] for place, _count in shared.most_common(CANDIDATES)]


class _ActionMatcher:
    """Finds the actions on record that a workbook's actions are, the surest way first."""

    def __init__(
        self,
        rows: list[Row],
        success_measures: list[Row],
        state: State,
        answers: Mapping[str, int | None],
        matches: Matches,
    ) -> None:
        self.rows = rows
        self.success_measures = success_measures
        self.state = state
        self.things = state.kinds["action"]
        self.answers = answers
        self.matches = matches
        self.taken: set[int] = set()

    def match(self) -> None:
        for row in self.rows:
            answered = self.answers.get(row.key)
            if answered is not None and answered in self.things:
                self._take(row, self.things[answered])
        self._by_key()
        # Words before references: next month's list may be renumbered.
        self._by_words()
        self._by_reference()
        self._by_success_measures()
        self._by_sub_actions()
        self.matches.doubts = [
            doubt
            for doubt in self.matches.doubts
            if doubt.known.object_id not in self.taken and not self._is_matched(doubt.row)
        ]

    def _take(self, row: Row, known: Known) -> None:
        self.matches.found["action", row.key] = known
        self.taken.add(known.object_id)

    def _is_matched(self, row: Row) -> bool:
        return ("action", row.key) in self.matches.found

    def _open_rows(self) -> list[Row]:
        return [row for row in self.rows if not self._is_matched(row)]

    def _by_key(self) -> None:
        """Match equal keys. Of several with the same words, those that share date and officers go together first."""
        known_by_stem: dict[str, list[Known]] = defaultdict(list)
        for known in self.things.values():
            if known.object_id not in self.taken:
                known_by_stem[_stem(known.key)].append(known)
        rows_by_stem: dict[str, list[Row]] = defaultdict(list)
        for row in self._open_rows():
            rows_by_stem[_stem(row.key)].append(row)
        for stem, same in rows_by_stem.items():
            twins = known_by_stem.get(stem, [])
            for agrees in (_same_date_and_leads, _same_date, _any):
                for row in same:
                    if self._is_matched(row):
                        continue
                    twin = next((k for k in twins if k.object_id not in self.taken and agrees(row, k)), None)
                    if twin is not None:
                        self._take(row, twin)

    def _by_reference(self) -> None:
        """Match rows whose given reference only one thing on record was given, unless the words are another's."""
        given = {
            number: (known.imported or {}).get(GIVEN_REFERENCE)
            for number, known in self.things.items()
            if number not in self.taken
        }
        counts = Counter(given.values())
        by_reference = {said: number for number, said in given.items() if said and counts[said] == 1}
        for row in self._open_rows():
            number = by_reference.get(row.values.get(GIVEN_REFERENCE))
            if number is None or number in self.taken:
                continue
            if likeness(_words_of(self.things[number]), row.values["text"]) >= SAME_REFERENCE_RATIO:
                self._take(row, self.things[number])

    def _by_words(self) -> None:
        """Match re-worded rows in the same place, the likeliest pairs first; note the doubtful ones."""
        pairs: list[tuple[float, int, Row, Known]] = []
        free = [
            (order, known)
            for order, known in enumerate(self.things.values())
            if known.object_id not in self.taken and not known.withdrawn
        ]
        nearest = _Nearest(free)
        for position, row in enumerate(self._open_rows()):
            if row.key in self.answers:
                continue
            for order, known in nearest.to(row):
                ratio = likeness(_words_of(known), row.values.get("text", ""))
                if ratio >= DOUBTFUL_RATIO:
                    pairs.append((-ratio, abs(order - position), row, known))
        doubted: set[str] = set()
        for minus_ratio, _distance, row, known in sorted(pairs, key=lambda pair: pair[:2]):
            if known.object_id in self.taken or self._is_matched(row):
                continue
            if -minus_ratio >= SAME_TEXT_RATIO:
                self._take(row, known)
            elif row.key not in doubted:
                doubted.add(row.key)
                self.matches.doubts.append(Doubt(row, known, -minus_ratio))

    def _by_success_measures(self) -> None:
        """Match a re-worded action by the success measures that stand under it word for word."""
        words_of: dict[str, set[str]] = defaultdict(set)
        for row in self.success_measures:
            if row.values["text"]:
                words_of[row.parent_key].add(text_key(row.values["text"]))
        known_words: dict[int, set[str]] = defaultdict(set)
        for known in self.state.kinds["success_measure"].values():
            if known.parent_id > 0 and known.values.get("text"):
                known_words[known.parent_id].add(text_key(known.values["text"]))
        for row in self._open_rows():
            wanted = words_of.get(row.key)
            if not wanted or row.key in self.answers:
                continue
            same = [
                number
                for number, words in known_words.items()
                if words == wanted and number not in self.taken and number in self.things
            ]
            if len(same) == 1:
                self._take(row, self.things[same[0]])

    def _by_sub_actions(self) -> None:
        """Match a re-worded parent sentence by the sub-actions that it still stands over."""
        children: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            if row.parent_key:
                children[row.parent_key].append(row)
        for row in self._open_rows():
            parents = Counter(
                known.parent_id
                for child in children.get(row.key, [])
                if (known := self.matches.found.get(("action", child.key))) is not None and known.parent_id
            )
            if not parents:
                continue
            number, count = parents.most_common(1)[0]
            if number in self.things and number not in self.taken and count * 2 >= len(children[row.key]):
                self._take(row, self.things[number])


def _match_hanging(rows: list[Row], kind: str, state: State, matches: Matches) -> None:
    """Match what hangs on another thing: by its own words under the thing that the other is on record."""
    on_record = state.by_key(kind)
    taken: set[int] = set()
    waiting: list[tuple[Row, Known | None]] = []
    for row in rows:
        parent = _parent_of(row, matches)
        keys = [row.key]
        if parent is not None:
            keys.append(child_key(parent.key, row.own_key))
        known = next((on_record[key] for key in keys if key in on_record), None)
        if known is not None and known.object_id not in taken:
            matches.found[kind, row.key] = known
            taken.add(known.object_id)
        else:
            waiting.append((row, parent))
    if kind != "success_measure":
        return
    left_over = Counter(parent.object_id for _row, parent in waiting if parent is not None)
    for row, parent in waiting:
        if parent is None:
            continue
        alike = [
            (likeness(_words_of(known), row.values["text"]), known.object_id, known)
            for known in state.kinds[kind].values()
            if known.parent_id == parent.object_id and known.object_id not in taken
        ]
        best = max(alike, key=lambda pair: pair[:2], default=None)
        # Where one alone is left on either side, less likeness will do: nothing else can have become of it.
        alone = len(alike) == 1 and left_over[parent.object_id] == 1
        least = SAME_TEXT_RATIO
        if best and alone:
            least = SAME_PEOPLE_RATIO if _same_date_and_leads(row, best[2]) else ONLY_ONE_RATIO
        if best and best[0] >= least:
            matches.found[kind, row.key] = best[2]
            taken.add(best[1])


def _parent_of(row: Row, matches: Matches) -> Known | None:
    """Return the action or success measure on record that a row hangs on, where it is known already."""
    for kind in ("action", "success_measure"):
        known = matches.found.get((kind, row.parent_key))
        if known is not None:
            return known
    return None
