"""What a board puts on record beside ratings and dates: challenges, decisions, actions arising, barriers."""

from django.db import models

from improvement.history import interval_constraints
from improvement.models import Officer
from plans.choices import Escalation
from plans.models.action import Action
from plans.models.history import Dated, Interval, Version
from plans.models.meeting import Meeting
from plans.models.plan import Plan
from plans.models.recommendation import Recommendation
from plans.models.theme import Theme


class Subject(models.Model):
    """What something is about: a recommendation, a theme, or the plan as a whole."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="%(class)ss", null=True, blank=True
    )
    theme = models.ForeignKey(
        Theme, on_delete=models.PROTECT, related_name="%(class)ss", null=True, blank=True
    )

    class Meta:
        abstract = True


class Challenge(Dated, Subject):
    """A question that the board put. It stays open, and comes back on each agenda, until an answer closes it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="challenges")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="challenges", null=True, blank=True
    )
    question = models.TextField()
    asked_by = models.ForeignKey(
        Officer, on_delete=models.PROTECT, related_name="challenges", null=True, blank=True
    )

    class Meta:
        ordering = ["plan", "known_on", "pk"]

    def __str__(self) -> str:
        return self.question


class ChallengeAnswer(Dated):
    """An answer to a challenge, and what changed because of it."""

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="answers")
    answer = models.TextField()
    what_changed = models.TextField(blank=True)
    closes = models.BooleanField("the board is content", default=False)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="challenge_answers", null=True, blank=True
    )

    class Meta:
        ordering = ["challenge", "known_on", "pk"]

    def __str__(self) -> str:
        return self.answer


class BoardDecision(Dated, Subject):
    """Something that the board decided, in its own words."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="board_decisions")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="decisions", null=True, blank=True
    )
    text = models.TextField()

    class Meta:
        ordering = ["plan", "known_on", "pk"]

    def __str__(self) -> str:
        return self.text


class ActionArising(Dated):
    """Something that a meeting asked someone to do: the board's own action, not one of the plan's."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions_arising")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="actions_arising")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    owner = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="actions_arising")
    due_on = models.DateField()

    class Meta:
        ordering = ["meeting", "number"]
        verbose_name_plural = "actions arising"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="action_arising_number_once")
        ]

    def __str__(self) -> str:
        return self.text


class ActionArisingReport(Dated):
    """What was said of an action arising: progress, or that it is done."""

    action_arising = models.ForeignKey(ActionArising, on_delete=models.PROTECT, related_name="reports")
    note = models.TextField()
    done = models.BooleanField(default=False)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, related_name="arising_reports", null=True, blank=True
    )

    class Meta:
        ordering = ["action_arising", "known_on", "pk"]

    def __str__(self) -> str:
        return "Done" if self.done else self.note


class Barrier(models.Model):
    """Something that stands in the way. What is known of it is in its versions."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="barriers")
    number = models.PositiveSmallIntegerField()
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["plan", "number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="barrier_number_once")]

    def __str__(self) -> str:
        return f"Barrier {self.number}"


class BarrierVersion(Version):
    """What stands in the way, what is done about it, by whom, and who was asked to help, over an interval."""

    barrier = models.ForeignKey(Barrier, on_delete=models.PROTECT, related_name="versions")
    text = models.TextField("what stands in the way")
    remedial_action = models.TextField(blank=True)
    owner = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    escalation = models.CharField(max_length=20, choices=Escalation, default=Escalation.LEAD)
    outcome = models.TextField(blank=True)
    is_resolved = models.BooleanField("it stands in the way no longer", default=False)

    class Meta:
        ordering = ["barrier", "known_from", "pk"]
        constraints = [
            *interval_constraints("barrier_version", "barrier"),
            models.CheckConstraint(
                condition=models.Q(is_resolved=False) | ~models.Q(outcome=""),
                name="barrier_resolved_says_how",
                violation_error_message="Enter how the barrier was resolved.",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class BarrierAction(Interval):
    """That a barrier stands in the way of an action, over an interval."""

    barrier = models.ForeignKey(Barrier, on_delete=models.PROTECT, related_name="actions")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="barriers")

    class Meta:
        ordering = ["barrier", "action", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["barrier", "action"],
                condition=models.Q(known_to__isnull=True),
                name="barrier_action_once",
            )
        ]

    def __str__(self) -> str:
        return f"barrier {self.barrier_id} of action {self.action_id}"
