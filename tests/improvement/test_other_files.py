"""Files that are no .xlsx: Word documents with tables, .xls and .ods, CSV in any dialect; and what hostile ones do."""

import io
import resource
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import load_workbook

from improvement.spreadsheets import SpreadsheetRefused, open_workbook, read_sheets, read_workbook
from plans.imports.recognition import recognise_file
from tests.plans.imports.layouts_by_chance import Score, write_by_chance

FILES = Path(__file__).parents[1] / "files"
MEGABYTE = 1024 * 1024
HEADINGS = ["Ref", "Action", "Lead officer", "Due date", "Status"]
ROWS = [
    ["A1", "Publish the new threshold document", "Head of Service", "6 March 2026", "Completed"],
    ["A2", "Train every manager in supervision", "Head of Practice", "16 May 2026", "Not started"],
]


def content_of(document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def a_paper():
    """A committee paper: a title, a heading a theme, a table under each."""
    document = docx.Document()
    document.add_heading("Northmoor improvement plan", 0)
    document.add_paragraph(
        "What the board is asked to do is said below, at a length that no heading has. " * 4
    )
    for theme, row in zip(("Theme 1: Practice", "Theme 2: People"), ROWS, strict=True):
        document.add_heading(theme, 1)
        table = document.add_table(0, len(HEADINGS))
        for words in (HEADINGS, row):
            for cell, text in zip(table.add_row().cells, words, strict=True):
                cell.text = text
    return document


def shaded(cell, colour):
    shading = OxmlElement("w:shd")
    shading.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shading)


def as_word(workbook: bytes) -> bytes:
    """Write every sheet of a workbook as a table of a Word document, its fills and merges with it."""
    document = docx.Document()
    for sheet in load_workbook(io.BytesIO(workbook)).worksheets:
        document.add_heading(sheet.title, 1)
        table = document.add_table(sheet.max_row, sheet.max_column)
        for row in sheet.iter_rows():
            for cell in row:
                written = table.cell(cell.row - 1, cell.column - 1)
                if cell.value is not None:
                    value = cell.value
                    written.text = f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)
                if cell.fill.fill_type == "solid":
                    shaded(written, str(cell.fill.fgColor.rgb)[-6:])
        for merged in sheet.merged_cells.ranges:
            first = table.cell(merged.min_row - 1, merged.min_col - 1)
            first.merge(table.cell(merged.max_row - 1, merged.max_col - 1))
    return content_of(document)


@pytest.mark.parametrize("foreign", [False, True], ids=["known words", "foreign words"])
def test_a_random_plan_is_read_from_word_as_from_a_workbook(foreign):
    from_workbook, from_word = Score(), Score()
    for seed in range(3000, 3015):
        written = write_by_chance(seed, foreign=foreign)
        from_workbook.add(written, recognise_file("plan.xlsx", written.content).document)
        from_word.add(written, recognise_file("plan.docx", as_word(written.content)).document)

    assert from_word.lines() == from_workbook.lines()


def test_a_papers_tables_are_read_under_their_headings():
    document = recognise_file("paper.docx", content_of(a_paper())).document

    assert [(action.reference, action.text) for action in document.actions] == [
        (row[0], row[1]) for row in ROWS
    ]
    assert [theme.title for theme in document.themes] == ["Practice", "People"]
    assert document.actions[1].due.latest == date(2026, 5, 16)
    assert document.actions[0].source.sheet == "Table 1"


def test_a_papers_own_numbers_are_no_themes():
    document = docx.Document()
    document.add_heading("2. Progress", 1)
    table = document.add_table(0, len(HEADINGS))
    for words in (HEADINGS, *ROWS):
        for cell, text in zip(table.add_row().cells, words, strict=True):
            cell.text = text

    read = recognise_file("paper.docx", content_of(document)).document

    assert len(read.actions) == 2
    assert read.themes == []


def test_tracked_changes_merged_cells_and_fills_are_read_as_they_look():
    document = docx.Document()
    table = document.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "Across"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Down"
    shaded(table.cell(1, 1), "FF0000")
    paragraph = table.cell(1, 2).paragraphs[0]._p
    for tag, text_tag, text in (("w:ins", "w:t", "put in"), ("w:del", "w:delText", "struck out")):
        change, run, words = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(text_tag)
        words.text = text
        run.append(words)
        change.append(run)
        paragraph.append(change)
    inner = table.cell(2, 1).add_table(1, 1)
    inner.cell(0, 0).text = "in a table within"

    sheet = read_sheets(open_workbook(content_of(document), "x.docx"))[0]

    assert sheet.at(1, 3).text == "Across"
    assert sheet.at(3, 1).text == "Down"
    assert sheet.fill(2, 2) == "ff0000"
    assert sheet.text(2, 3) == "put in"
    assert sheet.text(3, 2) == "in a table within"


def test_a_document_without_tables_and_a_pdf_say_what_to_do():
    document = docx.Document()
    document.add_paragraph("No plan.")
    with pytest.raises(SpreadsheetRefused, match="has no table"):
        open_workbook(content_of(document), "x.docx")
    with pytest.raises(SpreadsheetRefused, match="Ask for the workbook or the Word document"):
        open_workbook(b"%PDF-1.7 nonsense", "x.pdf")


def test_an_xls_is_read_and_says_what_was_not_seen():
    seen = recognise_file("plan.xls", (FILES / "plan.xls").read_bytes())

    assert [action.text for action in seen.document.actions] == [row[1] for row in ROWS]
    assert seen.document.actions[0].due.latest == date(2026, 3, 6)
    assert any("colours, comments and number formats were not seen" in m.text for m in seen.document.messages)
    assert (
        read_sheets(open_workbook((FILES / "plan.xls").read_bytes()))[0].at(1, 3).text
        == "Northmoor action log"
    )


def an_ods(rows: str, first: str = "") -> bytes:
    names = ["office:1.0", "table:1.0", "text:1.0"]
    spaces = " ".join(
        f'xmlns:{name.partition(":")[0]}="urn:oasis:names:tc:opendocument:xmlns:{name}"' for name in names
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest '
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?>{first}<office:document-content {spaces}><office:body><office:spreadsheet>'
            f'<table:table table:name="Plan">{rows}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
    return stream.getvalue()


def ods_row(words: list[str], repeated: str = "") -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in words
    )
    return f"<table:table-row{repeated}>{cells}</table:table-row>"


def test_an_ods_is_read():
    seen = recognise_file("plan.ods", an_ods("".join(map(ods_row, [HEADINGS, *ROWS]))))

    assert [action.text for action in seen.document.actions] == [row[1] for row in ROWS]
    assert [action.status for action in seen.document.actions] == ["completed", "not_started"]


@pytest.mark.sandboxed
def test_a_row_repeated_without_end_is_told():
    with pytest.raises(SpreadsheetRefused, match="The sheet Plan is larger than 20,000 rows of 200 columns"):
        read_workbook(an_ods(ods_row(["x"], ' table:number-rows-repeated="1000000"')))


@pytest.mark.sandboxed
@pytest.mark.parametrize(
    "content",
    [
        an_ods(ods_row(["x"], ' table:number-rows-repeated="1000000"')),
        an_ods(
            f'<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
            f'table:number-columns-repeated="16000" office:value-type="string"><text:p>{"x" * 200}</text:p>'
            "</table:table-cell></table:table-row>"
        ),
        an_ods(ods_row(["&a;"]), '<!DOCTYPE x [<!ENTITY a "aaaaaaaa">]>'),
        b"\xd0\xcf\x11\xe0" + b"\x00" * 100,
        b"\xd0\xcf\x11\xe0" + bytes(range(256)) * 400,
        (FILES / "plan.xls").read_bytes()[:3000],
    ],
    ids=["a million rows", "cells without end", "entities", "empty", "noise", "cut"],
)
def test_a_hostile_old_file_is_refused_and_takes_nothing(content):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(SpreadsheetRefused):
        read_workbook(content, "x.ods")
    # In kilobytes: whatever it took, another process had it.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024


def changed_part(content: bytes, name: str, change) -> bytes:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.namelist():
            data = old.read(member)
            new.writestr(member, change(data) if member == name else data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "aa">]>', 1), "XML entities"),
        (lambda data: data + b" " * (5 * MEGABYTE), "times its size"),
        (lambda data: data[: len(data) // 2], "damaged"),
    ],
    ids=["entities", "a bomb", "cut"],
)
def test_a_hostile_word_document_is_refused(change, said):
    content = changed_part(content_of(a_paper()), "word/document.xml", change)
    with pytest.raises(SpreadsheetRefused, match=said):
        open_workbook(content, "x.docx")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("between", [",", ";", "\t", "|"])
def test_a_csv_is_read_in_any_dialect(encoding, between):
    text = "\r\n".join(between.join(row) for row in [HEADINGS, *ROWS])

    document = recognise_file("plan.csv", text.encode(encoding)).document

    assert [action.text for action in document.actions] == [row[1] for row in ROWS]
    assert [action.reference for action in document.actions] == ["A1", "A2"]
