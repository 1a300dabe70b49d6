"""What was typed is shown to its author where it can't be recorded: to copy, or to send again."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from improvement.accounts.forms import SignInForm
from improvement.models import User
from improvement.refusals import REFUSED
from improvement.typed.carried import NAME, carried, carry
from improvement.typed.fields import address_of, is_bounded, posted_fields, words_of
from improvement.typed.shown import posted_form, showing

GONE = (
    "The page you sent this from is no longer there: what it was about may have been closed, moved or "
    "removed, or your role may have ended."
)
CLOSED = "The form you typed this into is no longer open."
NOT_ALLOWED = (
    "Your role on this plan does not allow this, or no longer does. The plan's administrator can change that."
)


class Overtaken(Exception):
    """What was typed can't be recorded any more, by what somebody else did meanwhile. Says so as a sentence."""


def show_what_was_typed(
    request: HttpRequest, fields: Mapping[str, list[str]], reason: str, status: int
) -> HttpResponse:
    """Return the page that says why nothing was recorded, with the words that were typed, to copy."""
    showing(request).is_answered = True
    return render(request, "not_recorded.html", {"reason": reason, "words": words_of(fields)}, status=status)


def ask_to_sign_in(request: HttpRequest, kept: str, address: str) -> HttpResponse:
    """Return the sign-in page, carrying what was typed to who signs in there."""
    showing(request).is_answered = True
    return render(
        request,
        "account/sign_in.html",
        {"form": SignInForm(request=request), "next": address, NAME: kept},
        status=REFUSED,
    )


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token against forged requests does not match: with its words, to be sent again.

    They are given back only where the form's own mark says that it was shown to this very person: no other site can
    make one.
    """
    kept = carry(request)
    user = request.user
    if not isinstance(user, User):
        # Of the sign-in page itself nothing is kept, but what it carries goes on.
        kept = kept or (request.POST.get(NAME, "") if carried(request.POST.get(NAME)) else "")
        asked = request.POST.get("next", "") if NAME in request.POST else address_of(request)
        if kept:
            return ask_to_sign_in(request, kept, asked)
    form, fields = posted_form(request), posted_fields(request.POST)
    is_own = form is not None and isinstance(user, User) and form.person_id == user.pk
    showing(request).is_answered = True
    if is_own and form is not None:
        showing(request).continues = form.key
    is_kept = is_own and is_bounded(fields)
    return render(
        request,
        "403_csrf.html",
        {
            "address": request.get_full_path(),
            "fields": [(name, value) for name, values in fields.items() for value in values]
            if is_kept
            else [],
            "words": words_of(fields) if is_kept else [],
            "has_file": bool(request.FILES),
            "is_another": form is not None and not is_own,
        },
        status=REFUSED,
    )
