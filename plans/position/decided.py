"""What was decided of a plan's parts: ratings, due dates that moved, closings, independent checks."""

from plans.choices import RatingStanding
from plans.models import Closure, DueDateChange, IndependentCheck, Rating
from plans.position.actions import ActionPosition
from plans.position.evidence import AttachedEvidence
from plans.position.points import CheckPoint, ClosurePoint, DueMove, RatingPoint
from plans.position.position import Position
from plans.position.rows import level_of
from plans.position.viewer import Viewer


def read_ratings(position: Position, attached: AttachedEvidence) -> None:
    """Give every thing its confirmed ratings, oldest first, and the proposal that the board has not answered."""
    items = {item.recommendation_id: item for item in position.recommendations}
    themes = {theme.theme_id: theme for theme in position.themes}
    actions = {action.action_id: action for action in position.actions}
    success_measures = {item.success_measure_id: item for item in position.success_measures}
    ratings = Rating.objects.as_at(position.as_at).filter(plan=position.plan)
    for rating in ratings.select_related("level", "by", "meeting").order_by("known_on", "pk"):
        if rating.success_measure_id:
            if rating.success_measure_id in success_measures:
                success_measures[rating.success_measure_id].ratings.append(
                    _rating_point(rating, attached, position.viewer)
                )
            continue
        subject = (
            items.get(rating.recommendation_id or 0)
            or themes.get(rating.theme_id or 0)
            or actions.get(rating.action_id or 0)
        )
        if subject is None:
            continue
        if rating.standing == RatingStanding.PROPOSED:
            subject.proposal = _rating_point(rating, attached, position.viewer)
        else:
            subject.ratings.append(_rating_point(rating, attached, position.viewer))
            subject.proposal = None


def _rating_point(rating: Rating, attached: AttachedEvidence, viewer: Viewer) -> RatingPoint:
    return RatingPoint(
        level_of(rating.level),
        rating.known_on,
        rating.reason,
        viewer.call(rating.by),
        str(rating.meeting) if rating.meeting else "",
        rating.entered_later,
        rating.meeting_id,
        attached.of_rating.get(rating.pk, ()),
        rating.pk,
        rating.recorded_at,
    )


def read_due_moves(position: Position, actions: dict[int, ActionPosition]) -> None:
    moves = DueDateChange.objects.as_at(position.as_at).filter(action__plan=position.plan)
    for move in moves.select_related("by", "decision", "withdrawal").order_by("known_on", "pk"):
        decision = getattr(move, "decision", None)
        if decision is not None and decision.known_on > position.as_at:
            decision = None
        ended = getattr(move, "withdrawal", None)
        # What the board decided on an earlier day, entered later, stands over a request taken back in between.
        if ended is not None and (ended.known_on > position.as_at or decision is not None):
            ended = None
        if move.action_id in actions:
            actions[move.action_id].due_moves.append(
                DueMove(
                    move.pk,
                    move.from_words,
                    move.to_words,
                    move.reason,
                    move.known_on,
                    position.viewer.call(move.by),
                    decision.agreed if decision else None,
                    decision.known_on if decision else None,
                    decision.note if decision else "",
                    move.import_run_id is not None,
                    move.from_latest,
                    move.to_latest,
                    move.recorded_at,
                    decision.meeting_id if decision else None,
                    move.by_id,
                    ended.known_on if ended else None,
                    ended is not None and ended.replaced_by_id is not None,
                )
            )


def read_closures(position: Position) -> None:
    """Say what the board closed and has not taken back; what is closed is late no longer."""
    items = {item.recommendation_id: item for item in position.recommendations}
    actions = {action.action_id: action for action in position.actions}
    closures = Closure.objects.as_at(position.as_at).filter(plan=position.plan).order_by("known_on", "pk")
    for row in closures:
        point = None
        if row.closes:
            criteria = tuple((words, bool(is_met)) for words, is_met in row.criteria)
            point = ClosurePoint(
                row.known_on, row.reason, criteria, row.meeting_id, row.import_run_id is not None
            )
        subject = items.get(row.recommendation_id or 0) or actions.get(row.action_id or 0)
        if subject is not None:
            subject.closure = point
    closed = {item.number: item.closure for item in position.recommendations if item.closure}
    for action in position.actions:
        # An action that serves only what is closed has nothing left to serve.
        served = action.recommendation_numbers
        if action.closure is None and served and all(number in closed for number in served):
            action.closure = closed[served[0]]
        if action.closure:
            action.is_overdue = action.is_behind = action.is_past_due_without_status = False


def read_checks(position: Position) -> None:
    items = {item.recommendation_id: item for item in position.recommendations}
    checks = IndependentCheck.objects.as_at(position.as_at).filter(recommendation__plan=position.plan)
    for check in checks.order_by("checked_on", "pk"):
        item = items.get(check.recommendation_id)
        if item:
            item.checks.append(CheckPoint(check.source, check.checked_on, check.confirms, check.finding))
