"""Everything that is held on one person, for who asks to see it (UK GDPR, article 15): found by the models themselves.

Rows that refer to their account or to an officer that is theirs, and every text in which their name or address stands.
Nothing is listed by hand: a table that is added tomorrow is looked through too.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from improvement.models import Officer, User

# What no answer may hold: secrets, and files, which are named instead.
NEVER = re.compile(r"password|secret|session_key|session_data|token|nonce|credential", re.IGNORECASE)
SECRET_MODELS = {
    "sessions.Session",
    "mfa.Authenticator.data",
    "socialaccount.SocialToken",
    "socialaccount.SocialApp",
}
AROUND = 100


def person_data(user: User | None, name: str, email: str) -> dict[str, Any]:
    """Return what is held on a person by account, name and address: rows by table, and texts that name them.

    A name of fewer than two words is looked for as a whole officer's name alone: *Smith* stands in many texts.
    """
    officers = list(_officers(user, name, email))
    referring = [*([("account", user)] if user else []), *(("officer", officer) for officer in officers)]
    return {
        "asked": {"name": name, "email": email},
        "account": _row(user) if user else None,
        "officers": [_row(officer) for officer in officers],
        "rows": {table: rows for table, rows in _rows_of(referring) if rows},
        "texts": list(_texts([text for text in (name, email) if len(text.split()) > 1 or "@" in text])),
    }


def _officers(user: User | None, name: str, email: str) -> Iterator[Officer]:
    asked = Q(pk=None)
    if user:
        asked |= Q(user=user)
    if name:
        asked |= Q(name__iexact=name)
    if email:
        asked |= Q(email__iexact=email)
    yield from Officer.objects.filter(asked)


def _rows_of(referring: list[tuple[str, models.Model]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield each table with the rows that refer to a person, and by which column."""
    for model in apps.get_models():
        if model._meta.label in SECRET_MODELS:
            continue
        rows = []
        for field in model._meta.local_concrete_fields:
            for _what, thing in referring:
                if isinstance(field, models.ForeignKey) and field.related_model is type(thing):
                    found = model._default_manager.filter(**{field.name: thing})
                    rows += [{"because": field.name} | _row(row) for row in found.iterator()]
        yield model._meta.label, rows


def _row(row: models.Model) -> dict[str, Any]:
    said = {}
    for field in row._meta.local_concrete_fields:
        full = f"{row._meta.label}.{field.name}"
        if NEVER.search(field.name) or full in SECRET_MODELS:
            continue
        said[field.name] = _plain(field.value_from_object(row))
    return said


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return f"({len(value):,} bytes)"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | models.fields.files.FieldFile):
        return str(value)
    return value


def pattern_of(sought: list[str]) -> re.Pattern[str]:
    """Return what finds any of some names and addresses, whole words alone, large or small."""
    return re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in sought), re.IGNORECASE)


def _texts(sought: list[str]) -> Iterator[dict[str, Any]]:
    """Yield where a name or an address stands in any text, with the words around it."""
    for model, key, name, value in texts_naming(sought):
        said = value if isinstance(value, str) else str(value)
        if match := pattern_of(sought).search(said):
            around = said[max(0, match.start() - AROUND) : match.end() + AROUND]
            yield {"table": model._meta.label, "row": key, "field": name, "words": around}


def texts_naming(sought: list[str]) -> Iterator[tuple[type[models.Model], Any, str, Any]]:
    """Yield every text in which a name or an address stands: its table, row, field and value."""
    if not sought:
        return
    pattern = pattern_of(sought)
    for model in apps.get_models():
        if model._meta.label in SECRET_MODELS:
            continue
        fields = [
            field
            for field in model._meta.local_concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
            and not NEVER.search(field.name)
        ]
        if not fields:
            continue
        asked = Q(pk=None)
        for field in fields:
            for text in sought:
                asked |= Q(**{f"{field.name}__icontains": text})
        names = [field.name for field in fields]
        for key, *values in model._default_manager.filter(asked).values_list("pk", *names).iterator():
            for name, value in zip(names, values, strict=True):
                if pattern.search(value if isinstance(value, str) else str(value or "")):
                    yield model, key, name, value
