"""Masks one person everywhere (UK GDPR, article 17): in rows at once, in texts once somebody has read where they stand.

Officers and accounts are held by key, so masking a row masks every page, list, search, workbook and paper made from
then on. Words that people wrote are history: they are masked under lifted guards, each place by itself, and that it was
done stands on record. What is kept as it was issued (files of reports, imported workbooks, a closed meeting's frozen
record, whose digest would no longer hold) is named, not changed; a backup of before knows the name still.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import connection, models, transaction

from improvement.models import Draft, Officer, OfficerSpelling, User
from improvement.security_log import note_once_written
from improvement.triggers import guards_lifted_on
from plans.models import Invitation, IssuedFile, MeetingRecord, Plan
from plans.operations.history import Provenance
from plans.operations.leavers import close_account
from plans.operations.set_up import note_change
from plans.position.officer_parts import plans_naming
from plans.procedures.person_data import AROUND, pattern_of, texts_naming

MASK = "█████"
# The rows of the person themselves, which are masked as rows.
THEIR_OWN = (User, Officer, OfficerSpelling, EmailAddress, Invitation)
# Kept as it was: a digest of it was given to others.
AS_IT_WAS = (MeetingRecord, IssuedFile)


@dataclass(frozen=True)
class NamedPlace:
    """A text in which a person is named, with the words around the name; one kept as it was can't be masked."""

    model: type[models.Model]
    key: Any
    field: str
    words: str
    is_kept: bool

    def __str__(self) -> str:
        return f"{self.model._meta.label} {self.key}, {self.field}: {self.words}"


@dataclass
class Person:
    """Whom to mask: their account, the officers that are theirs, and how they are named."""

    user: User | None
    officers: list[Officer]
    names: list[str]
    places: list[NamedPlace] = field(default_factory=list)

    @property
    def maskable(self) -> list[NamedPlace]:
        return [place for place in self.places if not place.is_kept]


def find_person(user: User | None, officers: Sequence[Officer], also: Sequence[str] = ()) -> Person:
    """Return a person with every text that names them. `also` are further ways in which they are named.

    A name of one word alone (*Smith*) stands in many texts: it is looked for only where it is given in `also`.
    """
    named = [*([user.name, user.email] if user else [])]
    named += [word for officer in officers for word in (officer.name, officer.email) if word]
    names = [text for text in dict.fromkeys(named) if len(text.split()) > 1 or "@" in text]
    names = list(dict.fromkeys([*names, *(text.strip() for text in also if text.strip())]))
    person = Person(user, list(officers), names)
    person.places = list(_places(names))
    return person


def _places(names: list[str]) -> Iterator[NamedPlace]:
    if not names:
        return
    pattern = pattern_of(names)
    for model, key, name, value in texts_naming(names):
        if model in THEIR_OWN or model is Draft:
            continue
        said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
        match = pattern.search(said)
        if match:
            around = said[max(0, match.start() - AROUND) : match.end() + AROUND]
            yield NamedPlace(model, key, name, around.replace("\n", " "), model in AS_IT_WAS)


@transaction.atomic
def mask_person(person: Person, *, with_texts: bool, provenance: Provenance) -> int:
    """Mask a person's rows, and `with_texts` every text that names them; return how many texts were masked.

    Raises ValidationError where the person is the last administrator of a plan. It can't be taken back.
    """
    plans = {plan for officer in person.officers for plan in plans_naming(officer)}
    for officer in person.officers:
        _mask_officer(officer)
    if person.user:
        plans |= set(person.user.plan_roles.values_list("plan_id", flat=True))
        close_account(person.user, provenance=provenance)
        _mask_account(person.user)
    count = _mask_texts(person) if with_texts else 0
    for plan in Plan.objects.filter(pk__in=plans):
        note_change(
            plan,
            "A person's name was masked",
            {"texts": ""},
            {"texts": f"{count} in all" if with_texts else "left as they were"},
            provenance=provenance,
        )
    note_once_written("person masked", account=person.user.pk if person.user else None, texts=count)
    return count


def _mask_officer(officer: Officer) -> None:
    OfficerSpelling.objects.filter(officer=officer).delete()
    others = Officer.objects.filter(council=officer.council_id, job_title=officer.job_title)
    taken = others.exclude(pk=officer.pk).filter(name=MASK).exists()
    name = f"{MASK} {officer.pk}" if taken else MASK
    Officer.objects.filter(pk=officer.pk).update(name=name, email="", user=None, is_confirmed=True)


def _mask_account(user: User) -> None:
    for model in (EmailAddress, Authenticator, SocialAccount, UserSession):
        model.objects.filter(user=user).delete()
    Draft.objects.filter(person=user).delete()
    address = f"removed-{user.pk}@removed.invalid"
    Invitation.objects.filter(email__iexact=user.email).update(email=address)
    user.set_unusable_password()
    User.objects.filter(pk=user.pk).update(
        name=MASK, email=address, password=user.password, is_active=False, is_staff=False, is_superuser=False
    )


def _mask_texts(person: Person) -> int:
    pattern = pattern_of(person.names)
    by_model: dict[type[models.Model], list[NamedPlace]] = defaultdict(list)
    for place in person.maskable:
        by_model[place.model].append(place)
    if not by_model:
        return 0
    guarded = [model for model in by_model if getattr(model, "append_only", False)]
    with guards_lifted_on(connection, *guarded):
        for model, places in by_model.items():
            for place in places:
                rows = model._default_manager.filter(pk=place.key)
                value = rows.values_list(place.field, flat=True).get()
                rows.update(**{place.field: _masked(value, pattern)})
    return len(person.maskable)


def _masked(value: Any, pattern: Any) -> Any:
    """Return a text, or whatever JSON holds, with every name in it masked."""
    if isinstance(value, str):
        return pattern.sub(MASK, value)
    if isinstance(value, list):
        return [_masked(item, pattern) for item in value]
    if isinstance(value, dict):
        return {pattern.sub(MASK, key): _masked(item, pattern) for key, item in value.items()}
    return value
