"""Rows of a measure that are only ever added, and can be taken back by a later one."""

from datetime import date
from typing import Any

from django.db import models

from improvement import history


class Dated(history.Dated):
    """What the council knew of a measure on a day, and its source.

    A later row with `withdrawn` takes back the one that it `withdraws`; one of an older version of this program, which
    names none, the earlier ones that are alike in the model's `alike_fields`.
    """

    alike_fields: tuple[str, ...] = ()

    source = models.CharField(max_length=300, blank=True)
    # A later row that takes an earlier one back: an import undone, a target set by mistake.
    withdrawn = models.BooleanField(default=False, editable=False)
    withdraws = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )

    class Meta:
        abstract = True

    @classmethod
    def stands_on(cls, day: date) -> models.Q:
        alike: dict[str, Any] = {name: models.OuterRef(name) for name in cls.alike_fields}
        later = cls._default_manager.filter(
            models.Q(withdraws=models.OuterRef("pk"))
            | models.Q(withdraws__isnull=True, pk__gt=models.OuterRef("pk"), **alike),
            withdrawn=True,
            known_on__lte=day,
            **{"measure": models.OuterRef("measure")},
        )
        return models.Q(withdrawn=False) & ~models.Q(models.Exists(later))


class Period(models.Model):
    """The days that a figure speaks for, and the words that the source has for them."""

    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    period_words = models.CharField("period as written", max_length=200, blank=True)

    class Meta:
        abstract = True


def period_in_order(name: str) -> models.CheckConstraint:
    """Return the constraint that a period does not end before it starts."""
    message = "The period can't end before it starts."
    return history.days_in_order(name, "period_start", "period_end", message)


def taken_back(name: str) -> models.Index:
    """Return the index of the few rows that take others back: every reading asks whether there is one."""
    return models.Index(fields=["measure"], condition=models.Q(withdrawn=True), name=f"{name}_taken_back")
