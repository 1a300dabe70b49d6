"""Who must have a second step to sign in: until they set one up, nothing else opens for them."""

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.module_loading import import_string

from improvement.models import User

SET_UP_FIRST = "Your account needs a second step to sign in. Set one up, and you can go on."


def must_have_one(user: User) -> bool:
    """Whether a person must have a second step, by the setting SECOND_STEP_FOR."""
    if settings.SECOND_STEP_FOR == "administrators":
        # Who administers a plan is known to the plans, which stand above this.
        return user.is_staff or bool(import_string(settings.ADMINISTERS_SOMETHING)(user))
    return bool(settings.SECOND_STEP_FOR == "everybody")


def has_one(request: HttpRequest, user: User) -> bool:
    """Whether a person has a second step: ours, or that of the council's own sign-in, by which they came."""
    by_council = any(
        record.get("method") == "socialaccount" for record in get_authentication_records(request, user)
    )
    return by_council or bool(is_mfa_enabled(user))


class SecondStepMiddleware:
    """Lead who must have a second step, and has none, to where it is set up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, User) or self._is_open(request):
            return self.get_response(request)
        if must_have_one(user) and not has_one(request, user):
            messages.warning(request, SET_UP_FIRST)
            return redirect("mfa_index")
        return self.get_response(request)

    def _is_open(self, request: HttpRequest) -> bool:
        ways = (
            reverse("account"),
            reverse("sign-out"),
            reverse("session"),
            reverse("accessibility-statement"),
        )
        return request.path.startswith(ways)
