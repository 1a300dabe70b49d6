"""How long a person stays signed in, for the page that warns them in time."""

import time

from django.conf import settings
from django.http import HttpRequest

ALIVE_AT = "alive_at"


def seconds_left(request: HttpRequest) -> int:
    """Return how many seconds a session has left; asking does not lengthen it."""
    age: int = settings.SESSION_COOKIE_AGE
    alive_at = request.session.get(ALIVE_AT)
    return age if alive_at is None else max(0, int(alive_at + age - time.time()))


def go_on(request: HttpRequest) -> int:
    """Begin the session's time anew; return how many seconds it has left."""
    request.session[ALIVE_AT] = time.time()
    return seconds_left(request)


def note_that_it_lives(request: HttpRequest) -> None:
    """Keep in step with the session's own end, which every write to it moves: at signing in, say."""
    if request.session.modified and not request.session.is_empty():
        request.session[ALIVE_AT] = time.time()
