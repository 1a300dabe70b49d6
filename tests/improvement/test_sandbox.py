"""The sandbox: a stranger's file takes what it takes from another process, and every refusal is a sentence."""

import resource
import time

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill

from improvement.spreadsheets import SpreadsheetRefused, open_workbook, read_sheets, read_workbook
from improvement.spreadsheets.reading import ReadWorkbook
from improvement.spreadsheets.sandbox import in_sandbox
from tests.conftest import published_workbook
from tests.improvement.test_other_files import changed_part
from tests.improvement.test_spreadsheets import content_of, replaced, small, with_member

pytestmark = pytest.mark.sandboxed
SHEET = "xl/worksheets/sheet1.xml"
KILOBYTE = 1024


def test_a_workbook_is_the_same_from_the_sandbox(council):
    content = published_workbook(council)
    opened = open_workbook(content)

    read = read_workbook(content)

    assert read == ReadWorkbook(read_sheets(opened), opened.has_uncalculated_formulas, opened.not_seen)


@pytest.mark.parametrize(
    ("task", "sentence"),
    [
        ("take_memory", "^This file takes more than 512 MB of memory"),
        ("take_time", "takes longer than 60 seconds"),
        ("print_without_end", "holds more than is read"),
        ("end_badly", "is damaged, or takes more than 512 MB"),
        ("err_with_the_text", "is damaged, or takes more than 512 MB"),
    ],
)
def test_what_a_file_takes_too_much_of_is_said(task, sentence, caplog):
    with pytest.raises(SpreadsheetRefused, match=sentence):
        in_sandbox(f"tests.improvement.sandbox_tasks:{task}", b"Ada Example was seen", {})

    # The log tells where, and never what stood in the file.
    assert "Ada Example" not in caplog.text


def test_the_sandbox_knows_none_of_the_servers_variables(monkeypatch):
    monkeypatch.setenv("DJANGO_SECRET_KEY", "x" * 60)
    monkeypatch.setenv("DATABASE_URL", "postgres://secret@127.0.0.1/x")

    seen = in_sandbox("tests.improvement.sandbox_tasks:look_around", b"", {}).decode()

    assert "DJANGO_SECRET_KEY" not in seen
    assert "DATABASE_URL" not in seen


# --- Files that took a worker down ---------------------------------------------------------------
def many_cells_on_one_rich_text() -> bytes:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    rich = CellRichText("a" * 32_000, TextBlock(InlineFont(b=True), "b"))
    sheet["A1"] = rich
    content = content_of(workbook)
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 50_001))
    begins = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    sheet_xml = f"{begins}{cells}</sheetData></worksheet>".encode()
    text = f"<si><r><t>{'a' * 32_000}</t></r><r><rPr><b/></rPr><t>b</t></r></si>"
    strings = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{text}</sst>'.encode()
    with_sheet = changed_part(content, SHEET, lambda _data: sheet_xml)
    return changed_part(with_sheet, "xl/sharedStrings.xml", lambda _data: strings)


def rules_without_end() -> bytes:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in range(1, 400):
        sheet.cell(row, 1).value = "Red"
    ranges = " ".join(f"A{n}:CV{n + 900}" for n in range(1, 1_501))
    for _rule in range(60):
        fill = PatternFill(bgColor="FF0000")
        sheet.conditional_formatting.add(ranges, CellIsRule("equal", ['"Red"'], fill=fill))
    return content_of(workbook)


def shared_strings_without_end() -> bytes:
    strings = b"<sst>" + b"<si><t>a</t></si>" * 900_000 + b"</sst>"
    return with_member("xl/sharedStrings.xml", strings)


def a_sheet_under_another_name() -> bytes:
    cells = b'<row><c r="A1"><v>1</v></c></row>' * 1_600_000
    return with_member(
        "xl/worksheets/sheet1.dat", b"<worksheet><sheetData>" + cells + b"</sheetData></worksheet>"
    )


FLIPPED = bytearray(small())
FLIPPED[len(FLIPPED) - 30] ^= 0x10
HOSTILE = {
    "fifty thousand cells on one rich text": many_cells_on_one_rich_text,
    "sixty rules of fifteen hundred ranges": rules_without_end,
    "nine hundred thousand shared strings": shared_strings_without_end,
    "a sheet called sheet1.dat": a_sheet_under_another_name,
    "one flipped bit in the directory": lambda: bytes(FLIPPED),
    "a PDF with an archive behind it": lambda: b"%PDF-1.7\n" + small(),
    "one cell of 400 MB": lambda: with_member("xl/worksheets/sheet9.xml", b"a" * 400 * KILOBYTE * KILOBYTE),
    "quadratic text": lambda: replaced(
        SHEET, b"<worksheet><c><v>" + b"x" * 5_000_000 + b"</v></c></worksheet>"
    ),
    "styles of 5 MB": lambda: replaced(
        "xl/styles.xml", b"<styleSheet>" + b"<xf/>" * 1_000_000 + b"</styleSheet>"
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_or_read_and_takes_nothing_of_the_worker(name):
    content = HOSTILE[name]()
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()

    with pytest.raises(SpreadsheetRefused) as refused:
        read_workbook(content, "plan.xlsx")

    assert str(refused.value).endswith(".")
    # In kilobytes: whatever it took, another process had it.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * KILOBYTE
    # The sandbox's own bound and a little, however slow the machine.
    assert time.monotonic() - began < 70
