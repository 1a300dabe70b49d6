"""What is said where a request can't be answered as it was asked."""

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# What was typed can't be taken as it is; somebody else was first; the person may not; it is too large; too often.
INVALID, CONFLICT, REFUSED, TOO_LARGE, TOO_MANY = 422, 409, 403, 413, 429


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say what was wrong with an address, where the program itself refused it; else that it was not understood."""
    explanation = str(exception) if isinstance(exception, BadRequest) else ""
    return render(request, "400.html", {"explanation": explanation}, status=400)
