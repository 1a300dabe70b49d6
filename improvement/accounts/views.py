"""A person's own pages: what there is to their account, and where they are signed in."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from improvement.accounts.second_step import must_have_one
from improvement.models import User


def _own(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 -- the middleware lets nobody else in
    return request.user


@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Show what a person can see and change of their own account."""
    user = _own(request)
    return render(
        request,
        "account/account.html",
        {
            "has_password": user.has_usable_password(),
            "has_second_step": is_mfa_enabled(user),
            "must_have_second_step": must_have_one(user),
            "sessions": len(UserSession.objects.purge_and_list(user)),
            "signs_in_with_council": bool(settings.SOCIALACCOUNT_PROVIDERS),
        },
    )


@require_http_methods(["GET", "POST"])
@reauthentication_required(allow_get=True)
def sessions(request: HttpRequest) -> HttpResponse:
    """List where a person is signed in; a POST ends one of them, or all but this one."""
    user = _own(request)
    found = sorted(
        UserSession.objects.purge_and_list(user), key=lambda session: session.created_at, reverse=True
    )
    if request.method == "POST":
        if "others" in request.POST:
            ended = [session for session in found if not session.is_current()]
        else:
            number = request.POST.get("session", "")
            ended = [get_object_or_404(UserSession, user=user, pk=int(number) if number.isdigit() else 0)]
        for session in ended:
            session.end()
        messages.success(
            request, "Signed out there." if len(ended) == 1 else f"Signed out in {len(ended)} places."
        )
        return redirect("sessions")
    return render(request, "account/sessions.html", {"sessions": found})
