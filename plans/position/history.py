"""How the recommendations' ratings stood at each board meeting: from one position, without another query."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from plans.position.points import Level
from plans.position.position import NOT_RATED, Position


@dataclass(frozen=True)
class HistoryPoint:
    """One meeting: how many recommendations stood at each level, in the order of the history's keys."""

    day: date
    counts: tuple[int, ...]


@dataclass(frozen=True)
class RatingHistory:
    """Recommendations by rating over time. `keys` are level codes, then `not rated` where it occurs, of no colour."""

    keys: tuple[str, ...]
    labels: tuple[str, ...]
    colours: tuple[str, ...]
    points: tuple[HistoryPoint, ...]


def rating_history(position: Position) -> RatingHistory:
    """Return the counts at every meeting held so far and on the position's own day."""
    days = [meeting.held_on for meeting in position.meetings]
    if position.as_at not in days:
        days.append(position.as_at)
    levels: dict[str, Level] = {level.code: level for level in position.levels}
    for item in position.recommendations:
        for point in item.ratings:
            levels.setdefault(point.level.code, point.level)
    counted: list[tuple[date, Counter[str]]] = []
    for day in days:
        counts: Counter[str] = Counter()
        for item in position.recommendations:
            given = [point for point in item.ratings if point.known_on <= day]
            counts[given[-1].level.code if given else NOT_RATED] += 1
        counted.append((day, counts))
    unrated = any(counts[NOT_RATED] for _day, counts in counted)
    keys = (*levels, *([NOT_RATED] if unrated else []))
    return RatingHistory(
        keys,
        tuple(levels[key].name if key in levels else "Not yet rated" for key in keys),
        tuple(levels[key].colour if key in levels else "" for key in keys),
        tuple(HistoryPoint(day, tuple(counts[key] for key in keys)) for day, counts in counted),
    )
