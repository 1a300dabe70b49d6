"""How long a person stays signed in, for the page that warns them in time; and the end of that time.

A session ends after some time without a page (shorter for who may administer the system) and some hours after signing
in whatever was done: both by the server's clock, in the session itself.
"""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from improvement.models import User

ALIVE_AT, SIGNED_IN_AT = "alive_at", "signed_in_at"
# That a person is there is noted no more often than this, in seconds.
NOTED_EVERY = 60


def seconds_left(request: HttpRequest) -> int:
    """Return how many seconds a session has left; asking does not lengthen it."""
    now = time.time()
    administers = isinstance(request.user, User) and request.user.is_staff
    idle: int = settings.SESSION_IDLE_OF_ADMINISTRATORS if administers else settings.SESSION_IDLE
    alive_at, signed_in_at = (float(request.session.get(name, now)) for name in (ALIVE_AT, SIGNED_IN_AT))
    return max(0, int(min(alive_at + idle, signed_in_at + settings.SESSION_LONGEST) - now))


def go_on(request: HttpRequest) -> int:
    """Begin the time without a page anew; return how many seconds the session has left."""
    request.session[ALIVE_AT] = time.time()
    return seconds_left(request)


@receiver(user_logged_in)
def note_when(request: HttpRequest | None, **kwargs: Any) -> None:
    """Begin both times of a session."""
    if request is not None:
        request.session[ALIVE_AT] = request.session[SIGNED_IN_AT] = time.time()


class SessionLimitMiddleware:
    """End a session whose time is over, before anything of it is used; note that the others are alive."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            # A page that asks how long there is, by itself, is nobody's doing.
            asks_alone = request.path == reverse("session")
            noted_at = float(request.session.get(ALIVE_AT, 0))
            if seconds_left(request) <= 0:
                logout(request)
            elif not asks_alone and time.time() - noted_at > NOTED_EVERY:
                request.session[ALIVE_AT] = time.time()
        return self.get_response(request)
