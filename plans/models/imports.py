"""What imports brought: the file itself, what each row said, what was claimed, what was left over."""

from typing import Any

from django.conf import settings
from django.db import models

from plans.choices import ExplainedStatus, ImportState
from plans.models.history import Dated
from plans.models.plan import Plan


class ImportedFile(models.Model):
    """A workbook as it was given to us, kept whole. In the database, so that it commits with what it brought."""

    append_only = True

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-recorded_at"]

    def __str__(self) -> str:
        return self.name


class ImportRun(models.Model):
    """One import of one workbook into one plan, and its receipt."""

    append_only = True

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="import_runs")
    file = models.ForeignKey(ImportedFile, on_delete=models.PROTECT, related_name="runs")
    layout = models.CharField(max_length=60)
    state = models.CharField(max_length=20, choices=ImportState)
    known_on = models.DateField("date that the workbook speaks for")
    recorded_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    counts = models.JSONField(default=dict)
    messages = models.JSONField(default=list)
    # How the file was to be read: layout, columns, sheets, and what else a person said of it.
    read_with = models.JSONField(default=dict)
    # What became of each row: kind, what it is, sheet, cell, outcome, and each changed field before and after.
    outcomes = models.JSONField(default=list)

    class Meta:
        ordering = ["-recorded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.file} on {self.known_on:%-d %B %Y}"


class ImportedRow(models.Model):
    """What one row of a workbook said of one thing, field by field, when it was last imported."""

    append_only = True
    # It comes with its import, which does.
    raises_no_revision = True

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="rows")
    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=300)
    object_id = models.BigIntegerField()
    sheet = models.CharField(max_length=100)
    cell = models.CharField(max_length=20)
    values = models.JSONField()

    class Meta:
        ordering = ["run", "pk"]
        indexes = [models.Index(fields=["kind", "object_id"], name="imported_row_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class ImportNote(models.Model):
    """A cell that no field takes, kept on its row: nothing that was in the workbook is lost."""

    append_only = True
    raises_no_revision = True

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="notes")
    sheet = models.CharField(max_length=100)
    cell = models.CharField(max_length=20)
    text = models.TextField()
    understood = models.BooleanField(default=True)

    class Meta:
        ordering = ["run", "pk"]

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}"


class StatedFigure(Dated):
    """A figure that a workbook or paper prints: a claim, kept as it was made and set beside what rows give.

    `rule` names how the position recomputes it (plans.rules.stated_figures); empty where nothing can.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="stated_figures")
    label = models.CharField(max_length=200)
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=20, blank=True)
    words = models.CharField("as written", max_length=300, blank=True)
    rule = models.CharField(max_length=100, blank=True)
    sheet = models.CharField(max_length=100, blank=True)
    cell = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["plan", "known_on", "pk"]

    def __str__(self) -> str:
        return f"{self.label}: {self.words or self.value}"


class PendingImport(models.Model):
    """A workbook that somebody uploaded and has not applied yet. Goes when it is applied or a day old."""

    raises_no_revision = True

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="pending_imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    as_at = models.DateField("date that the workbook speaks for", null=True, blank=True)
    # What the person said of it: layout, suggestions accepted, blank means empty, which row is which thing.
    answers = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class RememberedChoice(models.Model):
    """What a person said of a plan's workbooks: remembered for the next one."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    recorded_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class ColumnChoice(RememberedChoice):
    """What a person said that a column's header words mean on a plan.

    `field` is empty where the column is to be kept as notes.
    """

    header = models.CharField("header words", max_length=200)
    field = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["plan", "header"]
        constraints = [models.UniqueConstraint(fields=["plan", "header"], name="column_choice_once")]

    def __str__(self) -> str:
        return f"{self.header}: {self.field or 'kept as notes'}"


class StatusChoice(RememberedChoice):
    """What a person said that a word for progress means on a plan.

    `status` is empty where the word is to stay a word.
    """

    words = models.CharField("word for progress", max_length=200)
    status = models.CharField(max_length=20, choices=ExplainedStatus, blank=True)

    class Meta:
        ordering = ["plan", "words"]
        constraints = [models.UniqueConstraint(fields=["plan", "words"], name="status_choice_once")]

    def __str__(self) -> str:
        return f"{self.words}: {self.get_status_display() or 'kept as words'}"


class TableChoice(RememberedChoice):
    """Where a person said that a sheet's table is and what its rows are: `plans.imports.pointing.Pointed`."""

    sheet = models.CharField(max_length=100)
    kind = models.CharField("what each row is", max_length=30, blank=True)
    row = models.PositiveIntegerField("row of the headings, or the first row", default=0)
    has_headings = models.BooleanField(default=True)
    headings = models.CharField("words of the headings", max_length=500, blank=True)

    class Meta:
        ordering = ["plan", "sheet"]
        constraints = [models.UniqueConstraint(fields=["plan", "sheet"], name="table_choice_once")]

    def __str__(self) -> str:
        return f"{self.sheet}: {self.kind or 'as found'}"

    @property
    def said(self) -> dict[str, Any]:
        """What was said, in plain values."""
        return {name: getattr(self, name) for name in ("kind", "row", "has_headings", "headings")}


class ImportUndo(Dated):
    """That an import was undone on a day: from then on the plan stands as it stood before it."""

    run = models.OneToOneField(ImportRun, on_delete=models.PROTECT, related_name="undo")

    class Meta:
        ordering = ["run"]

    def __str__(self) -> str:
        return f"{self.run} undone"
