"""Reporting on actions: one update, several at once, a due date that must move, a question answered."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from improvement.editing import ChangedMeanwhile
from improvement.written_dates import WrittenDate
from plans.access import Right
from plans.choices import EvidenceSource, ProgressStatus
from plans.forms.updates import AnswerForm, DueDateDecisionForm, DueDateForm, QuickUpdateFormSet, UpdateForm
from plans.models import Action, DueDateChange, DueDateWithdrawal
from plans.operations.due_dates import NewDate, decide_due_date, request_due_date, withdraw_request
from plans.operations.ratings import answer_contradiction
from plans.operations.updates import NewEvidence, NewUpdate, record_updates
from plans.position.actions import ActionPosition
from plans.views.actions import action_object
from plans.views.confirming import Question, ask, is_confirmed
from plans.views.page import Page, allow, form_page, open_plan, open_today, posted

# Where a form that was opened from a list leads back to.
BACK = {"my-work": "plans:my-actions", "overview": "plans:dashboard"}


def open_for_update(request: HttpRequest, slug: str, reference: str) -> tuple[Page, ActionPosition]:
    """Return the page and the action, where this person may report on it today."""
    page = open_today(request, slug)
    action = page.action(reference)
    allow(page.access.may_update(action, page.position))
    return page, action


def new_date(written: WrittenDate) -> NewDate:
    """Return a typed date as an operation takes it."""
    return NewDate(written.words, written.kind, written.earliest, written.latest)


@require_http_methods(["GET", "POST"])
def update_action(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """The update form. A second person saving is shown the first's change and keeps what they typed."""
    if request.method == "POST" and (split := _split_meanwhile(request, slug, reference)) is not None:
        return split
    page, action = open_for_update(request, slug, reference)
    context: dict[str, Any] = {"position": page.position, "action": action}
    if request.method == "GET":
        status = "" if action.status == ProgressStatus.NOT_SUPPLIED else action.status
        initial = {"revision": action.revision, "status": status, "completed_on": action.completed_on}
        form = UpdateForm(initial=initial, days=page.days_of(action))
        return form_page(page, "plans/update_form.html", {**context, "form": form})
    form = UpdateForm(request.POST, days=page.days_of(action))
    if not form.is_valid():
        return form_page(page, "plans/update_form.html", {**context, "form": form})
    try:
        record_updates(
            [new_update(action_object(page, reference), form.cleaned_data)], provenance=page.provenance
        )
    except ChangedMeanwhile:
        changed = open_plan(request, slug).action(reference)
        again = _form_over_the_change(changed, page)
        return form_page(
            page, "plans/update_form.html", {**context, "form": again, "conflict": changed}, is_conflict=True
        )
    messages.success(request, f"Update to action {reference} saved.")
    if back := BACK.get(request.GET.get("from", "")):
        return redirect(back, slug)
    return redirect("plans:action", slug, reference)


def _split_meanwhile(request: HttpRequest, slug: str, reference: str) -> HttpResponse | None:
    """Return what was typed of an action that was split meanwhile, to save for a sub-action; None for any other."""
    page = open_today(request, slug)
    action = page.action(reference)
    own = [child for child in action.children if page.access.may_update(child, page.position)]
    if not own:
        return None
    return form_page(
        page,
        "plans/update_form.html",
        {
            "position": page.position,
            "action": action,
            "form": UpdateForm(request.POST, days=page.days_of(action)),
            "split_into": own,
        },
        is_conflict=True,
    )


def _form_over_the_change(action: ActionPosition, page: Page) -> UpdateForm:
    """Return the form with what was typed and the newer revision: saving again is then a decision."""
    data = page.request.POST.copy()
    data["revision"] = str(action.revision)
    return UpdateForm(data, days=page.days_of(action))


def new_update(action: Action, typed: dict[str, Any]) -> NewUpdate:
    evidence = ()
    if typed["evidence"]:
        source = EvidenceSource(typed["evidence_source"] or EvidenceSource.SELF_REPORT)
        evidence = (NewEvidence(typed["evidence"], typed["evidence_link"], source),)  # type: ignore[assignment]
    return NewUpdate(
        action,
        typed["revision"],
        ProgressStatus(typed["status"]),
        typed["progress"],
        typed["barriers"],
        typed["next_steps"],
        typed["completed_on"],
        typed["no_evidence_reason"],
        evidence,
    )


@require_http_methods(["GET", "POST"])
def update_several(request: HttpRequest, slug: str) -> HttpResponse:
    """A status and a line of progress for several of one's own actions. All are saved, or none."""
    page = open_today(request, slug)
    allow(page.access.reports_progress)
    # What somebody completed meanwhile is still in the posted form: it comes back as a conflict, not a refusal.
    show_all = request.method == "POST"
    mine = {a.reference: a for a in page.access.own_actions(page.position) if a.is_open or show_all}
    context: dict[str, Any] = {"position": page.position}
    if request.method == "GET":
        forms = QuickUpdateFormSet(
            initial=[{"reference": a.reference, "revision": a.revision} for a in mine.values()]
        )
        return form_page(
            page, "plans/update_several.html", {**context, **_paired(forms, mine)}, is_refused=False
        )
    unsaid = {ProgressStatus.NOT_SUPPLIED, ProgressStatus.COMPLETED}
    standing = {a.reference: str(a.status) for a in mine.values() if a.status not in unsaid}
    forms = QuickUpdateFormSet(request.POST, form_kwargs={"standing": standing})
    valid = forms.is_valid()
    named = [form["reference"].value() for form in forms]
    allow(all(reference in mine for reference in named))
    if not valid:
        return form_page(
            page, "plans/update_several.html", {**context, **_paired(forms, mine)}, is_refused=True
        )
    said = [form.cleaned_data for form in forms if form.says_something]
    if not said:
        messages.info(request, "Nothing was saved: no update was filled in.")
        return redirect("plans:my-actions-update", slug)
    actions = {
        a.reference: a
        for a in Action.objects.filter(plan=page.plan, reference__in=[t["reference"] for t in said])
    }
    try:
        record_updates(
            [
                NewUpdate(
                    actions[typed["reference"]],
                    typed["revision"],
                    ProgressStatus(typed["status"]),
                    typed["progress"],
                )
                for typed in said
            ],
            provenance=page.provenance,
        )
    except ChangedMeanwhile:
        fresh = open_plan(request, slug)
        forms, changed = _forms_over_the_changes(request, fresh)
        return form_page(
            page,
            "plans/update_several.html",
            {**context, **_paired(forms, mine), "changed": changed},
            is_conflict=True,
        )
    messages.success(request, f"{len(said)} update{'' if len(said) == 1 else 's'} saved.")
    return redirect("plans:my-actions", slug)


def _paired(forms: Any, mine: dict[str, ActionPosition]) -> dict[str, Any]:
    return {"formset": forms, "rows": [(form, mine[form["reference"].value()]) for form in forms]}


def _forms_over_the_changes(request: HttpRequest, page: Page) -> tuple[Any, list[ActionPosition]]:
    """Return the forms as typed with newer revisions, and the actions that somebody else changed."""
    data = request.POST.copy()
    changed = []
    for number in range(int(str(data["form-TOTAL_FORMS"]))):
        action = page.action(str(data[f"form-{number}-reference"]))
        if str(action.revision) != data[f"form-{number}-revision"]:
            data[f"form-{number}-revision"] = str(action.revision)
            changed.append(action)
    return QuickUpdateFormSet(data), changed


@require_http_methods(["GET", "POST"])
def ask_for_due_date(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """A request to move a due date; the present one stands until the board agrees."""
    page, action = open_for_update(request, slug, reference)
    form = DueDateForm(posted(request), initial={"revision": action.revision})
    is_conflict = False
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            request_due_date(
                action_object(page, reference),
                typed["revision"],
                new_date(typed["to"]),
                typed["reason"],
                provenance=page.provenance,
            )
        except ChangedMeanwhile:
            is_conflict = True
            action = open_plan(request, slug).action(reference)
            data = request.POST.copy()
            data["revision"] = str(action.revision)
            form = DueDateForm(data)
        except ValidationError as error:
            form.add_error("to", error)
        else:
            messages.success(
                request,
                f"Your request to move the due date of action {reference} has been sent to the board.",
            )
            return redirect("plans:action", slug, reference)
    context = {
        "action": action,
        "form": form,
        "conflict": action if is_conflict else None,
        "waiting": [(move, page.access.may_withdraw(move)) for move in action.due_moves if move.is_waiting],
    }
    return form_page(page, "plans/due_date_form.html", context, is_conflict=is_conflict)


@require_http_methods(["GET", "POST"])
def withdraw_due_date(request: HttpRequest, slug: str, reference: str, change: int) -> HttpResponse:
    """A request to move a due date taken back by who asked, once they have said that they mean it."""
    page = open_today(request, slug)
    action = page.action(reference)
    move = next((move for move in action.due_moves if move.change_id == change), None)
    if move is None:
        raise Http404("No such request")
    allow(page.access.may_withdraw(move))
    if move.is_waiting and not is_confirmed(request):
        return ask(
            page,
            Question(
                f"Withdraw your request for action {reference}",
                "Withdraw the request",
                reverse("plans:action", args=[slug, reference]),
                f"You asked on {move.asked_on:%-d %B %Y} for {move.to_shown}: {move.reason}",
                [
                    f"The board is no longer asked to move the due date: {action.due.shown or 'no date'} "
                    "stands."
                ],
                ["The request and your reason stay on record, marked as withdrawn.", "You can ask again."],
            ),
        )
    try:
        withdraw_request(get_object_or_404(DueDateChange, pk=change), provenance=page.provenance)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(
            request, f"Your request to move the due date of action {reference} has been withdrawn."
        )
    return redirect("plans:action", slug, reference)


@require_http_methods(["GET", "POST"])
def decide_on_due_date(request: HttpRequest, slug: str, reference: str, change: int) -> HttpResponse:
    """The board's answer to a request, recorded by whoever records its decisions."""
    page = open_today(request, slug, Right.RECORD_DECISIONS)
    action = page.action(reference)
    asked = get_object_or_404(
        DueDateChange, pk=change, action=action.action_id, decision=None, import_run=None
    )
    ended = DueDateWithdrawal.objects.filter(change=asked).first()
    if ended is not None:
        verb = "replaced by another" if ended.replaced_by_id else "withdrawn"
        messages.error(
            request, f"This request is no longer waiting: it was {verb} on {ended.known_on:%-d %B %Y}."
        )
        return redirect("plans:action", slug, reference)
    form = DueDateDecisionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        agreed = form.cleaned_data["agreed"] == "yes"
        try:
            decide_due_date(asked, agreed, form.cleaned_data["note"], provenance=page.provenance)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"Decision on the due date of action {reference} recorded.")
            return redirect("plans:action", slug, reference)
    move = next(move for move in action.due_moves if move.change_id == change)
    context = {"action": action, "asked": asked, "move": move, "form": form}
    return form_page(page, "plans/due_date_decision.html", context)


@require_http_methods(["GET", "POST"])
def answer_question(request: HttpRequest, slug: str, kind: str, subject: str) -> HttpResponse:
    """Keep a judgement although the evidence disagrees, with a reason that is printed."""
    page = open_today(request, slug)
    found = next(
        (
            q
            for q in page.position.contradictions
            if q.kind == kind and q.subject.replace(" ", "-") == subject
        ),
        None,
    )
    if found is None:
        raise Http404("No such question")
    allow(page.access.may_answer(found, page.position))
    form = AnswerForm(posted(request), initial={"basis": found.basis})
    moved = form.is_bound and request.POST.get("basis", found.basis) != found.basis
    if moved:
        # The reason was written about another state of things: shown again, over the one that stands now.
        form = AnswerForm({**request.POST.dict(), "basis": found.basis})
    elif form.is_bound and form.is_valid():
        answer_contradiction(
            page.plan,
            found.kind,
            found.subject,
            found.basis,
            form.cleaned_data["reason"],
            provenance=page.provenance,
        )
        messages.success(request, "Your reason has been recorded. It is printed beside the check.")
        return redirect("plans:questions", slug)
    return form_page(
        page, "plans/answer_form.html", {"question": found, "form": form, "moved": moved}, is_conflict=moved
    )
