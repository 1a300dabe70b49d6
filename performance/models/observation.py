"""What was observed for a measure in a period, and when it was known."""

from django.conf import settings
from django.db import models

from performance.choices import ObservationStatus
from performance.models.measure import Measure
from performance.models.taken_back import TakenBackQuerySet


class Observation(models.Model):
    """A measure's figure for a period. A later correction is a new row: what the board was told stays known."""

    append_only = True
    same_thing = ("measure", "period_words", "source")

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="observations")
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    period_words = models.CharField("period as written", max_length=200, blank=True)
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    highest = models.DecimalField(
        "highest, where a band was reported", max_digits=14, decimal_places=4, null=True, blank=True
    )
    numerator = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    words = models.CharField("as written", max_length=300, blank=True)
    status = models.CharField(max_length=20, choices=ObservationStatus, default=ObservationStatus.FINAL)
    reason = models.CharField("why not available", max_length=300, blank=True)
    source = models.CharField(max_length=300, blank=True)
    wording = models.TextField("wording in the source", blank=True)
    # A later row for the same thing that takes an earlier one back: an import undone.
    withdrawn = models.BooleanField(default=False)
    known_on = models.DateField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = TakenBackQuerySet.as_manager()

    class Meta:
        ordering = ["measure", "period_end", "pk"]
        indexes = [models.Index(fields=["measure", "period_end", "known_on"], name="observation_as_at")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(period_start__isnull=True)
                | models.Q(period_end__isnull=True)
                | models.Q(period_start__lte=models.F("period_end")),
                name="observation_period_in_order",
                violation_error_message="The period can't end before it starts.",
            ),
            models.CheckConstraint(
                condition=models.Q(denominator__isnull=True) | models.Q(denominator__gt=0),
                name="observation_denominator_positive",
                violation_error_message="The denominator must be more than zero.",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="not_available") | models.Q(value__isnull=True),
                name="observation_not_available_has_no_value",
                violation_error_message="A figure that is not available has no value: leave it empty, never 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id}: {self.words or self.value} ({self.period_words or self.period_end})"
