"""Time and memory of the action log of 5,000 actions as a workbook, beside xlsxwriter and openpyxl writing the same cells.

Run by `make benchmark`. Rounds are interleaved (ours, theirs, ours …) and the medians of same-round ratios are printed,
since a shared machine's speed swings; every round's cells are the same. Memory is what Python allocates at its peak
while the file is written, the document itself left out: it must not grow with the rows.
"""

import io
import statistics
import time
import tracemalloc
from collections.abc import Callable
from datetime import date, datetime

import django

django.setup()

import xlsxwriter  # noqa: E402 -- Django first
from openpyxl import Workbook  # noqa: E402
from openpyxl.cell import WriteOnlyCell  # noqa: E402

from plans.reports.document import Column, Document, Kind, Row, Section, Table  # noqa: E402
from plans.reports.excel import write_workbook  # noqa: E402
from plans.reports.fields.actions import ACTION_FIELDS  # noqa: E402

ROUNDS = 5
ACTIONS = 5_000
STATUSES = ("Completed", "On target", "Behind target", "Not started")


def document(actions: int) -> Document:
    """Return an action log of so many rows, its texts as long as councils write them."""
    columns = [Column(field.name, field.width, field.kind) for field in ACTION_FIELDS]
    rows = []
    for number in range(actions):
        cells: list[object] = []
        for place, field in enumerate(ACTION_FIELDS):
            if field.kind == Kind.NUMBER:
                cells.append(number % 97)
            elif field.kind == Kind.DATE:
                cells.append(date(2026, number % 12 + 1, number % 28 + 1))
            elif field.kind == Kind.STATUS:
                cells.append(STATUSES[number % 4])
            elif field.width > 30:
                cells.append(f"{number}.{place} " + "Agree the plan with partners and tell the board. " * 3)
            else:
                cells.append(f"{number}.{place}")
        rows.append(Row(tuple(cells)))  # type: ignore[arg-type]
    made = Document(
        "action-log",
        "Action log",
        "As at",
        "A council",
        "A plan",
        date(2026, 11, 21),
        "-",
        datetime(2026, 11, 21),
        [],
    )
    made.sections = [
        Section("actions", "Action log", [Table("ActionLog", "Action log", columns, rows)], "Action log")
    ]
    return made


def ours(made: Document) -> bytes:
    target = io.BytesIO()
    write_workbook(made, target)
    return target.getvalue()


def with_xlsxwriter(made: Document) -> bytes:
    """The same cells with wrapped text, dates and a heading; no table, rules, or heights of rows."""
    table = next(made.tables())
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False})
    sheet = workbook.add_worksheet("Action log")
    text = workbook.add_format({"text_wrap": True, "valign": "top"})
    day = workbook.add_format({"num_format": "d mmm yyyy", "valign": "top"})
    for place, column in enumerate(table.columns):
        sheet.write(0, place, column.name, text)
    for number, row in enumerate(table.rows, start=1):
        for place, value in enumerate(row.values):
            if isinstance(value, date):
                sheet.write_datetime(number, place, datetime(value.year, value.month, value.day), day)
            else:
                sheet.write(number, place, value, text)
    workbook.close()
    return target.getvalue()


def with_openpyxl(made: Document) -> bytes:
    """The same cells by openpyxl's own streaming writer, without any style."""
    table = next(made.tables())
    target = io.BytesIO()
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Action log")
    sheet.append([column.name for column in table.columns])
    for row in table.rows:
        sheet.append([WriteOnlyCell(sheet, value) for value in row.values])  # type: ignore[arg-type]
    workbook.save(target)
    return target.getvalue()


WRITERS: dict[str, Callable[[Document], bytes]] = {
    "ours": ours,
    "xlsxwriter": with_xlsxwriter,
    "openpyxl, streamed, no styles": with_openpyxl,
}


def peak(write: Callable[[Document], bytes], made: Document) -> float:
    """Return the most that Python allocated while a file was written, in megabytes."""
    tracemalloc.start()
    write(made)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1_000_000


def main() -> None:
    made = document(ACTIONS)
    cells = ACTIONS * len(ACTION_FIELDS)
    seconds: dict[str, list[float]] = {name: [] for name in WRITERS}
    for _round in range(ROUNDS):
        for name, write in WRITERS.items():
            started = time.perf_counter()
            size = len(write(made))
            seconds[name].append(time.perf_counter() - started)
            assert size > ACTIONS
    print(f"{ACTIONS} actions, {cells} cells, {ROUNDS} interleaved rounds")
    for name, times in seconds.items():
        ratio = statistics.median(ours / other for ours, other in zip(seconds["ours"], times, strict=True))
        print(f"  {name:30} {statistics.median(times):6.2f} s   ours / this: {ratio:.2f}")
    few, many = document(ACTIONS // 10), made
    for name, write in WRITERS.items():
        print(
            f"  {name:30} peak {peak(write, few):6.1f} MB at {ACTIONS // 10} rows, {peak(write, many):6.1f} MB at {ACTIONS}"
        )


if __name__ == "__main__":
    main()
