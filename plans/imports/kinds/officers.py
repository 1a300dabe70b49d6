"""The officers who are named beside a thing now, as rows hold them."""

from collections import defaultdict
from typing import Any

from django.db.models import QuerySet


def officers_named(links: QuerySet[Any], *owner: str) -> dict[Any, list[list[str]]]:
    """Return each owner's officers of today, as post and name in the order in which they came; one query.

    `owner` are the fields of a link that say whose officers they are: one gives its value as the key, several a tuple.
    """
    named: dict[Any, list[list[str]]] = defaultdict(list)
    for link in links.filter(known_to=None).select_related("officer").order_by("pk"):
        keys = tuple(getattr(link, name) for name in owner)
        named[keys if len(keys) > 1 else keys[0]].append([link.officer.job_title, link.officer.name])
    return named
