"""How each recommendation, or success measure, stood rated at each meeting: from one position, without a query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plans.position.actions import SuccessMeasurePosition
from plans.position.points import RatingPoint
from plans.position.position import Position
from plans.position.recommendations import RecommendationPosition
from plans.position.themes import ThemePosition
from plans.rules.rating_moves import rating_move

# More columns than this do not read at a glance; the newest are shown.
MOST_DAYS = 13


@dataclass(frozen=True)
class MatrixCell:
    """The rating that stood at the end of a day, and how it had moved since the column before."""

    rating: RatingPoint | None
    moved: str = ""


@dataclass(frozen=True)
class MatrixRow:
    """One thing and its cells, one a day."""

    reference: str
    text: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True)
class RatingMatrix:
    """Things by day. `hidden` counts earlier days that are left out."""

    days: tuple[date, ...]
    rows: tuple[MatrixRow, ...]
    hidden: int = 0


def recommendation_matrix(position: Position) -> RatingMatrix:
    """Return the recommendations by meeting; by day of rating where no meeting is recorded."""
    rows = [(str(item.number), item.shown_text, item) for item in position.recommendations]
    return _matrix(position, rows)


def success_measure_matrix(position: Position) -> RatingMatrix:
    """Return the rated success measures by meeting, or by day of rating."""
    rows = [(item.reference, item.text, item) for item in position.success_measures if item.ratings]
    return _matrix(position, rows)


def theme_matrix(position: Position) -> RatingMatrix:
    """Return the rated themes by meeting, or by day of rating."""
    return _matrix(
        position, [(str(theme.number), theme.title, theme) for theme in position.themes if theme.ratings]
    )


def last_cells(position: Position, count: int = 5) -> dict[int, tuple[tuple[date, MatrixCell], ...]]:
    """Return each recommendation's last cells with their days, by number: a small timeline of its ratings."""
    matrix = recommendation_matrix(position)
    return {
        int(row.reference): tuple(zip(matrix.days, row.cells, strict=True))[-count:] for row in matrix.rows
    }


def theme_cells(position: Position, count: int = 5) -> dict[int, tuple[tuple[date, MatrixCell], ...]]:
    """Return each rated theme's last cells with their days, by number."""
    matrix = theme_matrix(position)
    return {
        int(row.reference): tuple(zip(matrix.days, row.cells, strict=True))[-count:] for row in matrix.rows
    }


def _matrix(
    position: Position,
    items: Sequence[tuple[str, str, RecommendationPosition | SuccessMeasurePosition | ThemePosition]],
) -> RatingMatrix:
    days = {meeting.held_on for meeting in position.meetings}
    rated = {point.known_on for _reference, _text, item in items for point in item.ratings}
    if not days:
        days = {*rated, position.as_at}
    elif max(rated, default=position.as_at) > max(days):
        # Rated since the last meeting: how things stand today is another column.
        days.add(position.as_at)
    ordered = sorted(days)
    shown = ordered[-MOST_DAYS:]
    rows = [MatrixRow(reference, text, tuple(_cells(item.ratings, shown))) for reference, text, item in items]
    return RatingMatrix(tuple(shown), tuple(rows), len(ordered) - len(shown))


def _cells(ratings: Sequence[RatingPoint], days: Sequence[date]) -> list[MatrixCell]:
    cells: list[MatrixCell] = []
    for day in days:
        given = [point for point in ratings if point.known_on <= day]
        rating = given[-1] if given else None
        before = cells[-1].rating if cells else None
        moved = rating_move(before.level, rating.level) if before and rating else ""
        cells.append(MatrixCell(rating, moved))
    return cells
