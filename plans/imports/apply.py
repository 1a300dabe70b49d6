"""Applies a difference in one transaction, through the same operations as every other write."""

from collections.abc import Callable
from typing import Any

from plans.choices import ThemePart
from plans.imports.apply_context import (
    Context,
    changed_ones,
    date_fields,
    decimal_of,
    known_day,
    new_ones,
    note_written,
)
from plans.imports.apply_measures import write_measures, write_observations, write_targets
from plans.imports.difference import Change, Difference
from plans.imports.words.people import plain
from plans.models import (
    Action,
    ActionVersion,
    DueDateChange,
    Inspection,
    Judgement,
    MilestoneVersion,
    Plan,
    Rating,
    RatingLevel,
    Recommendation,
    RecommendationVersion,
    StatedFigure,
    Theme,
    ThemeVersion,
)
from plans.operations.history import Provenance, change_versions
from plans.operations.people import find_or_add_officers, set_theme_people
from plans.operations.structure import (
    NewAction,
    add_actions,
    add_milestones,
    add_recommendations,
    add_themes,
    change_actions,
    set_recommendation_themes,
)

PARTS = {"leads": ThemePart.LEAD, "members": ThemePart.MEMBER, "sponsors": ThemePart.SPONSOR}


def apply_difference(
    plan: Plan, difference: Difference, provenance: Provenance
) -> dict[tuple[str, str], int]:
    """Write a difference and return the object that each row became, by kind and key.

    Must run inside a transaction. The number of queries does not grow with the number of rows.
    """
    people = [
        (title, name)
        for change in difference.changes
        for field_name in ("leads", "members", "sponsors")
        for title, name in change.values.get(field_name, [])
    ]
    context = Context(plan, provenance, find_or_add_officers(plan.council, people))
    context.themes = dict(Theme.objects.filter(plan=plan).values_list("number", "pk"))
    context.recommendations = dict(Recommendation.objects.filter(plan=plan).values_list("number", "pk"))
    for change in difference.changes:
        if change.known is not None:
            context.written[change.row.kind, change.row.key] = change.known.object_id
    for kind, write in WRITERS.items():
        changes = [change for change in difference.changes if change.row.kind == kind and change.values]
        if changes:
            write(context, changes)
    return context.written


def _write_themes(context: Context, changes: list[Change]) -> None:
    texts = {"title", "outcome"}
    added = add_themes(
        context.plan,
        {
            int(change.row.key): {
                **{name: value for name, value in change.values.items() if name in texts},
                "known_on": change.row.known_on,
            }
            for change in new_ones(changes)
        },
        provenance=context.provenance,
    )
    for number, theme in added.items():
        context.themes[number] = theme.pk
        context.written["theme", str(number)] = theme.pk
    change_versions(
        ThemeVersion,
        "theme",
        {
            key: {n: v for n, v in values.items() if n in texts}
            for key, values in changed_ones(changes).items()
        },
        context.provenance,
    )
    for field_name, part in PARTS.items():
        wanted = {
            context.written["theme", change.row.key]: context.officer_keys(change.values[field_name])
            for change in changes
            if field_name in change.values
        }
        set_theme_people(part, wanted, provenance=context.provenance)


def _write_recommendations(context: Context, changes: list[Change]) -> None:
    texts = {"text", "kind"}
    added = add_recommendations(
        context.plan,
        {
            int(change.row.key): {name: value for name, value in change.values.items() if name in texts}
            for change in new_ones(changes)
        },
        provenance=context.provenance,
    )
    for number, item in added.items():
        context.recommendations[number] = item.pk
        context.written["recommendation", str(number)] = item.pk
    change_versions(
        RecommendationVersion,
        "recommendation",
        {
            key: {n: v for n, v in values.items() if n in texts}
            for key, values in changed_ones(changes).items()
        },
        context.provenance,
    )
    set_recommendation_themes(
        {
            context.written["recommendation", change.row.key]: [
                context.themes[n] for n in change.values["themes"]
            ]
            for change in changes
            if "themes" in change.values
        },
        provenance=context.provenance,
    )


def _milestone_fields(values: dict[str, Any]) -> dict[str, Any]:
    fields = {name: value for name, value in values.items() if name in {"text", "status"}}
    return {**fields, **(date_fields("due", values["due"]) if "due" in values else {})}


def _write_milestones(context: Context, changes: list[Change]) -> None:
    new: dict[tuple[int, str], dict[str, Any]] = {}
    for change in new_ones(changes):
        number, code = change.row.key.split(" ", 1)
        new[context.themes[int(number)], code] = {
            **_milestone_fields(change.values),
            "known_on": change.row.known_on,
        }
    numbers = {key: number for number, key in context.themes.items()}
    for (theme, code), item in add_milestones(new, provenance=context.provenance).items():
        context.written["milestone", f"{numbers[theme]} {code}"] = item.pk
    change_versions(
        MilestoneVersion,
        "milestone",
        {key: _milestone_fields(values) for key, values in changed_ones(changes).items()},
        context.provenance,
    )


def _action_fields(context: Context, values: dict[str, Any]) -> dict[str, Any]:
    fields = {
        name: value
        for name, value in values.items()
        if name in {"text", "group", "expected_outcome", "status"}
    }
    for name in ("start", "due"):
        if name in values:
            fields |= date_fields(name, values[name])
    if "theme" in values:
        fields["theme_id"] = context.themes.get(values["theme"])
    return fields


def _write_actions(context: Context, changes: list[Change]) -> None:
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
        stem = str(values["recommendations"][0]) if values["recommendations"] else f"T{values['theme']}"
        items.append(
            NewAction(
                _action_fields(context, values),
                context.officer_keys(values["leads"]),
                [context.recommendations[number] for number in values["recommendations"]],
                stem,
                parent=index.get(parent_key) if parent_key else None,
                parent_action=known_parents.get(context.written.get(("action", parent_key), 0)),
            )
        )
    for change, action in zip(
        new, add_actions(context.plan, items, provenance=context.provenance), strict=True
    ):
        context.written["action", change.row.key] = action.pk
    _record_moved_dates(context, changes)
    changed = changed_ones(changes)
    change_actions(
        {key: _action_fields(context, values) for key, values in changed.items()},
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
        if change.known and "due" in change.values
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


def _write_inspections(context: Context, changes: list[Change]) -> None:
    rows = []
    for change in changes:
        values = change.row.values
        day = date_fields("inspected", values["inspected"])
        rows.append(
            Inspection(
                council=context.plan.council,
                framework=values["framework"],
                setting=plain(values["setting"]),
                started_on=day["inspected_earliest"],
                ended_on=day["inspected_latest"],
            )
        )
    added = Inspection.objects.bulk_create(rows)
    Judgement.objects.bulk_create(
        Judgement(inspection=inspection, grade=change.row.values["grade"])
        for inspection, change in zip(added, changes, strict=True)
    )
    note_written(context, changes, added)


def _write_stated_figures(context: Context, changes: list[Change]) -> None:
    rows = [
        StatedFigure(
            plan=context.plan,
            label=change.row.values["label"],
            value=decimal_of(change.row.values["value"]),
            unit=change.row.values["unit"],
            words=change.row.values["words"],
            rule=change.row.values["rule"],
            sheet=change.row.source.sheet,
            cell=change.row.source.cell,
            **context.provenance.dated(known_day(change, context)),
        )
        for change in changes
    ]
    note_written(context, changes, StatedFigure.objects.bulk_create(rows))


def _write_ratings(context: Context, changes: list[Change]) -> None:
    levels = {
        level.code: level
        for level in RatingLevel.objects.filter(
            scale__plan=context.plan, scale__adopted_on__lte=context.provenance.known_on
        ).order_by("scale__adopted_on")
    }
    rows = [
        Rating(
            plan=context.plan,
            recommendation_id=context.recommendations[int(change.row.key.split()[1])],
            level=levels[change.row.values["level"]],
            **context.provenance.dated(known_day(change, context)),
        )
        for change in changes
    ]
    note_written(context, changes, Rating.objects.bulk_create(rows))


WRITERS: dict[str, Callable[[Context, list[Change]], None]] = {
    "theme": _write_themes,
    "recommendation": _write_recommendations,
    "milestone": _write_milestones,
    "action": _write_actions,
    "measure": write_measures,
    "target": write_targets,
    "observation": write_observations,
    "inspection": _write_inspections,
    "stated_figure": _write_stated_figures,
    "rating": _write_ratings,
}
