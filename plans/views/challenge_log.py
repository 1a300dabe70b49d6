"""The challenge log: what the board asked and was answered, what stands in the way, what it asked people to do."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from improvement.editing import ChangedMeanwhile
from plans.access import Right
from plans.choices import Escalation
from plans.forms.board import ArisingReportForm, BarrierForm, ChallengeAnswerForm, ChallengeForm
from plans.models import ActionArising, Barrier, Challenge
from plans.operations.board import (
    ArisingReport,
    NewAnswer,
    NewChallenge,
    add_barrier,
    answer_challenges,
    change_barrier,
    record_challenges,
    report_on_actions_arising,
)
from plans.position.board import BarrierPoint
from plans.procedures.subjects import Subjects
from plans.views.page import Page, allow, form_page, open_plan, open_today, posted


@require_GET
def challenge_log(request: HttpRequest, slug: str) -> HttpResponse:
    """Challenges with their answers, barriers, actions arising, decisions: open ones first."""
    page = open_plan(request, slug)
    board, access, position = page.board, page.access, page.position
    return render(
        request,
        "plans/challenge_log.html",
        {
            "page": page,
            "position": position,
            "board": board,
            "challenges": [
                (item, not page.is_past and item.is_open and access.may_answer_challenge(item, position))
                for item in sorted(board.challenges, key=lambda item: not item.is_open)
            ],
            "barriers": [
                (item, not page.is_past and access.may_change_barrier(item, position))
                for item in sorted(board.barriers, key=lambda item: item.is_resolved)
            ],
            "arising": sorted(board.arising, key=lambda item: not item.is_open),
            "reportable": [
                item
                for item in board.open_arising
                if not page.is_past and page.access.may_report_arising(item)
            ],
        },
    )


def _show(
    page: Page, form: object, heading: str, intro: str = "", *, is_conflict: bool = False
) -> HttpResponse:
    context = {"form": form, "heading": heading, "intro": intro, "of_challenge_log": True}
    return form_page(page, "plans/simple_form.html", context, is_conflict=is_conflict)


@require_http_methods(["GET", "POST"])
def add_challenge(request: HttpRequest, slug: str) -> HttpResponse:
    """A question that the board put outside minutes that are taken here."""
    page = open_today(request, slug, Right.RECORD_DECISIONS)
    form = ChallengeForm(posted(request), plan=page.plan, position=page.position)
    if form.is_bound and form.is_valid():
        typed, subjects = form.cleaned_data, Subjects(page.plan)
        new = NewChallenge(
            typed["question"],
            typed["asked_by"] and typed["asked_by"].pk,
            subjects.recommendation_id(typed["about"]),
            subjects.theme_id(typed["about"]),
        )
        record_challenges(page.plan, [new], provenance=page.provenance)
        messages.success(request, "Challenge recorded. It will appear on each agenda until it is answered.")
        return redirect("plans:challenge-log", slug)
    return _show(page, form, "Record a challenge")


@require_http_methods(["GET", "POST"])
def answer_challenge(request: HttpRequest, slug: str, challenge: int) -> HttpResponse:
    """An answer to an open challenge; only who keeps the board's record says that the board is content."""
    page = open_today(request, slug)
    found = next((item for item in page.board.open_challenges if item.challenge_id == challenge), None)
    if found is None:
        raise Http404("No such open challenge")
    allow(page.access.may_answer_challenge(found, page.position))
    form = ChallengeAnswerForm(posted(request), may_close=page.access.may_record_decisions)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        row = get_object_or_404(Challenge, pk=challenge, plan=page.plan)
        answer = NewAnswer(row, typed["answer"], typed["what_changed"], typed.get("closes", False))
        answer_challenges([answer], provenance=page.provenance)
        messages.success(request, "Answer recorded.")
        return redirect("plans:challenge-log", slug)
    return _show(page, form, "Answer a challenge", found.question)


@require_http_methods(["GET", "POST"])
def report_arising(request: HttpRequest, slug: str, arising: int) -> HttpResponse:
    """How an action that a meeting asked for stands."""
    page = open_today(request, slug)
    found = next((item for item in page.board.open_arising if item.arising_id == arising), None)
    if found is None:
        raise Http404("No such open action")
    allow(page.access.may_report_arising(found))
    form = ArisingReportForm(posted(request))
    if form.is_bound and form.is_valid():
        row = get_object_or_404(ActionArising, pk=arising, plan=page.plan)
        report = ArisingReport(row, form.cleaned_data["note"], form.cleaned_data["done"])
        report_on_actions_arising([report], provenance=page.provenance)
        messages.success(request, "Recorded.")
        return redirect("plans:challenge-log", slug)
    return _show(page, form, "Report on an action arising", found.text)


def _own_references(page: Page) -> set[str] | None:
    if page.access.may_record_decisions:
        return None
    return {action.reference for action in page.access.own_actions(page.position)}


@require_http_methods(["GET", "POST"])
def new_barrier(request: HttpRequest, slug: str) -> HttpResponse:
    """A barrier to some actions, by who reports on them or keeps the board's record."""
    page = open_today(request, slug)
    allow(page.access.may_add_barrier)
    initial = {"references": request.GET.get("action", "")}
    form = BarrierForm(
        posted(request), plan=page.plan, position=page.position, own=_own_references(page), initial=initial
    )
    if form.is_bound and form.is_valid():
        add_barrier(page.plan, _fields(form), _keys(form), provenance=page.provenance)
        messages.success(request, "Barrier recorded.")
        return redirect("plans:challenge-log", slug)
    return _show(page, form, "Record a barrier")


@require_http_methods(["GET", "POST"])
def edit_barrier(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What is known of a barrier now; what was known before stays in the history."""
    page = open_today(request, slug)
    found = _barrier(page, number)
    allow(page.access.may_change_barrier(found, page.position))
    initial = {
        "revision": found.revision,
        "text": found.text,
        "references": ", ".join(action.reference for action in found.actions),
        "remedial_action": found.remedial_action,
        "owner": found.owner_id,
        "escalation": found.escalation,
        "is_resolved": found.is_resolved,
        "outcome": found.outcome,
    }
    own = _own_references(page)
    if own is not None:
        own |= {action.reference for action in found.actions}
    form = BarrierForm(posted(request), plan=page.plan, position=page.position, own=own, initial=initial)
    heading = f"Change barrier {number}"
    if form.is_bound and form.is_valid():
        barrier = get_object_or_404(Barrier, plan=page.plan, number=number)
        try:
            change_barrier(
                barrier,
                form.cleaned_data["revision"],
                _fields(form),
                _keys(form),
                provenance=page.provenance,
            )
        except ChangedMeanwhile:
            data = request.POST.copy()
            data["revision"] = str(found.revision)
            form = BarrierForm(data, plan=page.plan, position=page.position, own=own)
            form.add_error(
                None,
                "Someone else changed this barrier while you were typing. It now says: {found.text} "
                "({found.escalation_label}). Your changes were not saved. Save again if you still want "
                "to make them.",
            )
            return _show(page, form, heading, is_conflict=True)
        messages.success(request, "Barrier changed.")
        return redirect("plans:challenge-log", slug)
    return _show(page, form, heading)


def _barrier(page: Page, number: int) -> BarrierPoint:
    found = next((item for item in page.board.barriers if item.number == number), None)
    if found is None:
        raise Http404("No such barrier")
    return found


def _fields(form: BarrierForm) -> dict[str, object]:
    typed = form.cleaned_data
    return {
        "text": typed["text"],
        "remedial_action": typed["remedial_action"],
        "owner_id": typed["owner"] and typed["owner"].pk,
        "escalation": Escalation(typed["escalation"]),
        "is_resolved": typed["is_resolved"],
        "outcome": typed["outcome"],
    }


def _keys(form: BarrierForm) -> list[int]:
    return [action.action_id for action in form.cleaned_data["references"]]
