"""Themes: a plan's main division, whatever the council calls it."""

from django.db import models
from django.urls import reverse

from improvement.history import interval_constraints
from improvement.models import Officer
from improvement.one_line import OneLineField
from plans.choices import ThemePart
from plans.models.history import Interval, Version
from plans.models.plan import Plan


class Theme(models.Model):
    """A theme's identity: its number on its plan today. What it says, and was numbered before, is in its versions."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="themes")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["plan", "number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="theme_number_once")]

    def __str__(self) -> str:
        return f"{self.plan.theme_word.capitalize()} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("plans:theme", args=[self.plan.slug, self.number])


class ThemeVersion(Version):
    """What a theme said over an interval."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = OneLineField(max_length=300)
    outcome = models.TextField("outcome sought", blank=True)
    how_will_we_know = models.TextField("how will we know we have done it", blank=True)

    class Meta:
        ordering = ["theme", "known_from", "pk"]
        constraints = interval_constraints("theme_version", "theme")

    def __str__(self) -> str:
        return self.title


class ThemePerson(Interval):
    """What an officer is to a theme: sponsor, lead, deputy or member, over an interval."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="people")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="theme_parts")
    part = models.CharField(max_length=20, choices=ThemePart)

    class Meta:
        ordering = ["theme", "part", "pk"]
        verbose_name_plural = "theme people"
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "officer", "part"],
                condition=models.Q(known_to__isnull=True),
                name="theme_person_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.officer} ({self.get_part_display()})"


class Commitment(Interval):
    """An improvement commitment: a council's layer between theme and action."""

    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="commitments")
    reference = models.CharField(max_length=20)
    text = models.TextField()

    class Meta:
        ordering = ["theme", "reference", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "reference"],
                condition=models.Q(known_to__isnull=True),
                name="commitment_reference_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.text}"
