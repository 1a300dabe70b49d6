"""The mark that every shown form carries: whose it is, and which showing of it.

It is signed and nothing is stored for it; the database learns of it when the form is recorded (`sending`). A form that
comes back with errors, or is filled in again with a draft, is the same form, and keeps its mark.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest

from improvement.models import Draft, User

NAME = "form_token"
SALT = "improvement.typed.shown"
# How long a shown form, what was sent of it, and a draft of it are known.
KEPT = timedelta(days=30)


@dataclass(frozen=True)
class ShownForm:
    """One showing of a form to one person."""

    person_id: int
    key: str


@dataclass
class Showing:
    """What a request knows of the forms that it shows: `request.showing`, set by the middleware."""

    # Whether a form of ours is on the page.
    shows_form: bool = False
    # The key of the form that was posted or drafted, which the page's first form continues.
    continues: str = ""
    # The draft with which the page's form is asked to be filled.
    draft: Draft | None = None
    # Whether the answer says by itself what becomes of what was typed.
    is_answered: bool = False


def showing(request: HttpRequest) -> Showing:
    """Return what a request knows of its forms."""
    shown = getattr(request, "showing", None)
    if shown is None:
        shown = request.showing = Showing()  # type: ignore[attr-defined]
    return shown


def new_key() -> str:
    """Return the key of another showing."""
    return secrets.token_urlsafe(16)


def sign(form: ShownForm) -> str:
    """Return the mark as a form carries it."""
    return signing.dumps([form.person_id, form.key], salt=SALT)


def read(text: str | None) -> ShownForm | None:
    """Return the form that a mark speaks of; None for none, one that is not ours, or one that is too old."""
    try:
        person_id, key = signing.loads(text or "", salt=SALT, max_age=KEPT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return ShownForm(person_id, key)


def posted_form(request: HttpRequest) -> ShownForm | None:
    """Return the form that was posted, where it was one of ours."""
    return read(request.POST.get(NAME))


def mark_for(request: HttpRequest) -> str:
    """Return the mark of a form that is being shown; empty for somebody who is not signed in.

    Says on the request that a form is shown. The first form of a page continues the one that was posted or drafted.
    """
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return ""
    shown = showing(request)
    key = new_key() if shown.shows_form or not shown.continues else shown.continues
    shown.shows_form = True
    return sign(ShownForm(user.pk, key))
