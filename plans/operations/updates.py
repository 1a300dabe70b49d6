"""Writing what leads say: updates with evidence, requests to move a date, and the board's answers to those."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from improvement.models import Officer
from plans.choices import EvidenceSource, ProgressStatus
from plans.models import (
    Action,
    ActionVersion,
    DueDateChange,
    DueDateDecision,
    Evidence,
    Update,
)
from plans.operations.history import Provenance, change_versions
from plans.operations.structure import claim_action


@dataclass(frozen=True)
class NewDate:
    """A date as written and the days that it can mean."""

    words: str
    kind: str
    earliest: date | None
    latest: date | None


@dataclass(frozen=True)
class NewEvidence:
    description: str
    link: str = ""
    source: EvidenceSource = EvidenceSource.SELF_REPORT


@dataclass(frozen=True)
class NewUpdate:
    """What is said of one action. `revision` is the action's when it was read: an older one is refused."""

    action: Action
    revision: int | None
    status: ProgressStatus
    progress: str = ""
    barriers: str = ""
    next_steps: str = ""
    completed_on: date | None = None
    no_evidence_reason: str = ""
    evidence: Sequence[NewEvidence] = field(default_factory=tuple)
    known_on: date | None = None
    # The officer whose word it is, where somebody else records it for them.
    reported_by: Officer | None = None


@transaction.atomic
def record_updates(updates: Sequence[NewUpdate], *, provenance: Provenance) -> list[Update]:
    """Append updates and let each action's status follow; all or none.

    Raises ChangedMeanwhile when an action was changed after it was read. A status never goes back to
    not supplied. An update for a day before the newest one is kept, and leaves the status as it stands.
    """
    for update in updates:
        if update.status == ProgressStatus.NOT_SUPPLIED:
            raise ValidationError("Choose a progress status.")
        if update.revision is not None:
            claim_action(update.action, update.revision)
    unclaimed = [update.action.pk for update in updates if update.revision is None]
    # Who reads an open form or an update workbook must see that something was said meanwhile.
    Action.objects.filter(pk__in=unclaimed).update(revision=F("revision") + 1)
    rows = Update.objects.bulk_create(
        Update(
            action=update.action,
            status=update.status,
            completed_on=update.completed_on if update.status == ProgressStatus.COMPLETED else None,
            progress=update.progress,
            barriers=update.barriers,
            next_steps=update.next_steps,
            no_evidence_reason=update.no_evidence_reason,
            reported_by=update.reported_by,
            **provenance.dated(update.known_on),
        )
        for update in updates
    )
    Evidence.objects.bulk_create(
        Evidence(
            update=row,
            description=item.description,
            link=item.link,
            source=item.source,
            **provenance.dated(update.known_on),
        )
        for row, update in zip(rows, updates, strict=True)
        for item in update.evidence
    )
    by_day: dict[date, dict[int, Update]] = {}
    for row in rows:
        by_day.setdefault(row.known_on, {})[row.action_id] = row
    for day in sorted(by_day):
        _follow_status(by_day[day], provenance, day)
    return rows


def _follow_status(rows: dict[int, Update], provenance: Provenance, day: date) -> None:
    current = ActionVersion.objects.filter(action__in=list(rows), known_to__isnull=True)
    newest = {version.action_id: version.known_from for version in current}
    change_versions(
        ActionVersion,
        "action",
        {
            key: {"status": row.status, "completed_on": row.completed_on}
            for key, row in rows.items()
            if newest.get(key, day) <= day
        },
        Provenance(day, provenance.by, provenance.import_run, "Update"),
    )


@transaction.atomic
def request_due_date(
    action: Action, revision: int | None, to: NewDate, reason: str, *, provenance: Provenance
) -> DueDateChange:
    """Ask for another due date. The date stands until the board agrees."""
    if not reason.strip():
        raise ValidationError("Enter why the date must move.")
    if revision is not None:
        claim_action(action, revision)
    version = action.versions.get(known_to__isnull=True)
    return DueDateChange.objects.create(
        action=action,
        from_words=version.due_words,
        from_latest=version.due_latest,
        to_words=to.words,
        to_kind=to.kind,
        to_earliest=to.earliest,
        to_latest=to.latest,
        reason=reason.strip(),
        **provenance.dated(),
    )


@transaction.atomic
def decide_due_date(
    change: DueDateChange, agreed: bool, note: str = "", *, provenance: Provenance
) -> DueDateDecision:
    """Record the board's answer to a request; an agreed date becomes the action's from this day.

    Raises ValidationError where the request has its answer already.
    """
    version = ActionVersion.objects.get(action=change.action_id, known_to__isnull=True)
    if agreed and version.due_words != change.from_words:
        raise ValidationError(
            f"The due date was moved to {version.due_words} after this request: refuse it and ask for a new one."
        )
    try:
        with transaction.atomic():
            decision = DueDateDecision.objects.create(
                change=change, agreed=agreed, note=note.strip(), **provenance.dated()
            )
    except IntegrityError:
        # The one answer to a request is a unique row: of two people answering at once, one is told.
        raise ValidationError("This request has been decided already.") from None
    Action.objects.filter(pk=change.action_id).update(revision=F("revision") + 1)
    if agreed:
        moved = {
            "due_words": change.to_words,
            "due_kind": change.to_kind,
            "due_earliest": change.to_earliest,
            "due_latest": change.to_latest,
        }
        # An action that was split after the request: what took over its date takes over its new one.
        parts = ActionVersion.objects.filter(
            parent=change.action_id, known_to__isnull=True, withdrawn=False, due_words=change.from_words
        ).values_list("action_id", flat=True)
        keys = [change.action_id, *parts]
        Action.objects.filter(pk__in=parts).update(revision=F("revision") + 1)
        change_versions(
            ActionVersion,
            "action",
            dict.fromkeys(keys, moved),
            Provenance(
                provenance.known_on,
                provenance.by,
                provenance.import_run,
                f"Due date agreed: {change.reason}"[:500],
            ),
        )
    return decision
