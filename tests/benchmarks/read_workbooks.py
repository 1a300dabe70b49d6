"""How long reading a workbook takes beside a bare openpyxl load of the same file: `make benchmark`.

Prints rows a second, both times (the best of several runs), their ratio and the peak memory of each. Not a test:
machines differ. The goal is a ratio of at most 1.35.
"""

import io
import os
import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import django
import openpyxl

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
RUNS = 5
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def action_log(rows: int) -> bytes:
    """Return a workbook with one long list of actions, and as many formatted blank rows under it."""
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["Ref", "Action", "By whom", "By when", "RAG", "Status", "Progress update"])
    for number in range(rows):
        sheet.append(
            [
                f"{number // 20 + 1}.{number % 20 + 1}",
                f"Do the thing that is number {number} of the many things to be done",
                "Head of Service",
                "31/3/2026",
                "AGR"[number % 3],
                "On target",
                f"Reported for the {number}th time, with a sentence of ordinary length.",
            ]
        )
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def best(work: Callable[[], object]) -> float:
    """Return the shortest of several runs, in seconds."""
    times = []
    for _run in range(RUNS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def peak(work: Callable[[], object]) -> float:
    """Return the peak memory of one run, in megabytes."""
    tracemalloc.start()
    work()
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1_000_000


def main() -> None:
    django.setup()
    from improvement.spreadsheets import open_workbook, read_sheets  # noqa: PLC0415 -- after django.setup
    from plans.imports.recognition import recognise_file  # noqa: PLC0415

    files = {path.name: path.read_bytes() for path in sorted(SHARED.glob("*/*.xlsx"))}
    files["5,000 actions"] = action_log(5_000)
    print(
        f"{'file':34}{'rows':>7}{'rows/s':>9}{'openpyxl':>10}{'ours':>9}{'ratio':>7}{'MB':>7}{'ours MB':>9}"
    )
    for name, content in files.items():

        def bare(content: bytes = content) -> object:
            return openpyxl.load_workbook(io.BytesIO(content))

        def ours(name: str = name, content: bytes = content) -> object:
            return recognise_file(name, content)

        rows = sum(len(sheet.rows) for sheet in read_sheets(open_workbook(content, name)))
        theirs, mine = best(bare), best(ours)
        print(
            f"{name[:33]:34}{rows:>7}{rows / mine:>9.0f}{theirs:>9.3f}s{mine:>8.3f}s{mine / theirs:>7.2f}"
            f"{peak(bare):>7.1f}{peak(ours):>9.1f}"
        )


if __name__ == "__main__":
    sys.exit(main())
