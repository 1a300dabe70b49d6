"""Builds a position from the database: the same number of queries whatever the plan's size."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from plans.choices import RatingStanding, RecommendationKind
from plans.models import (
    ActionLead,
    ActionRecommendation,
    ActionVersion,
    Closure,
    CostLine,
    DueDateChange,
    IndependentCheck,
    MilestoneVersion,
    Plan,
    Rating,
    RatingLevel,
    Recommendation,
    RecommendationLead,
    RecommendationTheme,
    RecommendationVersion,
    StatedFigure,
    ThemePerson,
    ThemeVersion,
)
from plans.position.asking import find_contradictions
from plans.position.commitments import read_commitments, read_success_measures
from plans.position.divisions import CheckPoint, RecommendationPosition, ThemePosition
from plans.position.evidence import AttachedEvidence, read_evidence_days
from plans.position.eyes import EVERYTHING, Eyes
from plans.position.measures import MeasurePosition, read_measures
from plans.position.parts import (
    ActionPosition,
    ClosurePoint,
    CostPoint,
    DaysAsWritten,
    DueMove,
    MilestonePosition,
    OfficerName,
    RatingPoint,
)
from plans.position.position import Position
from plans.position.rows import due_of, level_of, officer_of
from plans.position.stated import StatedPoint
from plans.position.updates import read_updates
from plans.rules.progress import is_behind, is_overdue, is_past_due_without_status
from plans.rules.stated_figures import agrees, plain_number, recompute, rule_sentence


def build_position(plan: Plan, as_at: date, eyes: Eyes = EVERYTHING) -> Position:
    """Return the plan as it was known at the end of a day, without what these eyes may not see."""
    position = Position(plan, as_at, eyes)
    _read_scale(position)
    _read_structure(position)
    _read_actions(position)
    read_commitments(position)
    read_success_measures(position)
    attached = AttachedEvidence(plan, as_at)
    for stone in position.milestones:
        stone.evidence = attached.of_milestone.get(stone.milestone_id, ())
    _read_ratings(position, attached)
    _place_measures(position)
    _read_checks(position)
    read_evidence_days(position, attached)
    _read_closures(position)
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
    levels = (
        RatingLevel.objects.filter(scale__plan=position.plan, scale__adopted_on__lte=position.as_at)
        .select_related("scale")
        .order_by("-scale__adopted_on", "order")
    )
    for level in levels:
        if level.scale_id != levels[0].scale_id:
            break
        position.levels.append(level_of(level))


def _read_structure(position: Position) -> None:
    plan, day = position.plan, position.as_at
    themes = {
        version.theme_id: ThemePosition(
            version.theme_id, version.theme.number, version.title, version.outcome, version.how_will_we_know
        )
        for version in ThemeVersion.objects.as_at(day)
        .filter(theme__plan=plan, withdrawn=False)
        .select_related("theme")
        .order_by("theme__number")
    }
    people = ThemePerson.objects.as_at(day).filter(theme__plan=plan).select_related("officer").order_by("pk")
    for person in people:
        if person.theme_id in themes:
            themes[person.theme_id].people.setdefault(person.part, []).append(officer_of(person))
    items = {
        version.recommendation_id: RecommendationPosition(
            version.recommendation_id,
            version.recommendation.number,
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
        .select_related("recommendation")
        .order_by("recommendation__number")
    }
    exempt_now: set[int] = set()
    if not position.eyes.see_exempt:
        # What was public on a past day and is exempt now is not shown by asking for that day.
        exempt_now = set(
            RecommendationVersion.objects.filter(
                recommendation__plan=plan, known_to=None, exempt=True
            ).values_list("recommendation_id", flat=True)
        )
    for key, item in list(items.items()):
        if (item.is_exempt or key in exempt_now) and not position.eyes.see_exempt:
            position.hidden.add(f"Recommendation {item.number}")
            del items[key]
    numbers: dict[int, list[int]] = defaultdict(list)
    links = RecommendationTheme.objects.as_at(day).filter(recommendation__plan=plan).order_by("theme__number")
    for link in links:
        if link.theme_id in themes and link.recommendation_id in items:
            numbers[link.recommendation_id].append(themes[link.theme_id].number)
            themes[link.theme_id].recommendations.append(items[link.recommendation_id])
    for key, item in items.items():
        item.theme_numbers = tuple(numbers[key])
    leads: dict[int, list[OfficerName]] = defaultdict(list)
    for lead in (
        RecommendationLead.objects.as_at(day)
        .filter(recommendation__plan=plan)
        .select_related("officer")
        .order_by("pk")
    ):
        leads[lead.recommendation_id].append(officer_of(lead))
    for key, item in items.items():
        item.leads = tuple(leads[key])
    for theme in themes.values():
        theme.recommendations.sort(key=lambda item: item.number)
    milestones = MilestoneVersion.objects.as_at(day).filter(milestone__theme__plan=plan, withdrawn=False)
    for stone in milestones.select_related("milestone").order_by(
        "milestone__theme__number", "milestone__code"
    ):
        theme_position = themes.get(stone.milestone.theme_id)
        if theme_position:
            found = MilestonePosition(
                stone.milestone_id,
                theme_position.number,
                stone.milestone.code,
                stone.text,
                stone.status,
                due_of(stone),
                stone.achieved_on,
                stone.pk,
            )
            theme_position.milestones.append(found)
            position.milestones.append(found)
    position.themes = list(themes.values())
    position.recommendations = list(items.values())


def _read_actions(position: Position) -> None:
    plan, day = position.plan, position.as_at
    themes = {theme.theme_id: theme for theme in position.themes}
    versions = list(
        ActionVersion.objects.as_at(day)
        .filter(action__plan=plan, withdrawn=False)
        .select_related("action", "commitment")
        .order_by("action__position", "action_id")
    )
    leads: dict[int, list[OfficerName]] = defaultdict(list)
    for lead in (
        ActionLead.objects.as_at(day).filter(action__plan=plan).select_related("officer").order_by("pk")
    ):
        leads[lead.action_id].append(officer_of(lead))
    versions = _seen(position, versions, leads)
    actions: dict[int, ActionPosition] = {}
    for version in versions:
        theme = themes.get(version.theme_id or 0)
        due = due_of(version)
        actions[version.action_id] = ActionPosition(
            version.action_id,
            version.action.reference,
            version.action.revision,
            version.pk,
            version.text,
            version.group,
            theme.number if theme else None,
            None,
            DaysAsWritten(
                version.start_words, version.start_kind, version.start_earliest, version.start_latest
            ),
            due,
            version.expected_outcome,
            version.status,
            version.completed_on,
            day,
            is_overdue=is_overdue(version.status, due.latest, day),
            is_behind=is_behind(version.status, version.start_latest, day),
            is_past_due_without_status=is_past_due_without_status(version.status, due.latest, day),
            cost=version.cost,
            commitment_reference=version.commitment.reference if version.commitment else "",
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
    for link in (
        ActionRecommendation.objects.as_at(day).filter(action__plan=plan).order_by("action__position", "pk")
    ):
        item, action = items.get(link.recommendation_id), actions.get(link.action_id)
        if item and action:
            serves[link.action_id].append(item.number)
            item.actions.append(action)
    for key, action in actions.items():
        action.leads = tuple(leads[key])
        action.recommendation_numbers = tuple(serves[key])
    read_updates(position, actions)
    _read_due_moves(position, actions)
    position.actions = list(actions.values())


def _keep_what_is_seen(measure: MeasurePosition, hidden: set[str]) -> bool:
    """Take from a measure what it evidences that may not be seen; whether anything is left that it had."""
    had = bool(measure.theme_numbers or measure.recommendation_numbers or measure.action_references)
    measure.recommendation_numbers = tuple(
        number for number in measure.recommendation_numbers if f"Recommendation {number}" not in hidden
    )
    measure.action_references = tuple(
        reference for reference in measure.action_references if f"Action {reference}" not in hidden
    )
    return not had or bool(
        measure.theme_numbers or measure.recommendation_numbers or measure.action_references
    )


def _numbers(position: Position) -> Iterable[tuple[int, int]]:
    """Return the keys and numbers of the plan's recommendations, also of those that are hidden."""
    return Recommendation.objects.filter(plan=position.plan).values_list("pk", "number")


def _seen(
    position: Position, versions: list[ActionVersion], leads: dict[int, list[OfficerName]]
) -> list[ActionVersion]:
    """Return the actions that the position's eyes may see; a sub-action is exempt with the sentence over it."""
    eyes = position.eyes
    if eyes.see_exempt:
        return versions
    exempt = {version.action_id for version in versions if version.exempt} | set(
        ActionVersion.objects.filter(action__plan=position.plan, known_to=None, exempt=True).values_list(
            "action_id", flat=True
        )
    )
    # What serves nothing but exempt recommendations says what they are about.
    hidden_items = {
        key for key, number in _numbers(position) if f"Recommendation {number}" in position.hidden
    }
    serves: dict[int, set[int]] = defaultdict(set)
    if hidden_items:
        for link in ActionRecommendation.objects.as_at(position.as_at).filter(action__plan=position.plan):
            serves[link.action_id].add(link.recommendation_id)
    exempt |= {key for key, served in serves.items() if served and served <= hidden_items}
    seen = []
    for version in versions:
        own = eyes.user_id is not None and any(
            lead.user_id == eyes.user_id for lead in leads.get(version.action_id, ())
        )
        if own or not {version.action_id, version.parent_id} & exempt:
            seen.append(version)
        else:
            position.hidden.add(f"Action {version.action.reference}")
    return seen


def _place_measures(position: Position) -> None:
    """Read the plan's measures and put each beside what it evidences."""
    position.measures = [
        measure
        for measure in read_measures(position.plan, position.as_at)
        if _keep_what_is_seen(measure, position.hidden)
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


def _read_checks(position: Position) -> None:
    items = {item.recommendation_id: item for item in position.recommendations}
    checks = IndependentCheck.objects.as_at(position.as_at).filter(recommendation__plan=position.plan)
    for check in checks.order_by("checked_on", "pk"):
        item = items.get(check.recommendation_id)
        if item:
            item.checks.append(CheckPoint(check.source, check.checked_on, check.confirms, check.finding))


def _read_closures(position: Position) -> None:
    """Say what the board closed and has not taken back; what is closed is late no longer."""
    items = {item.recommendation_id: item for item in position.recommendations}
    actions = {action.action_id: action for action in position.actions}
    closures = Closure.objects.as_at(position.as_at).filter(plan=position.plan).order_by("known_on", "pk")
    for row in closures:
        point = None
        if row.closes:
            criteria = tuple((words, bool(is_met)) for words, is_met in row.criteria)
            point = ClosurePoint(row.known_on, row.reason, criteria, row.meeting_id)
        thing = items.get(row.recommendation_id or 0) or actions.get(row.action_id or 0)
        if thing is not None:
            thing.closure = point
    closed = {item.number: item.closure for item in position.recommendations if item.closure}
    for action in position.actions:
        # An action that serves only what is closed has nothing left to serve.
        served = action.recommendation_numbers
        if action.closure is None and served and all(number in closed for number in served):
            action.closure = closed[served[0]]
        if action.closure:
            action.is_overdue = action.is_behind = action.is_past_due_without_status = False


def _read_costs(position: Position) -> None:
    rows = CostLine.objects.as_at(position.as_at).filter(plan=position.plan).order_by("position", "pk")
    position.costs = [
        CostPoint(row.label, row.financial_year, row.amount, row.recurrent, row.words) for row in rows
    ]


def _read_due_moves(position: Position, actions: dict[int, ActionPosition]) -> None:
    moves = DueDateChange.objects.as_at(position.as_at).filter(action__plan=position.plan)
    for move in moves.select_related("by", "decision").order_by("known_on", "pk"):
        decision = getattr(move, "decision", None)
        if decision is not None and decision.known_on > position.as_at:
            decision = None
        if move.action_id in actions:
            actions[move.action_id].due_moves.append(
                DueMove(
                    move.pk,
                    move.from_words,
                    move.to_words,
                    move.reason,
                    move.known_on,
                    str(move.by) if move.by else "",
                    decision.agreed if decision else None,
                    decision.known_on if decision else None,
                    decision.note if decision else "",
                    move.import_run_id is not None,
                    move.from_latest,
                    decision.meeting_id if decision else None,
                )
            )


def _read_ratings(position: Position, attached: AttachedEvidence) -> None:
    """Give every thing its confirmed ratings, oldest first, and the proposal that the board has not answered."""
    items = {item.recommendation_id: item for item in position.recommendations}
    themes = {theme.theme_id: theme for theme in position.themes}
    actions = {action.action_id: action for action in position.actions}
    success_measures = {item.success_measure_id: item for item in position.success_measures}
    ratings = Rating.objects.as_at(position.as_at).filter(plan=position.plan)
    for rating in ratings.select_related("level", "by", "meeting").order_by("known_on", "pk"):
        if rating.success_measure_id:
            if rating.success_measure_id in success_measures:
                success_measures[rating.success_measure_id].ratings.append(_rating_point(rating, attached))
            continue
        thing = (
            items.get(rating.recommendation_id or 0)
            or themes.get(rating.theme_id or 0)
            or actions.get(rating.action_id or 0)
        )
        if thing is None:
            continue
        if rating.standing == RatingStanding.PROPOSED:
            thing.proposal = _rating_point(rating, attached)
        else:
            thing.ratings.append(_rating_point(rating, attached))
            thing.proposal = None


def _rating_point(rating: Rating, attached: AttachedEvidence) -> RatingPoint:
    return RatingPoint(
        level_of(rating.level),
        rating.known_on,
        rating.reason,
        str(rating.by) if rating.by else "",
        str(rating.meeting) if rating.meeting else "",
        rating.entered_later,
        rating.meeting_id,
        attached.of_rating.get(rating.pk, ()),
        rating.pk,
    )


def _read_stated_figures(position: Position) -> None:
    figures = position.figures()
    claims = StatedFigure.objects.as_at(position.as_at).filter(plan=position.plan).order_by("known_on", "pk")
    for claim in claims:
        recomputed = recompute(claim.rule, figures)
        position.stated_figures.append(
            StatedPoint(
                claim.label,
                plain_number(claim.value),
                claim.words,
                claim.unit,
                plain_number(recomputed),
                agrees(claim.value, recomputed),
                claim.known_on,
                claim.sheet,
                claim.cell,
                claim.rule,
                rule_sentence(claim.rule, position.plan.theme_word),
            )
        )
