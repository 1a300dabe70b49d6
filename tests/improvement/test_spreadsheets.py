"""Opening workbooks that may be hostile, and reading cells with merges, fills and formats resolved."""

import base64
import io
import random
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color

from improvement.spreadsheets import SpreadsheetRefused, open_workbook, read_sheets
from improvement.spreadsheets.cells import shown_text
from improvement.spreadsheets.colours import hue_name
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


HOSTILE = {
    "nothing": (b"", "empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"0" * 100, "not an Excel workbook"),
    "an old or locked file": (b"\xd0\xcf\x11\xe0" + b"0" * 100, "old .xls"),
    "over ten megabytes": (b"PK" + b"0" * (10 * 1024 * 1024), "larger than 10 MB"),
    "cut in half": (small()[: len(small()) // 2], "not an Excel workbook"),
    "a zip that is no workbook": (
        with_member("x", b"1")[:0] or b"PK\x05\x06" + b"\0" * 18,
        "not an Excel workbook",
    ),
    "macros": (with_member("xl/vbaProject.bin", b"1"), "macros"),
    "a zip bomb": (with_member("xl/worksheets/sheet9.xml", b" " * 120 * 1024 * 1024), "unpacks to far more"),
    "names that climb out": (with_member("../../evil.xml", b"1"), "packed in a way"),
    "entities": (replaced(SHEET, ENTITIES), "entities"),
    "one cell at the far corner": (replaced(SHEET, SPARSE), "wider than"),
    "a merge over everything": (replaced(SHEET, MERGED), "merges or links far more"),
    "a link over everything": (
        replaced(SHEET, MERGED.replace(b"merge", b"hyperlink").replace(b"Cell", b"")),
        "merges or links",
    ),
    "a dense part behind noise": (dense_behind_noise(), "unpacks to far more"),
    "a sheet in another folder": (replaced("docProps/app.xml", SPARSE), "wider than"),
    "thousands of sheets": (
        replaced("xl/workbook.xml", b"<workbook>" + b"<sheet/>" * 100 + b"</workbook>"),
        "more than 60 sheets",
    ),
    "a theme that declares entities": (
        replaced("xl/theme/theme1.xml", b"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"),
        "entities",
    ),
    "more text than a cell holds": (replaced(SHEET, text_cell(40_000)), "more text than Excel allows"),
    "formatted cells without end": (replaced(SHEET, EMPTY_CELLS), "formatted empty cells"),
    "a broken sheet": (replaced(SHEET, b"<worksheet"), "damaged"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(name):
    content, sentence = HOSTILE[name]

    with pytest.raises(SpreadsheetRefused, match=sentence):
        open_workbook(content)


def test_merges_answer_with_their_top_left_cell_and_fills_with_a_colour():
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet["A1"] = "All of it"
    sheet.merge_cells("A1:B2")
    sheet["C1"] = "A"
    sheet["C1"].fill = PatternFill("solid", fgColor="FFFFC000")
    sheet["C2"] = "themed"
    sheet["C2"].fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.4))

    read = read_sheets(open_workbook(content_of(workbook)).workbook)[0]

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
