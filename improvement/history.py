"""How history is kept and followed: rows that hold over an interval of days, one current row for each thing.

An interval is half open: a row holds on a day when known_from <= day < known_to; the current row has no end.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db import models

IntervalModel = TypeVar("IntervalModel", bound=models.Model)

# Fields that belong to the row itself and are never carried into the next version.
OWN_FIELDS = {"id", "known_from", "known_to", "recorded_at", "by", "import_run", "reason", "origin"}


class IntervalQuerySet(models.QuerySet[IntervalModel]):
    """Rows that hold over an interval of days."""

    def as_at(self, day: date) -> "IntervalQuerySet[IntervalModel]":
        """Keep the rows that held at the end of `day`."""
        return self.filter(known_from__lte=day).filter(
            models.Q(known_to__isnull=True) | models.Q(known_to__gt=day)
        )


def interval_constraints(name: str, identity: str) -> list[models.BaseConstraint]:
    """Return what every version table promises: days in order, and one current row for each identity."""
    return [
        models.CheckConstraint(
            condition=models.Q(known_to__isnull=True) | models.Q(known_to__gte=models.F("known_from")),
            name=f"{name}_days_in_order",
        ),
        models.UniqueConstraint(
            fields=[identity], condition=models.Q(known_to__isnull=True), name=f"{name}_one_current"
        ),
    ]


def follow_versions(
    model: type[models.Model],
    identity: str,
    changes: Mapping[int, Mapping[str, Any]],
    known_on: date,
    own: Mapping[str, Any],
) -> list[Any]:
    """Follow each identity's current version by one with the given fields changed; return the new ones.

    `identity` is the version's foreign key, `changes` maps an identity's key to new field values, `own` holds the
    new rows' own fields (who, why). Values that are already so make no version. A change is never put before the
    version that it follows.
    """
    manager = model._default_manager
    current = manager.filter(**{f"{identity}__in": list(changes), "known_to__isnull": True})
    followed: list[Any] = []
    new: list[Any] = []
    version: Any
    for version in current:
        wanted = changes[getattr(version, f"{identity}_id")]
        if all(_value(version, name) == _plain(value) for name, value in wanted.items()):
            continue
        carried = {
            field.attname: getattr(version, field.attname)
            for field in model._meta.concrete_fields
            if field.name not in OWN_FIELDS
        }
        following = model(**carried, **own, known_from=max(known_on, version.known_from))
        for name, value in wanted.items():
            setattr(following, name, value)
        followed.append(version)
        new.append(following)
    close_intervals(
        model, followed, {version.pk: row.known_from for version, row in zip(followed, new, strict=True)}
    )
    return manager.bulk_create(new)


def _value(version: models.Model, name: str) -> object:
    field = version._meta.get_field(name)
    return getattr(version, getattr(field, "attname", name))


def _plain(value: object) -> object:
    return value.pk if isinstance(value, models.Model) else value


def close_intervals(model: type[models.Model], rows: Sequence[Any], days: Mapping[int, date]) -> None:
    """End rows that hold, each on its day; a number of queries that does not grow with the rows."""
    by_day: dict[date, list[int]] = {}
    for row in rows:
        by_day.setdefault(days[row.pk], []).append(row.pk)
    for day, keys in by_day.items():
        model._default_manager.filter(pk__in=keys).update(known_to=day)
