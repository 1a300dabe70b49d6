"""Builds a position from the database: the same number of queries whatever the plan's size."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields
from datetime import date

from plans.choices import RecommendationKind
from plans.models import (
    ActionLead,
    ActionRecommendation,
    ActionVersion,
    CostLine,
    MilestoneVersion,
    Plan,
    RatingLevel,
    RecommendationLead,
    RecommendationTheme,
    RecommendationVersion,
    StatedFigure,
    ThemePerson,
    ThemeVersion,
)
from plans.position.actions import ActionPosition
from plans.position.commitments import read_commitments, read_success_measures
from plans.position.contradictions import find_contradictions
from plans.position.decided import read_checks, read_closures, read_due_moves, read_ratings
from plans.position.evidence import AttachedEvidence, read_evidence_days
from plans.position.hiding import hide_recommendations, keep_what_is_seen, seen_actions
from plans.position.measures import read_measures
from plans.position.numbers import Numbers
from plans.position.plan_details import plan_on
from plans.position.points import CostPoint, DaysAsWritten, OfficerName
from plans.position.position import Position
from plans.position.recommendations import RecommendationPosition
from plans.position.rows import due_of, level_of, officer_names
from plans.position.stated import StatedPoint
from plans.position.themes import MilestonePosition, ThemePosition
from plans.position.updates import read_updates
from plans.position.viewer import EVERYTHING, Viewer
from plans.rules.overdue import is_behind, is_overdue, is_past_due_without_status
from plans.rules.stated_figures import agrees, plain_number, recompute, rule_sentence


def build_position(plan: Plan, as_at: date, viewer: Viewer = EVERYTHING) -> Position:
    """Return the plan as it was known at the end of a day, without what this viewer may not see."""
    plan = plan_on(plan, as_at)
    position = Position(plan, as_at, viewer)
    officers = officer_names(position)
    _read_scale(position)
    _read_structure(position, officers)
    _read_actions(position, officers)
    read_commitments(position)
    read_success_measures(position, officers)
    attached = AttachedEvidence(plan, as_at)
    for milestone in position.milestones:
        milestone.evidence = attached.of_milestone.get(milestone.milestone_id, ())
    read_ratings(position, attached)
    _place_measures(position)
    read_checks(position)
    read_evidence_days(position, attached)
    read_closures(position)
    position.meetings = list(
        plan.meetings.filter(held_on__lte=as_at, known_on__lte=as_at)
        .select_related("chair", "focus")
        .order_by("held_on", "pk")
    )
    _read_costs(position)
    _read_stated_figures(position)
    position.contradictions = find_contradictions(position)
    return position


def _read_scale(position: Position) -> None:
    levels = list(
        RatingLevel.objects.filter(scale__plan=position.plan).select_related("scale").order_by("order")
    )
    days = sorted({level.scale.adopted_on for level in levels if level.scale.adopted_on})
    # Before the first scale's day, that one: as `scale_on` says.
    in_use = next((day for day in reversed(days) if day <= position.as_at), days[0] if days else None)
    position.levels += [level_of(level) for level in levels if level.scale.adopted_on == in_use]


def _read_structure(position: Position, officers: Mapping[int, OfficerName]) -> None:
    plan, day = position.plan, position.as_at
    themes = {
        version.theme_id: ThemePosition(
            version.theme_id, version.number, version.title, version.outcome, version.how_will_we_know
        )
        for version in ThemeVersion.objects.as_at(day)
        .filter(theme__plan=plan, withdrawn=False)
        .order_by("number")
    }
    people = ThemePerson.objects.as_at(day).filter(theme__plan=plan).order_by("pk")
    for theme_id, part, officer in people.values_list("theme_id", "part", "officer_id"):
        if theme_id in themes:
            themes[theme_id].people.setdefault(part, []).append(officers[officer])
    items = {
        version.recommendation_id: RecommendationPosition(
            version.recommendation_id,
            version.number,
            version.text,
            str(RecommendationKind(version.kind).label),
            outcome=version.outcome,
            evidence=version.evidence,
            further_actions=version.further_actions,
            embedded_periods=plan.embedded_periods,
            as_at=day,
            is_exempt=version.exempt,
        )
        for version in RecommendationVersion.objects.as_at(day)
        .filter(recommendation__plan=plan, withdrawn=False)
        .order_by("number")
    }
    position.numbers = Numbers(
        {key: theme.number for key, theme in themes.items()},
        {key: item.number for key, item in items.items()},
    )
    hide_recommendations(position, items)
    numbers: dict[int, list[int]] = defaultdict(list)
    links = RecommendationTheme.objects.as_at(day).filter(recommendation__plan=plan)
    for link in sorted(links, key=lambda link: position.numbers.themes.get(link.theme_id, 0)):
        if link.theme_id in themes and link.recommendation_id in items:
            numbers[link.recommendation_id].append(themes[link.theme_id].number)
            themes[link.theme_id].recommendations.append(items[link.recommendation_id])
    for key, item in items.items():
        item.theme_numbers = tuple(numbers[key])
    leads: dict[int, list[OfficerName]] = defaultdict(list)
    lead_rows = RecommendationLead.objects.as_at(day).filter(recommendation__plan=plan).order_by("pk")
    for recommendation, officer in lead_rows.values_list("recommendation_id", "officer_id"):
        leads[recommendation].append(officers[officer])
    for key, item in items.items():
        item.leads = tuple(leads[key])
    for theme in themes.values():
        theme.recommendations.sort(key=lambda item: item.number)
    milestones = MilestoneVersion.objects.as_at(day).filter(milestone__theme__plan=plan, withdrawn=False)
    in_order = milestones.select_related("milestone").order_by("milestone__code")
    for version in sorted(in_order, key=lambda row: position.numbers.themes.get(row.milestone.theme_id, 0)):
        theme_position = themes.get(version.milestone.theme_id)
        if theme_position:
            milestone = MilestonePosition(
                version.milestone_id,
                theme_position.number,
                version.milestone.code,
                version.text,
                version.status,
                due_of(version),
                version.achieved_on,
                version.pk,
            )
            theme_position.milestones.append(milestone)
            position.milestones.append(milestone)
    position.themes = list(themes.values())
    position.recommendations = list(items.values())


# What a version and a position say under one name.
OF_THE_VERSION = tuple(
    part.name
    for part in fields(ActionPosition)
    if part.name in {field.name for field in ActionVersion._meta.concrete_fields if not field.is_relation}
)
# What is read of a version beside that. Plain rows: a model's object for each takes five times as long.
READ_OF_ACTIONS = (
    "pk",
    "action_id",
    "action__reference",
    "action__revision",
    "theme_id",
    "parent_id",
    "commitment__reference",
    "exempt",
    *(f"{day}_{part}" for day in ("start", "due") for part in ("words", "kind", "earliest", "latest")),
)


def _read_actions(position: Position, officers: Mapping[int, OfficerName]) -> None:
    plan, day = position.plan, position.as_at
    themes = {theme.theme_id: theme for theme in position.themes}
    versions = list(
        ActionVersion.objects.as_at(day)
        .filter(action__plan=plan, withdrawn=False)
        .order_by("action__position", "action_id")
        .values_list(*READ_OF_ACTIONS, *OF_THE_VERSION, named=True)
    )
    leads: dict[int, list[OfficerName]] = defaultdict(list)
    lead_rows = ActionLead.objects.as_at(day).filter(action__plan=plan).order_by("pk")
    for action_id, officer in lead_rows.values_list("action_id", "officer_id"):
        leads[action_id].append(officers[officer])
    versions = seen_actions(position, versions, leads)
    actions: dict[int, ActionPosition] = {}
    for version in versions:
        theme = themes.get(version.theme_id or 0)
        due = due_of(version)
        actions[version.action_id] = ActionPosition(
            action_id=version.action_id,
            reference=version.action__reference,
            revision=version.action__revision,
            version_id=version.pk,
            theme_number=theme.number if theme else None,
            parent=None,
            start=DaysAsWritten(
                version.start_words, version.start_kind, version.start_earliest, version.start_latest
            ),
            due=due,
            as_at=day,
            **{name: getattr(version, name) for name in OF_THE_VERSION},
            is_overdue=is_overdue(version.status, due.latest, day, version.status_words),
            is_behind=is_behind(version.status, version.start_latest, day),
            is_past_due_without_status=is_past_due_without_status(
                version.status, due.latest, day, version.status_words
            ),
            commitment_reference=version.commitment__reference or "",
            is_exempt=version.exempt,
        )
        if theme:
            theme.actions.append(actions[version.action_id])
    for version in versions:
        parent = actions.get(version.parent_id or 0)
        if parent:
            actions[version.action_id].parent = parent
            parent.children.append(actions[version.action_id])
    items = {item.recommendation_id: item for item in position.recommendations}
    serves: dict[int, list[int]] = defaultdict(list)
    links = (
        ActionRecommendation.objects.as_at(day).filter(action__plan=plan).order_by("action__position", "pk")
    )
    for action_id, recommendation in links.values_list("action_id", "recommendation_id"):
        item, action = items.get(recommendation), actions.get(action_id)
        if item and action:
            serves[action_id].append(item.number)
            item.actions.append(action)
    for key, action in actions.items():
        action.leads = tuple(leads[key])
        action.recommendation_numbers = tuple(serves[key])
    read_updates(position, actions, officers)
    read_due_moves(position, actions)
    position.actions = list(actions.values())


def _place_measures(position: Position) -> None:
    """Read the plan's measures and put each beside what it evidences."""
    position.measures = [
        measure
        for measure in read_measures(position.plan, position.as_at, position.numbers)
        if keep_what_is_seen(measure, position.withheld)
    ]
    items = {item.number: item for item in position.recommendations}
    themes = {theme.number: theme for theme in position.themes}
    actions = {action.reference: action for action in position.actions}
    for measure in position.measures:
        for number in measure.recommendation_numbers:
            if number in items:
                items[number].measures.append(measure)
        for number in measure.theme_numbers:
            if number in themes:
                themes[number].measures.append(measure)
        for reference in measure.action_references:
            if reference in actions:
                actions[reference].measures.append(measure)


def _read_costs(position: Position) -> None:
    rows = CostLine.objects.as_at(position.as_at).filter(plan=position.plan).order_by("position", "pk")
    position.costs = [
        CostPoint(row.label, row.financial_year, row.amount, row.recurrent, row.words) for row in rows
    ]


def _read_stated_figures(position: Position) -> None:
    figures = position.figures()
    stated_figures = (
        StatedFigure.objects.as_at(position.as_at).filter(plan=position.plan).order_by("known_on", "pk")
    )
    for stated in stated_figures:
        recomputed = recompute(stated.rule, figures)
        position.stated_figures.append(
            StatedPoint(
                stated.label,
                plain_number(stated.value),
                stated.words,
                stated.unit,
                plain_number(recomputed),
                agrees(stated.value, recomputed),
                stated.known_on,
                stated.sheet,
                stated.cell,
                stated.rule,
                rule_sentence(stated.rule, position.plan.theme_word),
            )
        )
