"""The officers of a plan: all with what each has to do, one with everything that is theirs, and handing over."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from improvement.counting import counted
from improvement.models import Officer
from improvement.unchanged import reads_alone
from plans.forms.set_up import HandOverForm
from plans.operations.handing_over import hand_over
from plans.position.holdings import Holdings, holdings
from plans.position.officers import officers_on
from plans.position.points import OfficerName
from plans.views.confirming import Question, ask, is_confirmed
from plans.views.page import Page, open_plan, posted
from plans.views.set_up import claimed, open_set_up, show_form


@require_GET
@reads_alone
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Who holds what, those with most overdue first."""
    page = open_plan(request, slug)
    held = holdings(page.position, page.board).values()
    return render(
        request,
        "plans/people.html",
        {
            "page": page,
            "people": sorted(
                held,
                key=lambda item: (
                    -len(item.overdue_actions),
                    -len(item.open_actions),
                    item.officer.label.casefold(),
                ),
            ),
        },
    )


def _held_by(page: Page, officer: int) -> Holdings:
    """Return what an officer holds; answer 404 for one of whom the person sees nothing on the day.

    Who keeps the plan's people sees those too who hold nothing.
    """
    found = holdings(page.position, page.board).get(officer)
    if found is None and page.access.may_set_up:
        row = officers_on(page.plan).filter(pk=officer).first()
        found = Holdings(OfficerName(row.pk, str(row), row.user_id)) if row else None
    if found is None:
        raise Http404("No such officer on this plan")
    return found


@require_GET
@reads_alone
def person(request: HttpRequest, slug: str, officer: int) -> HttpResponse:
    """Everything that is one officer's: actions, recommendations, measures, barriers, what meetings asked of them."""
    page = open_plan(request, slug)
    held = _held_by(page, officer)
    account = Officer.objects.select_related("user").get(pk=officer).user
    return render(
        request,
        "plans/person.html",
        {
            "page": page,
            "position": page.position,
            "held": held,
            # Whose account it is, for those who keep the plan's people; others need not know.
            "account": account if page.access.may_set_up or page.access.may_record_decisions else None,
            "knows_account": page.access.may_set_up or page.access.may_record_decisions,
            "may_hand_over": page.access.may_set_up and not page.is_past,
        },
    )


@require_http_methods(["GET", "POST"])
def hand_over_to(request: HttpRequest, slug: str, officer: int) -> HttpResponse:
    """Give another officer all that one holds on the plan, once it was said what goes over and what stays."""
    page = open_set_up(request, slug)
    found = get_object_or_404(officers_on(page.plan), pk=officer)
    held = _held_by(page, officer)
    form = HandOverForm(posted(request), plan=page.plan, officer=found)
    if form.is_bound and form.is_valid() and not is_confirmed(request):
        return ask(page, _handing_over(page, held, found, form.cleaned_data["to"]))
    if form.is_bound and form.is_valid() and claimed(page, form):
        to = form.cleaned_data["to"]
        mine = page.access.definable([measure.measure_id for measure in held.measures])
        hand_over(page.plan, found, to, _open_keys(held), mine, provenance=page.provenance)
        messages.success(request, f"{to} has taken on what {found} held.")
        return redirect("plans:person", slug, to.pk)
    intro = f"{found} holds {_in_words(held)}. From today the officer you choose holds it instead."
    return show_form(page, form, f"Hand over from {found}", intro, "Continue")


def _open_keys(held: Holdings) -> set[int]:
    """Return the open actions, and the sentences over them: what is finished stays whose it was."""
    parents = {action.parent.action_id for action in held.open_actions if action.parent}
    return {action.action_id for action in held.open_actions} | parents


def _in_words(held: Holdings) -> str:
    """Return how much an officer holds."""
    told = (
        (len(held.open_actions), "open action"),
        (len(held.recommendations), "recommendation"),
        (len(held.themes), "part in a theme", "parts in themes"),
        (len(held.success_measures), "success measure"),
        (len(held.measures), "measure"),
        (len(held.open_barriers), "open barrier"),
    )
    parts = [counted(count, *words) for count, *words in told if count]
    return ", ".join(parts) or "nothing at present"


def _handing_over(page: Page, held: Holdings, found: Officer, to: Officer) -> Question:
    """Return the question whether an officer shall take on what another holds."""
    goes = []
    mine = page.access.definable([measure.measure_id for measure in held.measures])
    if left := len(held.measures) - len(mine):
        goes.append(
            f"{counted(left, 'measure')} another plan keeps as well: its owner is changed where you keep all of them."
        )
    if held.open_arising:
        goes.append(
            f"{counted(len(held.open_arising), 'action')} arising that a meeting asked of {found}: "
            "only a meeting can ask someone else."
        )
    if found.user and found.user_id != to.user_id:
        goes.append(f"{found.user.email}, who signs in as {found}, no longer reports on what goes over.")
    if to.user is None:
        goes.append(f"{to} has no account: nobody can report on it until one is linked.")
    return Question(
        f"Hand over from {found} to {to}?",
        "Hand over",
        reverse("plans:person", args=[page.plan.slug, found.pk]),
        f"From today {to} holds {_in_words(held)}.",
        goes,
        [
            f"Anything already reported and decided under {found} stays as it was.",
            *(
                [f"{counted(len(held.finished_actions), 'action')} that {found} finished."]
                if held.finished_actions
                else []
            ),
        ],
        {"to": str(to.pk), "plan_revision": page.request.POST.get("plan_revision", "")},
        takes_away=False,
    )
