"""That a file of figures was imported: the file itself, when it was known, and what it came to."""

from django.db import models

from improvement.history import Recorded
from plans.models.imports import ImportedFile
from plans.models.plan import Plan


class FigureImport(Recorded):
    """One import of a file of figures into a plan's measures. The figures name the file and their row."""

    append_only = True

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="figure_imports")
    file = models.ForeignKey(ImportedFile, on_delete=models.PROTECT, related_name="figure_imports")
    known_on = models.DateField("date from which the figures are known")
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ["-recorded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file} on {self.known_on:%-d %B %Y}"
