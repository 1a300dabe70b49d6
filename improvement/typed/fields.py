"""What of a form may be kept, and how much of it."""

import hashlib
import json
import re
from collections.abc import Mapping

from django.http import HttpRequest, QueryDict

Fields = dict[str, list[str]]

# Never kept, whatever form asks for them.
NEVER_KEPT = re.compile(r"password|secret|token|credential|^code$|^key$|^kept$|^next$", re.IGNORECASE)
# More than the longest form holds; what is longer was not typed by hand.
MOST_CHARACTERS = 1_000_000
# What a form says of itself, not the person: how many rows it has, which state of things it was shown over.
OF_THE_FORM = re.compile(
    r"(^|-)(TOTAL_FORMS|INITIAL_FORMS|MIN_NUM_FORMS|MAX_NUM_FORMS|revision|plan_revision|basis|seen|shown|was|read)$"
)
# What the address says of the draft that it opens, and not of the form.
MOST_OF_AN_ADDRESS = 500
OF_THE_DRAFT = ("typed", "why")


def posted_fields(posted: QueryDict) -> Fields:
    """Return what was posted, without what is never kept; files are no part of it, nor what no database takes."""
    return {
        name: [str(value).replace("\x00", "") for value in values]
        for name, values in posted.lists()
        if not NEVER_KEPT.search(name)
    }


def is_bounded(fields: Mapping[str, list[str]]) -> bool:
    """Whether there is something to keep, and no more than a form holds."""
    return bool(fields) and len(json.dumps(fields)) <= MOST_CHARACTERS


def digest_of(address: str, fields: Mapping[str, list[str]]) -> str:
    """Return what tells whether the same was sent again to the same place.

    What a form says of itself is left out: shown again after it was recorded, it has another revision.
    """
    entered = {name: values for name, values in fields.items() if not OF_THE_FORM.search(name)}
    return hashlib.sha256(json.dumps([address, entered], sort_keys=True).encode()).hexdigest()


def words_of(fields: Mapping[str, list[str]]) -> list[tuple[str, str]]:
    """Return what was written in words, box by box; choices and what a form says of itself left out."""
    return [
        (_title(name), value)
        for name, values in fields.items()
        if not OF_THE_FORM.search(name)
        for value in values
        if re.search(r"\w\s+\w", value) or len(value) > 20
    ]


def beginning_of(fields: Mapping[str, list[str]]) -> str:
    """Return the first words that were written, by which a person knows a draft again."""
    words = words_of(fields)
    if not words:
        return ""
    first = " ".join(words[0][1].split())
    return first if len(first) <= 80 else f"{first[:79].rstrip()}…"


def _title(name: str) -> str:
    *rows, field = name.split("-")
    words = field.replace("_", " ").capitalize()
    number = next((part for part in rows if part.isdigit()), None)
    return f"{words} ({int(number) + 1})" if number is not None and len(number) < 4 else words


def address_of(request: HttpRequest) -> str:
    """Return where a request's form stands: its path and what it asks for, without what opens a draft."""
    asked = request.GET.copy()
    for name in OF_THE_DRAFT:
        asked.pop(name, None)
    address = f"{request.path}?{asked.urlencode()}" if asked else request.path
    return address if len(address) <= MOST_OF_AN_ADDRESS else request.path


def with_draft(address: str, draft: int, why: str) -> str:
    """Return the address of a form that opens filled in with a draft."""
    return f"{address}{'&' if '?' in address else '?'}typed={draft}&why={why}"
