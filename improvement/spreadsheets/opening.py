"""Opens an .xlsx that may be hostile: bounded in size, time and memory, refused with a plain sentence.

openpyxl alone stops none of this. The archive is checked first, then every XML member is streamed once
(`scanning`), and only what passed both is loaded.
"""

import io
import zipfile
from dataclasses import dataclass
from xml.parsers.expat import ExpatError  # noqa: S407 -- only the error's name

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.workbook.workbook import Workbook

from improvement.spreadsheets.csv_files import read_csv
from improvement.spreadsheets.loading import load_cells
from improvement.spreadsheets.scanning import Scan, SpreadsheetRefused

MAX_BYTES = 10 * 1024 * 1024
TOO_LARGE = "This file is larger than 10 MB. Save the plan alone in a workbook of its own."
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
# A sheet of formatted blank rows packs forty to one; a bomb hundreds to one.
MAX_RATIO = 100
RATIO_MATTERS_FROM = 1024 * 1024
MAX_MEMBERS = 200
TOO_MUCH = "This file unpacks to far more than a plan needs, so it is not opened."


@dataclass(frozen=True)
class OpenedWorkbook:
    """A loaded workbook and what its pre-scan saw."""

    workbook: Workbook
    content: bytes
    has_uncalculated_formulas: bool


def open_workbook(content: bytes, name: str = "") -> OpenedWorkbook:
    """Return the workbook with cached formula results and rich text; raise SpreadsheetRefused otherwise.

    A file whose name ends in .csv is read as one sheet of text.
    """
    if not openpyxl.DEFUSEDXML:  # pragma: no cover -- the lock installs it
        raise RuntimeError("defusedxml must be installed: without it openpyxl expands entities.")
    if name.casefold().endswith(".csv"):
        _check_size(content)
        return OpenedWorkbook(read_csv(content), content, has_uncalculated_formulas=False)
    try:
        scan = _scan(content)
        workbook = load_cells(content)
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
    return OpenedWorkbook(workbook, content, scan.has_uncalculated_formulas)


def _check_size(content: bytes) -> None:
    if not content:
        raise SpreadsheetRefused("This file is empty.")
    if len(content) > MAX_BYTES:
        raise SpreadsheetRefused(TOO_LARGE)


def _scan(content: bytes) -> Scan:
    """Check the archive, then stream every XML member: a sheet need not lie where sheets usually do."""
    _check_size(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise SpreadsheetRefused(
            "This is an old .xls file or a password-protected one. Save it as .xlsx without a password."
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        raise SpreadsheetRefused("This is not an Excel workbook (.xlsx).") from None
    scan = Scan()
    with archive:
        _check_members(archive.infolist())
        for member in archive.infolist():
            if not member.filename.endswith((".xml", ".rels", ".vml")):
                continue
            try:
                with archive.open(member) as stream:
                    scan.read(stream)
            except (ExpatError, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError):
                raise SpreadsheetRefused("This file is damaged: a part of it can't be read.") from None
    return scan


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    if "mimetype" in names and "content.xml" in names:
        raise SpreadsheetRefused(
            "This is an OpenDocument spreadsheet (.ods). Open it and save it as an Excel workbook (.xlsx)."
        )
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise SpreadsheetRefused("This is not an Excel workbook (.xlsx).")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise SpreadsheetRefused("This workbook holds macros. Save it as .xlsx, which has none.")
    if len(names) != len(set(names)) or any(".." in name or name.startswith("/") for name in names):
        raise SpreadsheetRefused("This file is packed in a way that no spreadsheet program packs one.")
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise SpreadsheetRefused(TOO_MUCH)
    for member in members:
        # Each by itself: padding with noise must not hide one dense part.
        if member.file_size > RATIO_MATTERS_FROM and member.file_size > MAX_RATIO * max(
            member.compress_size, 1
        ):
            raise SpreadsheetRefused(TOO_MUCH)
