"""What somebody typed whose session had ended, carried through the sign-in page in a signed field.

Nothing is stored: who is not signed in can't fill the disk, whatever they send. It is for the person to whom the form
had been shown, and for nobody else who signs in there.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.http import HttpRequest

from improvement.typed.fields import Fields, address_of, is_bounded, posted_fields
from improvement.typed.shown import posted_form

NAME = "kept"
SALT = "improvement.typed.carried"
KEPT = timedelta(hours=12)


@dataclass(frozen=True)
class Carried:
    """A form that was sent without a session: whose, where it stands, and what was typed."""

    person_id: int
    form_key: str
    address: str
    fields: Fields


def carry(request: HttpRequest) -> str:
    """Return what was posted as a signed text; empty where it is no form of ours, or nothing was typed."""
    form, fields = posted_form(request), posted_fields(request.POST)
    if form is None or not is_bounded(fields):
        return ""
    return signing.dumps([form.person_id, form.key, address_of(request), fields], salt=SALT, compress=True)


def carried(text: str | None) -> Carried | None:
    """Return what a signed text carries; None for none, one that is not ours, or one that is too old."""
    try:
        person_id, form_key, address, fields = signing.loads(text or "", salt=SALT, max_age=KEPT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Carried(person_id, form_key, address, fields)
