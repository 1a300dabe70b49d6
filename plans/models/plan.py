"""The plan itself, and who may do what on it."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse

from improvement.history import Version, interval_constraints
from improvement.models import Council
from improvement.one_line import OneLineField, one_line_constraint
from plans.choices import Role
from plans.models.history import Imported, Interval
from plans.rules.date_bounds import PlanDays


class Plan(models.Model):
    """One council's answer to one inspection. Its parts hang on it; its words are its own.

    What it is set up with stands here as it is today, and in its versions as it was on any day.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="plans")
    title = OneLineField(max_length=200)
    slug = models.SlugField(unique=True)
    theme_word = OneLineField(
        "word for its main division",
        max_length=40,
        default="theme",
        help_text="For example theme, workstream, priority or aim.",
    )
    starts_on = models.DateField("first day of the plan's period", null=True, blank=True)
    ends_on = models.DateField("last day of the plan's period", null=True, blank=True)
    inspection = models.ForeignKey(
        "plans.Inspection",
        on_delete=models.PROTECT,
        related_name="plans",
        null=True,
        blank=True,
        verbose_name="inspection that it answers",
    )
    cycle_days = models.PositiveSmallIntegerField(
        "days in a cycle",
        default=31,
        help_text="An open action without an update for longer than this, where no board has met, is asked about.",
    )
    embedded_periods = models.PositiveSmallIntegerField(
        "periods on target before progress counts as embedded", default=3
    )
    updates_by_link = models.BooleanField(
        "leads may update one action by a link in their reminder, without signing in", default=True
    )
    reports_attached = models.BooleanField(
        "reports that people are sent regularly may go as attachments, not by link alone", default=False
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # The past day with whose words this copy was furnished (plans/position/plan_details.py); a plan as stored has none.
    shown_as_at: date | None = None
    # Counts every import and set-up change, so that two of them at once are noticed.
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["council__name", "title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(starts_on__lte=models.F("ends_on")),
                name="plan_period_in_order",
                violation_error_message="The plan's period can't end before it starts.",
            ),
            one_line_constraint("plan_words_on_one_line", "title", "theme_word"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plans:dashboard", args=[self.slug])

    def days_on(self, today: date, begins: date | None = None) -> PlanDays:
        """Return what the dates of the plan's forms are measured by; `begins` is the start of an action in question."""
        inspected = self.inspection.started_on if self.inspection else None
        return PlanDays(today, self.starts_on, self.ends_on, inspected, begins)


class PlanVersion(Version, Imported):
    """What a plan was set up with, over an interval of days: what a past day is shown with."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    title = OneLineField(max_length=200)
    theme_word = OneLineField(max_length=40)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    inspection = models.ForeignKey(
        "plans.Inspection", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    cycle_days = models.PositiveSmallIntegerField()
    embedded_periods = models.PositiveSmallIntegerField()
    updates_by_link = models.BooleanField(default=True)
    reports_attached = models.BooleanField(default=False)

    class Meta:
        ordering = ["plan", "known_from", "pk"]
        constraints = [
            *interval_constraints("plan_version", "plan"),
            one_line_constraint("plan_version_words_on_one_line", "title", "theme_word"),
        ]

    def __str__(self) -> str:
        return self.title


class PlanRole(Interval):
    """A role that someone holds on a plan, from a day until another."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="roles")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="plan_roles")
    role = models.CharField(max_length=30, choices=Role)

    class Meta:
        ordering = ["plan", "user", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "user", "role"],
                condition=models.Q(known_to__isnull=True),
                name="plan_role_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} on plan {self.plan_id}"

    @property
    def last_day(self) -> date | None:
        """The last day on which it is held; None where it ends on no day that is set."""
        return self.known_to - timedelta(days=1) if self.known_to else None


def unended_roles(on: date) -> models.QuerySet[PlanRole]:
    """Return the roles that are held on a day or are to begin after it; not those that were ended before they began."""
    return PlanRole.objects.filter(
        models.Q(known_to=None) | (models.Q(known_to__gt=on) & models.Q(known_to__gt=models.F("known_from")))
    )
