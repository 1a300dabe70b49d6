"""How history is kept: versions with an interval, memberships with an interval, and dated rows.

Each carries two dates: when the council knew it (`known_from` or `known_on`) and when it was recorded here
(`recorded_at`, the clock, never settable). An interval is half open: a row holds on a day when
known_from <= day < known_to; the current row has no end.
"""

from datetime import date
from typing import TypeVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from improvement.history import IntervalQuerySet
from improvement.origin import Origin, current_origin


class Recorded(models.Model):
    """Who recorded a row, when by the clock, and from which import."""

    recorded_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    import_run = models.ForeignKey(
        "plans.ImportRun", on_delete=models.PROTECT, related_name="+", null=True, blank=True
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


DatedModel = TypeVar("DatedModel", bound=models.Model)


class DatedQuerySet(models.QuerySet[DatedModel]):
    """Rows of a day, without those of an import that was undone by then."""

    def as_at(self, day: date) -> "DatedQuerySet[DatedModel]":
        """Keep the rows that were known, and stood, at the end of `day`."""
        return self.filter(known_on__lte=day).filter(
            models.Q(import_run__undo__isnull=True) | models.Q(import_run__undo__known_on__gt=day)
        )


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
    """One state of an identity row. `withdrawn` says that the thing left the plan; the row stays."""

    reason = models.CharField("why it changed", max_length=500, blank=True)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        abstract = True


class StartAsWritten(models.Model):
    """A start date as a council wrote it, and the days that the words can mean."""

    start_words = models.CharField("start, as written", max_length=200, blank=True)
    start_kind = models.CharField(max_length=20, default="none", editable=False)
    start_earliest = models.DateField(null=True, blank=True, editable=False)
    start_latest = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class DueAsWritten(models.Model):
    """A due date as a council wrote it, and the days that the words can mean. It is overdue after the latest."""

    due_words = models.CharField("due, as written", max_length=200, blank=True)
    due_kind = models.CharField(max_length=20, default="none", editable=False)
    due_earliest = models.DateField(null=True, blank=True, editable=False)
    due_latest = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


def days_in_order(name: str, first: str, last: str, message: str) -> models.CheckConstraint:
    """Return the constraint that one day is not after another, where both are known."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{first}__isnull": True})
        | models.Q(**{f"{last}__isnull": True})
        | models.Q(**{f"{first}__lte": models.F(last)}),
        name=name,
        violation_error_message=message,
    )
