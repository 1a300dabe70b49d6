"""A question of a board member's between meetings: it stands in the challenge log until the board is content."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from improvement.models import Officer
from plans.forms.board import QuestionForm
from plans.operations.board import NewChallenge, record_challenges
from plans.operations.people import officer_of_member
from plans.position.actions import asked_about
from plans.views.page import Page, allow, form_page, open_today, posted


@dataclass(frozen=True)
class Asked:
    """What a question is about: in words, what the log files it under, and the page that it was asked from."""

    words: str
    back: str
    recommendation: int | None = None
    theme: int | None = None
    prefix: str = ""


def _about(page: Page, kind: str, reference: str) -> Asked:
    """Return what is asked about; answer 404 where there is none, 403 where the log would tell what is exempt."""
    position, plan = page.position, page.plan
    if kind == "recommendation" and reference.isdecimal():
        item = position.recommendation(int(reference))
        if item:
            words = f"Recommendation {item.number}: {item.shown_text}"
            return Asked(words, reverse("plans:recommendation", args=[plan.slug, item.number]), item.number)
    if kind == "theme" and reference.isdecimal():
        theme = position.theme(int(reference))
        if theme:
            words = f"{plan.theme_word.capitalize()} {theme.number}: {theme.title}"
            return Asked(words, reverse("plans:theme", args=[plan.slug, theme.number]), theme=theme.number)
    action = position.action(reference) if kind == "action" else None
    if action:
        # The log knows recommendations and themes alone: it would show who may not see the action what is asked.
        exempt = action.is_exempt or (action.parent is not None and action.parent.is_exempt)
        allow(not exempt)
        first = action.recommendation_numbers[0] if action.recommendation_numbers else None
        return Asked(
            f"Action {action.reference}: {action.full_text}",
            reverse("plans:action", args=[plan.slug, action.reference]),
            first,
            None if first else action.theme_number,
            asked_about(action.reference),
        )
    raise Http404("Nothing like that to ask about")


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, slug: str, kind: str, reference: str) -> HttpResponse:
    """Ask about an action, a recommendation or a theme: its lead finds it under My work, the board on its agenda."""
    page = open_today(request, slug)
    allow(page.access.may_ask)
    about = _about(page, kind, reference)
    form = QuestionForm(posted(request))
    if form.is_bound and form.is_valid():
        asker: Officer = officer_of_member(page.plan, page.user)
        item = page.position.recommendation(about.recommendation) if about.recommendation else None
        theme = page.position.theme(about.theme) if about.theme is not None else None
        new = NewChallenge(
            f"{about.prefix}{form.cleaned_data['question']}",
            asker.pk,
            item.recommendation_id if item else None,
            theme.theme_id if theme else None,
        )
        record_challenges(page.plan, [new], provenance=page.provenance)
        messages.success(
            request,
            "Your question is in the challenge log. The lead finds it under My work, and it is on each agenda "
            "until the board is content with the answer.",
        )
        return redirect(about.back)
    context = {"form": form, "heading": "Ask a question", "intro": about.words, "button": "Ask"}
    return form_page(page, "plans/simple_form.html", context)
