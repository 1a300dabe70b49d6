"""Pages that are sent again only when something changed: an entity tag from what a page is made of, and 304.

A view says by `reads_alone` that its page is made of the council's rows, the day, the address and the person, and of
nothing else. Its tag holds the council's revision, so it changes with any row; a message that waits to be shown takes
the tag away. The page keeps its forms' tokens: they hold as long as the session's own, which is in the tag.
"""

import hashlib
from collections.abc import Callable
from datetime import date
from functools import cache, wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags

from improvement.models import Council, User

View = Callable[..., HttpResponse]


class Unchanged(Exception):
    """What was asked for is what the browser has."""


def reads_alone(view: View) -> View:
    """Mark a view whose page can be answered 304; it must call `answer_unchanged` before it reads anything else."""

    @wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.reads_alone = True  # type: ignore[attr-defined]
        response: HttpResponse
        try:
            response = view(request, *args, **kwargs)
        except Unchanged:
            response = HttpResponseNotModified()
        tag = getattr(request, "entity_tag", "")
        if tag and response.status_code in {200, 304}:
            response.headers["ETag"] = tag
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return marked


def answer_unchanged(request: HttpRequest, council: Council, user: User, today: date) -> None:
    """Give the request its page's tag, where the view reads alone; raise Unchanged where the browser has that page."""
    if not getattr(request, "reads_alone", False) or request.method not in {"GET", "HEAD"}:
        return
    if len(get_messages(request)):
        return
    tag = entity_tag(request, council, user, today)
    request.entity_tag = tag  # type: ignore[attr-defined]
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        raise Unchanged


def entity_tag(request: HttpRequest, council: Council, user: User, today: date) -> str:
    """Return the tag of a page as it is now. Weak: a page that is sent compressed is the same page."""
    made_of = (
        release(),
        request.get_full_path(),
        request.headers.get("HX-Request", ""),
        council.pk,
        council.revision,
        today,
        user.pk,
        request.COOKIES.get(settings.CSRF_COOKIE_NAME, ""),
    )
    return f'W/"{hashlib.sha256(repr(made_of).encode()).hexdigest()[:32]}"'


@cache
def release() -> str:
    """Return a text that differs between two releases: of the program's files, templates and settings of this site."""
    root = Path(settings.BASE_DIR)
    files = sorted(
        path
        for folder in ("improvement", "performance", "plans", "templates", "static/build")
        for path in (root / folder).rglob("*.*")
        if path.suffix in {".py", ".html", ".css", ".js"}
    )
    told = [(str(path.relative_to(root)), path.stat().st_mtime_ns, path.stat().st_size) for path in files]
    site = (settings.DEMO, settings.IMPROVEMENT_SITE_NAME)
    return hashlib.sha256(repr((told, site)).encode()).hexdigest()[:16]
