"""Reads the newest update of every action, with its evidence, into a position."""

from django.db.models import OuterRef, Subquery

from plans.models import Update
from plans.position.evidence import read_evidence
from plans.position.eyes import EVERYTHING, Eyes
from plans.position.parts import ActionPosition, EvidencePoint, UpdatePoint
from plans.position.position import Position


def read_updates(position: Position, actions: dict[int, ActionPosition]) -> None:
    known = Update.objects.as_at(position.as_at)
    newest = known.filter(action=OuterRef("action")).order_by("-known_on", "-pk").values("pk")[:1]
    updates = list(
        known.filter(action__plan=position.plan, pk=Subquery(newest)).select_related("by", "reported_by")
    )
    evidence = read_evidence(updates, position.as_at)
    for update in updates:
        if update.action_id in actions:
            actions[update.action_id].update = update_point(
                update, evidence.get(update.pk, ()), position.eyes
            )


def update_point(
    update: Update, evidence: tuple[EvidencePoint, ...] = (), eyes: Eyes = EVERYTHING
) -> UpdatePoint:
    """Return an update as a position shows it."""
    return UpdatePoint(
        update.pk,
        update.known_on,
        update.recorded_at,
        _said_by(update, eyes),
        update.status,
        update.completed_on,
        update.progress,
        update.barriers,
        update.next_steps,
        update.no_evidence_reason,
        evidence,
        update.entered_later,
    )


def _said_by(update: Update, eyes: Eyes) -> str:
    """Return whose word an update is: who recorded it, or the officer for whom they did."""
    recorder = eyes.call(update.by)
    if update.reported_by is None:
        return recorder
    reporter = eyes.call(update.reported_by)
    return f"{reporter}, recorded by {recorder}" if recorder else reporter
