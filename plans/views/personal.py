"""What is a person's own: what is new to them, views that they keep, reminders that they want."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from improvement.models import User
from improvement.refusals import INVALID
from improvement.typed.marking import post_only
from plans.forms.personal import RemindersForm, SavedViewForm
from plans.models import ReminderChoice, SavedView
from plans.operations.personal import choose_reminders, remove_view, save_view
from plans.position.news import counted, read_news, seen_before
from plans.views.page import Page, open_plan, open_today, posted

LISTS = {"action-list", "recommendation-list", "measures"}


def news_since(page: Page) -> datetime | None:
    """Return since when things are new to the person on the page's day; None on a past day, or for the first visit."""
    return None if page.is_past else seen_before(page.position, page.user.pk)


@require_GET
def news(request: HttpRequest, slug: str) -> HttpResponse:
    """What was recorded since the person last looked on an earlier day, by kind."""
    page = open_plan(request, slug)
    since = news_since(page)
    groups = read_news(page.position, page.board.challenges, since) if since else []
    return render(
        request,
        "plans/news.html",
        {
            "page": page,
            "position": page.position,
            "since": since,
            "groups": groups,
            "counted": counted(groups),
        },
    )


@post_only("plans:dashboard", "slug")
@require_POST
def keep_view(request: HttpRequest, slug: str, listed: str) -> HttpResponse:
    """A list as it is filtered, kept under a name for the person alone."""
    page = open_today(request, slug)
    if listed not in LISTS:
        raise PermissionDenied
    form = SavedViewForm(request.POST)
    query = request.POST.get("query", "")
    back = reverse(f"plans:{listed}", args=[slug])
    if not form.is_valid():
        # No refusal of typed words: the list stands as it was, and the name is typed again in a moment.
        messages.warning(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(f"{back}?{query}")
    name = form.cleaned_data["name"]
    try:
        save_view(page.plan, page.user, listed, name, form.cleaned_data["query"])
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(request, f"View “{name}” saved. It stands above the list.")
    return redirect(f"{back}?{form.cleaned_data['query']}")


@post_only("plans:dashboard", "slug")
@require_POST
def drop_view(request: HttpRequest, slug: str, view: int) -> HttpResponse:
    """A saved view of the person's own, removed."""
    page = open_today(request, slug)
    kept = get_object_or_404(SavedView, pk=view, plan=page.plan, user=page.user)
    remove_view(kept)
    messages.success(request, f"View “{kept.name}” removed.")
    return redirect(f"plans:{kept.listed}", slug)


@require_http_methods(["GET", "POST"])
def my_reminders(request: HttpRequest) -> HttpResponse:
    """Of what the person is reminded by e-mail, on all their plans."""
    user = request.user
    if not isinstance(user, User):  # pragma: no cover -- LoginRequiredMiddleware
        raise PermissionDenied
    kept = ReminderChoice.objects.filter(user=user).first()
    form = RemindersForm(posted(request), unwanted=kept.unwanted if kept else [])
    if form.is_bound and form.is_valid():
        choose_reminders(user, form.unwanted)
        messages.success(request, "Your reminders are changed.")
        return redirect("account")
    return render(request, "account/reminders.html", {"form": form}, status=INVALID if form.is_bound else 200)
