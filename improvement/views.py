"""Answers that belong to no plan: how long a person stays signed in, and drafts of forms."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_http_methods, require_POST

from improvement.accounts.sessions import go_on, seconds_left
from improvement.models import SentForm, User
from improvement.typed.drafts import discard_draft, keep_draft
from improvement.typed.fields import MOST_OF_AN_ADDRESS, OF_THE_DRAFT, is_bounded, posted_fields
from improvement.typed.marking import post_only, records_nothing
from improvement.typed.shown import posted_form

SIGNED_OUT = 403


@login_not_required
@require_http_methods(["GET", "POST"])
def session_time(request: HttpRequest) -> HttpResponse:
    """How long the person stays signed in, in seconds; a POST begins that time anew. Asking lengthens nothing."""
    if not request.user.is_authenticated:
        return JsonResponse({"seconds": 0}, status=SIGNED_OUT)
    return JsonResponse({"seconds": go_on(request) if request.method == "POST" else seconds_left(request)})


@records_nothing
@login_not_required
@require_POST
def save_draft(request: HttpRequest) -> HttpResponse:
    """Keep what is being typed into a form, from the script that watches it."""
    user, form = request.user, posted_form(request)
    if not isinstance(user, User) or form is None or form.person_id != user.pk:
        return JsonResponse({"kept": False}, status=SIGNED_OUT)
    fields = posted_fields(request.POST)
    address = _own_address("".join(fields.pop("draft_address", [])))
    # What comes in behind the form itself is no draft any more.
    if not address or not is_bounded(fields) or SentForm.objects.filter(form_key=form.key).exists():
        return JsonResponse({"kept": False})
    keep_draft(user, address, form.key, fields)
    return JsonResponse({"kept": True})


def _own_address(text: str) -> str:
    """Return the address of a page of ours as drafts are kept under; empty for anything else."""
    parts = urlsplit(text)
    asked = QueryDict(parts.query, mutable=True)
    for name in OF_THE_DRAFT:
        asked.pop(name, None)
    try:
        resolve(parts.path)
    except Resolver404:
        return ""
    if parts.scheme or parts.netloc or len(text) > MOST_OF_AN_ADDRESS:
        return ""
    return f"{parts.path}?{asked.urlencode()}" if asked else parts.path


@post_only("plans:plan-list")
def discard(request: HttpRequest, number: int) -> HttpResponse:
    """Let a draft go; the form opens empty."""
    address = discard_draft(request.user, number) if isinstance(request.user, User) else ""
    if address:
        messages.success(request, "What you typed has been discarded.")
    return HttpResponseRedirect(address or reverse("plans:plan-list"))
