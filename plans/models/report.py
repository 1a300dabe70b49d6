"""What analysts write into reports, reports that were issued, custom reports, and reports in the making."""

from django.conf import settings
from django.db import models

from improvement.one_line import OneLineField
from plans.choices import RunState
from plans.models.history import Dated
from plans.models.plan import Plan


class ReportText(Dated):
    """What an analyst wrote in place of one part of a report's draft. The newest about a day holds for that day.

    `known_on` is the day of the position that it was written about; an empty text brings the draft back.
    """

    # A part may be as long as the draft that it stands in for; the draft is the program's.
    text_limits = {"text": 20_000, "draft": None}

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="report_texts")
    report = models.CharField(max_length=40)
    part = models.CharField(max_length=80)
    text = models.TextField(blank=True)
    draft = models.TextField("the program's draft when it was written", blank=True)

    class Meta:
        ordering = ["plan", "report", "part", "pk"]
        indexes = [models.Index(fields=["plan", "report", "known_on"], name="report_text_as_at")]

    def __str__(self) -> str:
        return f"{self.part} of the report {self.report}"


class WordsRead(Dated):
    """Words of a public version that somebody read, and said whether they name a person. The newest row holds.

    A plan's own: that they name nobody in one plan says nothing of another's.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="words_read")
    words = models.CharField(max_length=300)
    is_name = models.BooleanField("a person's name")

    class Meta:
        ordering = ["plan", "words", "pk"]
        verbose_name = "words read before publishing"
        verbose_name_plural = "words read before publishing"

    def __str__(self) -> str:
        return f"{self.words}: {'a name' if self.is_name else 'no name'}"


class IssuedReport(Dated):
    """A report as it left: its document, the position that it was made from, its files. Nothing of it ever changes.

    `known_on` is the day of the position; `recorded_at` when it was issued.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="issued_reports")
    report = models.CharField(max_length=60)
    title = OneLineField(max_length=300)
    is_public = models.BooleanField("public version", default=False)
    # Whether it may hold exempt items, so that only who sees those may open it.
    sees_exempt = models.BooleanField("may hold exempt items", default=False)
    note = models.CharField("note", max_length=500, blank=True)
    # What was confirmed before a public version left, in the words that were shown.
    confirmed = models.JSONField(default=list, blank=True)
    document = models.JSONField()
    position = models.JSONField()
    sha256 = models.CharField("SHA-256 of the document", max_length=64)

    class Meta:
        ordering = ["plan", "-recorded_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.title}, as at {self.known_on:%-d %B %Y}"


class IssuedWithdrawal(Dated):
    """That an issued report no longer stands, and why. It can still be read: it was sent."""

    issued = models.OneToOneField(IssuedReport, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.CharField("why", max_length=500)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.issued}: {self.reason}"


class IssuedFile(models.Model):
    """A file of an issued report. In the database, so that it commits with the report and every worker has it."""

    append_only = True

    issued = models.ForeignKey(IssuedReport, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    sha256 = models.CharField("SHA-256", max_length=64)
    content = models.BinaryField()

    class Meta:
        ordering = ["issued", "pk"]

    def __str__(self) -> str:
        return self.name


class CustomReport(Dated):
    """A custom report, with columns of one's own: the newest row of a name holds, one marked removed ends it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="custom_reports")
    slug = models.SlugField(max_length=60)
    name = OneLineField(max_length=80)
    subject = models.CharField(max_length=20)
    columns = models.JSONField(default=list)
    # The filters as the address of the list carries them.
    filters = models.CharField(max_length=1000, blank=True)
    grouped_by = models.CharField(max_length=40, blank=True)
    is_removed = models.BooleanField(default=False)

    class Meta:
        ordering = ["plan", "name", "pk"]

    def __str__(self) -> str:
        return f"{self.name}{' (removed)' if self.is_removed else ''}"


class PaperLayout(Dated):
    """How a council lays a committee's paper out: which parts in which order under which headings. The newest holds.

    Of the council, not of one plan: `plan` is where somebody laid it out. `parts` has a list for each of cover, parts
    and implications, of `[key, heading, whether it is left out]`.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="paper_layouts")
    report = models.CharField(max_length=40)
    parts = models.JSONField(default=dict)

    class Meta:
        ordering = ["plan", "report", "pk"]
        verbose_name = "layout of a paper"
        verbose_name_plural = "layouts of papers"

    def __str__(self) -> str:
        return f"Layout of the report {self.report}"


class PaperTemplate(Dated):
    """A council's own Word file, on which its papers are written: letterhead, crest, styles. The newest holds.

    Of the council, as a layout is. `is_removed` brings the program's own look back.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="paper_templates")
    name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    content = models.BinaryField(blank=True, default=bytes)
    is_removed = models.BooleanField(default=False)

    class Meta:
        ordering = ["plan", "pk"]
        verbose_name = "Word template"

    def __str__(self) -> str:
        return f"{self.name}{' (removed)' if self.is_removed else ''}"


class ReportRun(models.Model):
    """A long report that is being made, or waits to be fetched. Goes when it is a day old."""

    raises_no_revision = True

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="report_runs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    report = models.CharField(max_length=60)
    as_at = models.DateField()
    is_public = models.BooleanField(default=False)
    # The ending of the file that is made; `issue` for a report that is issued instead, with a note.
    form = models.CharField("Excel, Word or PDF", max_length=10, default="xlsx")
    note = models.CharField(max_length=500, blank=True)
    confirmed = models.JSONField(default=list, blank=True)
    issued = models.ForeignKey(
        IssuedReport, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    state = models.CharField(max_length=10, choices=RunState, default=RunState.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    said = models.CharField(max_length=300, blank=True)
    sees_exempt = models.BooleanField("may hold exempt items", default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    # When its maker last gave a sign of life; one that gave none for a while is begun again by another.
    changed_at = models.DateTimeField(auto_now=True)
    name = models.CharField(max_length=200, blank=True)
    content = models.BinaryField(blank=True, default=bytes)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.report}, {self.get_state_display().lower()}"
