"""From when a measure's control limits are worked out anew, and why."""

from django.db import models

from performance.models.dated import Dated
from performance.models.measure import Measure


class StepChange(Dated):
    """A known change of the process: limits are worked out from this day on. It needs a note to be one."""

    alike_fields = ("measure", "from_day")

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="step_changes")
    from_day = models.DateField(help_text="The first day of the first period after the change.")
    note = models.CharField(
        max_length=500, help_text="What changed: without a known cause, limits are not recalculated."
    )

    class Meta:
        ordering = ["measure", "from_day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(note=""),
                name="step_change_has_a_note",
                violation_error_message="Say what changed.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_day:%-d %B %Y}: {self.note}"
