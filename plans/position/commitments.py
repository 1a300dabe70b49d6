"""Reads improvement commitments and success measures into a position."""

import re
from collections import defaultdict
from collections.abc import Mapping

from plans.choices import OwnerPart
from plans.models import Commitment, SuccessMeasureOwner, SuccessMeasureVersion
from plans.position.actions import SuccessMeasurePosition
from plans.position.points import OfficerName
from plans.position.position import Position
from plans.position.rows import due_of
from plans.position.themes import CommitmentPosition


def read_commitments(position: Position) -> None:
    themes = {theme.theme_id: theme for theme in position.themes}
    rows = Commitment.objects.as_at(position.as_at).filter(theme__plan=position.plan)
    by_reference: dict[tuple[int, str], CommitmentPosition] = {}
    for row in sorted(rows, key=lambda row: (row.theme_id, natural(row.reference))):
        theme = themes.get(row.theme_id)
        if theme:
            by_reference[theme.number, row.reference] = CommitmentPosition(
                row.reference, row.text, theme.number
            )
            theme.commitments.append(by_reference[theme.number, row.reference])
    for action in position.actions:
        commitment = by_reference.get((action.theme_number or 0, action.commitment_reference))
        if commitment:
            commitment.actions.append(action)


def read_success_measures(position: Position, officers: Mapping[int, OfficerName]) -> None:
    plan, day = position.plan, position.as_at
    themes = {theme.theme_id: theme for theme in position.themes}
    actions = {action.action_id: action for action in position.actions}
    numbers = {theme.number: theme for theme in position.themes}
    owners: dict[tuple[int, str], list[OfficerName]] = defaultdict(list)
    owner_rows = SuccessMeasureOwner.objects.as_at(day).filter(success_measure__plan=plan).order_by("pk")
    for success_measure, part, officer in owner_rows.values_list("success_measure_id", "part", "officer_id"):
        owners[success_measure, part].append(officers[officer])
    versions = (
        SuccessMeasureVersion.objects.as_at(day)
        .filter(success_measure__plan=plan, withdrawn=False)
        .select_related("success_measure")
    )
    for version in sorted(versions, key=lambda row: natural(row.success_measure.reference)):
        action = actions.get(version.action_id or 0)
        if version.action_id and action is None:
            # Its action has left the plan, or is not for this viewer; nor is what it is to be judged by.
            continue
        theme = themes.get(version.theme_id or 0) or numbers.get((action and action.theme_number) or 0)
        key = version.success_measure_id
        item = SuccessMeasurePosition(
            key,
            version.success_measure.reference,
            version.text,
            theme.number if theme else None,
            action,
            due_of(version),
            version.progress,
            tuple(owners[key, OwnerPart.LEAD]),
            tuple(owners[key, OwnerPart.RESPONSIBLE]),
        )
        position.success_measures.append(item)
        if action:
            action.success_measures.append(item)
        if theme:
            theme.success_measures.append(item)


def natural(reference: str) -> list[tuple[int, str]]:
    """Return a reference as something that sorts as people count: A2 before A10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.findall(r"\d+|\D+", reference)]
