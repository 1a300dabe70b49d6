"""Pages that belong to no plan: signing in, staying signed in, and drafts of forms."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST

from improvement.models import SentForm, User
from improvement.sign_in import SignIn
from improvement.typed import carried
from improvement.typed.drafts import discard_draft, keep_draft
from improvement.typed.fields import MOST_OF_AN_ADDRESS, OF_THE_DRAFT, is_bounded, posted_fields, with_draft
from improvement.typed.marking import post_only, records_nothing
from improvement.typed.sessions import go_on, seconds_left
from improvement.typed.shown import posted_form

SIGNED_OUT = 403


@method_decorator(login_not_required, name="dispatch")
class SignInView(SignIn):
    """Signing in, with what was typed before the session ended."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Signed in already, in another window.
        if isinstance(request.user, User) and carried.NAME in request.POST:
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        """Go where the person was going: to the form that they had typed into, filled in again."""
        kept = carried.carried(self.request.POST.get(carried.NAME))
        user = self.request.user
        if kept is None or not isinstance(user, User):
            return super().get_success_url()
        if kept.person_id != user.pk:
            messages.error(
                self.request,
                "Someone else had typed into the page you came from. It was not recorded and is still theirs.",
            )
            return reverse("plans:plan-list")
        draft = keep_draft(user, kept.address, kept.form_key, kept.fields)
        return with_draft(kept.address, draft.pk, "session")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            carried.NAME: self.request.POST.get(carried.NAME, ""),
        }


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
