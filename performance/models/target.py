"""What a measure is to reach, and by when."""

from django.db import models

from improvement.history import days_in_order
from performance.choices import TargetKind
from performance.models.dated import Dated, taken_back
from performance.models.measure import Measure


class Target(Dated):
    """A value or a band to reach by a date; a revised one is a new row beside the first."""

    alike_fields = ("measure", "kind", "due_words", "source")

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="targets")
    kind = models.CharField(max_length=20, choices=TargetKind)
    words = models.CharField("as written", max_length=300, blank=True)
    lowest = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    highest = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    due_words = models.CharField("by when, as written", max_length=200, blank=True)
    due_earliest = models.DateField(null=True, blank=True)
    due_latest = models.DateField(null=True, blank=True)
    wording = models.TextField("wording in the source", blank=True)
    revises = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="revised_by", null=True, blank=True
    )

    class Meta:
        ordering = ["measure", "due_latest", "pk"]
        indexes = [taken_back("target")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lowest__isnull=True)
                | models.Q(highest__isnull=True)
                | models.Q(lowest__lte=models.F("highest")),
                name="target_band_in_order",
                violation_error_message="The lowest value can't be above the highest.",
            ),
            days_in_order("target_dates_in_order", "due_earliest", "due_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} for {self.measure_id}: {self.words or self.lowest}"
