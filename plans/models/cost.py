"""What the plan costs, line by line, as a council states it."""

from django.db import models

from plans.models.history import Interval
from plans.models.plan import Plan


class CostLine(Interval):
    """One line of a plan's costs for one financial year, over an interval. A changed amount is a new row."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="cost_lines")
    position = models.PositiveSmallIntegerField(default=0)
    label = models.CharField(max_length=300)
    financial_year = models.CharField(max_length=30, help_text="For example 2015/16.")
    recurrent = models.BooleanField("paid every year", null=True, blank=True)
    amount = models.DecimalField("amount, £", max_digits=14, decimal_places=2, null=True, blank=True)
    words = models.CharField("as written", max_length=300, blank=True)

    class Meta:
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "label", "financial_year"],
                condition=models.Q(known_to__isnull=True),
                name="cost_line_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.financial_year}"
