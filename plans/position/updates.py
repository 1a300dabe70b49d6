"""Reads the newest update of every action, with its evidence, into a position."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from django.db.models import OuterRef, Subquery

from plans.models import Update
from plans.position.actions import ActionPosition
from plans.position.evidence import read_evidence
from plans.position.points import EvidencePoint, UpdatePoint
from plans.position.position import Position
from plans.position.viewer import EVERYTHING, Viewer


def read_updates(position: Position, actions: dict[int, ActionPosition]) -> None:
    recorded = Update.objects.as_at(position.as_at)
    newest = recorded.filter(action=OuterRef("action")).order_by("-known_on", "-pk").values("pk")[:1]
    updates = list(
        recorded.filter(action__plan=position.plan, pk=Subquery(newest)).select_related("by", "reported_by")
    )
    evidence = read_evidence(updates, position.as_at)
    for update in updates:
        if update.action_id in actions:
            actions[update.action_id].update = update_point(
                update, evidence.get(update.pk, ()), position.viewer
            )


def update_point(
    update: Update, evidence: tuple[EvidencePoint, ...] = (), viewer: Viewer = EVERYTHING
) -> UpdatePoint:
    """Return an update as a position shows it."""
    return UpdatePoint(
        update.pk,
        update.known_on,
        update.recorded_at,
        _author_of(update, viewer),
        update.status,
        update.completed_on,
        update.progress,
        update.barriers,
        update.next_steps,
        update.no_evidence_reason,
        evidence,
        update.entered_later,
        update.replaces_id,
    )


def with_corrections(points: Iterable[UpdatePoint]) -> list[UpdatePoint]:
    """Return updates in their order without those that were corrected, each of which hangs on its correction."""
    points = list(points)
    by_key = {point.update_id: point for point in points}
    corrected = {point.replaces_id for point in points}
    return [
        replace(point, earlier_wordings=tuple(_earlier_wordings(point, by_key)))
        for point in points
        if point.update_id not in corrected
    ]


def _earlier_wordings(point: UpdatePoint, by_key: Mapping[int, UpdatePoint]) -> Iterator[UpdatePoint]:
    earlier = by_key.get(point.replaces_id or 0)
    while earlier is not None:
        yield earlier
        earlier = by_key.get(earlier.replaces_id or 0)


def _author_of(update: Update, viewer: Viewer) -> str:
    """Return whose word an update is: who recorded it, or the officer for whom they did."""
    recorder = viewer.call(update.by)
    if update.reported_by is None:
        return recorder
    reporter = viewer.call(update.reported_by)
    return f"{reporter}, recorded by {recorder}" if recorder else reporter
