"""That someone independent looked whether a recommendation's progress holds."""

from django.db import models

from plans.choices import EvidenceSource
from plans.models.history import Dated
from plans.models.recommendation import Recommendation

INDEPENDENT = (
    EvidenceSource.INTERNAL_AUDIT,
    EvidenceSource.EXTERNAL_AUDIT,
    EvidenceSource.INSPECTOR,
    EvidenceSource.VOICE,
)


class IndependentCheck(Dated):
    """What an audit, a peer, an inspector, or children and families found of a recommendation, and on which day."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="independent_checks"
    )
    source = models.CharField(
        "who checked",
        max_length=20,
        choices=[(source.value, source.label) for source in INDEPENDENT],
    )
    checked_on = models.DateField("date of the check")
    confirms = models.BooleanField("the progress is confirmed")
    finding = models.TextField("what was found", max_length=2000)

    class Meta:
        ordering = ["recommendation", "checked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(checked_on__lte=models.F("known_on")),
                name="independent_check_not_ahead",
                violation_error_message="A check can't be known before it was made.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()}, {self.checked_on:%-d %B %Y}"
