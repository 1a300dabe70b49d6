"""What a view says of itself to the middleware that keeps what people type."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

View = TypeVar("View", bound=Callable[..., Any])


def post_only(page: str, *names: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let a view take a POST; who opens its address, after signing in say, is sent to the page that holds its form.

    `page` is that page's name, `names` the parts of the address that both have.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def taken(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST":
                return redirect(page, **{name: kwargs[name] for name in names})
            return view(request, *args, **kwargs)

        taken.has_no_page = True  # type: ignore[attr-defined]
        return require_http_methods(["GET", "HEAD", "POST"])(taken)

    return decorate


def reads_long(view: View) -> View:
    """Leave out a view that reads a file for long: it would hold SQLite's one writer meanwhile.

    What such a view writes knows the file again by itself.
    """
    view.leaves_the_mark = True  # type: ignore[attr-defined]
    return view


def records_nothing(view: View) -> View:
    """Leave out a view to which a form is posted while it is still being written."""
    view.leaves_the_mark = True  # type: ignore[attr-defined]
    return view
