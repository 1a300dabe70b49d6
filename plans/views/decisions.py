"""Recording what the board decided: a rating, a meeting, dates that it moved."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from plans.access import Right
from plans.choices import EvidenceSource
from plans.forms.extensions import ExtensionForm
from plans.forms.ratings import CheckForm, MeetingForm, RatingForm
from plans.models import DueDateWithdrawal
from plans.operations.due_dates import extend_due_dates
from plans.operations.meetings import MeetingPlan, add_meetings
from plans.operations.ratings import NewRating, record_check, record_ratings
from plans.views.page import Page, form_page, open_today, posted
from plans.views.updates import new_date


@require_http_methods(["GET", "POST"])
def rate_recommendation(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The board's rating of a recommendation, with its reason."""
    page = open_today(request, slug, Right.RECORD_DECISIONS)
    return _rate(page, "recommendation", number, f"recommendation {number}")


@require_http_methods(["GET", "POST"])
def rate_theme(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The board's rating of a theme, with its reason."""
    page = open_today(request, slug, Right.RECORD_DECISIONS)
    return _rate(page, "theme", number, f"{page.plan.theme_word} {number}")


@require_http_methods(["GET", "POST"])
def rate_action(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """The board's rating of an action, with its reason."""
    page = open_today(request, slug, Right.RECORD_DECISIONS)
    return _rate(page, "action", reference, f"action {reference}")


def _rate(page: Page, kind: str, key: int | str, called: str) -> HttpResponse:
    """Record the board's rating of a recommendation, theme or action; `key` is its number or reference."""
    found: Any = getattr(page.position, kind)(key)
    field = "reference" if kind == "action" else "number"
    subject = getattr(page.plan, f"{kind}s").filter(**{field: key}).first()
    if found is None or subject is None:
        raise Http404(f"No such {kind}")
    form = RatingForm(posted(page.request), plan=page.plan, on=page.today)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        record_ratings(
            page.plan,
            [NewRating(subject, typed["level"], typed["reason"], meeting=typed["meeting"])],
            provenance=page.provenance,
        )
        messages.success(page.request, "Rating recorded.")
        return redirect(f"plans:{kind}", page.plan.slug, key)
    words = getattr(found, "full_text", "") or getattr(found, "text", "") or getattr(found, "title", "")
    context = {
        "form": form,
        "heading": f"Rate {called}",
        "words": words,
        "rating": found.rating,
    }
    return form_page(page, "plans/rating_form.html", context)


@require_http_methods(["GET", "POST"])
def add_meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """A board meeting that was held; cycles are counted from it."""
    page = open_today(request, slug, Right.RECORD_DECISIONS)
    form = MeetingForm(posted(request), days=page.days)
    if request.method == "POST" and form.is_valid():
        held_on, title = form.cleaned_data["held_on"], form.cleaned_data["title"]
        if page.plan.meetings.filter(held_on=held_on, title=title).exists():
            form.add_error("held_on", "This meeting has already been recorded.")
        else:
            add_meetings(page.plan, [MeetingPlan(held_on, title)], provenance=page.provenance)
            messages.success(request, "Meeting recorded.")
            return redirect("plans:dashboard", slug)
    return form_page(page, "plans/simple_form.html", {"form": form, "heading": "Record a board meeting"})


@require_http_methods(["GET", "POST"])
def extend_dates(request: HttpRequest, slug: str) -> HttpResponse:
    """Dates of several actions, moved at once by a resolution of the board."""
    page = open_today(request, slug, Right.RECORD_DECISIONS)
    form = ExtensionForm(posted(request), plan=page.plan, position=page.position)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        actions = list(page.plan.actions.filter(reference__in=typed["references"]))
        changes = extend_due_dates(
            actions,
            new_date(typed["to"]),
            typed["reason"],
            meeting=typed["meeting"],
            provenance=page.provenance,
        )
        replaced = DueDateWithdrawal.objects.filter(replaced_by__in=changes).count()
        said = f"The dates of {len(actions)} action{'' if len(actions) == 1 else 's'} were moved."
        if replaced:
            said += f" This replaces {replaced} waiting request{'' if replaced == 1 else 's'}."
        messages.success(request, said)
        return redirect("plans:dates", slug)
    context = {"form": form, "heading": "Extend several due dates by board resolution"}
    return form_page(page, "plans/simple_form.html", context)


@require_http_methods(["GET", "POST"])
def check_recommendation(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What an audit, a peer, an inspector, or children and families found of a recommendation."""
    page = open_today(request, slug, Right.RECORD_DECISIONS)
    found = page.position.recommendation(number)
    subject = page.plan.recommendations.filter(number=number).first()
    if found is None or subject is None:
        raise Http404("No such recommendation")
    form = CheckForm(posted(request), days=page.days)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        record_check(
            subject,
            EvidenceSource(typed["source"]),
            typed["checked_on"],
            confirms=typed["confirms"] == "yes",
            finding=typed["finding"],
            provenance=page.provenance,
        )
        messages.success(request, "Check recorded.")
        return redirect("plans:recommendation", slug, number)
    context = {
        "form": form,
        "heading": f"Record an independent check of recommendation {number}",
        "intro": found.shown_text,
    }
    return form_page(page, "plans/simple_form.html", context)
