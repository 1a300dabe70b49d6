"""Figures pasted from a spreadsheet, checked cell by cell; and the sheet to fill in and paste from."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from improvement.limits import one_file_at_a_time
from improvement.typed.marking import reads_long
from plans.forms.figures import PastedFiguresForm
from plans.imports.document import Message
from plans.imports.figures.flat_file import open_sheets
from plans.imports.figures.record import FigureResult
from plans.imports.run import ImportRefused
from plans.reports.figure_sheet import write_figure_sheet
from plans.views.figure_files import imported, said
from plans.views.page import allow, form_page, open_today, posted, refuse_another_day, workbook_response
from plans.views.pasted import HERE, NAME, shown_block


@reads_long
@require_http_methods(["GET", "POST"])
@one_file_at_a_time
def paste_figures(request: HttpRequest, slug: str) -> HttpResponse:
    """A block of measures and periods: shown back with what each cell is first, recorded on the second button."""
    page = open_today(request, slug)
    allow(bool(page.access.measures_to_enter(page.position)))
    form = PastedFiguresForm(posted(request), today=page.today)
    context: dict[str, Any] = {"form": form, "result": None, "refused": [], "cells": []}
    if request.method == "POST" and form.is_valid():
        content, dry_run = form.content(), "check" in request.POST
        try:
            result = imported(page, form, NAME, content, dry_run=dry_run)
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
    """Return what was pasted as the page shows it back."""
    try:
        sheet = open_sheets(NAME, content)[0]
    except ImportRefused:
        return {}
    return shown_block(sheet, result.by_cell if result else {}, refused)


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
