"""What a submitted return says, and what it becomes when it is accepted: updates and proposed ratings."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from plans.choices import EvidenceSource, ProgressStatus, RatingStanding, ReturnState
from plans.models import MonthlyReturn, Plan, ReturnStep, levels_on
from plans.operations.ratings import NewRating
from plans.operations.updates import NewEvidence, NewUpdate
from plans.position.actions import ActionPosition
from plans.position.position import Position
from plans.procedures.subjects import Subjects

NO_CHANGE = "No change since the last update, confirmed."
NOTHING_YET = "Nothing to report yet, confirmed."


def updates_of(
    content: dict[str, Any], plan: Plan, position: Position, submitted_at: datetime | None = None
) -> list[NewUpdate]:
    """Return the updates that a return holds: one for each action that is still open, none for one that is not.

    What was said of an action after the return was submitted stands: nothing older is put over it.

    An action that was left empty under the confirmation for all the others has not changed.
    """
    rows = content.get("actions", {})
    objects = {action.reference: action for action in plan.actions.filter(reference__in=list(rows))}
    updates = []
    for reference, row in rows.items():
        action = position.action(reference)
        if action is None or not action.is_open or action.is_parent:
            continue
        if submitted_at and action.update and action.update.recorded_at > submitted_at:
            continue
        says = bool(row["progress"])
        if not (says or _is_confirmed(content, row, action)):
            continue
        status = row["status"] if says or action.status == ProgressStatus.NOT_SUPPLIED else action.status
        if not status:
            # It began after the return was written: nobody was asked how it stands.
            continue
        evidence = ()
        if says and row["evidence"]:
            source = EvidenceSource(row["evidence_source"] or EvidenceSource.SELF_REPORT)
            evidence = (NewEvidence(row["evidence"], source=source),)  # type: ignore[assignment]
        updates.append(
            NewUpdate(
                objects[reference],
                None,
                ProgressStatus(status),
                row["progress"] or (NO_CHANGE if action.update else NOTHING_YET),
                row["barriers"] if says else "",
                row["next_steps"] if says else "",
                evidence=evidence,
                no_change=not says,
            )
        )
    return updates


def _is_confirmed(content: dict[str, Any], row: dict[str, Any], action: ActionPosition) -> bool:
    """Whether a lead confirmed of an action that nothing changed: under one tick for all that had begun, or by itself.

    Returns that were submitted before there was one tick for the rest have one a row.
    """
    if row.get("no_change"):
        return True
    return bool(content.get("others_unchanged")) and bool(row.get("had_begun", action.has_begun))


@dataclass(frozen=True)
class ReturnLine:
    """What a return says of one action. `status` is empty where the lead said nothing of it."""

    reference: str
    action: ActionPosition | None
    status: str
    progress: str
    next_steps: str
    barriers: str
    evidence: str
    evidence_source: str

    @property
    def status_label(self) -> str:
        return str(ProgressStatus(self.status).label) if self.status else ""

    @property
    def moves(self) -> bool:
        """Whether the action stands otherwise on record than the return says."""
        return self.action is not None and bool(self.status) and self.action.status != self.status


def lines_of(content: dict[str, Any], position: Position) -> tuple[list[ReturnLine], list[ReturnLine]]:
    """Return what a return says of actions on which something changed, and the actions that it leaves as they are.

    Actions that had not begun when it was written, and of which it says nothing, are in neither.
    """
    changed, unchanged = [], []
    for reference, row in content.get("actions", {}).items():
        action = position.action(reference)
        line = ReturnLine(
            reference,
            action,
            row["status"],
            row["progress"],
            row["next_steps"],
            row["barriers"],
            row["evidence"],
            str(EvidenceSource(row["evidence_source"] or EvidenceSource.SELF_REPORT).label),
        )
        if row["progress"]:
            changed.append(line)
        elif action and _is_confirmed(content, row, action) and (row["status"] or action.update):
            unchanged.append(line)
    return changed, unchanged


def superseded(content: dict[str, Any], position: Position, submitted_at: datetime) -> list[str]:
    """Return the references of a return's actions of which something newer was said since."""
    return [
        reference
        for reference in content.get("actions", {})
        if (action := position.action(reference))
        and action.update
        and action.update.recorded_at > submitted_at
    ]


def proposals_of(content: dict[str, Any], plan: Plan, on: date) -> list[NewRating]:
    """Return the ratings that a return proposes, as far as their levels are of the scale in use on a day."""
    rows = {key: row for key, row in content.get("proposals", {}).items() if row["level"]}
    if not rows:
        return []
    subjects = Subjects(plan)
    levels = levels_on(plan, on).in_bulk([row["level"] for row in rows.values()])
    ratings = []
    for key, row in rows.items():
        subject, level = subjects.get(key), levels.get(row["level"])
        if subject and level:
            ratings.append(NewRating(subject, level, row["reason"], RatingStanding.PROPOSED))
    return ratings


def submission(monthly_return: MonthlyReturn) -> ReturnStep | None:
    """Return the last submission of a return; None before there was one."""
    return monthly_return.steps.filter(state=ReturnState.SUBMITTED).order_by("-pk").first()
