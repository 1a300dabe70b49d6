"""Figures pasted from a spreadsheet, checked cell by cell; and the sheet to fill in and paste from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods
from openpyxl.utils import get_column_letter

from improvement.limits import one_file_at_a_time
from improvement.spreadsheets import Sheet
from improvement.typed.marking import reads_long
from plans.forms.figures import PastedForm
from plans.imports.document import Message
from plans.imports.figures.flat_file import open_sheets
from plans.imports.figures.record import FigureResult, import_figures
from plans.imports.run import ImportRefused
from plans.reports.figure_sheet import write_figure_sheet
from plans.views.figure_files import said
from plans.views.page import allow, form_page, open_today, posted, refuse_another_day, workbook_response

NAME, HERE = "pasted.csv", "Pasted"
# As many as a person looks through; the rest is recorded or refused all the same, and refusals are listed.
MOST_ROWS, MOST_COLUMNS = 60, 26


@dataclass(frozen=True)
class ShownCell:
    """A cell as it was pasted; `is_wrong` where it is refused or asked about; `words` is what is said of it."""

    text: str
    words: str = ""
    is_wrong: bool = False


@reads_long
@require_http_methods(["GET", "POST"])
@one_file_at_a_time
def paste_figures(request: HttpRequest, slug: str) -> HttpResponse:
    """A block of measures and periods: shown back with what each cell is first, recorded on the second button."""
    page = open_today(request, slug)
    allow(bool(page.access.measures_to_enter(page.position)))
    form = PastedForm(posted(request), today=page.today)
    context: dict[str, Any] = {"form": form, "result": None, "refused": [], "cells": []}
    if request.method == "POST" and form.is_valid():
        content, dry_run = form.content(), "check" in request.POST
        try:
            result = import_figures(
                page.plan,
                NAME,
                content,
                known_on=page.today,
                by=page.user,
                dry_run=dry_run,
                confirmed=form.cleaned_data["confirmed"],
                may_enter=page.access.enterable(page.position).intersection,
            )
        except ImportRefused as refused:
            here = [replace(message, sheet=HERE) for message in refused.messages]
            context |= {"refused": here, **_block(content, None, refused.messages)}
        else:
            if not dry_run:
                messages.success(request, said(result))
                return redirect("plans:measures", slug)
            result.questions = [_here(words) for words in result.questions]
            result.notes = [_here(words) for words in result.notes]
            context |= {"result": result, **_block(content, result, [])}
            return form_page(page, "plans/figures/paste.html", context, is_refused=False)
    return form_page(page, "plans/figures/paste.html", context)


def _here(sentence: str) -> str:
    """Return what is said of a cell of a CSV file as what is said of a cell that was pasted."""
    return sentence.replace("CSV!", f"{HERE}!", 1)


def _block(content: bytes, result: FigureResult | None, refused: Sequence[Message]) -> dict[str, Any]:
    """Return the rows that were pasted, each cell with what is said of it, and the letters of their columns."""
    try:
        sheet = open_sheets(NAME, content)[0]
    except ImportRefused:
        return {}
    wrong = {message.cell: message for message in refused}
    by_cell = result.by_cell if result else {}
    columns = range(1, _width(sheet) + 1)
    return {
        "letters": [get_column_letter(column) for column in columns],
        "cells": [
            [_shown(sheet, row, column, by_cell, wrong) for column in columns]
            for row in range(1, min(max(sheet.rows, default=0), MOST_ROWS) + 1)
        ],
    }


def _width(sheet: Sheet) -> int:
    return min(max((max(cells) for cells in sheet.rows.values() if cells), default=0), MOST_COLUMNS)


def _shown(
    sheet: Sheet, row: int, column: int, by_cell: dict[str, str], wrong: dict[str, Message]
) -> ShownCell:
    cell = sheet.at(row, column)
    if cell is None:
        return ShownCell("")
    if message := wrong.get(cell.address):
        expected = f" Expected: {message.expected}." if message.expected else ""
        return ShownCell(cell.text, f"{message.text}{expected}", is_wrong=True)
    return ShownCell(cell.text, by_cell.get(cell.address, ""))


@require_GET
def figure_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """A workbook of the measures that the person enters, the last twelve months across, as they stand."""
    page = open_today(request, slug)
    refuse_another_day(page)
    mine = page.access.measures_to_enter(page.position)
    allow(bool(mine))
    return workbook_response(
        write_figure_sheet(page.position, mine, page.user.name),
        f"{page.plan.slug}-figures-{page.today:%Y-%m-%d}.xlsx",
    )
