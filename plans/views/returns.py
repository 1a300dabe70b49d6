"""Monthly returns: a lead's own page, who is late, and what an analyst accepts or sends back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from improvement.editing import ChangedMeanwhile
from improvement.line_ends import new_lines
from improvement.numbers import whole
from plans.access import Right
from plans.forms.returns import ReturnForm
from plans.models import MonthlyReturn, PlannedMeeting, RatingLevel, levels_on
from plans.operations.returns import accept_return, save_return, send_back_return, submit_return
from plans.position.board import read_planned
from plans.position.returns import Returns, read_returns
from plans.position.returns_moved import MovedReturns, read_moved_returns
from plans.procedures.accept_return import proposals_of, submission, superseded, updates_of
from plans.views.page import Page, allow, form_page, open_plan, open_today, posted


def returns_of(page: Page) -> Returns | None:
    """Return the returns to the meeting whose window is open, else to the next; None where none asks for any."""
    asked = [item for item in read_planned(page.position) if item.meeting is None and item.returns_open_on]
    found = [read_returns(page.position, item) for item in asked[:2]]
    return next((item for item in found if item.are_open), found[0] if found else None)


@require_GET
def returns(request: HttpRequest, slug: str) -> HttpResponse:
    """How many of the returns to the next meeting are in, who is late, and each one's state."""
    page = open_plan(request, slug)
    found = returns_of(page)
    return render(
        request,
        "plans/returns/list.html",
        {"page": page, "position": page.position, "returns": found, "moved": _moved(page, found)},
    )


@require_http_methods(["GET", "POST"])
def my_return(request: HttpRequest, slug: str) -> HttpResponse:
    """A lead's whole return on one page, filled with what stands; saved as a draft or submitted."""
    page = open_today(request, slug)
    allow(page.access.reports_progress)
    found = returns_of(page)
    expected = found.of(page.user.pk) if found else None
    if found is None or expected is None:
        return render(request, "plans/returns/none.html", {"page": page, "returns": found})
    draft = MonthlyReturn.objects.filter(planned=found.meeting.planned_id, user=page.user).first()
    may_write = found.may_write(expected)
    form = ReturnForm(
        posted(request),
        expected=expected,
        levels=_levels(page),
        content=draft.content if draft else {},
        revision=draft.revision if draft else 0,
    )
    conflict = False
    if request.method == "POST":
        allow(may_write)
        submits = "submit" in request.POST
        if form.is_valid() and (not submits or form.check_complete()):
            planned = get_object_or_404(PlannedMeeting, pk=found.meeting.planned_id, plan=page.plan)
            try:
                saved = save_return(planned, page.user, form.content(), form.cleaned_data["revision"])
                if submits:
                    submit_return(saved, provenance=page.provenance)
            except ChangedMeanwhile:
                conflict = True
                data = request.POST.copy()
                data["revision"] = str(draft.revision if draft else 0)
                form.data = data
            else:
                messages.success(request, "Return submitted." if submits else "Draft saved.")
                return redirect("plans:my-return", slug)
    return form_page(
        page,
        "plans/returns/mine.html",
        {
            "position": page.position,
            "returns": found,
            "expected": expected,
            "form": form,
            "errors": form.all_errors() if form.is_bound and not conflict else [],
            "conflict": conflict,
            "may_write": may_write,
            "moved": _moved(page, found),
            "submitted": _read_back(page, draft) if draft and not may_write else [],
        },
        is_conflict=conflict,
    )


def _moved(page: Page, returns: Returns | None) -> MovedReturns | None:
    """Return the move of the last day of the returns that are shown, where it moved."""
    if returns is None:
        return None
    moved = read_moved_returns(page.position)
    return next((item for item in moved if item.planned_id == returns.meeting.planned_id), None)


def _read_back(page: Page, draft: MonthlyReturn) -> list[tuple[str, str]]:
    """Return what a lead submitted, for the lead to read: each action or thing, and what was said of it."""
    row = submission(draft)
    if row is None:
        return []
    levels = {level.pk: level.name for level in _levels(page)}
    said = [
        (f"Action {reference}", typed["progress"] or "No change, confirmed.")
        for reference, typed in row.content.get("actions", {}).items()
        if typed["progress"] or typed["no_change"] or row.content.get("others_unchanged")
    ]
    return said + [
        (title, f"{level} proposed. {reason}")
        for title, level, reason in _proposals(dict(row.content), levels)
    ]


def _levels(page: Page) -> list[RatingLevel]:
    return list(levels_on(page.plan, page.today))


@require_http_methods(["GET", "POST"])
def one_return(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A submitted return as the analyst reads it: accepted as a whole, or sent back with a note."""
    page = open_today(request, slug, Right.RECORD_DECISIONS)
    row = get_object_or_404(
        MonthlyReturn.objects.select_related("user", "planned__plan"), pk=number, planned__plan=page.plan
    )
    submitted = submission(row)
    if submitted is None:
        raise Http404("Not submitted")
    content = dict(submitted.content)
    last = row.steps.order_by("-pk")[0]
    updates = updates_of(content, page.plan, page.position, submitted.recorded_at)
    error, note = "", new_lines(request.POST.get("note", ""))
    if request.method == "POST":
        try:
            if "accept" in request.POST:
                accept_return(
                    row,
                    updates,
                    proposals_of(content, page.plan, page.today),
                    read=whole(request.POST.get("read")),
                    provenance=page.provenance,
                )
                messages.success(
                    request, f"The return from {row.user} has been accepted and added to the plan."
                )
            else:
                send_back_return(row, note, provenance=page.provenance)
                messages.success(request, f"The return from {row.user} has been sent back with your note.")
        except ValidationError as refused:
            error = " ".join(refused.messages)
        else:
            return redirect("plans:returns", slug)
    levels = {level.pk: level.name for level in RatingLevel.objects.filter(scale__plan=page.plan)}
    return form_page(
        page,
        "plans/returns/read.html",
        {
            "position": page.position,
            "return": row,
            "last": last,
            "updates": updates,
            "superseded": superseded(content, page.position, submitted.recorded_at),
            "proposals": _proposals(content, levels),
            "error": error,
            "note": note,
            "is_waiting": last.state == "submitted",
        },
        is_refused=bool(error),
    )


def _proposals(content: dict[str, Any], levels: dict[int, str]) -> list[tuple[str, str, str]]:
    return [
        (key.replace(":", " ").capitalize(), levels.get(typed["level"], ""), typed["reason"])
        for key, typed in content.get("proposals", {}).items()
        if typed["level"]
    ]
