"""Attaching evidence to an update, a rating or a milestone: a file, a link, a measure, or a description alone."""

import hashlib
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Sum

from improvement.security_log import note_once_written
from improvement.uploads import CheckedUpload
from plans.models import Evidence, EvidenceFile, EvidenceWithdrawal, Milestone, Plan, Rating, Update
from plans.models.evidence import evidence_storage
from plans.operations.history import Provenance


@transaction.atomic
def attach_evidence(
    plan: Plan,
    subject: Update | Rating | Milestone,
    fields: Mapping[str, Any],
    upload: CheckedUpload | None,
    *,
    provenance: Provenance,
) -> Evidence:
    """Append a piece of evidence. A file is kept under a name that says nothing; if the row fails, it goes again."""
    file, stored = None, ""
    try:
        if upload:
            stored = evidence_storage().save(
                f"{plan.pk}/{uuid.uuid4().hex}", ContentFile(upload.content, name="evidence")
            )
            file = EvidenceFile.objects.create(
                plan=plan,
                name=upload.name,
                media_type=upload.media_type,
                size=len(upload.content),
                digest=hashlib.sha256(upload.content).hexdigest(),
                stored=stored,
                **provenance.dated(),
            )
        return Evidence.objects.create(
            update=subject if isinstance(subject, Update) else None,
            rating=subject if isinstance(subject, Rating) else None,
            milestone=subject if isinstance(subject, Milestone) else None,
            file=file,
            **fields,
            **provenance.dated(),
        )
    except Exception:
        if stored:
            evidence_storage().delete(stored)
        raise


def kept_of(plan: Plan) -> int:
    """Return how many bytes of evidence a plan keeps: of what was erased nothing is kept."""
    kept = EvidenceFile.objects.filter(plan=plan).exclude(withdrawals__is_erased=True)
    return kept.aggregate(total=Sum("size"))["total"] or 0


@transaction.atomic
def withdraw_file(file: EvidenceFile, reason: str, *, erase: bool, provenance: Provenance) -> bool:
    """Hide a file from everybody, on whatever day they look; with `erase` its bytes go too, for good.

    That there was one, its name, size and digest, who withdrew it and why stay on record. Returns whether anything
    was done: a file is withdrawn once and erased once.
    """
    _withdrawal, is_new = EvidenceWithdrawal.objects.get_or_create(
        file=file, is_erased=erase, defaults={"reason": reason, **provenance.dated()}
    )
    if is_new:
        note_once_written(
            "evidence erased" if erase else "evidence withdrawn", plan=file.plan_id, file=file.pk
        )
    if is_new and erase:
        stored = file.stored
        # Gone only when that it is gone is on record.
        transaction.on_commit(lambda: stored.storage.delete(str(stored.name)))
    return is_new
