"""How history is kept, for every app: dated rows, rows that hold over an interval of days, and how they are followed.

Each row carries two dates: when the council knew it (`known_on` or `known_from`) and when it was recorded here
(`recorded_at`, the clock, never settable). An interval is half open: a row holds on a day when
known_from <= day < known_to; the current row has no end.

No row is changed or deleted to take it back; it stood until then, and a past day shows it still:

- what holds over an interval is ended (`known_to`), and a thing that leaves a plan is followed by a version that says
  so (`withdrawn`);
- a dated row stands as long as its model's `stands_on` says, which `as_at` asks. A plan's rows stand until the import
  that wrote them is undone (plans/models/history.py): one row ends thousands. A measure's figure or target stands until
  a later row names it (performance/models/dated.py): it is the council's, which knows of no plan's imports, and one
  that was set by mistake must go alone. An undone import takes its figures back that way too;
- what the record must tell of by itself, such as a request that is withdrawn, is a row of its own table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from improvement.models import User
from improvement.origin import Origin, current_origin

Row = TypeVar("Row", bound=models.Model)

# Fields that belong to the row itself and are never carried into the next version.
OWN_FIELDS = {"id", "known_from", "known_to", "recorded_at", "by", "reason", "origin"}


class Recorded(models.Model):
    """Who recorded a row, when by the clock, and where it was written."""

    recorded_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    origin = models.CharField(
        "where it was written",
        max_length=10,
        choices=Origin,
        default=current_origin,
        blank=True,
        editable=False,
    )

    class Meta:
        abstract = True


class DatedQuerySet(models.QuerySet[Row]):
    """Rows that are only ever added, each known from a day on."""

    def as_at(self, day: date) -> "DatedQuerySet[Row]":
        """Keep the rows that were known, and stood, at the end of `day`."""
        stands: models.Q = self.model.stands_on(day)  # type: ignore[attr-defined]
        return self.filter(known_on__lte=day).filter(stands)


class Dated(Recorded):
    """A row that is only ever added: what the council knew on a day."""

    append_only = True

    known_on = models.DateField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def entered_later(self) -> bool:
        """Whether the row was recorded on a later day than the council knew it."""
        return timezone.localtime(self.recorded_at).date() > self.known_on

    @classmethod
    def stands_on(cls, day: date) -> models.Q:
        """Return the condition under which a row was not taken back at the end of `day`."""
        return models.Q()


class IntervalQuerySet(models.QuerySet[Row]):
    """Rows that hold over an interval of days."""

    def as_at(self, day: date) -> "IntervalQuerySet[Row]":
        """Keep the rows that held at the end of `day`."""
        return self.filter(known_from__lte=day).filter(
            models.Q(known_to__isnull=True) | models.Q(known_to__gt=day)
        )

    def today(self) -> "IntervalQuerySet[Row]":
        """Keep the rows that hold today: of those with a day set beforehand, what has begun and has not ended."""
        return self.as_at(timezone.localdate())


class Interval(Recorded):
    """A row that held from one day until another."""

    append_only = True
    append_only_except = frozenset({"known_to"})

    known_from = models.DateField()
    known_to = models.DateField(null=True, blank=True)

    objects = IntervalQuerySet.as_manager()

    class Meta:
        abstract = True


class Version(Interval):
    """One state of an identity row, and why it became so."""

    reason = models.CharField("why it changed", max_length=500, blank=True)

    class Meta:
        abstract = True


def days_in_order(name: str, first: str, last: str, message: str | None = None) -> models.CheckConstraint:
    """Return the constraint that one day is not after another, where both are known."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{first}__isnull": True})
        | models.Q(**{f"{last}__isnull": True})
        | models.Q(**{f"{first}__lte": models.F(last)}),
        name=name,
        violation_error_message=message,
    )


@dataclass(frozen=True)
class Provenance:
    """Who says so, when the council knew it, and why it changes."""

    known_on: date
    by: User | None = None
    reason: str = field(default="", kw_only=True)

    def because(self, reason: str) -> Self:
        """Return the same with another reason, as much of it as a version holds."""
        return replace(self, reason=reason[:500])


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
            if field.name not in OWN_FIELDS and field.name not in own
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
