"""Attaching evidence to an update, a rating or a milestone: a file, a link, a measure, or a description alone."""

import hashlib
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from improvement.uploads import CheckedUpload
from plans.models import Evidence, EvidenceFile, Milestone, Plan, Rating, Update
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
