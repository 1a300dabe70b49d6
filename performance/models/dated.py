"""Rows that are only ever added, and can be taken back by a later one."""

from datetime import date
from typing import Any, TypeVar

from django.conf import settings
from django.db import models

from improvement.origin import Origin, current_origin

Row = TypeVar("Row", bound=models.Model)


class TakenBackQuerySet(models.QuerySet[Row]):
    """Rows known on a day that no later row takes back.

    A later row with `withdrawn` takes back the one that it `withdraws`; one of an older version of this program, which
    names none, the earlier ones that are alike in the model's `same_thing` fields.
    """

    def as_at(self, day: date) -> "TakenBackQuerySet[Row]":
        """Keep the rows that stood at the end of `day`."""
        same: tuple[str, ...] = self.model.same_thing  # type: ignore[attr-defined]
        alike: dict[str, Any] = {name: models.OuterRef(name) for name in same}
        later = self.model._default_manager.filter(
            models.Q(withdraws=models.OuterRef("pk"))
            | models.Q(withdraws__isnull=True, pk__gt=models.OuterRef("pk"), **alike),
            withdrawn=True,
            known_on__lte=day,
            measure=models.OuterRef("measure"),
        )
        return self.filter(known_on__lte=day, withdrawn=False).exclude(models.Exists(later))


class Dated(models.Model):
    """A row that is only ever added: what the council knew on a day, and who recorded it when by the clock."""

    append_only = True
    same_thing: tuple[str, ...] = ()

    source = models.CharField(max_length=300, blank=True)
    # A later row that takes an earlier one back: an import undone, a target set by mistake.
    withdrawn = models.BooleanField(default=False, editable=False)
    withdraws = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    known_on = models.DateField()
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

    objects = TakenBackQuerySet.as_manager()

    class Meta:
        abstract = True


class Period(models.Model):
    """The days that a figure speaks for, and the words that the source has for them."""

    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    period_words = models.CharField("period as written", max_length=200, blank=True)

    class Meta:
        abstract = True


def period_in_order(name: str) -> models.CheckConstraint:
    """Return the constraint that a period does not end before it starts."""
    return models.CheckConstraint(
        condition=models.Q(period_start__isnull=True)
        | models.Q(period_end__isnull=True)
        | models.Q(period_start__lte=models.F("period_end")),
        name=name,
        violation_error_message="The period can't end before it starts.",
    )


def taken_back(name: str) -> models.Index:
    """Return the index of the few rows that take others back: every reading asks whether there is one."""
    return models.Index(fields=["measure"], condition=models.Q(withdrawn=True), name=f"{name}_taken_back")
