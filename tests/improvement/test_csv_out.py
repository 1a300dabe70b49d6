"""What leaves as CSV comes back as it was, and nothing of it is a formula, however often it goes round."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from improvement.csv_out import csv_lines
from improvement.line_ends import new_lines
from improvement.spreadsheets.csv_files import read_csv
from improvement.workbooks import LIVE_START

LEADERS = [
    *LIVE_START, "'=", "'", "''=", "=cmd|' /C calc'!A0", "@SUM(1)", "+44 1234", "-5", "\t=1", "=HYPERLINK(\"x\")",
    '"=', " =", "\u00a0=", "\u200b=", "%", "#REF!", "(=", "DDE", "=\n=", "＝1", "|calc", "~", "\ufeff=",
]  # fmt: skip
CELL = st.builds(
    str.__add__,
    st.sampled_from(LEADERS) | st.just(""),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20),
)


def there_and_back(rows: list[list[str]]) -> list[list[str]]:
    content = "".join(csv_lines(rows)).encode()
    sheet = read_csv(content).worksheets[0]
    return [
        [str(sheet.cell(row, column).value or "") for column in range(1, len(rows[0]) + 1)]
        for row in range(1, len(rows) + 1)
    ]


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=5))
def test_no_cell_begins_as_a_formula_does(rows):
    lines = "".join(csv_lines(rows)).removeprefix("\ufeff")

    for row in csv.reader(io.StringIO(lines, newline="")):
        assert not any(cell.startswith(LIVE_START) for cell in row)


def test_every_beginning_comes_back_five_times_over():
    # The headings and a whole row of words, so that what parts the cells is told by more than one line.
    rows = [["Reference", "Action", "Owner"]] + [
        ["1.1", f"{leader}the plan", "Head of Service"] for leader in LEADERS
    ]
    read = rows
    for _time in range(5):
        read = there_and_back(read)

    # A byte order mark and a space of no width are nothing that anybody typed (`line_ends`).
    assert [row[1] for row in read] == [new_lines(row[1]) for row in rows]
