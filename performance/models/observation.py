"""What was observed for a measure in a period, and when it was known."""

from django.db import models

from performance.choices import MeasureType, ObservationStatus
from performance.models.dated import Dated, Period, period_in_order, taken_back
from performance.models.measure import Measure


class Observation(Dated, Period):
    """A measure's figure for a period. A later correction is a new row: what the board was told stays known."""

    alike_fields = ("measure", "period_words", "measure_type", "source")

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="observations")
    measure_type = models.CharField(
        "what the figure speaks for", max_length=20, choices=MeasureType, default=MeasureType.MONTH
    )
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    highest = models.DecimalField(
        "highest, where a band was reported", max_digits=14, decimal_places=4, null=True, blank=True
    )
    numerator = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    words = models.CharField("as written", max_length=300, blank=True)
    status = models.CharField(max_length=20, choices=ObservationStatus, default=ObservationStatus.FINAL)
    reason = models.CharField("why not available, or a note", max_length=300, blank=True)
    wording = models.TextField("wording in the source", blank=True)

    class Meta:
        ordering = ["measure", "period_end", "pk"]
        indexes = [
            models.Index(fields=["measure", "period_end", "known_on"], name="observation_as_at"),
            taken_back("observation"),
        ]
        constraints = [
            period_in_order("observation_period_in_order"),
            models.CheckConstraint(
                condition=models.Q(denominator__isnull=True) | models.Q(denominator__gt=0),
                name="observation_denominator_positive",
                violation_error_message="The denominator must be more than zero.",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="not_available") | models.Q(value__isnull=True),
                name="observation_not_available_has_no_value",
                violation_error_message="A figure that is not available has no value: leave it blank, do not enter 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id}: {self.words or self.value} ({self.period_words or self.period_end})"


class GradeCount(models.Model):
    """How many cases of an observation were given a grade: audits, inspections of homes.

    The observation's own numerator counts the grades that meet the standard, its denominator all of them.
    """

    append_only = True

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="grades")
    grade = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField(help_text="The best grade is 1.")
    meets_standard = models.BooleanField(default=False)
    count = models.PositiveIntegerField()

    class Meta:
        ordering = ["observation", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["observation", "grade"], name="grade_once_per_observation")
        ]

    def __str__(self) -> str:
        return f"{self.grade}: {self.count}"
