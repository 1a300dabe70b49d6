"""Inspections, and their judgements as they stood from day to day."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models.functions import Coalesce

from improvement.models import Council
from plans.choices import Framework, JudgementGrade
from plans.models.history import Interval


class InspectionQuerySet(models.QuerySet["Inspection"]):
    """Inspections, by when the council knew of them."""

    def known(self, day: date) -> "InspectionQuerySet":
        """Keep what was known at the end of `day`, and on record, the oldest first; each with its `known_on`.

        An inspection is known when its report was published; one without a report, such as a monitoring visit, when it
        ended or began.
        """
        return (
            self.on_record(day)
            .annotate(known_on=Coalesce("published_on", "ended_on", "started_on"))
            .filter(known_on__lte=day)
            .order_by("known_on", "pk")
        )

    def on_record(self, day: date = date.max) -> "InspectionQuerySet":
        """Keep those that no undone import had taken off the record at the end of `day`."""
        return self.filter(models.Q(withdrawn_on__isnull=True) | models.Q(withdrawn_on__gt=day))


class Inspection(models.Model):
    """A visit by an inspectorate to a service, or to one setting of it such as a children's home."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="inspections")
    framework = models.CharField(max_length=30, choices=Framework)
    inspectorate = models.CharField(max_length=100, default="Ofsted")
    setting = models.CharField(
        "service or setting",
        max_length=200,
        blank=True,
        help_text="For example children's services, or the name of a children's home.",
    )
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    # The import that brought it was undone: from this day it is off the record.
    withdrawn_on = models.DateField(null=True, blank=True, editable=False)

    objects: ClassVar[InspectionQuerySet] = InspectionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["council", "started_on", "setting", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(started_on__isnull=True)
                | models.Q(ended_on__isnull=True)
                | models.Q(started_on__lte=models.F("ended_on")),
                name="inspection_dates_in_order",
                violation_error_message="An inspection can't end before it starts.",
            )
        ]

    def __str__(self) -> str:
        day = self.published_on or self.started_on
        when = f", {day:%-d %B %Y}" if day else ""
        where = f" of {self.setting}" if self.setting else ""
        return f"{self.get_framework_display()}{where}{when}"

    @property
    def first_known_on(self) -> date | None:
        """The day from which the council knew of it, where any day is on record."""
        return self.published_on or self.ended_on or self.started_on


class Judgement(Interval):
    """What the inspectorate concluded, overall or of one area; one that is put right ends, and another follows it."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="judgements")
    area = models.CharField(max_length=200, default="Overall effectiveness")
    grade = models.CharField(max_length=30, choices=JudgementGrade)

    class Meta:
        ordering = ["inspection", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "area"],
                condition=models.Q(known_to__isnull=True),
                name="judgement_once_per_area",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.get_grade_display()}"
