"""A measure (KPI): what is counted, in which unit, and which way is better."""

from django.db import models

from improvement.models import Council, Officer
from performance.choices import Frequency, Polarity, Unit


class Measure(models.Model):
    """One measure that a council keeps. Its figures are observations, its aims are targets."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="measures")
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=300)
    definition = models.TextField(blank=True)
    unit = models.CharField(max_length=20, choices=Unit, default=Unit.PERCENT)
    polarity = models.CharField(max_length=20, choices=Polarity, default=Polarity.NEITHER)
    frequency = models.CharField(max_length=20, choices=Frequency, default=Frequency.IRREGULAR)
    tolerance = models.DecimalField(
        max_digits=12,
        decimal_places=4,
        default=0,
        help_text="How far from the target still counts as near it, in the measure's own unit.",
    )
    dead_band = models.DecimalField(
        max_digits=12,
        decimal_places=4,
        default=0,
        help_text="A change no larger than this counts as none, in the measure's own unit.",
    )
    owner = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="measures", null=True, blank=True
    )
    source = models.CharField("source system", max_length=200, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["council", "code"], name="measure_code_once_per_council"),
            models.CheckConstraint(
                condition=models.Q(tolerance__gte=0, dead_band__gte=0),
                name="measure_tolerances_not_negative",
                violation_error_message="A tolerance or dead band can't be negative.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
