"""Writing what leads say of their actions: updates with evidence."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from improvement.editing import claim, count_changes
from improvement.models import Officer
from plans.choices import EvidenceSource, ProgressStatus
from plans.models import (
    Action,
    ActionVersion,
    Evidence,
    MonthlyReturn,
    Update,
)
from plans.operations.history import Provenance, change_versions
from plans.rules.completion import completion_problems


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
    no_change: bool = False
    is_by_link: bool = False
    replaces: Update | None = None
    # Evidence of the update that it replaces which stands behind this one too.
    kept_evidence: Sequence[Evidence] = field(default_factory=tuple)
    monthly_return: MonthlyReturn | None = None

    @property
    def shows_something(self) -> bool:
        """Whether it gives evidence, or says why there is none."""
        return bool(self.evidence or self.kept_evidence or self.no_evidence_reason)


@transaction.atomic
def record_updates(
    updates: Sequence[NewUpdate], *, provenance: Provenance, from_records: bool = False
) -> list[Update]:
    """Append updates and let each action's status follow; all or none.

    Raises ChangedMeanwhile when an action was changed after it was read, and ValidationError where something is
    reported as completed without its day or anything that shows it. What a council kept before it came here is recorded
    as it stands (`from_records`): the plan asks about it. A status never goes back to not supplied. An update for a day
    before the newest one is kept, and leaves the status as it stands.
    """
    for update in updates:
        if update.status == ProgressStatus.NOT_SUPPLIED:
            raise ValidationError("Choose a progress status.")
        if not from_records:
            _refuse_bare_completion(update)
        if update.revision is not None:
            claim(update.action, update.revision)
    unclaimed = [update.action.pk for update in updates if update.revision is None]
    # Who reads an open form or an update workbook must see that something was said meanwhile.
    count_changes(Action, unclaimed)
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
            no_change=update.no_change,
            is_by_link=update.is_by_link,
            replaces=update.replaces,
            monthly_return=update.monthly_return,
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
    Evidence.objects.bulk_create(
        Evidence(
            update=row,
            description=item.description,
            link=item.link,
            source=item.source,
            file_id=item.file_id,
            measure_id=item.measure_id,
            **provenance.dated(item.known_on),
        )
        for row, update in zip(rows, updates, strict=True)
        for item in update.kept_evidence
    )
    by_day: dict[date, dict[int, Update]] = {}
    for row in rows:
        by_day.setdefault(row.known_on, {})[row.action_id] = row
    for day in sorted(by_day):
        _follow_status(by_day[day], provenance, day)
    return rows


@dataclass(frozen=True)
class Reported:
    """What a council's workbook reports of an action, with what it says shows it."""

    action_id: int
    progress: str
    evidence: str
    known_on: date


@transaction.atomic
def record_reported(reports: Sequence[Reported], *, provenance: Provenance) -> list[Update]:
    """Append what a workbook reports. It is nobody's own declaration, so it leaves the action's status alone."""
    keys = [report.action_id for report in reports]
    statuses = dict(
        ActionVersion.objects.filter(action__in=keys, known_to=None).values_list("action_id", "status")
    )
    rows = Update.objects.bulk_create(
        Update(
            action_id=report.action_id,
            status=statuses.get(report.action_id, ProgressStatus.NOT_SUPPLIED),
            progress=report.progress,
            **provenance.dated(report.known_on),
        )
        for report in reports
    )
    Evidence.objects.bulk_create(
        Evidence(update=row, description=report.evidence[:500], **provenance.dated(report.known_on))
        for row, report in zip(rows, reports, strict=True)
        if report.evidence
    )
    return rows


def _refuse_bare_completion(update: NewUpdate) -> None:
    """Raise ValidationError where a report of completion lacks what every way of reporting asks for."""
    problems = completion_problems(update.status, update.completed_on, shows_something=update.shows_something)
    if problems:
        raise ValidationError([f"{update.action}: {problem}" for problem in problems.values()])


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
        replace(provenance, known_on=day, reason="Update"),
    )
