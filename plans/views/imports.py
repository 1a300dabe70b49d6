"""Importing a workbook in the browser: upload, what was recognised, preview as a difference, apply."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from improvement.limits import one_file_at_a_time
from improvement.spreadsheets import SpreadsheetRefused
from improvement.typed.marking import reads_long
from plans.access import Right
from plans.forms.import_tables import TablesForm
from plans.forms.imports import ApplyForm, RecognisedForm, WorkbookForm
from plans.imports.difference import outcome_of
from plans.imports.other_plans import LEAVE, OWN
from plans.imports.people import people_to_confirm
from plans.imports.picture import draw_sheets
from plans.imports.recognition import Recognition, recognise_file
from plans.imports.request import Request, remembered_of
from plans.imports.run import ImportRefused, Result, StalePreview, last_run_of, preview, run_import
from plans.imports.update_reports import is_update_workbook
from plans.imports.values import shown, told
from plans.models import PendingImport
from plans.operations.imports import (
    answer_import,
    begun_imports,
    discard_import,
    hold_import,
    remember_tables,
    remember_words,
)
from plans.views.page import Page, form_page, open_today, posted

NEW = "new"
# What is kept with a held file that a lead sent back filled in.
CAME_BACK = "came_back"


def open_to_import(request: HttpRequest, slug: str) -> Page:
    """Return the ground of a page that imports: for whoever may, and never in the past."""
    page = open_today(request, slug, Right.IMPORT)
    return page


@reads_long
@require_http_methods(["GET", "POST"])
@one_file_at_a_time
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose a file. One that can't be opened is refused here with a sentence; another goes on to its columns."""
    page = open_to_import(request, slug)
    form = WorkbookForm(posted(request), request.FILES if request.method == "POST" else None, days=page.days)
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["workbook"]
        content = file.read()
        if last := last_run_of(page.plan, content):
            # Nothing of it has to be read again, unless somebody wants it read another way.
            held = hold_import(page.plan, page.user, file.name, content, form.cleaned_data["as_at"])
            answer_import(held, held.as_at, dict(last.read_with))
            return redirect("plans:import-preview", slug, held.pk)
        try:
            seen = recognise_file(file.name, content)
        except SpreadsheetRefused as refused:
            form.add_error("workbook", f"{file.name}: {refused}")
        else:
            held = hold_import(page.plan, page.user, file.name, content, form.cleaned_data["as_at"])
            if is_update_workbook(seen.sheets):
                answer_import(held, held.as_at, {CAME_BACK: True})
            return redirect(_goes_on_at(held), slug, held.pk)
    runs = list(
        page.plan.import_runs.select_related("file", "by", "undo").defer(
            "file__content", "outcomes", "messages"
        )
    )
    begun = begun_imports(page.plan, page.user).defer("content").first()
    context = {"form": form, "runs": runs, "begun": begun}
    if begun:
        context["goes_on"] = reverse(_goes_on_at(begun), args=[slug, begun.pk])
    return form_page(page, "plans/import_form.html", context)


def _goes_on_at(held: PendingImport) -> str:
    """Return the name of the page on which an import that was begun goes on."""
    if held.answers.get(CAME_BACK):
        return "plans:update-workbook-returned"
    return "plans:import-preview" if "layout" in held.answers else "plans:import-columns"


def _held(page: Page, pending: int) -> PendingImport:
    return get_object_or_404(PendingImport, pk=pending, plan=page.plan, by=page.user)


def _recognised(held: PendingImport, said: Mapping[str, Any]) -> Recognition:
    """Return a held file as it is recognised with what was said of it, now and before."""
    return recognise_file(
        held.name,
        bytes(held.content),
        layout=said["layout"],
        choices=said["choices"],
        statuses=said["statuses"],
        only=said["only"],
        tables=said["tables"],
    )


@reads_long
@require_http_methods(["GET", "POST"])
@one_file_at_a_time
def columns(request: HttpRequest, slug: str, pending: int) -> HttpResponse:
    """What was recognised: the layout, the day, what each header means. What is said here is remembered."""
    page = open_to_import(request, slug)
    held = _held(page, pending)
    said = _request_of(held, page).read_with(remembered_of(page.plan))
    seen = _recognised(held, said)
    initial = {
        "layout": seen.layout,
        # A tracker of this month is often named after its last day, which is still to come.
        "as_at": held.as_at or min(seen.document.known_on or page.today, page.today),
        "accept_suggestions": said["accept_suggestions"],
        "blank_means_empty": said["blank_means_empty"],
    }
    form = RecognisedForm(
        posted(request), seen=seen, statuses=said["statuses"], initial=initial, days=page.days
    )
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        answers = {
            "layout": said["layout"] if said["layout"] != seen.layout else held.answers.get("layout", ""),
            "choices": {**held.answers.get("choices", {}), **form.choices()},
            "statuses": {**held.answers.get("statuses", {}), **form.statuses()},
            "accept_suggestions": said["accept_suggestions"],
            "blank_means_empty": said["blank_means_empty"],
        }
        answer_import(held, said["as_at"], answers)
        remember_words(page.plan, page.user, form.choices(), form.statuses())
        try:
            preview(_request_of(held, page), page.today)
        except ImportRefused as refused:
            for message in refused.messages:
                if message.level == "error":
                    form.add_error(None, message.sentence())
        else:
            return redirect("plans:import-preview", slug, held.pk)
    return form_page(page, "plans/import_columns.html", {"form": form, "held": held, "seen": seen})


@reads_long
@require_http_methods(["GET", "POST"])
@one_file_at_a_time
def tables(request: HttpRequest, slug: str, pending: int) -> HttpResponse:
    """Point at the headings of each sheet's table and say what its rows are. What is said here is remembered."""
    page = open_to_import(request, slug)
    held = _held(page, pending)
    said = _request_of(held, page).read_with(remembered_of(page.plan))
    # As it would be read now: what was pointed at before stays where it was put.
    form = TablesForm(posted(request), seen=_recognised(held, said))
    if form.is_bound and form.is_valid():
        pointed = form.tables()
        answer_import(held, held.as_at, {"tables": {**held.answers.get("tables", {}), **pointed}})
        remember_tables(page.plan, page.user, pointed)
        return redirect("plans:import-columns", slug, held.pk)
    return form_page(page, "plans/import_tables.html", {"form": form, "held": held})


@reads_long
@require_http_methods(["GET", "POST"])
@one_file_at_a_time
def preview_pending(request: HttpRequest, slug: str, pending: int) -> HttpResponse:
    """What the workbook would change, row by row; nothing is written until it is applied."""
    page = open_to_import(request, slug)
    held = _held(page, pending)
    form = ApplyForm(posted(request))
    stale = False
    if "answer" in request.POST:
        answer_import(held, held.as_at, {"matches": _matches(request)})
        return redirect("plans:import-preview", slug, pending)
    if "answer_measures" in request.POST:
        answer_import(held, held.as_at, {"measures": _said_of_measures(request)})
        return redirect("plans:import-preview", slug, pending)
    if form.is_bound and form.is_valid():
        if form.cleaned_data["leave"]:
            discard_import(held)
            messages.success(request, "Nothing was imported.")
            return redirect("plans:import", slug)
        try:
            result = run_import(_request_of(held, page, form.cleaned_data["seen"]), page.today)
        except StalePreview:
            stale = True
        except ImportRefused as refused:
            form.add_error(None, " ".join(message.sentence() for message in refused.messages))
        else:
            discard_import(held)
            said = "This file had been imported before: nothing changed."
            messages.success(request, said if result.already_imported else "The workbook was imported.")
            return redirect("plans:import-receipt", slug, result.run.pk if result.run else 0)
    try:
        result = preview(_request_of(held, page), page.today)
    except ImportRefused:
        # Something else was imported meanwhile, or the day is no longer right: said where it can be corrected.
        return redirect("plans:import-columns", slug, pending)
    context = {
        "form": form,
        "held": held,
        "result": result,
        "to_confirm": people_to_confirm(page.plan, result.difference),
        "stale": stale,
        "pictures": draw_sheets(result.document.sheets, result.document, result.messages),
        **_difference(result, held),
    }
    return form_page(page, "plans/import_preview.html", context, is_conflict=stale)


def _matches(request: HttpRequest) -> dict[str, int | None]:
    """Return a person's answers about doubtful rows: each row's key to the object that it is, or to none."""
    keys = request.POST.getlist("row")
    answers: dict[str, int | None] = {}
    for number, key in enumerate(keys, start=1):
        said = request.POST.get(f"match_{number}", "")
        if said == NEW:
            answers[key] = None
        elif said.isdecimal():
            answers[key] = int(said)
    return answers


def _said_of_measures(request: HttpRequest) -> dict[str, str]:
    """Return what a person says of measures that another plan keeps, by code."""
    said = {
        code: request.POST.get(f"measure_{number}", "")
        for number, code in enumerate(request.POST.getlist("measure"), start=1)
    }
    return {code: answer for code, answer in said.items() if answer in {OWN, LEAVE}}


def _request_of(held: PendingImport, page: Page, seen: str = "") -> Request:
    said = held.answers
    return Request(
        held.name,
        bytes(held.content),
        page.plan.slug,
        as_at=held.as_at,
        by=page.user,
        layout=said.get("layout", ""),
        choices=said.get("choices", {}),
        statuses=said.get("statuses", {}),
        tables=said.get("tables", {}),
        accept_suggestions=said.get("accept_suggestions", False),
        blank_means_empty=said.get("blank_means_empty", False),
        answers=said.get("matches", {}),
        only=tuple(said.get("only", ())),
        leave_out_measures=said.get("leave_out_measures", False),
        definable=page.access.definable,
        measures=said.get("measures", {}),
        seen=seen,
    )


def _difference(result: Result, held: PendingImport) -> dict[str, Any]:
    """Return a difference as a template prints it: what is new, what changes from what to what, what is missing."""
    difference = result.difference
    answered = held.answers.get("matches", {})
    return {
        "counts": result.counts(),
        "seen": difference.fingerprint(),
        "new": [
            (change.row, told(change.row)) for change in difference.changes if change.outcome == "created"
        ],
        "changed": [
            (
                change.row,
                [
                    (name, shown(change.before.get(name), name), shown(value, name))
                    for name, value in change.values.items()
                ],
            )
            for change in difference.changes
            if change.known and not change.known.withdrawn and change.values
        ],
        "conflicts": [
            (change.row, outcome_of(change)["conflicts"]) for change in difference.changes if change.conflicts
        ],
        "doubts": difference.doubts,
        "others": [other for other in result.others if other.is_question],
        "answered": len(answered),
        "missing": [(kind, known.label) for kind, known in difference.missing],
        "not_understood": [left for left in result.document.left_over if not left.understood],
    }
