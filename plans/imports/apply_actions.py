"""Applies what a workbook says of actions: the actions themselves, moved dates, updates, success measures."""

from datetime import date
from functools import partial
from typing import Any

from plans.choices import OwnerPart, ProgressStatus
from plans.imports.apply_context import (
    Context,
    changed_fields,
    changed_ones,
    date_fields,
    known_day,
    new_ones,
    note_written,
)
from plans.imports.difference import Change
from plans.models import (
    Action,
    ActionVersion,
    DueDateChange,
    Evidence,
    SuccessMeasureOwner,
    SuccessMeasureVersion,
    Update,
)
from plans.operations.history import change_versions, set_members
from plans.operations.structure import (
    NewAction,
    NewSuccessMeasure,
    add_actions,
    add_success_measures,
    change_actions,
)

OWNER_PARTS = {"leads": OwnerPart.LEAD, "responsible": OwnerPart.RESPONSIBLE}


def _action_fields(context: Context, values: dict[str, Any]) -> dict[str, Any]:
    fields = {
        name: value
        for name, value in values.items()
        if name in {"text", "group", "expected_outcome", "status", "cost"}
    }
    for name in ("start", "due"):
        if name in values:
            fields |= date_fields(name, values[name])
    if "completed_on" in values:
        day = values["completed_on"]
        fields["completed_on"] = date.fromisoformat(day) if day else None
    if "commitment" in values:
        fields["commitment_id"] = context.commitments[values["commitment"]] if values["commitment"] else None
    if "theme" in values:
        fields["theme_id"] = context.themes.get(values["theme"])
    return fields


def write_actions(context: Context, changes: list[Change]) -> None:
    new = new_ones(changes)
    index = {change.row.key: number for number, change in enumerate(new)}
    known_parents = Action.objects.in_bulk(
        [
            context.written["action", change.row.parent_key]
            for change in new
            if change.row.parent_key and change.row.parent_key not in index
        ]
    )
    items = []
    for change in new:
        values, parent_key = change.values, change.row.parent_key
        items.append(
            NewAction(
                _action_fields(context, values),
                context.officer_keys(values["leads"]),
                [context.recommendations[number] for number in values["recommendations"]],
                change.row.reference_stem,
                given_reference=change.row.given_reference,
                parent=index.get(parent_key) if parent_key else None,
                parent_action=known_parents.get(context.written.get(("action", parent_key), 0)),
            )
        )
    for change, action in zip(
        new, add_actions(context.plan, items, provenance=context.provenance), strict=True
    ):
        context.written["action", change.row.key] = action.pk
    if not context.is_undo:
        _record_moved_dates(context, changes)
    changed = changed_ones(changes)
    change_actions(
        changed_fields(changes, partial(_action_fields, context)),
        provenance=context.provenance,
        leads={
            key: context.officer_keys(values["leads"]) for key, values in changed.items() if "leads" in values
        },
        recommendations={
            key: [context.recommendations[number] for number in values["recommendations"]]
            for key, values in changed.items()
            if "recommendations" in values
        },
    )


def _record_moved_dates(context: Context, changes: list[Change]) -> None:
    """Keep the due date that a workbook moved: the first date stays visible for ever."""
    moved = {
        change.known.object_id: change.values["due"]
        for change in changes
        if change.known and not change.known.withdrawn and "due" in change.values
    }
    versions = ActionVersion.objects.filter(action__in=moved, known_to=None).exclude(due_words="")
    DueDateChange.objects.bulk_create(
        DueDateChange(
            action_id=version.action_id,
            from_words=version.due_words,
            from_latest=version.due_latest,
            to_words=moved[version.action_id]["words"],
            to_kind=moved[version.action_id]["kind"],
            to_earliest=moved[version.action_id]["earliest"],
            to_latest=moved[version.action_id]["latest"],
            reason="Changed in the council's workbook.",
            **context.provenance.dated(),
        )
        for version in versions
    )


def write_updates(context: Context, changes: list[Change]) -> None:
    """Append what a workbook reports of actions. It is nobody's own declaration, so it leaves the status alone."""
    keys = [context.written["action", change.row.parent_key] for change in changes]
    current = dict(
        ActionVersion.objects.filter(action__in=keys, known_to=None).values_list("action_id", "status")
    )
    rows = [
        Update(
            action_id=key,
            status=current.get(key, ProgressStatus.NOT_SUPPLIED),
            progress=change.row.values["progress"],
            **context.provenance.dated(known_day(change, context)),
        )
        for key, change in zip(keys, changes, strict=True)
    ]
    added = Update.objects.bulk_create(rows)
    note_written(context, changes, added)
    Evidence.objects.bulk_create(
        Evidence(
            update=row,
            description=change.row.values["evidence"][:500],
            **context.provenance.dated(known_day(change, context)),
        )
        for row, change in zip(added, changes, strict=True)
        if change.row.values.get("evidence")
    )


def _success_measure_fields(values: dict[str, Any]) -> dict[str, Any]:
    fields = {name: value for name, value in values.items() if name in {"text", "progress"}}
    return {**fields, **(date_fields("due", values["due"]) if "due" in values else {})}


def write_success_measures(context: Context, changes: list[Change]) -> None:
    new = new_ones(changes)
    items = []
    for change in new:
        values = change.row.values
        fields = _success_measure_fields(values)
        if values["action"]:
            fields["action_id"] = context.written["action", change.row.parent_key]
        else:
            fields["theme_id"] = context.themes[values["theme"]]
        items.append(NewSuccessMeasure(fields))
    added = add_success_measures(context.plan, items, provenance=context.provenance)
    note_written(context, new, added)
    change_versions(
        SuccessMeasureVersion,
        "success_measure",
        changed_fields(changes, _success_measure_fields),
        context.provenance,
    )
    for field_name, part in OWNER_PARTS.items():
        set_members(
            SuccessMeasureOwner,
            "success_measure",
            "officer",
            {
                context.written["success_measure", change.row.key]: context.officer_keys(
                    change.values[field_name]
                )
                for change in changes
                if field_name in change.values
            },
            context.provenance,
            part=part,
        )
