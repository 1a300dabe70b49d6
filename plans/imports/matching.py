"""Which thing on record each row of a workbook is.

By key first; then by the reference that the workbook gives, where the words are not another's; then by words much
alike in the same place. Words only somewhat alike are doubtful: a person is asked, and until then the row is new.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from plans.imports.rows import GIVEN_REFERENCE, Row, child_key, text_key
from plans.imports.state import Known, State

# Below the first likeness a re-worded action is a new one unless a person says otherwise; below the second
# nobody is asked.
SAME_TEXT_RATIO = 0.8
DOUBTFUL_RATIO = 0.6
# With the same reference the words may differ more, but not be about something else.
SAME_REFERENCE_RATIO = 0.45
HANGING = ("success_measure", "update", "rating")


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
    by_kind: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    for kind, kind_rows in by_kind.items():
        if kind == "action":
            _match_actions(kind_rows, state, answers or {}, matches)
        elif kind not in HANGING:
            on_record = state.by_key(kind)
            matches.found |= {
                (kind, row.key): on_record[row.key] for row in kind_rows if row.key in on_record
            }
    for kind in HANGING:
        _match_hanging(by_kind[kind], kind, state, matches)
    return matches


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, 0 to 1 (Ratcliff and Obershelp 1988), letters and figures only."""
    return SequenceMatcher(None, text_key(one), text_key(other), autojunk=False).ratio()


def _words_of(known: Known) -> str:
    return str((known.imported or known.values).get("text", ""))


def _match_actions(
    rows: list[Row], state: State, answers: Mapping[str, int | None], matches: Matches
) -> None:
    things = state.things["action"]
    taken: set[int] = set()

    def take(row: Row, known: Known) -> None:
        matches.found["action", row.key] = known
        taken.add(known.object_id)

    for row in rows:
        answered = answers.get(row.key)
        if answered is not None and answered in things:
            take(row, things[answered])
    _match_by_key(rows, state, matches, taken, take)
    open_rows = [row for row in rows if ("action", row.key) not in matches.found]
    _match_by_reference(open_rows, things, taken, take)
    _match_by_words(open_rows, things, taken, take, answers, matches)
    _match_parents(open_rows, rows, things, taken, take, matches)


def _stem(key: str) -> str:
    return key.rpartition(" #")[0] if key.rpartition(" #")[2].isdigit() and " #" in key else key


def _match_by_key(rows, state, matches, taken, take) -> None:  # type: ignore[no-untyped-def]
    """Match equal keys. Of several with the same words, those that share date and officers go together first."""
    known_by_stem: dict[str, list[Known]] = defaultdict(list)
    for known in state.things["action"].values():
        if known.object_id not in taken:
            # Things that an undone import withdrew come after those that stand.
            known_by_stem[_stem(known.key)].append(known)
    rows_by_stem: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if ("action", row.key) not in matches.found:
            rows_by_stem[_stem(row.key)].append(row)
    for stem, same in rows_by_stem.items():
        twins = known_by_stem.get(stem, [])
        if len(same) == 1 and len(twins) == 1:
            take(same[0], twins[0])
            continue
        waiting = list(same)
        for sees in (_same_place, _same_date, lambda row, known: True):
            for row in list(waiting):
                known = next((k for k in twins if k.object_id not in taken and sees(row, k)), None)
                if known is not None:
                    take(row, known)
                    waiting.remove(row)


def _same_date(row: Row, known: Known) -> bool:
    values = known.imported or known.values
    return row.values.get("due") == values.get("due")


def _same_place(row: Row, known: Known) -> bool:
    values = known.imported or known.values
    return _same_date(row, known) and row.values.get("leads") == values.get("leads")


def _match_by_reference(rows, things, taken, take) -> None:  # type: ignore[no-untyped-def]
    """Match rows whose given reference only one thing on record was given, unless the words are another's."""
    given = {
        number: (known.imported or {}).get(GIVEN_REFERENCE)
        for number, known in things.items()
        if number not in taken
    }
    counts = Counter(given.values())
    by_reference = {said: number for number, said in given.items() if said and counts[said] == 1}
    for row in rows:
        number = by_reference.get(row.values.get(GIVEN_REFERENCE))
        if number is None or number in taken:
            continue
        if likeness(_words_of(things[number]), row.values["text"]) >= SAME_REFERENCE_RATIO:
            take(row, things[number])


def _match_by_words(rows, things, taken, take, answers, matches) -> None:  # type: ignore[no-untyped-def]
    """Match re-worded rows in the same place, the likeliest pairs first; note the doubtful ones."""
    pairs = []
    for position, row in enumerate(rows):
        if ("action", row.key) in matches.found or row.key in answers:
            continue
        for order, known in enumerate(things.values()):
            if known.object_id in taken or known.withdrawn or known.scope != row.scope:
                continue
            ratio = likeness(_words_of(known), row.values.get("text", ""))
            if ratio >= DOUBTFUL_RATIO:
                pairs.append((-ratio, abs(order - position), position, known))
    pairs.sort(key=lambda pair: pair[:3])
    doubted: set[str] = set()
    for minus_ratio, _distance, position, known in pairs:
        row = rows[position]
        if known.object_id in taken or ("action", row.key) in matches.found:
            continue
        if -minus_ratio >= SAME_TEXT_RATIO:
            take(row, known)
        elif row.key not in doubted:
            doubted.add(row.key)
            matches.doubts.append(Doubt(row, known, -minus_ratio))
    matches.doubts = [doubt for doubt in matches.doubts if doubt.known.object_id not in taken]


def _match_parents(open_rows, rows, things, taken, take, matches) -> None:  # type: ignore[no-untyped-def]
    """Match a re-worded parent sentence by the sub-actions that it still stands over."""
    children: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.parent_key:
            children[row.parent_key].append(row)
    for row in open_rows:
        if ("action", row.key) in matches.found:
            continue
        parents = Counter(
            known.parent_id
            for child in children.get(row.key, [])
            if (known := matches.found.get(("action", child.key))) is not None and known.parent_id
        )
        if not parents:
            continue
        number, count = parents.most_common(1)[0]
        if number in things and number not in taken and count * 2 >= len(children[row.key]):
            take(row, things[number])


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
    for row, parent in waiting:
        if parent is None:
            continue
        alike = [
            (likeness(_words_of(known), row.values["text"]), known.object_id, known)
            for known in state.things[kind].values()
            if known.parent_id == parent.object_id and known.object_id not in taken
        ]
        best = max(alike, key=lambda pair: pair[:2], default=None)
        if best and best[0] >= SAME_TEXT_RATIO:
            matches.found[kind, row.key] = best[2]
            taken.add(best[1])


def _parent_of(row: Row, matches: Matches) -> Known | None:
    """Return the action or success measure on record that a row hangs on, where it is known already."""
    for kind in ("action", "success_measure"):
        known = matches.found.get((kind, row.parent_key))
        if known is not None:
            return known
    return None
