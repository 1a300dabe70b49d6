"""Takes a table's columns for what stands in them, where nobody knows its header's words.

Each column is scored for each field by its contents and by the nouns of its header; all columns are then chosen
together, the surest first. What is taken so is always asked about: a guess is a default, not a reading.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from improvement.spreadsheets import Cell, Sheet
from improvement.spreadsheets.colours import hue_name
from improvement.written_dates import read_date
from plans.imports.blocks.vocabulary import ACTION_COLUMNS
from plans.imports.parsers.statuses import read_rating, read_status
from plans.imports.tables import Header, Match, own_cells, read_header, words

LEAST_COLUMNS, LEAST_ROWS = 3, 2
LONGEST_HEADER = 60
SAMPLE_ROWS = 40
# A guess is never as sure as a header whose words are known.
SUREST = 0.69
NOT_KNOWN = "the header's words are not known"
LEAST_SCORE = 0.4
# A header that is guessed stands within so many rows: a list of thousands is not tried row by row.
HEADED_WITHIN = 100
OF_CONTENTS = 0.65

# The nouns that a field's header carries, whatever else it says.
NOUNS = {
    field: words(rf"(?:\b(?:{nouns})\b)")
    for field, nouns in {
        "action": "actions?|tasks?|steps?|activit(?:y|ies)|deliverables?|work|commitments?|initiatives?|to do"
        "|description|what (?:we|will|must|needs?)",
        "leads": r"leads?|owners?|who|whom|responsib\w*|accountab\w*|assigned|assignee|officers?|person|sro|sponsor",
        "due": "due|deadlines?|by|when|target|completion|complete|finish|end|timescales?|delivery",
        "start": r"start\w*|from|begin\w*|commenc\w*",
        "status": "status|progress|state|stage|position|how",
        "rating": "b?rag|ratings?|colour|confidence|traffic light",
        "update": r"updates?|progress|comment\w*|narrative|latest|notes?|remarks?|so far|news|commentary"
        r"|happen\w*|lately|going|where (?:we|are we)|done so far",
        "reference": "refs?|reference|no|nr|id|number|code|item",
        "theme": r"themes?|work ?streams?|strands?|priorit(?:y|ies)|pillars?|areas?|objectives?|aims?|goals?",
        "expected_outcome": "outcomes?|impacts?|benefits?|results?|difference",
        "evidence": "evidence|assurance|proof",
        "cost": "costs?|budget|funding|spend",
        "recommendation": "recs?|recommendations?|links? to|linked|addresses",
    }.items()
}
# Days that are none of an action's own: when a row was written, or looked at.
OTHER_DAYS = words(
    r"\b(?:added|created|raised|opened|logged|updated|entered|review\w*|report\w*|meeting|modified|identified|received|closed)\b"
)
# What a list of another system's has beside its actions: of no field, whatever it looks like.
OF_NO_FIELD = words(
    r"\b(?:meetings?|wards?|risks?|budget|cost cent(?:re|er)|phases?|tags?|year|version)\b"
    r"|%|\bper ?cent"
)
POSTS = words(
    r"\b(?:head|director|manager|officer|lead|leader|team|service|principal|assistant|chief|co-?ordinator|advis[eo]r|dcs|sro|"
    r"executive|supervisor|practitioner|consultant|board|partnership|clerk|analyst|finance|hr|member)s?\b"
)
PERSON = re.compile(r"^(?:[A-Z][\w'’-]+\s){1,2}[A-Z][\w'’-]+$|^[A-Z]{2,3}$|^[A-Z]\.?\s?[A-Z][a-z]+$")
CODE = re.compile(r"^(?=.*\d)[\w./()-]{1,15}$")
# `Rec 3`, `R1, R4`.
SERVES = words(r"^r(?:ec(?:ommendation)?s?)?\.?\s?\d{1,2}(?:\s*(?:,|;|&|/|and)\s*(?:r\w*\.?\s?)?\d{1,2})*$")
PROGRESS = words(
    r"^(?:in progress|ongoing|on-?going|open|closed|started|under ?way|partial\w*|paused|on hold|not yet due|cancelled|"
    r"pending|live|todo|to do|planned|delivered|superseded|deferred|stopped|new|active|blocked|amber|green|red|"
    r"\d{1,3}\s?%)"
)

SHORT, PEOPLE_WORDS, LONGEST_POST, LEAST_WORDS, GOOD_SENTENCE, HALF, LESS = 4, 8, 6, 2, 5, 0.5, 0.7


@dataclass(frozen=True)
class Column:
    """A column under what may be a header: its cell, and the texts below it."""

    cell: Cell
    texts: Sequence[str]
    rows: int
    # The share of its cells whose fill is a rating's colour.
    coloured: float = 0.0

    @cached_property
    def header(self) -> str:
        return " ".join(self.cell.text.replace("_", " ").split())

    def share(self, looks: Callable[[str], bool]) -> float:
        """Return the share of the cells that hold something which look like a thing."""
        return sum(map(looks, self.texts)) / len(self.texts) if self.texts else 0.0

    @property
    def filled(self) -> float:
        return len(self.texts) / self.rows if self.rows else 0.0

    @property
    def distinct(self) -> float:
        return len(set(self.texts)) / len(self.texts) if self.texts else 0.0

    @cached_property
    def dates(self) -> float:
        if OTHER_DAYS.search(self.header):
            return 0.0
        return self.share(lambda text: read_date(text).latest is not None)

    @cached_property
    def statuses(self) -> float:
        if self.words_each > SHORT:
            return 0.0
        return self.share(lambda text: read_status(text) is not None or bool(PROGRESS.search(text.strip())))

    @cached_property
    def people(self) -> float:
        if self.words_each > PEOPLE_WORDS:
            return 0.0
        return self.share(
            lambda text: (
                len(text.split()) <= LONGEST_POST and bool(POSTS.search(text) or PERSON.match(text.strip()))
            )
        )

    @cached_property
    def words_each(self) -> float:
        return sum(len(text.split()) for text in self.texts) / len(self.texts) if self.texts else 0.0


def sentences(column: Column) -> float:
    """Return how much a column's cells are each a sentence of its own."""
    if column.words_each < LEAST_WORDS or column.dates > HALF or column.people > HALF:
        return 0.0
    return min(1.0, column.words_each / GOOD_SENTENCE) * column.distinct * column.filled


def _codes(column: Column) -> float:
    """Return how much a column's cells are each a code of its own."""
    if column.distinct < 1 or column.dates > HALF / 2:
        return 0.0
    return column.share(lambda text: bool(CODE.match(text)))


def _reports(column: Column) -> float:
    """Return how much a column's cells are sentences, some of them perhaps alike or not there."""
    if column.words_each < LEAST_WORDS or column.dates > HALF or max(column.people, column.statuses) > HALF:
        return 0.0
    return min(1.0, column.words_each / GOOD_SENTENCE) * LESS


def _groups(column: Column) -> float:
    """Return how much a column's cells are a few words that come again and again."""
    if not column.texts or column.words_each > PEOPLE_WORDS or max(column.dates, column.statuses) > HALF:
        return 0.0
    return (1 - column.distinct) * HALF


def _recommendations(column: Column) -> float:
    """Return how much a column's cells name recommendations by their numbers, the same ones again and again."""
    return column.share(lambda text: bool(SERVES.match(text.strip()))) if column.distinct < 1 else 0.0


CONTENTS: Mapping[str, Callable[[Column], float]] = {
    "action": sentences,
    "leads": lambda column: column.people,
    "due": lambda column: column.dates,
    "start": lambda column: column.dates * 0.9,
    "status": lambda column: column.statuses,
    "rating": lambda column: max(column.share(lambda text: read_rating(text) is not None), column.coloured),
    "update": _reports,
    "reference": _codes,
    "theme": _groups,
    "expected_outcome": lambda column: sentences(column) * 0.5,
    "evidence": lambda column: sentences(column) * 0.4,
    "cost": lambda column: column.share(lambda text: "£" in text),
    "recommendation": _recommendations,
}
# What a field is called in the sentence that says why.
LOOK_LIKE = {
    "action": "sentences", "leads": "posts or people", "due": "dates", "start": "dates", "status": "words for progress",
    "rating": "ratings", "update": "sentences", "reference": "codes", "theme": "a few words again and again",
    "expected_outcome": "sentences", "evidence": "sentences", "cost": "amounts of money",
    "recommendation": "recommendations' numbers",
}  # fmt: skip
# Without its noun in the header, contents alone tell too little of these from others.
NEED_THEIR_NOUN = frozenset({"start", "theme", "expected_outcome", "evidence"})
# What a table of actions should have: looked for among columns whose words nobody knows.
GAPS = frozenset({"leads", "due", "status", "rating", "update", "recommendation"})
SURE_ENOUGH = 0.55
ALWAYS_THERE = 0.9
# One of these beside the actions, or the table is something else.
BESIDE = frozenset({"leads", "due", "status", "rating"})


def guess_header(sheet: Sheet, choices: Mapping[str, str]) -> Header | None:
    """Return the first row of a sheet that heads a table of actions by what stands below it, or None.

    The words that are known, and what a person said of others (`choices`), go before every guess.
    """
    for row in list(sheet.row_numbers())[:HEADED_WITHIN]:
        columns = list(_columns(sheet, row))
        by_words = read_header(sheet, row, ACTION_COLUMNS, set(), choices) if columns else None
        if by_words is not None:
            header = take_columns(
                by_words, assign(unknown_columns(by_words, columns), by_words.columns.keys())
            )
            if "action" in header.columns and BESIDE & header.columns.keys():
                return header
    return None


def fill_gaps(header: Header) -> Header:
    """Return a header of actions with columns of unknown words taken for what the table lacks, where they are sure."""
    columns = unknown_columns(header, list(_columns_of(header.sheet, header.row)))
    given = {
        *header.columns,
        *(CONTENTS.keys() - GAPS),
        *({"leads"} if "responsible" in header.columns else ()),
    }
    return take_columns(header, [taken for taken in assign(columns, given) if taken[2] >= SURE_ENOUGH])


def unknown_columns(header: Header, columns: Sequence[Column]) -> list[Column]:
    """Return the columns whose words are not known, and of which nobody said anything."""
    known = {match.cell.column for match in header.matches if not match.is_open}
    return [column for column in columns if column.cell.column not in known]


def take_columns(header: Header, taken: Sequence[tuple[Column, str, float]]) -> Header:
    """Return a header with columns taken for fields, each with how sure that is."""
    action = {**header.columns, **{field: column.cell.column for column, field, _score in taken}}.get(
        "action", 0
    )
    # A report follows what it reports of, or is not there for every action: sentences before each of them are what was
    # found, unless their header says otherwise.
    taken = [
        (column, field, score)
        for column, field, score in taken
        if field != "update"
        or column.cell.column > action
        or column.filled < ALWAYS_THERE
        or NOUNS[field].search(column.header)
    ]
    if not taken:
        return header
    by_column = {column.cell.column: (field, score, column) for column, field, score in taken}
    matches = [
        _match(match.cell, by_column) if match.cell.column in by_column else match for match in header.matches
    ]
    fields = {field: column.cell.column for column, field, _score in taken}
    return replace(header, columns={**header.columns, **fields}, matches=matches)


def _columns(sheet: Sheet, row: int) -> Iterator[Column]:
    """Yield the columns under a row, where it can be a header: short words that are no contents.

    Some may be alike: a comment for each quarter.
    """
    cells = own_cells(sheet, row)
    texts = [" ".join(cell.text.split()) for cell in cells]
    if (
        len(cells) < LEAST_COLUMNS
        or len(set(texts)) < LEAST_COLUMNS
        or any(not isinstance(cell.value, str) or cell.is_merged_across for cell in cells)
        or any(len(text) > LONGEST_HEADER or _is_content(text) for text in texts)
    ):
        return
    yield from _columns_of(sheet, row)


def _columns_of(sheet: Sheet, row: int) -> Iterator[Column]:
    below: list[int] = []
    while (following := row + len(below) + 1) in sheet.rows and len(below) < SAMPLE_ROWS:
        below.append(following)
    if len(below) >= LEAST_ROWS:
        yield from columns_over(sheet, own_cells(sheet, row), below)


def columns_over(sheet: Sheet, cells: Sequence[Cell], below: Sequence[int]) -> Iterator[Column]:
    """Yield the columns that stand under a header's cells in the rows below it."""
    for cell in cells:
        said = [text for number in below if (text := sheet.text(number, cell.column).strip())]
        hues = [hue_name(sheet.fill(number, cell.column)) for number in below]
        yield Column(cell, said, len(below), sum(map(bool, hues)) / len(below))


def _is_content(text: str) -> bool:
    """Whether words are what stands under a header, not what a header says: `Done?` and `% complete` are headers."""
    if text.endswith("?") or text.startswith("%"):
        return False
    return bool(
        read_date(text).latest
        or read_status(text)
        or CODE.match(text)
        or (len(text) > 1 and read_rating(text))
    )


def assign(columns: Sequence[Column], given: Collection[str] = ()) -> list[tuple[Column, str, float]]:
    """Return which column is taken for which field, each once, the surest first, with how sure that is.

    Fields that are `given` are another column's already.
    """
    scored = sorted(
        (
            (score, -place, field, column)
            for place, column in enumerate(columns)
            for field in CONTENTS.keys() - set(given)
            if (score := score_of(column, field)) >= LEAST_SCORE
        ),
        key=lambda found: found[:3],
        reverse=True,
    )
    taken: list[tuple[Column, str, float]] = []
    for score, _place, field, column in scored:
        if all(column is not other and field != name for other, name, _score in taken):
            taken.append((column, field, score))
    return _in_order(taken)


def _in_order(taken: list[tuple[Column, str, float]]) -> list[tuple[Column, str, float]]:
    """Put a start before an end: of two columns of dates the one whose days lie earlier is the start."""
    by_field = {field: (column, score) for column, field, score in taken}
    if not {"start", "due"} <= by_field.keys():
        return taken
    (start, start_score), (due, due_score) = by_field["start"], by_field["due"]
    pairs = [
        (first, last)
        for one, other in zip(start.texts, due.texts, strict=False)
        if (first := read_date(one).latest) and (last := read_date(other).latest)
    ]
    if sum(first > last for first, last in pairs) * 2 > len(pairs):
        rest = [item for item in taken if item[1] not in {"start", "due"}]
        return [*rest, (due, "start", start_score), (start, "due", due_score)]
    return taken


def score_of(column: Column, field: str) -> float:
    """Return how well a column fits a field, from 0 to 1."""
    own = bool(NOUNS[field].search(column.header))
    other = any(pattern.search(column.header) for name, pattern in NOUNS.items() if name != field)
    contents = CONTENTS[field](column)
    if OF_NO_FIELD.search(column.header) and not own:
        return 0.0
    if not contents or (field in NEED_THEIR_NOUN and not own):
        return 0.0
    noun = 1.0 if own else 0.0 if other else HALF
    return OF_CONTENTS * contents + (1 - OF_CONTENTS) * noun


def _match(cell: Cell, by_column: Mapping[int, tuple[str, float, Column]]) -> Match:
    field, score, column = by_column[cell.column]
    why = f"{NOT_KNOWN}; the cells below look like {LOOK_LIKE[field]}"
    if noun := NOUNS[field].search(column.header):
        why += f", and the header says “{noun[0].strip()}”"
    return Match(cell, field, min(SUREST, score), why)
