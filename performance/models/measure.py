"""A measure (KPI): what is counted, in which unit, and which way is better."""

from django.db import models

from improvement.history import Version, interval_constraints
from improvement.models import Council, Officer
from performance.choices import Accumulation, Frequency, MeasureType, Polarity, Unit


class Measure(models.Model):
    """One measure that a council keeps, known by its code. What it means is told by its versions."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="measures")
    code = models.SlugField(max_length=40)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["council", "code"], name="measure_code_once_per_council"),
        ]

    def __str__(self) -> str:
        return self.code


class MeasureVersion(Version):
    """What a measure meant over an interval of days. A changed polarity judges from its day on, not the past."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="versions")
    name = models.CharField(max_length=300)
    definition = models.TextField(
        blank=True, help_text="What is counted and what it is a share of, so that two people count the same."
    )
    unit = models.CharField(max_length=20, choices=Unit, default=Unit.PERCENT)
    polarity = models.CharField(
        "which way is better", max_length=20, choices=Polarity, default=Polarity.NEITHER
    )
    measure_type = models.CharField(
        "what a figure speaks for", max_length=20, choices=MeasureType, default=MeasureType.MONTH
    )
    frequency = models.CharField(
        "how often it is due", max_length=20, choices=Frequency, default=Frequency.IRREGULAR
    )
    accumulation = models.CharField(
        "how the year to date is made", max_length=20, choices=Accumulation, default=Accumulation.NOT_SAID
    )
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
        help_text="A change no larger than this counts as no change, in the measure's own unit.",
    )
    owner = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="measures", null=True, blank=True
    )
    source = models.CharField("source system", max_length=200, blank=True)

    class Meta:
        ordering = ["measure", "known_from", "pk"]
        constraints = [
            *interval_constraints("measure_version", "measure"),
            models.CheckConstraint(
                condition=models.Q(tolerance__gte=0, dead_band__gte=0),
                name="measure_version_tolerances_not_negative",
                violation_error_message="A tolerance or dead band can't be negative.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
