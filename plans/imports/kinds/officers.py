"""The officers who are named beside a thing now, as rows hold them."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet


def officers_named(links: QuerySet[Any], *owner: str) -> dict[Any, list[list[str]]]:
    """Return each owner's officers of today, as post and name in the order in which they came; one query.

    `owner` are the fields of a link that say whose officers they are: one gives its value as the key, several a tuple.
    """
    named: dict[Any, list[list[str]]] = defaultdict(list)
    held = links.filter(known_to=None).order_by("pk")
    for *keys, title, name in held.values_list(*owner, "officer__job_title", "officer__name"):
        named[tuple(keys) if len(keys) > 1 else keys[0]].append([title, name])
    return named
