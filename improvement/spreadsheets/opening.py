"""Opens an .xlsx that may be hostile: bounded in size, time and memory, refused with a plain sentence.

openpyxl alone stops none of this, and all of it is done in the sandbox. The archive is checked first, then every XML
member is streamed once (`scanning`), and only what passed both is loaded.
"""

import io
import zipfile
from dataclasses import dataclass
from xml.parsers.expat import ExpatError  # noqa: S407 -- only the error's name

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.workbook.workbook import Workbook

from improvement.spreadsheets.csv_files import read_csv
from improvement.spreadsheets.loading import LoadedCells, cells_of, load_cells
from improvement.spreadsheets.old_formats import NOT_SEEN, read_old_format
from improvement.spreadsheets.scanning import Scan, SpreadsheetRefused

# How the names of files end that are read.
ENDINGS = (".xlsx", ".csv", ".docx", ".xls", ".ods")
EXCEL, WORD, OLD = "excel", "word", "old"
NOT_A_WORKBOOK = "This is not an Excel workbook (.xlsx), nor a CSV, Word (.docx), .xls or .ods file."
MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE
MAX_UNPACKED_BYTES = 100 * MEGABYTE
# A sheet of formatted blank rows packs forty to one; a bomb hundreds to one.
MAX_RATIO = 100
RATIO_MATTERS_FROM = MEGABYTE
# A sheet as Excel writes it has up to about twenty-five: itself, comments old and new, tables, drawings, charts with
# their styles and colours, pictures, printer settings, and what relates them.
MAX_MEMBERS = 60 * 25 + 500


# How XML begins, in the encodings that a parser would take: with a bracket, perhaps behind a byte order mark.
BEGINNING = 256
BLANK = b" \t\r\n"
XML_BEGINS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")


@dataclass(frozen=True)
class OpenedWorkbook:
    """A loaded workbook, its cells by sheet, and what its pre-scan saw.

    Of an .xlsx the workbook itself holds styles, merges and rules alone; of a .csv also its cells.
    """

    workbook: Workbook
    cells: dict[str, LoadedCells]
    content: bytes
    has_uncalculated_formulas: bool = False
    # What of the file could not be seen, in a sentence.
    not_seen: str = ""


def open_workbook(content: bytes, name: str = "") -> OpenedWorkbook:
    """Return the workbook with cached formula results and rich text; raise SpreadsheetRefused otherwise.

    A file whose name ends in .csv is read as one sheet of text; a Word document, an .xls or an .ods file, known by what
    is in it, as a workbook of what it holds.
    """
    if not openpyxl.DEFUSEDXML:  # pragma: no cover -- the lock installs it
        raise RuntimeError("defusedxml must be installed: without it openpyxl expands entities.")
    if name.casefold().endswith(".csv"):
        _check_size(content)
        workbook = read_csv(content)
        return OpenedWorkbook(workbook, cells_of(workbook), content)
    try:
        scan = _scan(content)
        if scan.kind == WORD:
            # python-docx takes a third of a second to import, and most files are workbooks.
            from improvement.spreadsheets.word_files import read_word  # noqa: PLC0415

            workbook = read_word(content)
            return OpenedWorkbook(workbook, cells_of(workbook), content)
        if scan.kind == OLD:
            workbook = read_old_format(content)
            return OpenedWorkbook(workbook, cells_of(workbook), content, not_seen=NOT_SEEN)
        workbook, cells = load_cells(content)
    except (SpreadsheetRefused, MemoryError):
        raise
    except DefusedXmlException:
        raise SpreadsheetRefused(
            "This file defines XML entities, which no spreadsheet program writes."
        ) from None
    except (
        Exception
    ) as error:  # openpyxl raises a dozen kinds for damaged files; each is the same to a person
        raise SpreadsheetRefused("This file is damaged: it can't be read.") from error
    if not workbook.worksheets:
        raise SpreadsheetRefused("This workbook has no worksheet.")
    return OpenedWorkbook(workbook, cells, content, scan.has_uncalculated_formulas)


def is_excel(content: bytes) -> bool:
    """Whether a file that was opened before is an .xlsx itself, with all that openpyxl can write back."""
    return content.startswith(b"PK") and "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(content)).namelist()


def _kind_of(names: list[str]) -> str:
    """Return what kind of file an archive's parts make; raise SpreadsheetRefused where it is none that is read."""
    if "mimetype" in names and "content.xml" in names:
        return OLD
    if "[Content_Types].xml" in names and "xl/workbook.xml" in names:
        return EXCEL
    if "[Content_Types].xml" in names and "word/document.xml" in names:
        return WORD
    raise SpreadsheetRefused(NOT_A_WORKBOOK)


def too_large(size: int) -> str:
    """Return what to say of a file that is too large; its own size where more was read than shows that."""
    own = f" (it has {size / MEGABYTE:.1f} MB)" if size > MAX_BYTES + 1 else ""
    most = MAX_BYTES // MEGABYTE
    return f"This file is larger than {most} MB{own}. Save the plan alone in a workbook of its own."


def _check_size(content: bytes) -> None:
    if not content:
        raise SpreadsheetRefused("This file is empty.")
    if len(content) > MAX_BYTES:
        raise SpreadsheetRefused(too_large(len(content)))


def _scan(content: bytes) -> Scan:
    """Check the archive, then stream every XML member: a sheet need not lie where sheets usually do."""
    _check_size(content)
    scan = Scan()
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        scan.kind = OLD
        return scan
    if content.startswith(b"%PDF"):
        raise SpreadsheetRefused(
            "This is a PDF, whose tables can't be read for certain. Ask for the workbook or the Word document that "
            "it was made from."
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        raise SpreadsheetRefused(NOT_A_WORKBOOK) from None
    with archive:
        _check_members(archive.infolist())
        scan.kind = _kind_of(archive.namelist())
        for member in archive.infolist():
            try:
                with archive.open(member) as stream:
                    # By what is in it, not by its name: a sheet can be called `sheet1.dat`.
                    is_xml = stream.read(BEGINNING).lstrip(BLANK).startswith(XML_BEGINS)
                if is_xml:
                    with archive.open(member) as stream:
                        scan.read(stream)
            except (ExpatError, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError):
                raise SpreadsheetRefused("This file is damaged: a part of it can't be read.") from None
    return scan


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    if any(name.endswith("vbaProject.bin") for name in names):
        raise SpreadsheetRefused("This workbook holds macros. Save it as .xlsx, which has none.")
    if len(names) != len(set(names)) or any(".." in name or name.startswith("/") for name in names):
        raise SpreadsheetRefused("This file is packed in a way that no spreadsheet program packs one.")
    if len(members) > MAX_MEMBERS:
        raise SpreadsheetRefused(
            f"This workbook has {len(members):,} parts (sheets, comments, charts, pictures), and at most "
            f"{MAX_MEMBERS:,} are opened. Save the plan's own sheets in a workbook of their own."
        )
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED_BYTES:
        raise SpreadsheetRefused(
            f"This workbook unpacks to {unpacked / MEGABYTE:,.0f} MB, and at most "
            f"{MAX_UNPACKED_BYTES // MEGABYTE} MB is opened. Take pictures and empty rows and columns out of it."
        )
    for member in members:
        # Each by itself: padding with noise must not hide one dense part.
        times = member.file_size / max(member.compress_size, 1)
        if member.file_size > RATIO_MATTERS_FROM and times > MAX_RATIO:
            raise SpreadsheetRefused(
                f"A part of this workbook ({member.filename[-60:]}) unpacks to {times:,.0f} times its size, and at "
                f"most {MAX_RATIO} times is opened. Save the workbook again in Excel, without empty formatted rows."
            )
