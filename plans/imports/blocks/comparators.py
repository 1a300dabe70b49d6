"""What others reached, as councils print it beside their own: `SN Average` columns, `Statistical neighbours 47%`."""

import re
from collections.abc import Sequence

from improvement.spreadsheets import Cell
from improvement.written_dates import WrittenDate
from performance.choices import ComparatorKind
from plans.imports.blocks.reading import Reading
from plans.imports.blocks.reported import read_reported
from plans.imports.kinds.comparator import ComparatorItem
from plans.imports.kinds.measure import MeasureItem
from plans.imports.parsers.people import plain
from plans.imports.parsers.periods import read_period
from plans.imports.tables import Header, Match
from plans.imports.values import Source

KIND_WORDS = (
    (re.compile(r"\bupper quartile\b|\btop quartile\b", re.IGNORECASE), ComparatorKind.UPPER_QUARTILE),
    (re.compile(r"\b(?:lower|bottom) quartile\b", re.IGNORECASE), ComparatorKind.LOWER_QUARTILE),
    (re.compile(r"\bmedian\b", re.IGNORECASE), ComparatorKind.MEDIAN),
    (re.compile(r"\bneighbours?\b|\bsns?\b", re.IGNORECASE), ComparatorKind.STATISTICAL_NEIGHBOURS),
    (re.compile(r"\bregion(?:al)?\b", re.IGNORECASE), ComparatorKind.REGION),
    (re.compile(r"\bengland\b|\bnational\b", re.IGNORECASE), ComparatorKind.ENGLAND),
)
SAID = re.compile(r"^[^;]*")
# Words that say nothing of what is measured.
FILLER = frozenset(
    {
        "a",
        "an",
        "and",
        "at",
        "by",
        "for",
        "in",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
        "percentage",
        "proportion",
    }
    | {"number", "rate", "average", "total", "per", "cent"}
)
LEAST_SHARED = 3
LEAST_ALIKE = 0.75


def compare_row(
    header: Header, row: int, code: str, reading: Reading, period: WrittenDate | None = None
) -> None:
    """Record what a row's comparator cells say of other places' figures, each for its column's year or `period`.

    The cell's own words say whose figure it is, else its column's. A cell without a figure is left as it is.
    """
    for match in header.several("comparator"):
        cell = header.sheet.rows[row].get(match.cell.column)
        if cell is not None:
            _compare(reading, code, cell, match, period or read_period(match.cell.text))


def _compare(reading: Reading, code: str, cell: Cell, header: Match, period: WrittenDate) -> None:
    kind = _kind(cell.text) or _kind(header.cell.text)
    said = SAID.match(cell.text)
    reported = read_reported(cell.value, cell.number_format, said[0] if said else cell.text, period)[0]
    reading.ask(cell, reported.question)
    if kind is None or reported.value is None:
        return
    reading.document.comparators.append(
        ComparatorItem(
            code, kind, reported.value, plain(cell.text), Source(cell.sheet, cell.address), reported.period
        )
    )
    reading.account.map(cell)


def _kind(text: str) -> ComparatorKind | None:
    return next((kind for pattern, kind in KIND_WORDS if pattern.search(text)), None)


def measure_quoted(name: str, measures: Sequence[MeasureItem]) -> MeasureItem | None:
    """Return the one measure that a quoted figure is of, or None where none, or more than one, is alike enough.

    Alike are names that share at least three words of substance, three quarters of the shorter name's.
    """
    wanted = _substance(name)
    alike = []
    for measure in measures:
        words = _substance(measure.name)
        shared = len(wanted & words)
        if shared >= LEAST_SHARED and shared / min(len(wanted), len(words)) >= LEAST_ALIKE:
            alike.append(measure)
    return alike[0] if len(alike) == 1 else None


def _substance(name: str) -> set[str]:
    return {word.rstrip("s") for word in re.findall(r"[a-z]+", name.casefold())} - FILLER
