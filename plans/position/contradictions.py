"""Puts the rules' questions to a position: which contradictions there are, and which were answered."""

from collections.abc import Iterator
from datetime import date

from performance.sentences import aim_words, in_unit
from plans.choices import ContradictionKind, Outlook
from plans.models import ContradictionAnswer
from plans.position.actions import ActionPosition
from plans.position.measures import MeasurePosition
from plans.position.points import Contradiction, RatingPoint
from plans.position.position import Position
from plans.position.recommendations import RecommendationPosition
from plans.position.themes import ThemePosition
from plans.rules import contradictions as rules


def find_contradictions(position: Position) -> list[Contradiction]:
    """Return every contradiction of a position, with the answer where the judgement was kept."""
    contradictions = [*_about_recommendations(position), *_about_themes(position), *_about_actions(position)]
    if not contradictions:
        return []
    answers = {
        (answer.kind, answer.subject, answer.basis): answer
        for answer in ContradictionAnswer.objects.filter(plan=position.plan, known_on__lte=position.as_at)
        .select_related("by")
        .order_by("known_on", "pk")
    }
    for index, item in enumerate(contradictions):
        answer = answers.get((item.kind.value, item.subject, item.basis))
        if answer:
            contradictions[index] = Contradiction(
                **{
                    **item.__dict__,
                    "answer": answer.reason,
                    "answered_by": position.viewer.call(answer.by),
                    "answered_on": answer.known_on,
                }
            )
    order = list(ContradictionKind)
    return sorted(
        contradictions, key=lambda item: (order.index(item.kind), item.is_action, _sort_key(item.reference))
    )


def _sort_key(reference: str) -> list[int]:
    return [int(part) if part.isdigit() else 0 for part in reference.replace("T", "").split(".")]


def _history(ratings: list[RatingPoint]) -> list[rules.RatedState]:
    return [rules.RatedState(p.level.name, p.level.outlook, p.reason, p.known_on) for p in ratings]


def _basis(*parts: object) -> str:
    """Return what a question rests on, as text: a new rating, update or date makes it another question."""
    return "|".join("" if part is None else str(part) for part in parts)[:100]


def _rated_questions(
    item: RecommendationPosition | ThemePosition, on: date
) -> Iterator[tuple[ContradictionKind, str, str]]:
    rating = item.rating
    if rating is None or (isinstance(item, RecommendationPosition) and item.closure):
        return
    rated = _basis(rating.level.code, rating.known_on)
    overdue = [action.reference for action in item.overdue_actions]
    question = rules.green_with_overdue_actions(rating.level.name, rating.level.outlook, overdue)
    if question:
        yield ContradictionKind.GREEN_WITH_OVERDUE_ACTIONS, question, _basis(rated, *overdue)
    question = rules.unchanged_rating_same_words(_history(item.ratings), on)
    if question:
        yield ContradictionKind.UNCHANGED_RATING_SAME_WORDS, question, rated
    if rating.level.outlook == Outlook.POOR:
        still_open = [action for action in item.lowest_level_actions if action.is_open]
        updates = [action.update for action in still_open if action.update]
        waiting = sum(move.is_waiting for action in still_open for move in action.due_moves)
        question = rules.red_without_recovery_step(
            rating.level.name, rating.level.outlook, [update.next_steps for update in updates], waiting
        )
        if question:
            newest = max((update.update_id for update in updates), default=0)
            yield ContradictionKind.RED_WITHOUT_RECOVERY_STEP, question, _basis(rated, newest)


def _measure_questions(
    item: RecommendationPosition | ThemePosition,
) -> Iterator[tuple[ContradictionKind, str, str]]:
    """Ask where the board's judgement and what the measures say part ways."""
    rating, measures = item.rating, item.measures
    if rating is None or not measures or (isinstance(item, RecommendationPosition) and item.closure):
        return
    newest = [measure.judgement.latest.pk for measure in measures if measure.judgement.latest]
    # A new figure, target or definition makes it another question.
    basis = _basis(
        rating.level.code,
        rating.known_on,
        max(newest, default=None),
        max((target.pk for measure in measures for target in measure.series.targets), default=None),
        max(measure.version.pk for measure in measures),
    )
    question = rules.good_against_measures(
        rating.level.name,
        rating.level.outlook,
        [_measure_words(measure) for measure in measures if measure.judgement.is_off_target],
        [_measure_words(measure) for measure in measures if measure.judgement.is_worsening],
    )
    if question:
        yield ContradictionKind.GOOD_AGAINST_MEASURES, question, basis
    question = rules.poor_against_measures(
        rating.level.name,
        rating.level.outlook,
        [_measure_words(measure) for measure in measures if measure.judgement.is_improving],
        sum(measure.judgement.direction is not None for measure in measures),
    )
    if question:
        yield ContradictionKind.POOR_AGAINST_MEASURES, question, basis


def _measure_words(measure: MeasurePosition) -> str:
    """Return a measure's newest figure beside what it is set against."""
    latest, aim = measure.judgement.latest, measure.judgement.aim
    value = in_unit(latest.value, measure.unit) if latest else ""
    against = f" against {aim_words(aim, measure.unit)}" if aim and measure.judgement.against else ""
    return f"{measure.name.rstrip('.')} {value}{against}"


def _about_recommendations(position: Position) -> Iterator[Contradiction]:
    for item in position.recommendations:
        for kind, question, basis in (*_rated_questions(item, position.as_at), *_measure_questions(item)):
            yield Contradiction(
                kind,
                f"recommendation {item.number}",
                basis,
                question,
                item.theme_numbers,
                f"Recommendation {item.number}: {item.text}",
                str(item.number),
                is_action=False,
            )


def _about_themes(position: Position) -> Iterator[Contradiction]:
    word = position.plan.theme_word
    for theme in position.themes:
        for kind, question, basis in (*_rated_questions(theme, position.as_at), *_measure_questions(theme)):
            yield Contradiction(
                kind,
                f"theme {theme.number}",
                basis,
                question,
                (theme.number,),
                f"{word.capitalize()} {theme.number}: {theme.title}",
                f"T{theme.number}",
                is_action=False,
            )


def _about_actions(position: Position) -> Iterator[Contradiction]:
    last_meeting = position.last_meeting
    met_on = last_meeting.held_on if last_meeting else None
    for action in position.lowest_level_actions:
        if action.closure:
            continue
        for kind, question, basis in _action_questions(action, position, met_on):
            yield Contradiction(
                kind,
                f"action {action.reference}",
                basis,
                question,
                (action.theme_number,) if action.theme_number is not None else (),
                f"Action {action.reference}: {action.full_text}",
                action.reference,
                is_action=True,
            )


def _action_questions(
    action: ActionPosition, position: Position, met_on: date | None
) -> Iterator[tuple[ContradictionKind, str, str]]:
    update = action.update
    update_id = update.update_id if update else None
    question = rules.on_target_past_its_date(
        action.status, action.due.latest, action.due.shown, position.as_at
    )
    if question:
        yield ContradictionKind.ON_TARGET_PAST_ITS_DATE, question, _basis(update_id, action.due.words)
    question = rules.complete_without_evidence(
        action.status, len(update.evidence) if update else 0, update.no_evidence_reason if update else ""
    )
    if question:
        yield ContradictionKind.COMPLETE_WITHOUT_EVIDENCE, question, _basis(update_id)
    question = rules.no_update_this_cycle(
        action.status,
        action.start.latest,
        update.known_on if update else None,
        met_on,
        position.plan.cycle_days,
        position.as_at,
    )
    if question:
        yield ContradictionKind.NO_UPDATE_THIS_CYCLE, question, _basis(update_id, met_on)
    rating = action.rating
    if rating is not None and action.is_open:
        question = rules.red_without_recovery_step(
            rating.level.name,
            rating.level.outlook,
            [update.next_steps] if update else [],
            sum(move.is_waiting for move in action.due_moves),
        )
        if question:
            yield ContradictionKind.RED_WITHOUT_RECOVERY_STEP, question, _basis(rating.known_on, update_id)
