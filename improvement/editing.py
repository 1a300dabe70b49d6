"""Two people at once: who saves over what somebody else changed meanwhile is told, and nothing of theirs is written.

What people edit carries a `revision`, which every change of it raises; a form brings back the one that it was shown
with, and `claim` takes it. Where each new state of a thing is a row of its own (a figure, a milestone's version, an
analyst's text), the form brings back the newest row's key instead; the operation compares it under a lock and raises
the same ChangedMeanwhile.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone


class ChangedMeanwhile(Exception):
    """Someone else changed the thing after it was read; nothing was written."""


def claim(row: models.Model, revision: int) -> None:
    """Take the right to change a row that was read at `revision`; raise ChangedMeanwhile if it moved on.

    One conditional UPDATE: of two people saving at once, on any database, exactly one gets it.
    """
    _raise_revision(type(row)._default_manager.filter(pk=row.pk), revision)


def _raise_revision(rows: models.QuerySet[Any], revision: int, **fields: Any) -> None:
    if not rows.filter(revision=revision).update(revision=F("revision") + 1, **fields):
        raise ChangedMeanwhile


def count_changes(model: type[models.Model], keys: Collection[int]) -> None:
    """Count a change of rows that nobody claimed, so that who has one of them open in a form is told."""
    model._default_manager.filter(pk__in=keys).update(revision=F("revision") + 1)


def keep_draft(
    model: type[models.Model], of: Mapping[str, Any], revision: int, fields: Mapping[str, Any]
) -> None:
    """Keep the one draft of what `of` names; `revision` is the draft's when it was read, 0 where there was none.

    The model says when a draft was kept last, in `changed_at`.

    Raises ChangedMeanwhile when it was kept elsewhere since: by somebody else, or in another window.
    """
    if revision:
        # An UPDATE of a set passes by `auto_now`.
        kept = {**fields, "changed_at": timezone.now()}
        return _raise_revision(model._default_manager.filter(**of), revision, **kept)
    try:
        with transaction.atomic():
            model._default_manager.create(**of, **fields)
    except IntegrityError:
        raise ChangedMeanwhile from None
