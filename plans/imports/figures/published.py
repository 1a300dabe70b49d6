"""National figures in the layout in which they are published: one row a place and period, indicators across.

The layout is that of the Department for Education's explore education statistics: `time_period`, `time_identifier`,
`geographic_level`, `region_name`, `la_name`, then filters and indicators. Nothing is fetched: the file is given.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import quantiles

from improvement.counting import counted
from improvement.periods import month_end
from improvement.written_dates import MONTHS, WrittenDate
from improvement.written_numbers import WITH_A_POINT
from performance.choices import ComparatorKind
from plans.imports.document import Message
from plans.imports.figures.flat_file import FlatFile, Record, doubt_about, folded, number_in, read_flat_file
from plans.imports.parsers.no_figure import why_no_figure
from plans.imports.run import ImportRefused

NEEDED = {
    "time_period": "for example 202324",
    "geographic_level": "National, Regional or Local authority",
}
STANDARD = frozenset(
    {
        "time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code",
        "region_name", "old_la_code", "new_la_code", "la_name",
    }
)  # fmt: skip
TOTAL_WORDS = frozenset({"total", "all", "all children", "all ages", "all types"})
# Fewer authorities than this make no quartiles worth the name.
LEAST_AUTHORITIES = 20


@dataclass(frozen=True)
class ComparatorLine:
    """One figure of others that the file gives, or that was worked out from it."""

    kind: ComparatorKind
    place: str
    period: WrittenDate
    value: Decimal
    words: str


def read_published(
    name: str,
    content: bytes,
    indicator: str,
    *,
    where: Mapping[str, str] | None = None,
    region: str = "",
    neighbours: Sequence[str] = (),
) -> tuple[FlatFile, list[ComparatorLine]]:
    """Return England's, the region's and the neighbours' figures of one indicator, and the quartiles, by period.

    The neighbours' figure is the mean of theirs; quartiles are worked out from all authorities (inclusive method)
    where there are at least twenty. Of rows that differ in a filter only those named by `where`, else the totals,
    are taken. Raises ImportRefused with every error, each with its cell.
    """
    file = read_flat_file(name, content, NEEDED)
    column = folded(indicator)
    if column not in file.headers:
        raise ImportRefused([_no_indicator(file, indicator)])
    records = _chosen(file, column, {folded(key): value for key, value in (where or {}).items()})
    found: dict[WrittenDate, dict[tuple[str, str], Decimal]] = defaultdict(dict)
    # What stands in place of a figure, by period, level and folded name.
    hidden: dict[WrittenDate, dict[tuple[str, str], str]] = defaultdict(dict)
    for record in records:
        cell = record.cells.get(column)
        place = _place(record)
        if place is None:
            continue
        value = number_in(cell) if cell else None
        if cell and (doubt := doubt_about(cell)):
            file.say("error", record, column, f"{doubt}.", WITH_A_POINT)
            continue
        period = _period(file, record)
        if period is None:
            continue
        if value is None:
            hidden[period][place[0], place[1].casefold()] = cell.text.strip() if cell else ""
            continue
        if place in found[period]:
            file.say("error", record, "geographic_level", _twice(file, records, record, column))
            break
        found[period][place] = value
    file.refuse_errors()
    wanted = [" ".join(item.split()) for item in neighbours if item.strip()]
    _check_places(file, [*found.values(), *hidden.values()], region, wanted)
    lines = [line for period in found for line in _lines(period, found[period], region, wanted)]
    for period in sorted({*found, *hidden}, key=lambda item: item.latest or date.min):
        said = _without_figures(period, found[period], hidden[period], region, wanted)
        file.messages += [Message("note", file.sheet, "", sentence) for sentence in said]
    if not lines and any(mark for marks in hidden.values() for mark in marks.values()):
        raise ImportRefused([_nothing_but_marks(file, indicator)])
    if not lines:
        raise ImportRefused(
            [
                Message(
                    "error", file.sheet, "", f"{name}: no row gives a figure for {indicator}.", "", "numbers"
                )
            ]
        )
    return file, sorted(lines, key=lambda line: (line.period.latest or date.min, line.kind))


def _no_indicator(file: FlatFile, indicator: str) -> Message:
    offered = [
        cell.text
        for header, cell in file.headers.items()
        if header not in STANDARD
        and any(
            number_in(record.cells[header]) is not None for record in file.records if header in record.cells
        )
    ]
    first = next(iter(file.headers.values()))
    return Message(
        "error",
        file.sheet,
        first.address,
        f"{file.name}: there is no column {indicator!r}.",
        "",
        f"one of {', '.join(offered[:20])}" if offered else "a column that holds numbers",
    )


def _filters(file: FlatFile, column: str) -> list[str]:
    """Return the columns that tell rows of one place and period apart: words, not numbers, with several values."""
    found = []
    for header in file.headers:
        if header in STANDARD or header == column:
            continue
        values = {record.text(header) for record in file.records}
        numbers = [record.cells[header] for record in file.records if header in record.cells]
        if len(values) > 1 and not any(number_in(cell) is not None or doubt_about(cell) for cell in numbers):
            found.append(header)
    return found


def _chosen(file: FlatFile, column: str, where: Mapping[str, str]) -> list[Record]:
    """Return the rows asked for: those named, and of other filters the totals where there are any."""
    for header in where:
        if header not in file.headers:
            first = next(iter(file.headers.values()))
            raise ImportRefused(
                [
                    Message(
                        "error", file.sheet, first.address, f"{file.name}: there is no column {header!r}.", "",
                        f"one of {', '.join(cell.text for cell in file.headers.values())}",
                    )
                ]
            )  # fmt: skip
    records = [
        record
        for record in file.records
        if all(record.text(header).casefold() == value.strip().casefold() for header, value in where.items())
    ]
    for header in _filters(file, column):
        if header in where:
            continue
        totals = [record for record in records if record.text(header).casefold() in TOTAL_WORDS]
        if totals:
            records = totals
    return records


def _twice(file: FlatFile, records: list[Record], record: Record, column: str) -> str:
    apart = [
        f"{file.headers[header].text} ({', '.join(sorted({r.text(header) for r in records})[:6])})"
        for header in _filters(file, column)
        if len({r.text(header) for r in records}) > 1
    ]
    return "Two rows give this place and period." + (
        f" Say which to take by {'; '.join(apart)}." if apart else ""
    )


def _place(record: Record) -> tuple[str, str] | None:
    level = record.text("geographic_level").casefold()
    if level == "national":
        return ("national", record.text("country_name") or "England")
    if level == "regional":
        return ("regional", record.text("region_name"))
    if level == "local authority":
        return ("authority", record.text("la_name"))
    return None


def _period(file: FlatFile, record: Record) -> WrittenDate | None:
    said, kind = record.text("time_period"), record.text("time_identifier").casefold()
    days = _days(said, kind)
    if days is None:
        file.say(
            "error", record, "time_period", "The period was not understood.",
            "202324 with Financial year or Academic year, 2024 with Calendar year, Reporting year or a month",
        )  # fmt: skip
        return None
    first, last, words = days
    return WrittenDate(words, "year", first, last)


def _days(said: str, kind: str) -> tuple[date, date, str] | None:
    """Return a published period's first and last day and its words.

    A reporting year ends on 31 March, as in the children looked after return.
    """
    if match := re.fullmatch(r"(20\d\d)[/\-]?(\d\d)", said):
        year = int(match[1])
        if (year + 1) % 100 != int(match[2]):
            return None
        words = f"{year}/{match[2]}"
        if kind.startswith("academic"):
            return date(year, 9, 1), date(year + 1, 8, 31), f"{words} academic year"
        return date(year, 4, 1), date(year + 1, 3, 31), words
    if not re.fullmatch(r"20\d\d", said):
        return None
    year = int(said)
    if kind in MONTHS:
        return date(year, MONTHS[kind], 1), month_end(year, MONTHS[kind]), f"{kind.capitalize()} {year}"
    if kind.startswith("reporting"):
        return date(year - 1, 4, 1), date(year, 3, 31), f"{year - 1}/{year % 100:02}"
    if kind.startswith("calendar") or not kind:
        return date(year, 1, 1), date(year, 12, 31), f"{year}"
    return None


def _without_figures(
    period: WrittenDate,
    places: Mapping[tuple[str, str], Decimal],
    hidden: Mapping[tuple[str, str], str],
    region: str,
    neighbours: Sequence[str],
) -> list[str]:
    """Return what to say of a period without a figure of the region or a neighbour: which mark stands there, if any."""
    known = {(level, name.casefold()) for level, name in places}

    def said(level: str, name: str) -> str:
        mark = hidden.get((level, name.casefold()))
        if not mark:
            return f"no figure of {name}"
        meaning = why_no_figure(mark)
        suppressed = "suppressed" if meaning == "suppressed" else "suppressed or not given"
        means = f", {meaning}" if meaning not in {"", "suppressed"} else ""
        return f"the figure of {name} is {suppressed} (“{mark}” in the file{means})"

    absent = [said("authority", name) for name in neighbours if ("authority", name.casefold()) not in known]
    sentences = [f"{period.words}: {'; '.join(absent)}, so no mean of the neighbours."] if absent else []
    if region and ("regional", region.casefold()) not in known:
        sentences.append(f"{period.words}: {said('regional', region)}.")
    return sentences


def _nothing_but_marks(file: FlatFile, indicator: str) -> Message:
    said = f"{file.name}: every figure of {indicator} asked for is suppressed or not given."
    return Message("error", file.sheet, "", said, "", "numbers")


def _check_places(
    file: FlatFile,
    found: Sequence[Mapping[tuple[str, str], object]],
    region: str,
    neighbours: Sequence[str],
) -> None:
    """Refuse a region or neighbour that no row names: a mean of nine of ten would be wrong and look right."""
    named = {(level, name.casefold()) for places in found for level, name in places}
    missing = [name for name in neighbours if ("authority", name.casefold()) not in named]
    if region and ("regional", region.casefold()) not in named:
        missing.append(region)
    if missing:
        offered = sorted({name for places in found for level, name in places if level != "national"})
        raise ImportRefused(
            [
                Message(
                    "error", file.sheet, "", f"{file.name}: no row names {', '.join(missing)}.", "",
                    f"names as in the file, such as {', '.join(offered[:8])}",
                )
            ]
        )  # fmt: skip


def _lines(
    period: WrittenDate, places: Mapping[tuple[str, str], Decimal], region: str, neighbours: Sequence[str]
) -> list[ComparatorLine]:
    by_name = {(level, name.casefold()): value for (level, name), value in places.items()}
    lines = [
        ComparatorLine(
            ComparatorKind.ENGLAND, "" if name == "England" else name, period, value, "as published"
        )
        for (level, name), value in places.items()
        if level == "national"
    ]
    if region and ("regional", region.casefold()) in by_name:
        value = by_name["regional", region.casefold()]
        lines.append(ComparatorLine(ComparatorKind.REGION, region, period, value, "as published"))
    theirs = [by_name.get(("authority", name.casefold())) for name in neighbours]
    known = [value for value in theirs if value is not None]
    # A mean of nine of ten would be wrong and look right: where one is missing there is none.
    if known and len(known) == len(theirs):
        mean = sum(known, Decimal(0)) / len(known)
        said = f"mean of {counted(len(known), 'neighbour')}"
        lines.append(ComparatorLine(ComparatorKind.STATISTICAL_NEIGHBOURS, "", period, round(mean, 4), said))
    authorities = [value for (level, _name), value in places.items() if level == "authority"]
    if len(authorities) >= LEAST_AUTHORITIES:
        bounds = quantiles([float(value) for value in authorities], n=4, method="inclusive")
        kinds = (ComparatorKind.LOWER_QUARTILE, ComparatorKind.MEDIAN, ComparatorKind.UPPER_QUARTILE)
        said = f"worked out from {len(authorities)} authorities"
        lines += [
            ComparatorLine(kind, "", period, Decimal(str(round(bound, 4))), said)
            for kind, bound in zip(kinds, bounds, strict=True)
        ]
    return lines
