"""Reports for tests: made as the program makes them, read back by two readers."""

import zipfile
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from improvement.models import Officer
from plans.issuing.making import make_report, public_report_of
from plans.issuing.names import NamesCheck
from plans.models import Plan
from plans.operations.history import Provenance
from plans.operations.reports import keep_words_read
from plans.operations.set_up import confirm_officers
from plans.position import build_position
from plans.position.viewer import EVERYTHING, PUBLISHED, Viewer
from plans.reports.catalogue import KINDS
from plans.reports.document import Document
from plans.reports.excel import write_workbook
from tests.conftest import TODAY

MOMENT = datetime(2026, 11, 21, 9, 30)


def made(
    plan: Plan, name: str, on: date = TODAY, viewer: Viewer = EVERYTHING, *, is_public: bool = False
) -> Document:
    """Return a report as pages and files get it."""
    return make_report(plan, name, on, viewer, "An analyst", MOMENT, is_public=is_public)


def content_of(document: Document) -> bytes:
    target = BytesIO()
    write_workbook(document, target)
    return target.getvalue()


def workbook_of(document: Document) -> Workbook:
    return load_workbook(BytesIO(content_of(document)))


def table_rows(workbook: Workbook, name: str) -> list[dict[str, Any]]:
    """Return a table's rows by heading, found by its name as a pivot table would."""
    for sheet in workbook:
        if name in sheet.tables:
            cells = [[cell.value for cell in row] for row in sheet[sheet.tables[name].ref]]
            return [dict(zip(cells[0], row, strict=True)) for row in cells[1:]]
    raise KeyError(name)


def second_reader(content: bytes, sheet: str) -> list[list[Any]]:
    """Return a sheet's cells as a reader of another family sees them: formulas by the value kept beside them."""
    return (
        CalamineWorkbook.from_filelike(BytesIO(content))
        .get_sheet_by_name(sheet)
        .to_python(skip_empty_area=False)
    )


def all_of(content: bytes) -> str:
    """Return everything that a report's file holds: each part of an Excel or Word file, a PDF's words and properties."""
    if content.startswith(b"%PDF"):
        reader = PdfReader(BytesIO(content))
        pages = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
        return f"{pages} {reader.metadata} {reader.outline}"
    archive = zipfile.ZipFile(BytesIO(content))
    return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def words_of(document: Document) -> str:
    """Return everything that a report says, wherever it says it."""
    from plans.issuing.document_json import to_json  # noqa: PLC0415

    return str(to_json(document))


def names_check(plan: Plan, name: str = "scrutiny", on: date = TODAY) -> tuple[Document, NamesCheck]:
    """Return a public version with what is to be confirmed and read of it."""
    return public_report_of(build_position(plan, on, PUBLISHED), name, "An analyst", MOMENT)


def read_names(plan: Plan, on: date = TODAY) -> None:
    """Confirm every officer as written and read every report's words, as a person does who finds no other name."""
    for officer in Officer.objects.filter(council=plan.council, is_confirmed=False):
        reading = {officer.pk: (officer.job_title, officer.name)}
        confirm_officers(plan, reading, provenance=Provenance(on))
    for name in KINDS:
        words = [found.words for found in names_check(plan, name, on)[1].standing]
        keep_words_read(plan, words, is_name=False, provenance=Provenance(on))
