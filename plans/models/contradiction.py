"""A lead's answer to a contradiction: keeping the judgement, with a reason that is printed."""

from django.db import models

from plans.choices import ContradictionKind
from plans.models.history import Dated
from plans.models.plan import Plan


class ContradictionAnswer(Dated):
    """Why a judgement stands although the evidence disagrees.

    `subject` names the thing asked about (`action 5.2`, `recommendation 3`), `basis` the state it was asked
    about: when a new rating, update or date changes the basis, the question is open again.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="contradiction_answers")
    kind = models.CharField(max_length=40, choices=ContradictionKind)
    subject = models.CharField(max_length=60)
    basis = models.CharField(max_length=100)
    reason = models.TextField()

    class Meta:
        ordering = ["plan", "known_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"
