"""Monthly returns: a lead's own page, who is late, and what an analyst accepts or sends back."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from improvement.editing import ChangedMeanwhile
from improvement.line_ends import new_lines
from improvement.numbers import whole
from improvement.typed.sending import let_send_again
from plans.choices import ReturnState
from plans.forms.returns import ReturnForm
from plans.models import MonthlyReturn, PlannedMeeting, RatingLevel, levels_on
from plans.operations.returns import (
    accept_return,
    save_return,
    send_back_return,
    submit_return,
    withdraw_return,
)
from plans.position.actions import ActionPosition
from plans.position.board import read_planned
from plans.position.points import RatingPoint
from plans.position.recommendations import RecommendationPosition
from plans.position.returns import EarlierReturn, ExpectedReturn, Returns, read_earlier_returns, read_returns
from plans.position.returns_moved import MovedReturns, read_moved_returns
from plans.position.themes import ThemePosition
from plans.procedures.accept_return import lines_of, proposals_of, submission, superseded, updates_of
from plans.procedures.subjects import key_of
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
        {
            "page": page,
            "position": page.position,
            "returns": found,
            "moved": _moved(page, found),
            "open_actions": sum(action.is_open for action in page.position.lowest_level_actions),
            "earlier": _earlier(page, found) if page.access.may_record_decisions else [],
        },
    )


def _earlier(page: Page, returns: Returns | None, user_id: int | None = None) -> list[EarlierReturn]:
    """Return the returns to other meetings than the one that is asked for."""
    return read_earlier_returns(page.position, returns.meeting.planned_id if returns else 0, user_id)


@require_http_methods(["GET", "POST"])
def my_return(request: HttpRequest, slug: str) -> HttpResponse:
    """A lead's whole return on one page, filled with what stands; saved as a draft or submitted."""
    page = open_today(request, slug)
    allow(page.access.reports_progress)
    found = returns_of(page)
    expected = found.of(page.user.pk) if found else None
    if found is None or expected is None:
        earlier = _earlier(page, found, page.user.pk)
        return render(
            request, "plans/returns/none.html", {"page": page, "returns": found, "earlier": earlier}
        )
    draft = MonthlyReturn.objects.filter(planned=found.meeting.planned_id, user=page.user).first()
    may_write = found.may_write(expected)
    if draft and "withdraw" in request.POST:
        allow(found.may_withdraw(expected))
        try:
            withdraw_return(draft, provenance=page.provenance)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            # The same words a moment later are no second press of a button.
            let_send_again(page.user, request.path)
            messages.success(request, "Return withdrawn. Change what you like and submit it again.")
        return redirect("plans:my-return", slug)
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
            "may_withdraw": found.may_withdraw(expected),
            "moved": _moved(page, found),
            "elsewhere": _elsewhere(page, expected),
            "said": _said(page, draft) if draft and not may_write else None,
            "earlier": _earlier(page, found, page.user.pk),
        },
        is_conflict=conflict,
    )


def _moved(page: Page, returns: Returns | None) -> MovedReturns | None:
    """Return the move of the last day of the returns that are shown, where it moved."""
    if returns is None:
        return None
    moved = read_moved_returns(page.position)
    return next((item for item in moved if item.planned_id == returns.meeting.planned_id), None)


def _elsewhere(page: Page, expected: ExpectedReturn) -> list[ActionPosition]:
    """Return the open actions that the person may report on, and that another returns: their own lead officer."""
    asked = {action.action_id for action in expected.actions}
    return [
        action
        for action in page.access.own_actions(page.position)
        if action.is_open and action.action_id not in asked
    ]


def _said(page: Page, monthly_return: MonthlyReturn) -> dict[str, Any] | None:
    """Return what a lead submitted, to read: what changed, what did not, the ratings proposed; None before they did."""
    row = submission(monthly_return)
    if row is None:
        return None
    changed, unchanged = lines_of(row.content, page.position)
    return {"changed": changed, "unchanged": unchanged, "proposals": _proposals(page, dict(row.content))}


def _levels(page: Page) -> list[RatingLevel]:
    return list(levels_on(page.plan, page.today))


@require_http_methods(["GET", "POST"])
def one_return(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A submitted return, for who accepts it as a whole or sends it back with a note, and for the lead to read."""
    page = open_today(request, slug)
    row = get_object_or_404(
        MonthlyReturn.objects.select_related("user", "planned__plan"), pk=number, planned__plan=page.plan
    )
    may_decide = page.access.may_record_decisions
    allow(may_decide or (row.user_id == page.user.pk and request.method != "POST"))
    submitted = submission(row)
    if submitted is None:
        raise Http404("Not submitted")
    content = dict(submitted.content)
    last = row.steps.order_by("-pk")[0]
    error, note = "", new_lines(request.POST.get("note", ""))
    if request.method == "POST":
        try:
            if "accept" in request.POST:
                accept_return(
                    row,
                    updates_of(content, page.plan, page.position, submitted.recorded_at),
                    proposals_of(content, page.plan, page.today),
                    read=whole(request.POST.get("read")),
                    provenance=page.provenance,
                )
                messages.success(
                    request, f"The return from {row.user} has been accepted and added to the plan."
                )
            else:
                send_back_return(row, note, read=whole(request.POST.get("read")), provenance=page.provenance)
                messages.success(request, f"The return from {row.user} has been sent back with your note.")
        except ValidationError as refused:
            error = " ".join(refused.messages)
        else:
            return redirect("plans:returns", slug)
    return form_page(
        page,
        "plans/returns/read.html",
        {
            "position": page.position,
            "return": row,
            "last": last,
            "said": _said(page, row),
            "superseded": superseded(content, page.position, submitted.recorded_at)
            if last.state == ReturnState.SUBMITTED
            else [],
            "error": error,
            "note": note,
            "is_waiting": last.state == ReturnState.SUBMITTED,
            "may_decide": may_decide,
        },
        is_refused=bool(error),
    )


@dataclass(frozen=True)
class ProposedLine:
    """A rating that a return proposes, and what it is proposed for."""

    title: str
    text: str
    now: RatingPoint | None
    level: str
    reason: str


def _proposals(page: Page, content: dict[str, Any]) -> list[ProposedLine]:
    """Return the ratings that a return proposes, each beside the one that stands."""
    levels = {level.pk: level.name for level in RatingLevel.objects.filter(scale__plan=page.plan)}
    rated: dict[str, ThemePosition | RecommendationPosition] = {
        **{key_of("theme", theme.number): theme for theme in page.position.themes},
        **{key_of("recommendation", item.number): item for item in page.position.recommendations},
    }
    lines = []
    for key, typed in content.get("proposals", {}).items():
        if typed["level"] and (subject := rated.get(key)) is not None:
            if isinstance(subject, ThemePosition):
                word, text = page.plan.theme_word, subject.title
            else:
                word, text = "recommendation", subject.shown_text
            lines.append(
                ProposedLine(
                    f"{word.capitalize()} {subject.number}",
                    text,
                    subject.rating,
                    levels.get(typed["level"], ""),
                    typed["reason"],
                )
            )
    return lines
