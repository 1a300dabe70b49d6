"""A block of cells from the clipboard: whatever stands in a cell comes through whole."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from improvement.spreadsheets.pasted import as_csv, cells_of

PLAIN = st.text(st.characters(exclude_characters='\t\r\n"', exclude_categories=("Cs", "Cc")), max_size=12)
ANY = st.text(
    st.characters(exclude_characters="\t\r", exclude_categories=("Cs", "Cc"), include_characters="\n"),
    max_size=12,
)


def as_excel_copies(rows: list[list[str]]) -> str:
    """Return rows as Excel puts them on the clipboard: only a cell with a line end is put in quotes."""
    return "\n".join(
        "\t".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' if "\n" in cell else cell for cell in row)
        for row in rows
    )


@given(st.lists(st.lists(PLAIN, min_size=1, max_size=4), min_size=1, max_size=5))
def test_plain_cells_come_through(rows):
    assert cells_of("\n".join("\t".join(row) for row in rows)) == rows


@given(
    st.lists(
        st.lists(ANY.filter(lambda text: not text.startswith('"')), min_size=1, max_size=4),
        min_size=1,
        max_size=5,
    )
)
def test_cells_with_lines_commas_and_quotes_come_through(rows):
    assert cells_of(as_excel_copies(rows)) == rows


@given(st.lists(st.lists(ANY, min_size=1, max_size=4), min_size=1, max_size=5))
def test_as_a_file_they_are_the_same_cells(rows):
    assert list(csv.reader(io.StringIO(as_csv(rows).decode(), newline=""))) == rows


def test_a_quote_that_is_not_closed_swallows_nothing():
    assert cells_of('"Signs of Safety is used\tLead A\nDo b\tLead B') == [
        ['"Signs of Safety is used', "Lead A"],
        ["Do b", "Lead B"],
    ]
    assert cells_of('"Signs of Safety" is used\tLead A') == [['"Signs of Safety" is used', "Lead A"]]
