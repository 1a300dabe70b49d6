"""Drafts: what a person typed and has not sent, kept for that person alone."""

from django.db import transaction
from django.utils import timezone

from improvement.models import Draft, User
from improvement.typed.fields import Fields
from improvement.typed.shown import KEPT

# A form may be open in several windows; a person has only so many forms in hand.
MOST_OF_A_FORM = 3
MOST_OF_A_PERSON = 60


@transaction.atomic
def keep_draft(person: User, address: str, form_key: str, fields: Fields) -> Draft:
    """Keep what was typed into a form so far, in place of what was typed into it before."""
    draft, _made = Draft.objects.update_or_create(
        person=person,
        address=address,
        form_key=form_key,
        defaults={"fields": fields, "saved_at": timezone.now()},
    )
    Draft.objects.filter(saved_at__lt=timezone.now() - KEPT).delete()
    of_person = Draft.objects.filter(person=person)
    for of_many, most in ((of_person.filter(address=address), MOST_OF_A_FORM), (of_person, MOST_OF_A_PERSON)):
        Draft.objects.filter(pk__in=list(of_many.values_list("pk", flat=True)[most:])).delete()
    return draft


def drafts_of(person: User, address: str) -> list[Draft]:
    """Return what a person has not sent of a form, the newest first."""
    return list(Draft.objects.filter(person=person, address=address, saved_at__gte=timezone.now() - KEPT))


def draft_of(person: User, number: int) -> Draft | None:
    """Return a draft of this person; None for one that is gone or another's."""
    return Draft.objects.filter(person=person, pk=number).first()


def erase_drafts(person: User, address: str) -> None:
    """Let the drafts of a form go: it was sent."""
    Draft.objects.filter(person=person, address=address).delete()


def discard_draft(person: User, number: int) -> str:
    """Let a draft go because its author says so; return where its form stands, or nothing where it is gone."""
    draft = draft_of(person, number)
    if draft is None:
        return ""
    draft.delete()
    return draft.address
