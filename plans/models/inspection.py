"""Inspections and their judgements."""

from django.db import models

from improvement.models import Council
from plans.choices import Framework, JudgementGrade


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


class Judgement(models.Model):
    """What the inspectorate concluded, overall or of one area."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="judgements")
    area = models.CharField(max_length=200, default="Overall effectiveness")
    grade = models.CharField(max_length=30, choices=JudgementGrade)

    class Meta:
        ordering = ["inspection", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "area"], name="judgement_once_per_area"),
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.get_grade_display()}"
