"""The files of a report: what they are called and what they hold."""

import io
from collections.abc import Callable
from dataclasses import dataclass

from improvement.workbooks import EXCEL_MEDIA_TYPE
from plans.issuing.pdf import why_not, write_pdf
from plans.models import Plan
from plans.operations.reports import NewFile
from plans.position.report_texts import read_template
from plans.reports.catalogue import KINDS
from plans.reports.document import Document
from plans.reports.excel import write_workbook


@dataclass(frozen=True)
class FileForm:
    """A form in which a report leaves."""

    ending: str
    label: str
    media_type: str


EXCEL = FileForm("xlsx", "Excel", EXCEL_MEDIA_TYPE)


WORD = FileForm("docx", "Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
PDF = FileForm("pdf", "PDF", "application/pdf")


def forms_of(name: str) -> list[FileForm]:
    """Return the forms in which a report can be had here: all as Excel, a committee's as Word and PDF too."""
    if not is_for_committee(name):
        return [EXCEL]
    return [EXCEL, WORD, *([] if why_not() else [PDF])]


def file_name(slug: str, document: Document, form: FileForm) -> str:
    """Return what a report's file is called: plan, report, day, and whether it is for everybody."""
    public = "-public" if document.is_public else ""
    return f"{slug}-{document.name}{public}-{document.as_at:%Y-%m-%d}.{form.ending}"


def write_file(
    plan: Plan, document: Document, form: FileForm, told: Callable[[float], None] = lambda share: None
) -> NewFile:
    """Return a plan's report as a file; `told` hears now and then which share of it is written.

    Word stands on the council's own file where it gave one.
    """
    target = io.BytesIO()
    if form == WORD:
        # python-docx and lxml take a while to import, and few requests need them.
        from plans.issuing.pictures import png_of  # noqa: PLC0415
        from plans.reports.word import write_word  # noqa: PLC0415

        template = read_template(plan)
        write_word(document, target, png_of, bytes(template.content) if template else b"")
    elif form == PDF:
        write_pdf(document, target)
    else:
        write_workbook(document, target, told)
    return NewFile(file_name(plan.slug, document, form), form.media_type, target.getvalue())


def is_for_committee(name: str) -> bool:
    """Whether a report is one for a committee."""
    return name in KINDS and KINDS[name].is_for_committee
