"""What a submitted return becomes when it is accepted: updates and proposed ratings."""

from typing import Any

from plans.choices import EvidenceSource, ProgressStatus, RatingStanding
from plans.meetings.subjects import Subjects
from plans.models import MonthlyReturn, Plan, RatingLevel
from plans.operations.ratings import NewRating
from plans.operations.updates import NewEvidence, NewUpdate
from plans.position.position import Position

NO_CHANGE = "No change since the last update, confirmed."


def updates_of(content: dict[str, Any], plan: Plan, position: Position) -> list[NewUpdate]:
    """Return the updates that a return holds: one for each action that is still open, none for one that is not.

    An action that was left empty under the confirmation for all the others has not changed.
    """
    rows = content.get("actions", {})
    objects = {action.reference: action for action in plan.actions.filter(reference__in=list(rows))}
    found = []
    for reference, typed in rows.items():
        action = position.action(reference)
        if action is None or not action.is_open or action.is_parent:
            continue
        says = bool(typed["progress"])
        if not (says or typed["no_change"] or content.get("others_unchanged")):
            continue
        evidence = ()
        if says and typed["evidence"]:
            source = EvidenceSource(typed["evidence_source"] or EvidenceSource.SELF_REPORT)
            evidence = (NewEvidence(typed["evidence"], source=source),)  # type: ignore[assignment]
        status = typed["status"] if says or action.status == ProgressStatus.NOT_SUPPLIED else action.status
        found.append(
            NewUpdate(
                objects[reference],
                None,
                ProgressStatus(status),
                typed["progress"] or NO_CHANGE,
                typed["barriers"] if says else "",
                typed["next_steps"] if says else "",
                evidence=evidence,
                no_change=not says,
            )
        )
    return found


def proposals_of(content: dict[str, Any], plan: Plan) -> list[NewRating]:
    """Return the ratings that a return proposes."""
    rows = {key: typed for key, typed in content.get("proposals", {}).items() if typed["level"]}
    if not rows:
        return []
    subjects = Subjects(plan)
    levels = (
        RatingLevel.objects.filter(scale__plan=plan)
        .select_related("scale")
        .in_bulk([typed["level"] for typed in rows.values()])
    )
    found = []
    for key, typed in rows.items():
        subject, level = subjects.get(key), levels.get(typed["level"])
        if subject and level:
            found.append(NewRating(subject, level, typed["reason"], RatingStanding.PROPOSED))
    return found


def submitted_content(monthly_return: MonthlyReturn) -> dict[str, Any]:
    """Return what a return said when it was last submitted; nothing before that."""
    step = monthly_return.steps.filter(state="submitted").order_by("-pk").first()
    return dict(step.content) if step else {}
