"""Applies what a workbook says of themes, commitments, recommendations and milestones."""

from typing import Any

from plans.choices import ThemePart
from plans.imports.apply_context import Context, changed_fields, date_fields, new_ones, only
from plans.imports.difference import Change
from plans.models import MilestoneVersion, RecommendationLead, RecommendationVersion, ThemeVersion
from plans.operations.history import change_versions, set_members
from plans.operations.people import set_theme_people
from plans.operations.structure import (
    add_milestones,
    add_recommendations,
    add_themes,
    set_commitments,
    set_recommendation_themes,
)

PARTS = {"leads": ThemePart.LEAD, "members": ThemePart.MEMBER, "sponsors": ThemePart.SPONSOR}
THEME_TEXTS = {"title", "outcome", "how_will_we_know"}
RECOMMENDATION_TEXTS = {"text", "kind", "outcome", "evidence", "further_actions"}


def write_themes(context: Context, changes: list[Change]) -> None:
    added = add_themes(
        context.plan,
        {
            int(change.row.key): {
                **only(THEME_TEXTS)(change.values),
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
        changed_fields(changes, only(THEME_TEXTS)),
        context.provenance,
    )
    for field_name, part in PARTS.items():
        wanted = {
            context.written["theme", change.row.key]: context.officer_keys(change.values[field_name])
            for change in changes
            if field_name in change.values
        }
        set_theme_people(part, wanted, provenance=context.provenance)


def write_recommendations(context: Context, changes: list[Change]) -> None:
    added = add_recommendations(
        context.plan,
        {int(change.row.key): only(RECOMMENDATION_TEXTS)(change.values) for change in new_ones(changes)},
        provenance=context.provenance,
    )
    for number, item in added.items():
        context.recommendations[number] = item.pk
        context.written["recommendation", str(number)] = item.pk
    change_versions(
        RecommendationVersion,
        "recommendation",
        changed_fields(changes, only(RECOMMENDATION_TEXTS)),
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
    set_members(
        RecommendationLead,
        "recommendation",
        "officer",
        {
            context.written["recommendation", change.row.key]: context.officer_keys(change.values["leads"])
            for change in changes
            if "leads" in change.values
        },
        context.provenance,
    )


def write_commitments(context: Context, changes: list[Change]) -> None:
    """Commitments are worded for a while: another wording ends the first and follows it."""
    wanted = {
        (context.themes[change.row.values["theme"]], change.row.values["reference"]): change.row.values[
            "text"
        ]
        for change in changes
    }
    written = set_commitments(wanted, provenance=context.provenance)
    for change in changes:
        values = change.row.values
        key = written[context.themes[values["theme"]], values["reference"]].pk
        context.written["commitment", change.row.key] = key
        context.commitments[change.row.key] = key


def _milestone_fields(values: dict[str, Any]) -> dict[str, Any]:
    fields = {name: value for name, value in values.items() if name in {"text", "status"}}
    return {**fields, **(date_fields("due", values["due"]) if "due" in values else {})}


def write_milestones(context: Context, changes: list[Change]) -> None:
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
        changed_fields(changes, _milestone_fields),
        context.provenance,
    )
