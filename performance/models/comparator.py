"""What others reached: statistical neighbours, England, the region, the quartiles."""

from django.db import models

from performance.choices import ComparatorKind, MeasureType
from performance.models.dated import Dated, Period, period_in_order, taken_back
from performance.models.measure import Measure


class Comparator(Dated, Period):
    """Another place's figure for a measure and a period, with its year and where it was published."""

    alike_fields = ("measure", "kind", "period_words", "source")

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="comparators")
    kind = models.CharField(max_length=30, choices=ComparatorKind)
    place = models.CharField(
        max_length=120, blank=True, help_text="Which region or group, where the kind alone does not say it."
    )
    measure_type = models.CharField(
        "what the figure speaks for", max_length=20, choices=MeasureType, default=MeasureType.OUTTURN
    )
    value = models.DecimalField(max_digits=14, decimal_places=4)
    words = models.CharField("as written", max_length=300, blank=True)

    class Meta:
        ordering = ["measure", "kind", "period_end", "pk"]
        indexes = [taken_back("comparator")]
        constraints = [period_in_order("comparator_period_in_order")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value} ({self.period_words or self.period_end})"
