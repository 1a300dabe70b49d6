"""What stands behind an update, a rating or a milestone: a document, a link, a measure, an audit's result.

Evidence holds no case data. A file lies in its own storage, where no server serves it.
"""

from django.core.files.storage import Storage, storages
from django.db import models

from performance.models import Measure
from plans.choices import EvidenceSource
from plans.models.history import Dated
from plans.models.milestone import Milestone
from plans.models.plan import Plan
from plans.models.rating import Rating
from plans.models.update import Update

# Document stores make addresses of many hundred characters; browsers and validators stop a little above this.
LONGEST_LINK = 2000


def evidence_storage() -> Storage:
    """Return where evidence files lie, as the settings name it."""
    return storages["evidence"]


class EvidenceFile(Dated):
    """A file that was checked and kept. Its name is the person's; where it lies says nothing of it."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="evidence_files")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField("bytes")
    digest = models.CharField("SHA-256", max_length=64)
    stored = models.FileField(storage=evidence_storage, max_length=200)

    class Meta:
        ordering = ["plan", "pk"]

    def __str__(self) -> str:
        return self.name


class EvidenceWithdrawal(Dated):
    """That a file is shown to nobody any more, on whatever day; erased means that its bytes are gone too."""

    file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="withdrawals")
    is_erased = models.BooleanField("the file itself is erased", default=False)
    reason = models.CharField("why", max_length=500)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["file", "is_erased"], name="evidence_withdrawn_once"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id}: {self.reason}"


class Evidence(Dated):
    """Something that stands behind an update, a rating or a milestone."""

    update = models.ForeignKey(
        Update, on_delete=models.PROTECT, related_name="evidence", null=True, blank=True
    )
    rating = models.ForeignKey(
        Rating, on_delete=models.PROTECT, related_name="evidence", null=True, blank=True
    )
    milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, related_name="evidence", null=True, blank=True
    )
    description = models.CharField(max_length=500)
    link = models.URLField(max_length=LONGEST_LINK, blank=True)
    source = models.CharField(
        "where it comes from", max_length=20, choices=EvidenceSource, default=EvidenceSource.SELF_REPORT
    )
    file = models.ForeignKey(
        EvidenceFile, on_delete=models.PROTECT, related_name="evidence", null=True, blank=True
    )
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(update__isnull=False, rating=None, milestone=None)
                    | models.Q(update=None, rating__isnull=False, milestone=None)
                    | models.Q(update=None, rating=None, milestone__isnull=False)
                ),
                name="evidence_of_one_thing",
                violation_error_message="Evidence stands behind one update, rating or milestone.",
            )
        ]

    def __str__(self) -> str:
        return self.description
