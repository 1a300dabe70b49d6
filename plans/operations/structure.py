"""Writing a plan's parts: the plan, its scale, themes, recommendations, milestones and actions."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from improvement.editing import ChangedMeanwhile, count_changes
from improvement.models import Council
from plans.choices import ProgressStatus
from plans.models import (
    Action,
    ActionLead,
    ActionRecommendation,
    ActionVersion,
    Commitment,
    Milestone,
    MilestoneVersion,
    Plan,
    PlanVersion,
    RatingLevel,
    RatingScale,
    Recommendation,
    RecommendationTheme,
    RecommendationVersion,
    SuccessMeasure,
    SuccessMeasureVersion,
    Theme,
    ThemeVersion,
)
from plans.models.history import fields_in, fields_of
from plans.operations.history import (
    Provenance,
    change_versions,
    end_memberships,
    set_members,
)

# What can stand in an address: anything else is only remembered.
GIVEN_REFERENCE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9.\-]{0,19}$")


def find_or_add_council(name: str) -> Council:
    """Return the council of a name, added where there is none yet."""
    council, _added = Council.objects.get_or_create(name=name, defaults={"slug": slugify(name)[:50]})
    return council


@transaction.atomic
def create_plan(
    council: Council,
    title: str,
    slug: str,
    *,
    provenance: Provenance,
    theme_word: str = "theme",
    **details: Any,
) -> Plan:
    """Start a plan without parts. What it is set up with first is also what an earlier day is shown with."""
    plan = Plan(council=council, title=title, slug=slug, theme_word=theme_word, **details)
    plan.full_clean()
    plan.save()
    first = {field.attname: getattr(plan, field.attname) for field in fields_in(PlanVersion, "plan")}
    PlanVersion.objects.create(plan=plan, **first, **provenance.interval())
    return plan


@transaction.atomic
def adopt_scale(
    plan: Plan,
    pattern: str,
    adopted_on: date,
    meanings: Mapping[str, str] | None = None,
    colours: Mapping[str, str] | None = None,
) -> RatingScale:
    """Give a plan its own copy of a scale pattern (RAG, BRAG, 1 to 5 tracker), in use from a day.

    `meanings` and `colours` (as #rrggbb) are the council's own for the levels, by code.
    """
    source = RatingScale.objects.get(plan=None, name=pattern)
    scale = RatingScale.objects.create(plan=plan, name=pattern, adopted_on=adopted_on)
    levels = list(source.levels.all())
    for level in levels:
        level.pk = None
        level._state.adding = True
        level.scale = scale
        level.meaning = (meanings or {}).get(level.code, level.meaning)
        level.colour = (colours or {}).get(level.code, level.colour)
    RatingLevel.objects.bulk_create(levels)
    return scale


def count_change(plan: Plan) -> None:
    """Count a change of the plan's structure, so that a preview made before it is known to be stale."""
    count_changes(Plan, [plan.pk])


@transaction.atomic
def add_themes(
    plan: Plan, versions: Mapping[int, Mapping[str, Any]], *, provenance: Provenance
) -> dict[int, Theme]:
    """Add themes by number; each mapping holds a version's fields, and `known_on` where it differs."""
    themes = Theme.objects.bulk_create(Theme(plan=plan, number=number) for number in versions)
    rows = []
    for theme in themes:
        fields = dict(versions[theme.number])
        interval = provenance.interval(fields.pop("known_on", None))
        rows.append(ThemeVersion(theme=theme, number=theme.number, **interval, **fields))
    ThemeVersion.objects.bulk_create(rows)
    return {theme.number: theme for theme in themes}


@transaction.atomic
def add_recommendations(
    plan: Plan, versions: Mapping[int, Mapping[str, Any]], *, provenance: Provenance
) -> dict[int, Recommendation]:
    """Add recommendations by number."""
    added = Recommendation.objects.bulk_create(
        Recommendation(plan=plan, number=number) for number in versions
    )
    RecommendationVersion.objects.bulk_create(
        RecommendationVersion(
            recommendation=item, number=item.number, **provenance.interval(), **versions[item.number]
        )
        for item in added
    )
    return {item.number: item for item in added}


@transaction.atomic
def set_recommendation_themes(themes: Mapping[int, Sequence[int]], *, provenance: Provenance) -> None:
    """Make each recommendation's themes exactly those given, by keys."""
    set_members(RecommendationTheme, "recommendation", "theme", themes, provenance)


@transaction.atomic
def add_milestones(
    versions: Mapping[tuple[int, str], Mapping[str, Any]], *, provenance: Provenance
) -> dict[tuple[int, str], Milestone]:
    """Add milestones by theme key and code."""
    added = Milestone.objects.bulk_create(Milestone(theme_id=theme, code=code) for theme, code in versions)
    rows = []
    for item in added:
        fields = dict(versions[item.theme_id, item.code])
        rows.append(
            MilestoneVersion(milestone=item, **provenance.interval(fields.pop("known_on", None)), **fields)
        )
    MilestoneVersion.objects.bulk_create(rows)
    return {(item.theme_id, item.code): item for item in added}


@transaction.atomic
def mark_exempt(item: Action | Recommendation, exempt: bool, reason: str, *, provenance: Provenance) -> None:
    """Say that an item is exempt (Part 2), or is so no longer, and why."""
    why = provenance.because(reason)
    changes = {item.pk: {"exempt": exempt}}
    if isinstance(item, Action):
        change_versions(ActionVersion, "action", changes, why)
        count_changes(Action, [item.pk])
    else:
        change_versions(RecommendationVersion, "recommendation", changes, why)


@transaction.atomic
def report_milestone(
    milestone_id: int,
    version_id: int,
    status: ProgressStatus,
    achieved_on: date | None,
    reason: str,
    *,
    provenance: Provenance,
) -> None:
    """Say how a milestone stands, over the version that was read; raise ChangedMeanwhile if another followed it."""
    Milestone.objects.select_for_update().get(pk=milestone_id)
    if not MilestoneVersion.objects.filter(pk=version_id, milestone=milestone_id, known_to=None).exists():
        raise ChangedMeanwhile
    change_versions(
        MilestoneVersion,
        "milestone",
        {milestone_id: {"status": status, "achieved_on": achieved_on}},
        provenance.because(reason),
    )


def order_of(reference: str) -> str:
    """Return a reference as text that sorts as people count: 5.2 before 5.10."""
    return ".".join(part.zfill(6) if part.isdigit() else part for part in re.split(r"[.\-/]", reference))


def stem_of(plan: Plan, theme: Theme | None, recommendation: Recommendation | None) -> str:
    """Return what a new action's reference begins with: its recommendation's number, else its theme's."""
    if recommendation:
        return str(recommendation.number)
    return f"{plan.theme_word[0].upper()}{theme.number}" if theme else "A"


@dataclass
class NewAction:
    """An action to add: its version's fields, who leads it and what it serves. `parent` is its parent's index."""

    fields: dict[str, Any]
    leads: Sequence[int] = ()
    recommendations: Sequence[int] = ()
    reference_stem: str = ""
    # The reference that its source gives it; taken where no other action has it.
    given_reference: str = ""
    parent: int | None = None
    parent_action: Action | None = None
    reference: str = field(default="", init=False)


@transaction.atomic
def add_actions(plan: Plan, new: Sequence[NewAction], *, provenance: Provenance) -> list[Action]:
    """Add actions, parents before their sub-actions, and give each its reference; return them in order."""
    taken = set(Action.objects.filter(plan=plan).values_list("reference", flat=True))
    highest: dict[str, int] = {}
    for reference in taken:
        stem, _dot, last = reference.rpartition(".")
        if last.isdigit():
            highest[stem] = max(highest.get(stem, 0), int(last))
    for item in new:
        stem = item.reference_stem
        if item.parent is not None:
            stem = new[item.parent].reference
        elif item.parent_action is not None:
            stem = item.parent_action.reference
        given = item.given_reference.strip()
        if GIVEN_REFERENCE.match(given) and given not in taken:
            item.reference = given
            taken.add(given)
            continue
        item.reference = ""
        while not item.reference or item.reference in taken:
            highest[stem] = highest.get(stem, 0) + 1
            item.reference = f"{stem}.{highest[stem]}"
        taken.add(item.reference)
    actions = Action.objects.bulk_create(
        Action(plan=plan, reference=item.reference, position=order_of(item.reference)) for item in new
    )
    versions = []
    for action, item in zip(actions, new, strict=True):
        parent = actions[item.parent] if item.parent is not None else item.parent_action
        keys = {"action_id": action.pk, "parent_id": parent.pk if parent else None}
        versions.append(ActionVersion(**keys, **provenance.interval(), **item.fields))
    ActionVersion.objects.bulk_create(versions)
    set_members(
        ActionLead,
        "action",
        "officer",
        {a.pk: item.leads for a, item in zip(actions, new, strict=True)},
        provenance,
    )
    set_members(
        ActionRecommendation,
        "action",
        "recommendation",
        {a.pk: item.recommendations for a, item in zip(actions, new, strict=True)},
        provenance,
    )
    return actions


@transaction.atomic
def change_actions(
    changes: Mapping[int, Mapping[str, Any]],
    *,
    provenance: Provenance,
    leads: Mapping[int, Sequence[int]] | None = None,
    recommendations: Mapping[int, Sequence[int]] | None = None,
) -> None:
    """Follow actions' versions by changed ones, and set who leads them and what they serve, by keys."""
    if changes:
        change_versions(ActionVersion, "action", changes, provenance)
    if leads:
        set_members(ActionLead, "action", "officer", leads, provenance)
    if recommendations:
        set_members(ActionRecommendation, "action", "recommendation", recommendations, provenance)
    touched = {*changes, *(leads or {}), *(recommendations or {})}
    count_changes(Action, touched)


@dataclass
class NewSuccessMeasure:
    """A success measure to add: its version's fields, among them the action or the theme that it stands under."""

    fields: dict[str, Any]


@transaction.atomic
def add_success_measures(
    plan: Plan, new: Sequence[NewSuccessMeasure], *, provenance: Provenance
) -> list[SuccessMeasure]:
    """Add success measures, each numbered under its action or theme; return them in order."""
    references = dict(Action.objects.filter(plan=plan).values_list("pk", "reference"))
    themes = dict(Theme.objects.filter(plan=plan).values_list("pk", "number"))
    taken = Counter(
        reference.rpartition("/")[0]
        for reference in SuccessMeasure.objects.filter(plan=plan).values_list("reference", flat=True)
    )
    rows = []
    for item in new:
        action = item.fields.get("action_id")
        letter = plan.theme_word[0].upper()
        stem = references[action] if action else f"{letter}{themes[item.fields['theme_id']]}"
        taken[stem] += 1
        rows.append(SuccessMeasure(plan=plan, reference=f"{stem}/{taken[stem]}"))
    added = SuccessMeasure.objects.bulk_create(rows)
    SuccessMeasureVersion.objects.bulk_create(
        SuccessMeasureVersion(success_measure=measure, **provenance.interval(), **item.fields)
        for measure, item in zip(added, new, strict=True)
    )
    return added


@transaction.atomic
def set_commitments(
    wanted: Mapping[tuple[int, str], str], *, provenance: Provenance
) -> dict[tuple[int, str], Commitment]:
    """Make each theme's commitment of a reference say the given words; another wording ends and is followed.

    Keys are a theme's key and a reference. Actions under a re-worded commitment go on under the new wording.
    """
    current = {
        (row.theme_id, row.reference): row
        for row in Commitment.objects.filter(theme__in={theme for theme, _reference in wanted}, known_to=None)
    }
    ended = [row for key, row in current.items() if key in wanted and row.text != wanted[key]]
    end_memberships(Commitment, [row.pk for row in ended], provenance)
    new = [
        Commitment(theme_id=theme, reference=reference, text=text, **provenance.interval())
        for (theme, reference), text in wanted.items()
        if (theme, reference) not in current or current[theme, reference] in ended
    ]
    for row in Commitment.objects.bulk_create(new):
        current[row.theme_id, row.reference] = row
    moved = {row.pk: current[row.theme_id, row.reference] for row in ended}
    changes = {
        version.action_id: {"commitment": moved[version.commitment_id]}
        for version in ActionVersion.objects.filter(commitment__in=moved, known_to=None)
        if version.commitment_id is not None
    }
    change_versions(ActionVersion, "action", changes, provenance)
    return {key: current[key] for key in wanted}


@transaction.atomic
def move_action(
    action: Action, theme: Theme, recommendation: Recommendation, *, provenance: Provenance
) -> None:
    """Move an action, and its sub-actions with it, to another theme and recommendation. Its reference stays.

    Raises ValidationError where either belongs to another plan.
    """
    if theme.plan_id != action.plan_id or recommendation.plan_id != action.plan_id:
        raise ValidationError("An action can only move within its own plan.")
    children = ActionVersion.objects.filter(parent=action, known_to__isnull=True).values_list(
        "action_id", flat=True
    )
    keys = [action.pk, *children]
    change_actions(
        {key: {"theme": theme} for key in keys},
        provenance=provenance,
        recommendations={key: [recommendation.pk] for key in keys},
    )


@transaction.atomic
def split_action(action: Action, texts: Sequence[str], *, provenance: Provenance) -> list[Action]:
    """Make an action the parent of new sub-actions, which take over all that it says but its words.

    Its updates and ratings stay on it; its cost is said to be that of the whole. Raises ValidationError with fewer
    than two texts.
    """
    wanted = [text.strip() for text in texts if text.strip()]
    if len(wanted) < 2:
        raise ValidationError("Enter at least two sub-actions, one per line.")
    version = action.versions.get(known_to__isnull=True)
    carried = {
        name: getattr(version, name) for name in fields_of(ActionVersion, "action") - {"text", "parent"}
    }
    if version.cost:
        # Said of each part, or a reader would add it up once for every part.
        carried["cost"] = f"{version.cost} (for {action.reference} as a whole)"
    leads = list(action.leads.filter(known_to__isnull=True).values_list("officer_id", flat=True))
    serves = list(
        action.recommendations.filter(known_to__isnull=True).values_list("recommendation_id", flat=True)
    )
    added = add_actions(
        action.plan,
        [NewAction({**carried, "text": text}, leads, serves, parent_action=action) for text in wanted],
        provenance=provenance,
    )
    count_change(action.plan)
    count_changes(Action, [action.pk])
    return added
