"""Tables on paper: nothing lost, nothing too small or too high, charts as pictures that say what they show."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document as read_word
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from plans.issuing.files import WORD, write_file
from plans.issuing.pictures import has_fonts, svg_of
from plans.reports.document import Chart, Column, Kind, Row, Section, Table
from plans.reports.paper import CONTINUED, MOST_LINES, _lines, continued, on_paper
from tests.plans.reports.support import made

TEXT = st.text(st.sampled_from("ab cd. ef; \n"), max_size=900)


@given(st.lists(TEXT, min_size=1, max_size=4), st.integers(3, 30), st.integers(1, 12))
def test_a_row_that_goes_on_below_loses_no_word_and_is_never_too_high(texts, width, most):
    columns = [Column("Number", kind=Kind.NUMBER), *(Column(f"C{place}") for place in range(len(texts)))]
    rows = continued(Row((7, *texts)), columns, [5, *[width] * len(texts)], most)

    for place, text in enumerate(texts, start=1):
        together = " ".join(str(row.values[place]) for row in rows)
        assert "".join(together.split()) == "".join(text.split())
        assert all(_lines(str(row.values[place]), width) <= most for row in rows)
    assert rows[0].values[0] == 7
    assert {row.values[0] for row in rows[1:]} <= {f"7 {CONTINUED}"}


def test_paper_says_once_what_stands_in_a_run_of_rows():
    columns = [
        Column("Number"), Column("Outcome", is_said_once=True), Column("Level", is_on_paper=False), Column("Nothing"),
    ]  # fmt: skip
    table = Table(
        "T", "T", columns, [Row((n, words, "Action", "")) for n, words in enumerate(["a", "a", "", "a", "b"])]
    )
    shown = on_paper(table)

    assert shown.column_names == ["Number", "Outcome"]
    assert [row.values[1] for row in shown.rows] == ["a", "As above", "", "As above", "b"]
    assert table.rows[1].values == (1, "a", "Action", "")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["cabinet", "scrutiny"])
def test_a_word_file_can_be_read_on_paper(demo, name):
    document = made(demo, name)
    written = read_word(BytesIO(write_file(demo, document, WORD).content))

    sizes = {
        run.font.size.pt
        for table in written.tables
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
        if run.font.size
    }
    assert min(sizes) >= 9
    assert written.styles["Normal"].font.size.pt == 11
    assert {language.get(qn("w:val")) for language in written.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    for table in written.tables:
        for row in table.rows:
            for cell in row.cells:
                width = max(int(cell.width.cm / 0.17), 1)
                assert _lines(cell.text, width) <= MOST_LINES + 4
        assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in table.rows[0].cells)
    wide = [section.orientation for section in written.sections]
    assert WD_ORIENT.LANDSCAPE in wide
    # No two sections of one kind follow each other: that would be a page begun for nothing.
    assert all(before != after for before, after in zip(wide, wide[1:], strict=False))


@pytest.mark.django_db
def test_only_the_reports_own_paragraphs_are_numbered_and_appendices_are_named_in_order(demo):
    document = made(demo, "cabinet")
    names = [section.heading.split(":")[0] for section in document.sections if section.is_appendix]
    numbers = [
        part.first_number
        for s in document.sections
        if s.is_appendix
        for part in s.parts
        if hasattr(part, "draft")
    ]

    assert list(dict.fromkeys(names)) == [f"Appendix {number}" for number in range(1, len(set(names)) + 1)]
    assert set(numbers) == {None}


@pytest.mark.django_db
def test_charts_are_pictures_that_say_in_words_what_they_show(demo):
    assert has_fonts(), "The machine that runs the tests has fonts: fonts-liberation"
    document = made(demo, "cabinet")
    charts = [part for section in document.sections for part in section.parts if isinstance(part, Chart)]
    written = read_word(BytesIO(write_file(demo, document, WORD).content))

    assert charts
    pictures = [shape._inline.docPr for shape in written.inline_shapes]
    assert [picture.get("descr") for picture in pictures] == [chart.alternative for chart in charts]
    assert all(len(part.blob) > 4000 for part in written.part.package.image_parts)


VALUES = st.one_of(
    st.none(), st.floats(-1e6, 1e6, allow_nan=False), st.just("Fewer than 5"), st.integers(0, 400)
)


@given(st.lists(st.tuples(st.text(max_size=60), VALUES, VALUES), min_size=1, max_size=40), st.booleans())
def test_any_table_is_drawn_or_left_out_and_never_fails(rows, is_stacked):
    if is_stacked:
        rows = [
            (name, *(abs(v) if isinstance(v, int | float) else v for v in values)) for name, *values in rows
        ]
    table = Table("T", "T", [Column("Place"), Column("One"), Column("Two")], [Row(row) for row in rows])
    chart = Chart("Title", "In words", "T", 0, (1, 2), stacked=is_stacked, colours=("1D70B8", "#0f7a52"))
    drawing = svg_of(chart, Section("s", "S", [table, chart], "S"))

    assert "nan" not in drawing
    assert not drawing or drawing.startswith("<svg")
    assert drawing.count("<svg") <= 1


def test_a_day_is_no_figure():
    table = Table(
        "T", "T", [Column("Place"), Column("One")], [Row(("a", date(2026, 1, 1))), Row(("b", None))]
    )
    chart = Chart("Title", "In words", "T", 0, (1,))
    assert svg_of(chart, Section("s", "S", [table, chart], "S")) == ""
