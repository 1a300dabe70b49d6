"""Writing judgements, proposed or the board's, and leads' answers to questions about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from plans.choices import ContradictionKind, EvidenceSource, RatingStanding
from plans.models import (
    Action,
    ContradictionAnswer,
    IndependentCheck,
    Meeting,
    Plan,
    Rating,
    RatingLevel,
    Recommendation,
    Theme,
)
from plans.operations.history import Provenance


@dataclass(frozen=True)
class NewRating:
    """A judgement of one thing, with its reason."""

    subject: Recommendation | Theme | Action
    level: RatingLevel
    reason: str = ""
    standing: RatingStanding = RatingStanding.CONFIRMED
    meeting: Meeting | None = None
    known_on: date | None = None


@transaction.atomic
def record_ratings(plan: Plan, ratings: Sequence[NewRating], *, provenance: Provenance) -> list[Rating]:
    """Append ratings. The level must be of the plan's own scale and the subject of the plan."""
    rows = []
    for rating in ratings:
        if rating.level.scale.plan_id != plan.pk:
            raise ValidationError("A rating uses a level of the plan's own scale.")
        if rating.subject.plan_id != plan.pk:
            raise ValidationError("A rating is of something on this plan.")
        subject = {
            "recommendation": rating.subject if isinstance(rating.subject, Recommendation) else None,
            "theme": rating.subject if isinstance(rating.subject, Theme) else None,
            "action": rating.subject if isinstance(rating.subject, Action) else None,
        }
        rows.append(
            Rating(
                plan=plan,
                level=rating.level,
                standing=rating.standing,
                reason=rating.reason.strip(),
                meeting=rating.meeting,
                **subject,
                **provenance.dated(rating.known_on),
            )
        )
    return Rating.objects.bulk_create(rows)


@dataclass(frozen=True)
class ImportedRating:
    """A rating as a workbook gives it: of a recommendation, theme, action or success measure, by kind and key."""

    kind: str
    object_id: int
    level: RatingLevel
    known_on: date


@transaction.atomic
def record_imported_ratings(
    plan: Plan, ratings: Sequence[ImportedRating], *, provenance: Provenance
) -> list[Rating]:
    """Append ratings that a workbook gives, without a reason."""
    return Rating.objects.bulk_create(
        Rating(
            plan=plan,
            level=rating.level,
            **{f"{rating.kind}_id": rating.object_id},
            **provenance.dated(rating.known_on),
        )
        for rating in ratings
    )


@transaction.atomic
def answer_contradiction(
    plan: Plan, kind: ContradictionKind, subject: str, basis: str, reason: str, *, provenance: Provenance
) -> ContradictionAnswer:
    """Keep a judgement although the evidence disagrees, with a reason that is printed."""
    if not reason.strip():
        raise ValidationError("Enter why you are keeping the judgement.")
    return ContradictionAnswer.objects.create(
        plan=plan, kind=kind, subject=subject, basis=basis, reason=reason.strip(), **provenance.dated()
    )


@transaction.atomic
def record_check(
    recommendation: Recommendation,
    source: EvidenceSource,
    checked_on: date,
    *,
    confirms: bool,
    finding: str,
    provenance: Provenance,
) -> IndependentCheck:
    """Append what someone independent found; a later check does not undo an earlier one."""
    check = IndependentCheck(
        recommendation=recommendation,
        source=source,
        checked_on=checked_on,
        confirms=confirms,
        finding=finding.strip(),
        **provenance.dated(),
    )
    check.full_clean(exclude=["recommendation", "by", "import_run"])
    check.save()
    return check
