"""How long an import takes beside a bare openpyxl load of the same workbook: `make benchmark`.

A messy workbook of 5,000 actions (merged headings, fills, blank cells, notes in the margin) is imported into an empty
database, then the same file again, then one with ten cells changed. CPU time, each as a multiple of the load. Not a
test: machines differ.
"""

import io
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta

import django
import openpyxl
from openpyxl.styles import PatternFill

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
FOLDER = tempfile.mkdtemp()
os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER}/imports.sqlite3"
ACTIONS = int(os.environ.get("ACTIONS", "5000"))
A_THEME = 50
HEADER = (
    "Ref", "Recommendation", "Action", "Lead officer", "Due date", "RAG", "Status", "Progress update", "Comments", "Evidence",
)  # fmt: skip
FILLS = {
    "R": PatternFill("solid", fgColor="FF0000"),
    "A": PatternFill("solid", fgColor="FFC000"),
    "G": PatternFill("solid", fgColor="00B050"),
}


def messy_workbook(actions: int, changed: int = 0) -> bytes:
    """Return a council's action log; of `changed` actions the update is another one."""
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Action plan"
    sheet["A1"] = "Example Council improvement plan"
    sheet.merge_cells("A1:J1")
    for column, name in enumerate(HEADER, start=1):
        sheet.cell(3, column).value = name
    row = 4
    for number in range(actions):
        theme, place = number // A_THEME + 1, number % A_THEME + 1
        if place == 1:
            sheet.cell(row, 1).value = f"Theme {theme}: Improve part {theme}"
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(HEADER))
            row += 1
        rating = "AGR"[number % 3]
        said = (
            "The team has finished."
            if number < changed
            else f"Reported for the {number}th time, at some length."
        )
        values = (
            f"{theme}.{place}",
            f"Recommendation {theme}" if place == 1 else None,
            f"Do the thing that is number {number} of the many things to be done",
            "Head of Service" if number % 4 else "Director of Children's Services",
            "31/3/2027",
            rating,
            "On target" if number % 3 else "In progress",
            said,
            f"A comment on {number}" if number % 2 else None,
            f"Minutes of meeting {number}" if number % 3 == 0 else None,
        )
        for column, value in enumerate(values, start=1):
            if value is not None:
                sheet.cell(row, column).value = value
        sheet.cell(row, HEADER.index("RAG") + 1).fill = FILLS[rating]
        row += 1
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def seconds(work: Callable[[], object]) -> float:
    """Return the CPU time of some work."""
    started = time.process_time()
    work()
    return time.process_time() - started


def main() -> None:
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- after django.setup

    from plans.imports.request import Request  # noqa: PLC0415
    from plans.imports.run import preview, run_import  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    today = date.today()
    first, second = messy_workbook(ACTIONS), messy_workbook(ACTIONS, changed=10)

    def brought(content: bytes, days_ago: int) -> Request:
        day = today - timedelta(days=days_ago)
        return Request("plan.xlsx", content, "benchmark", create=True, council="Example", as_at=day)

    works: dict[str, Callable[[], object]] = {
        "the first import": lambda: run_import(brought(first, 30), today),
        "the same file, looked at": lambda: preview(brought(first, 30), today),
        "the same file, imported": lambda: run_import(brought(first, 30), today),
        "ten cells changed": lambda: run_import(brought(second, 5), today),
    }
    load = min(seconds(lambda: openpyxl.load_workbook(io.BytesIO(first))) for _round in range(3))
    print(f"{ACTIONS} actions; openpyxl loads the workbook in {load:.2f} s")
    for name, work in works.items():
        spent = seconds(work)
        print(f"  {name:26} {spent:6.2f} s   {spent / load:5.2f} times the load")
    print("What is read alone is measured by tests.benchmarks.read_workbooks.", file=sys.stderr)


if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(FOLDER)
