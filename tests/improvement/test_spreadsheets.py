"""Opening workbooks that may be hostile, and reading cells with merges, fills and formats resolved."""

import base64
import io
import random
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color
from openpyxl.worksheet.table import Table

from improvement.spreadsheets import SpreadsheetRefused, open_workbook, read_sheets
from improvement.spreadsheets.cells import shown_text
from improvement.spreadsheets.colours import hue_name
from improvement.spreadsheets.loading import load_cells
from tests.workbooks import content_of


def small() -> bytes:
    workbook = Workbook()
    workbook.worksheets[0]["A1"] = "Theme"
    return content_of(workbook)


def with_member(name: str, data: bytes) -> bytes:
    stream = io.BytesIO(small())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return stream.getvalue()


def replaced(member: str, data: bytes) -> bytes:
    source, target = zipfile.ZipFile(io.BytesIO(small())), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for item in source.infolist():
            archive.writestr(item.filename, data if item.filename == member else source.read(item.filename))
    return target.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    b"<worksheet "
    + NAMESPACE
    + b'><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>'
    b"</sheetData></worksheet>"
)
SPARSE = (
    b"<worksheet "
    + NAMESPACE
    + b'><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    b"</worksheet>"
)
MERGED = (
    b"<worksheet "
    + NAMESPACE
    + b'><sheetData/><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
)
EMPTY_CELLS = (
    b"<worksheet "
    + NAMESPACE
    + b"><sheetData>"
    + b"".join(
        b'<row r="%d">' % row
        + b"".join(b'<c r="%c%d" s="1"/>' % (65 + column, row) for column in range(10))
        + b"</row>"
        for row in range(1, 61_000)
    )
    + b"</sheetData></worksheet>"
)


def text_cell(length: int) -> bytes:
    noise = base64.b64encode(random.Random(1).randbytes(length))[
        :length
    ]  # does not pack, so that only its length tells
    cell = b'<c r="A1" t="inlineStr"><is><t>' + noise + b"</t></is></c>"
    return b"<worksheet " + NAMESPACE + b'><sheetData><row r="1">' + cell + b"</row></sheetData></worksheet>"


def dense_behind_noise() -> bytes:
    stream = io.BytesIO(replaced(SHEET, b"<worksheet>" + b"<row/>" * 1_000_000 + b"</worksheet>"))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("pad.bin", random.Random(1).randbytes(1_000_000))
    return stream.getvalue()


def with_members(count: int) -> bytes:
    stream = io.BytesIO(small())
    with zipfile.ZipFile(stream, "a") as archive:
        for number in range(count):
            archive.writestr(f"xl/media/image{number}.png", b"x")
    return stream.getvalue()


def pieces() -> bytes:
    """Return a workbook of as many elements as are too many, with names that pack less than a hundred to one."""
    noise = random.Random(1)
    rows = b"".join(b'<row r="%d"/>' % noise.randrange(10**4) for _ in range(2_001_000))
    return replaced(SHEET, b"<worksheet>" + rows + b"</worksheet>")


def full_workbook(sheets: int) -> bytes:
    """Return a workbook as a council's analyst ends up with: charts, notes, links, tables, pictures on every sheet."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for number in range(1, sheets + 1):
        sheet = workbook.create_sheet(f"Priority {number}")
        for row in (("Action", "Due", "Done"), *((f"Action {row}", row, row * 2) for row in range(1, 12))):
            sheet.append(row)
        for cell in ("A2", "A3"):
            sheet[cell].comment = Comment("Ask the lead", "Analyst")
            sheet[cell].hyperlink = f"https://example.gov.uk/{number}/{cell}"
        sheet.add_table(Table(displayName=f"Actions{number}", ref="A1:C12"))
        for place, kind in (("E2", BarChart), ("E20", LineChart)):
            chart = kind()
            chart.add_data(
                Reference(sheet, min_col=2, max_col=3, min_row=1, max_row=12), titles_from_data=True
            )
            sheet.add_chart(chart, place)
    # What Excel itself writes beside what openpyxl does: each chart's style and colours, printers, threads.
    stream = io.BytesIO(content_of(workbook))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(1, sheets + 1):
            archive.writestr(f"xl/printerSettings/printerSettings{number}.bin", b"x" * 500)
            archive.writestr(f"xl/threadedComments/threadedComment{number}.xml", b"<ThreadedComments/>")
            for name in ("image", "drawingOf"):
                archive.writestr(f"xl/media/{name}{number}.png", b"x" * 500)
            for chart in (2 * number - 1, 2 * number):
                archive.writestr(f"xl/charts/style{chart}.xml", b"<chartStyle/>")
                archive.writestr(f"xl/charts/colors{chart}.xml", b"<colorStyle/>")
                archive.writestr(f"xl/charts/_rels/chart{chart}.xml.rels", b"<Relationships/>")
    return stream.getvalue()


HOSTILE = {
    "nothing": (b"", "empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"0" * 100, "not an Excel workbook"),
    "an old or locked file": (b"\xd0\xcf\x11\xe0" + b"0" * 100, "damaged, too large or protected"),
    "over ten megabytes": (b"PK" + b"0" * (10 * 1024 * 1024), "larger than 10 MB"),
    "cut in half": (small()[: len(small()) // 2], "not an Excel workbook"),
    "a zip that is no workbook": (
        with_member("x", b"1")[:0] or b"PK\x05\x06" + b"\0" * 18,
        "not an Excel workbook",
    ),
    "macros": (with_member("xl/vbaProject.bin", b"1"), "macros"),
    "a zip bomb": (
        with_member("xl/worksheets/sheet9.xml", b" " * 120 * 1024 * 1024),
        "unpacks to 120 MB, and at most 100 MB",
    ),
    "names that climb out": (with_member("../../evil.xml", b"1"), "packed in a way"),
    "entities": (replaced(SHEET, ENTITIES), "entities"),
    "one cell at the far corner": (replaced(SHEET, SPARSE), "wider than"),
    "a merge over everything": (replaced(SHEET, MERGED), "merges or links more than 200,000 cells"),
    "a link over everything": (
        replaced(SHEET, MERGED.replace(b"merge", b"hyperlink").replace(b"Cell", b"")),
        "merges or links",
    ),
    "a dense part behind noise": (dense_behind_noise(), "times its size, and at most 100 times"),
    "a sheet in another folder": (replaced("docProps/app.xml", SPARSE), "wider than"),
    "thousands of sheets": (
        replaced("xl/workbook.xml", b"<workbook>" + b"<sheet/>" * 100 + b"</workbook>"),
        "more than 60 sheets",
    ),
    "a theme that declares entities": (
        replaced("xl/theme/theme1.xml", b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"),
        "entities",
    ),
    "more text than a cell holds": (replaced(SHEET, text_cell(40_000)), "more than 32,767 characters"),
    "formatted cells without end": (replaced(SHEET, EMPTY_CELLS), "more than 600,000 cells"),
    "too many parts": (with_members(2_100), r"has 2,1\d\d parts .*, and at most 2,000 are opened"),
    "too many pieces": (pieces(), "more than 2,000,000 pieces"),
    "a broken sheet": (replaced(SHEET, b"<worksheet"), "damaged"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(name):
    content, sentence = HOSTILE[name]

    with pytest.raises(SpreadsheetRefused, match=sentence):
        open_workbook(content)


def test_a_full_workbook_of_sixty_sheets_is_opened():
    content = full_workbook(60)
    parts = len(zipfile.ZipFile(io.BytesIO(content)).namelist())

    opened = open_workbook(content)

    assert parts > 1_000
    assert len(opened.workbook.worksheets) == 60
    assert read_sheets(opened)[59].text(12, 1) == "Action 11"
    with pytest.raises(SpreadsheetRefused, match="more than 60 sheets, and no more are read"):
        open_workbook(full_workbook(61))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a,b\n" * 100_001, "more than 100,000 rows"),
        (b"a\n" + b"a," * 300, "Row 2 of this CSV file has 301 columns, and at most 200"),
        (b'"' + b"x" * 40_000 + b'"', "more than 32,767 characters"),
        (b"x" * (10 * 1024 * 1024 + 2000), r"larger than 10 MB \(it has 10.0 MB\)"),
    ],
)
def test_a_csv_file_past_a_limit_is_told_which(content, sentence):
    with pytest.raises(SpreadsheetRefused, match=sentence):
        open_workbook(content, "a.csv")


def test_merges_answer_with_their_top_left_cell_and_fills_with_a_colour():
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet["A1"] = "All of it"
    sheet.merge_cells("A1:B2")
    sheet["C1"] = "A"
    sheet["C1"].fill = PatternFill("solid", fgColor="FFFFC000")
    sheet["C2"] = "themed"
    sheet["C2"].fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.4))

    read = read_sheets(open_workbook(content_of(workbook)))[0]

    assert read.text(2, 2) == "All of it"
    assert read.at(1, 3).fill == "ffc000"
    assert len(read.at(2, 3).fill) == 6
    assert [cell.address for cell in read.cells()] == ["A1", "C1", "C2"]


@pytest.mark.parametrize(
    ("colour", "name"),
    [("ff0000", "red"), ("ffc000", "amber"), ("ffff00", "amber"), ("00b050", "green"), ("0070c0", "blue"),
     ("d9e2f3", ""), ("bfbfbf", ""), ("", "")],
)  # fmt: skip
def test_a_fill_is_named_by_hue_and_a_pale_one_is_no_rating(colour, name):
    assert hue_name(colour) == name


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [(0.4, "0%", "40%"), (1, "0%", "100%"), (0.0887, "0.00%", "8.87%"), (79, "General", "79"),
     (3.31, "General", "3.31"), (datetime(2016, 2, 1), "mmm\\-yy", "Feb-16"),
     (datetime(2016, 2, 1), "dd/mm/yyyy", "1 February 2016"), (None, "General", "")],
)  # fmt: skip
def test_a_value_is_shown_as_its_format_shows_it(value, number_format, text):
    assert shown_text(value, number_format) == text


def test_a_formula_without_a_stored_result_is_noticed():
    workbook = Workbook()
    workbook.worksheets[0]["A1"] = "=1+1"

    assert open_workbook(content_of(workbook)).has_uncalculated_formulas is True
    assert open_workbook(small()).has_uncalculated_formulas is False


def test_a_part_is_looked_at_whatever_its_name():
    hidden = b'\xef\xbb\xbf<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'

    with pytest.raises(SpreadsheetRefused, match="defines XML entities"):
        open_workbook(with_member("xl/worksheets/sheet1.dat", hidden))


def test_one_long_text_shown_by_many_cells_is_counted_for_each():
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in range(1, 2_501):
        sheet.cell(row, 1).value = "long " * 6_000
    content = content_of(workbook)

    assert len(content) < 200_000
    with pytest.raises(SpreadsheetRefused, match="characters together"):
        load_cells(content)
