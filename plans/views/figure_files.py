"""Importing files of figures: the council's own, and others' as they are published."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from improvement.limits import one_file_at_a_time
from improvement.spreadsheets.opening import MAX_BYTES
from improvement.typed.marking import reads_long
from plans.access import Right
from plans.forms.figures import FigureFileForm
from plans.forms.measures import NeighboursForm
from plans.imports.figures.long_form import COLUMNS
from plans.imports.figures.published import read_published
from plans.imports.figures.record import FigureResult, import_comparators, import_figures
from plans.imports.run import ImportRefused
from plans.operations.set_up import keep_neighbours
from plans.views.page import Page, form_page, open_today, posted


@reads_long
@require_http_methods(["GET", "POST"])
@one_file_at_a_time
def import_figure_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Figures in long form: checked whole, shown first, recorded on the second button."""
    page = open_today(request, slug, Right.IMPORT)
    form = FigureFileForm(posted(request), request.FILES or None)
    context: dict[str, Any] = {"form": form, "columns": COLUMNS, "result": None, "refused": []}
    if request.method == "POST" and form.is_valid():
        name, content = _uploaded(form)
        dry_run = "check" in request.POST
        try:
            result = imported(page, form, name, content, dry_run=dry_run)
        except ImportRefused as refused:
            context["refused"] = refused.messages
        else:
            if not dry_run:
                messages.success(request, said(result))
                return redirect("plans:measures", slug)
            context["result"] = result
            return form_page(page, "plans/figure_file.html", context, is_refused=False)
    return form_page(page, "plans/figure_file.html", context)


def _uploaded(form: forms.Form) -> tuple[str, bytes]:
    """Return an uploaded file's name and content, no more of it than may be."""
    file: UploadedFile = form.cleaned_data["file"]
    return (file.name or "figures.csv")[-255:], file.read(MAX_BYTES + 1)


def imported(page: Page, form: forms.Form, name: str, content: bytes, *, dry_run: bool) -> FigureResult:
    """Read figures into the measures that the person enters, or only look at what they would change.

    Raises ImportRefused with everything that is wrong, or that the person has not said to be right.
    """
    return import_figures(
        page.plan,
        name,
        content,
        known_on=page.today,
        by=page.user,
        dry_run=dry_run,
        confirmed=form.cleaned_data["confirmed"],
        may_enter=page.access.enterable(page.position).intersection,
    )


def said(result: FigureResult) -> str:
    """Return what an import came to, in a sentence."""
    counts = result.counts
    words = (
        f"{result.name}: {counts['new']} new, {counts['changed']} changed, {counts['unchanged']} unchanged."
    )
    return " ".join([words, *result.questions])


@reads_long
@require_http_methods(["GET", "POST"])
@one_file_at_a_time
def import_published_file(request: HttpRequest, slug: str) -> HttpResponse:
    """National figures to set beside a measure; nothing is fetched, the file is given."""
    page = open_today(request, slug, Right.IMPORT)
    # Others' figures beside a measure are read on every plan that keeps it, as its own are.
    measures = page.access.measures_to_enter(page.position)
    form = NeighboursForm(posted(request), request.FILES or None, plan=page.plan, measures=measures)
    refused: list[Any] = []
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        name, content = _uploaded(form)
        try:
            file, lines = read_published(
                name,
                content,
                typed["indicator"],
                where=typed["where"],
                region=typed["region"].strip(),
                neighbours=typed["neighbours"],
            )
        except ImportRefused as error:
            refused = error.messages
        else:
            chosen = next(measure for measure in measures if measure.code == typed["measure"])
            result = import_comparators(
                page.plan,
                chosen.measure_id,
                file,
                lines,
                indicator=typed["indicator"],
                known_on=page.today,
                by=page.user,
            )
            if page.access.may_change_council(Right.IMPORT):
                keep_neighbours(
                    page.plan, typed["region"].strip(), typed["neighbours"], provenance=page.provenance
                )
            messages.success(request, said(result))
            return redirect("plans:measure", slug, chosen.code)
    return form_page(page, "plans/published_file.html", {"form": form, "refused": refused})
