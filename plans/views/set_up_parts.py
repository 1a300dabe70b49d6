"""Adding, changing and withdrawing a plan's recommendations, milestones, success measures and commitments by form."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from improvement.counting import agreeing, counted
from improvement.numbers import whole
from improvement.written_dates import WrittenDate
from plans.forms.parts import (
    CommitmentForm,
    MilestoneWordsForm,
    RecommendationForm,
    SuccessMeasureForm,
    WithdrawForm,
)
from plans.models import Action, Milestone, Recommendation
from plans.operations.parts import (
    KINDS,
    Part,
    put_back,
    save_commitment,
    save_milestone,
    save_recommendation,
    save_success_measure,
    withdraw_part,
)
from plans.views.confirming import Question, ask, is_confirmed
from plans.views.page import Page, posted
from plans.views.set_up import claimed, open_set_up, show_form


def date_fields(name: str, written: WrittenDate | None) -> dict[str, object]:
    """Return a version's fields of a date that was typed; none where the date stands as it was."""
    return {} if written is None else written.as_fields(name)


@require_http_methods(["GET", "POST"])
def recommendation(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """A recommendation's words, themes and leads: a new one, or one there is."""
    page = open_set_up(request, slug)
    known = page.position.recommendation(number) if number is not None else None
    if number is not None and known is None:
        raise Http404("No such recommendation")
    found = page.plan.recommendations.get(number=known.number) if known else None
    initial: dict[str, Any] = {"number": _next_number(page)}
    if found and known:
        version = found.versions.get(known_to=None)
        initial = {"text": version.text, "kind": version.kind, "outcome": version.outcome}
        initial["themes"] = list(found.themes.filter(known_to=None).values_list("theme_id", flat=True))
        initial["leads"] = [lead.officer_id for lead in known.leads]
    form = RecommendationForm(posted(request), initial=initial, plan=page.plan, is_new=found is None)
    if form.is_bound and form.is_valid() and claimed(page, form):
        typed = form.cleaned_data
        saved = save_recommendation(
            page.plan,
            found,
            {name: typed[name] for name in ("text", "kind", "outcome")},
            [theme.pk for theme in typed.get("themes", ())],
            [officer.pk for officer in typed["leads"]],
            number=typed.get("number"),
            provenance=page.provenance,
        )
        messages.success(request, f"Recommendation {saved.number} saved.")
        return redirect(
            "plans:set-up" if "another" not in request.POST else "plans:set-up-recommendation-add", slug
        )
    if found:
        return show_form(page, form, f"Recommendation {number}")
    return show_form(page, form, "Add a recommendation", another="Save, and add another")


def _next_number(page: Page) -> int:
    taken = page.plan.recommendations.order_by("-number").values_list("number", flat=True).first()
    return (taken or 0) + 1


@require_http_methods(["GET", "POST"])
def milestone(request: HttpRequest, slug: str, number: int, code: str = "") -> HttpResponse:
    """A milestone of a theme: a new one, or another wording or date of one there is."""
    page = open_set_up(request, slug)
    theme = get_object_or_404(page.plan.themes, number=number)
    found = get_object_or_404(theme.milestones, code=code) if code else None
    version = get_object_or_404(found.versions, known_to=None, withdrawn=False) if found else None
    initial = {"text": version.text, "due": version.due_words} if version else {}
    form = MilestoneWordsForm(posted(request), initial=initial)
    if form.is_bound and form.is_valid() and claimed(page, form):
        typed = form.cleaned_data
        fields = {"text": typed["text"], **date_fields("due", typed["due"])}
        saved = save_milestone(theme, found, fields, provenance=page.provenance)
        messages.success(request, f"Milestone {saved.code} saved.")
        return redirect("plans:theme", slug, number)
    word = page.plan.theme_word
    heading = f"Milestone {code} of {word} {number}" if found else f"Add a milestone to {word} {number}"
    return show_form(page, form, heading)


@require_http_methods(["GET", "POST"])
def success_measure(request: HttpRequest, slug: str, measure: int | None = None) -> HttpResponse:
    """How it will be seen that an action or a theme succeeded: a new one, or another wording of one there is."""
    page = open_set_up(request, slug)
    found = get_object_or_404(page.plan.success_measures, pk=measure) if measure is not None else None
    version = get_object_or_404(found.versions, known_to=None, withdrawn=False) if found else None
    initial: dict[str, Any] = (
        {"text": version.text, "due": version.due_words} if version else _asked_place(page)
    )
    form = SuccessMeasureForm(posted(request), initial=initial, plan=page.plan, is_new=found is None)
    if form.is_bound and form.is_valid() and claimed(page, form):
        typed = form.cleaned_data
        fields = {"text": typed["text"], **date_fields("due", typed["due"])}
        if found is None:
            fields |= {"theme_id": typed["theme"].pk} if typed["theme"] else {"action_id": typed["action"].pk}
        saved = save_success_measure(page.plan, found, fields, provenance=page.provenance)
        messages.success(request, f"Success measure {saved.reference} saved.")
        return redirect("plans:set-up", slug)
    return show_form(page, form, f"Success measure {found.reference}" if found else "Add a success measure")


def _asked_place(page: Page) -> dict[str, Any]:
    """Return the theme or action that the link that led here named."""
    number, reference = whole(page.request.GET.get("theme")), page.request.GET.get("action", "")
    theme = page.plan.themes.filter(number=number).first() if number is not None else None
    action = page.plan.actions.filter(reference=reference).first() if reference else None
    return {"theme": theme, "action": action}


@require_http_methods(["GET", "POST"])
def commitment(request: HttpRequest, slug: str, number: int, reference: str = "") -> HttpResponse:
    """A commitment of a theme: a new one, or another wording; its actions go on under it."""
    page = open_set_up(request, slug)
    theme = get_object_or_404(page.plan.themes, number=number)
    found = get_object_or_404(theme.commitments, reference=reference, known_to=None) if reference else None
    initial = {"reference": found.reference, "text": found.text} if found else {}
    form = CommitmentForm(posted(request), initial=initial)
    if found:
        form.fields["reference"].disabled = True
    elif form.is_bound and theme.commitments.filter(
        reference=form.data.get("reference", "").strip(), known_to=None
    ):
        form.add_error("reference", "There is a commitment with this reference already: enter another.")
    if form.is_bound and form.is_valid() and claimed(page, form):
        typed = form.cleaned_data
        save_commitment(theme, typed["reference"], typed["text"], provenance=page.provenance)
        messages.success(request, f"Commitment {typed['reference']} saved.")
        return redirect("plans:theme", slug, number)
    word = page.plan.theme_word
    return show_form(
        page, form, f"Commitment {reference}" if found else f"Add a commitment to {word} {number}"
    )


def _part(page: Page, kind: str, key: int) -> Part:
    model = KINDS.get(kind)
    if model is None:
        raise Http404("No such kind of part")
    of_plan = {"theme__plan": page.plan} if model is Milestone else {"plan": page.plan}
    found: Any = get_object_or_404(model._default_manager, pk=key, **of_plan)
    part: Part = found
    return part


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, slug: str, kind: str, key: int) -> HttpResponse:
    """Take a part out of the plan from today, with why; what was recorded of it stays."""
    page = open_set_up(request, slug)
    part = _part(page, kind, key)
    if part.versions.get(known_to=None).withdrawn:
        messages.success(request, f"{part} has already left the plan.")
        return redirect("plans:set-up", slug)
    form = WithdrawForm(posted(request))
    if form.is_bound and form.is_valid() and claimed(page, form):
        withdraw_part(page.plan, part, form.cleaned_data["reason"], provenance=page.provenance)
        messages.success(request, f"{part} has left the plan.")
        return redirect("plans:set-up", slug)
    return show_form(page, form, f"Withdraw {_called(part)}", _going(page, part), "Withdraw")


def _called(part: Part) -> str:
    words = f"Milestone {part}" if isinstance(part, Milestone) else str(part)
    return f"{words[:1].lower()}{words[1:]}"


def _going(page: Page, part: Part) -> str:
    """Return in words what is withdrawn, what goes along, and what stays."""
    lines = [part.versions.get(known_to=None).text]
    if isinstance(part, Action):
        known = page.position.action(part.reference)
        if known and known.children:
            count = len(known.children)
            lines.append(f"Its {counted(count, 'sub-action')} {agreeing(count, 'goes', 'go')} along.")
    if isinstance(part, Recommendation):
        item = page.position.recommendation(part.number)
        if item and item.lowest_level_actions:
            count = len(item.lowest_level_actions)
            lines.append(
                f"Its {counted(count, 'action')} {agreeing(count, 'stays', 'stay')} in the plan, outside every "
                "recommendation's count unless linked to another."
            )
    lines.append(
        "It leaves every list and count from today. Earlier days show it still, the record keeps it, and you "
        "can put it back."
    )
    return "\n\n".join(lines)


@require_http_methods(["GET", "POST"])
def restore(request: HttpRequest, slug: str, kind: str, key: int) -> HttpResponse:
    """Put a part that was withdrawn back into the plan."""
    page = open_set_up(request, slug)
    part = _part(page, kind, key)
    version = part.versions.get(known_to=None)
    if not version.withdrawn:
        return redirect("plans:set-up", slug)
    if not is_confirmed(request):
        return ask(
            page,
            Question(
                f"Put {_called(part)} back?",
                "Put it back",
                reverse("plans:set-up", args=[slug]),
                f"{version.text}\n\nWithdrawn because: {version.reason}",
                stays=["It is in the plan's lists and counts again from today, as it was."],
                takes_away=False,
            ),
        )
    put_back(page.plan, part, provenance=page.provenance)
    messages.success(request, f"{part} is in the plan again.")
    return redirect("plans:set-up", slug)
