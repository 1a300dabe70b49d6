"""What is said where a request can't be answered as it was asked."""

import sys

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from improvement.full_disk import is_full
from improvement.typed.fields import posted_fields, words_of

# What was typed can't be taken as it is; somebody else was first; the person may not; it is too large; too often.
INVALID, CONFLICT, REFUSED, TOO_LARGE, TOO_MANY = 422, 409, 403, 413, 429
# Something went wrong; there is no room left to save anything.
FAILED, NO_ROOM = 500, 507


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what was wrong with an address, where the program itself refused it; else that it was not understood."""
    explanation = str(exception) if isinstance(exception, BadRequest) else ""
    return render(request, "400.html", {"explanation": explanation}, status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something went wrong, with the id by which it is found in the log, and give back what was typed."""
    status = NO_ROOM if is_full(sys.exc_info()[1]) else FAILED
    context = {"reference": getattr(request, "id", ""), "typed": _typed(request)}
    try:
        return render(request, f"{status}.html", context, status=status)
    except Exception:
        # What every page is given, who is signed in say, can't be read where the database is what went wrong.
        return HttpResponse(render_to_string(f"{status}.html", context), status=status)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    try:
        return words_of(posted_fields(request.POST)) if request.method == "POST" else []
    except Exception:  # what could not be read as a form is what went wrong
        return []
