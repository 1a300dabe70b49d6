"""Reads what stands behind updates, ratings and milestones, and how strong it is."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from plans.choices import EvidenceSource
from plans.models import Evidence, EvidenceWithdrawal, Plan, Update
from plans.position.points import EvidencePoint
from plans.position.position import Position


def evidence_point(item: Evidence) -> EvidencePoint:
    return EvidencePoint(
        item.description,
        item.link,
        item.source,
        item.file_id,
        item.file.name if item.file else "",
        item.measure.code if item.measure else "",
        item.known_on,
        getattr(item, "withdrawn", None) or "",
        bool(getattr(item, "erased", False)),
        item.file.by_id if item.file else None,
    )


def _with_what_is_needed(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """Bring file, measure and a file's withdrawal along: a file that was withdrawn is so on every day."""
    withdrawals = EvidenceWithdrawal.objects.filter(file=OuterRef("file")).order_by("pk")
    return (
        rows.select_related("file", "measure")
        .annotate(
            withdrawn=Subquery(withdrawals.values("reason")[:1]),
            erased=Exists(withdrawals.filter(is_erased=True)),
        )
        .order_by("pk")
    )


def read_evidence(
    updates: Iterable[Update | int] | QuerySet[Any, Any], as_at: date
) -> dict[int, tuple[EvidencePoint, ...]]:
    """Return the evidence of updates, given themselves or by a query for their keys, by key, as known on a day."""
    by_update: dict[int, list[EvidencePoint]] = defaultdict(list)
    for item in _with_what_is_needed(Evidence.objects.as_at(as_at).filter(update__in=updates)):
        by_update[item.update_id or 0].append(evidence_point(item))
    return {key: tuple(items) for key, items in by_update.items()}


class AttachedEvidence:
    """The evidence of a plan's ratings and milestones by their keys, as known on a day; one query."""

    def __init__(self, plan: Plan, as_at: date) -> None:
        of_ratings: dict[int, list[EvidencePoint]] = defaultdict(list)
        of_milestones: dict[int, list[EvidencePoint]] = defaultdict(list)
        self.days: dict[int, list[tuple[str, date]]] = defaultdict(list)
        rows = Evidence.objects.as_at(as_at).filter(Q(rating__plan=plan) | Q(milestone__theme__plan=plan))
        for item in _with_what_is_needed(rows):
            if item.rating_id:
                of_ratings[item.rating_id].append(evidence_point(item))
                self.days[item.rating_id].append((item.source, item.known_on))
            elif item.milestone_id:
                of_milestones[item.milestone_id].append(evidence_point(item))
        self.of_rating = {key: tuple(items) for key, items in of_ratings.items()}
        self.of_milestone = {key: tuple(items) for key, items in of_milestones.items()}


def read_evidence_days(position: Position, attached: AttachedEvidence) -> None:
    """Tell each recommendation from where it has evidence, and how new the newest from there is; one query.

    Evidence of its actions' updates, of its ratings, its measures' newest figures, and its independent checks.
    """
    by_action: dict[int, list[tuple[str, date]]] = defaultdict(list)
    rows = (
        Evidence.objects.as_at(position.as_at)
        .filter(update__action__plan=position.plan, update__known_on__lte=position.as_at)
        # What a correction took away stands behind nothing from that day on.
        .exclude(update__replaced_by__known_on__lte=position.as_at)
        .order_by()
        .values_list("update__action", "source")
        .annotate(newest=Max("known_on"))
    )
    for action, source, newest in rows:
        by_action[action].append((source, newest))
    for item in position.recommendations:
        for action in item.lowest_level_actions:
            item.evidence_days += by_action[action.action_id]
        for rating in item.ratings:
            item.evidence_days += attached.days.get(rating.rating_id, ())
        for measure in item.measures:
            latest = measure.judgement.latest
            if latest:
                item.evidence_days.append((EvidenceSource.DATA, latest.period_end or latest.known_on))
        item.evidence_days += [(check.source, check.checked_on) for check in item.checks]
