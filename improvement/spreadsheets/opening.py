"""Opens an .xlsx that may be hostile: bounded in size, time and memory, refused with a plain sentence.

The limits are those set for uploads: 10 MB as sent, 100 MB unpacked, a ratio of 100, 200 members, 60 sheets,
20,000 rows and 200 columns that hold something. openpyxl alone stops none of this.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.workbook.workbook import Workbook

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_RATIO = 100
MAX_MEMBERS = 200
MAX_SHEETS = 60
MAX_ROWS = 20_000
MAX_COLUMNS = 200
CELL_TAG = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}c"
ROW_TAG = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}row"
SHEET_MEMBER = re.compile(r"xl/worksheets/[^/]+\.xml")


class SpreadsheetRefused(Exception):
    """A file that is not opened; the message says why, in words for the person who chose it."""


@dataclass(frozen=True)
class OpenedWorkbook:
    """A loaded workbook and what its pre-scan saw."""

    workbook: Workbook
    content: bytes
    has_uncalculated_formulas: bool


def open_workbook(content: bytes) -> OpenedWorkbook:
    """Return the workbook with cached formula results and rich text; raise SpreadsheetRefused otherwise."""
    if not openpyxl.DEFUSEDXML:  # pragma: no cover -- the lock installs it
        raise RuntimeError("defusedxml must be installed: without it openpyxl expands entities.")
    try:
        uncalculated = _scan(content)
        workbook = openpyxl.load_workbook(io.BytesIO(content), data_only=True, rich_text=True)
    except SpreadsheetRefused:
        raise
    except DefusedXmlException:
        raise SpreadsheetRefused(
            "This file defines XML entities, which no spreadsheet program writes."
        ) from None
    except (
        Exception
    ) as error:  # openpyxl raises a dozen kinds for damaged files; each is the same to a person
        raise SpreadsheetRefused("This file is damaged: it can't be read as an Excel workbook.") from error
    if not workbook.worksheets:
        raise SpreadsheetRefused("This workbook has no worksheet.")
    return OpenedWorkbook(workbook, content, uncalculated)


def _scan(content: bytes) -> bool:
    """Check the archive and stream every sheet once; return whether a formula has no stored result."""
    if not content:
        raise SpreadsheetRefused("This file is empty.")
    if len(content) > MAX_BYTES:
        raise SpreadsheetRefused(
            "This file is larger than 10 MB. Save the plan alone in a workbook of its own."
        )
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise SpreadsheetRefused(
            "This is an old .xls file or a password-protected one. Save it as .xlsx without a password."
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        raise SpreadsheetRefused("This is not an Excel workbook (.xlsx).") from None
    with archive:
        members = archive.infolist()
        _check_members(members)
        sheets = [member for member in members if SHEET_MEMBER.fullmatch(member.filename)]
        if len(sheets) > MAX_SHEETS:
            raise SpreadsheetRefused(f"This workbook has more than {MAX_SHEETS} sheets.")
        rows, uncalculated = 0, False
        for member in sheets:
            try:
                with archive.open(member) as stream:
                    sheet_rows, sheet_uncalculated = _scan_sheet(stream)
            except (ParseError, zipfile.BadZipFile, EOFError):
                raise SpreadsheetRefused("This file is damaged: a sheet in it can't be read.") from None
            rows += sheet_rows
            uncalculated = uncalculated or sheet_uncalculated
        if rows > MAX_ROWS:
            raise SpreadsheetRefused(f"This workbook has more than {MAX_ROWS:,} rows that hold something.")
    return uncalculated


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise SpreadsheetRefused("This is not an Excel workbook (.xlsx).")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise SpreadsheetRefused("This workbook holds macros. Save it as .xlsx, which has none.")
    if len(names) != len(set(names)) or any(".." in name or name.startswith("/") for name in names):
        raise SpreadsheetRefused("This file is packed in a way that no spreadsheet program packs one.")
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    too_dense = unpacked > 1024 * 1024 and unpacked / packed > MAX_RATIO
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES or too_dense:
        raise SpreadsheetRefused("This file unpacks to far more than a plan needs, so it is not opened.")


def _scan_sheet(stream: object) -> tuple[int, bool]:
    rows, uncalculated, row_holds = 0, False, False
    for _event, element in iterparse(stream, events=("end",), forbid_dtd=True):
        if element.tag == CELL_TAG:
            children = {child.tag.rpartition("}")[2]: child.text for child in element}
            if children.get("v") or "is" in children:
                row_holds = True
                _row, column = coordinate_to_tuple(element.get("r", "A1"))
                if column > MAX_COLUMNS:
                    raise SpreadsheetRefused(f"A sheet of this workbook is wider than {MAX_COLUMNS} columns.")
            elif "f" in children:
                uncalculated = True
            element.clear()
        elif element.tag == ROW_TAG:
            rows += row_holds
            row_holds = False
            element.clear()
    return rows, uncalculated
