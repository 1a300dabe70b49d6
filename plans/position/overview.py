"""What a board reads first: what needs it, which measures fail, which disagreements are gravest. From one position."""

from collections.abc import Sequence

from plans.choices import ContradictionKind, Outlook
from plans.position.actions import ActionPosition
from plans.position.measures import MeasurePosition
from plans.position.points import Contradiction, Level
from plans.position.position import Position
from plans.position.recommendations import RecommendationPosition

WORST_FIRST = (Outlook.POOR, Outlook.CAUTION, Outlook.GOOD)
# A judgement that the evidence contradicts misleads a board most; what is only late to be said does least.
GRAVEST_FIRST = (
    ContradictionKind.GOOD_AGAINST_MEASURES,
    ContradictionKind.GREEN_WITH_OVERDUE_ACTIONS,
    ContradictionKind.RED_WITHOUT_RECOVERY_STEP,
    ContradictionKind.COMPLETE_WITHOUT_EVIDENCE,
    ContradictionKind.POOR_AGAINST_MEASURES,
    ContradictionKind.UNCHANGED_RATING_SAME_WORDS,
    ContradictionKind.ON_TARGET_PAST_ITS_DATE,
    ContradictionKind.NO_UPDATE_THIS_CYCLE,
)


def needing_levels(position: Position) -> list[Level]:
    """Return the levels of the plan's scale that call for the board: all that are not good, the worst first."""
    return sorted(
        (level for level in position.levels if level.outlook != Outlook.GOOD), key=lambda level: -level.order
    )


def not_good_words(position: Position) -> str:
    """Return the names of the levels that are not good, for a filter; the worst first: `Red and Amber`."""
    levels = needing_levels(position)
    return " and ".join(level.name for level in levels) if 0 < len(levels) < 3 else "Not good"


def is_rated_not_good(item: RecommendationPosition | ActionPosition) -> bool:
    """Whether a thing's rating calls for attention."""
    return item.rating is not None and item.rating.level.outlook != Outlook.GOOD


def needing_the_board(position: Position) -> list[RecommendationPosition]:
    """Return the open recommendations whose rating is not good: the worst first, then what has most overdue."""
    needing = [item for item in position.recommendations if is_rated_not_good(item) and item.closure is None]
    return sorted(needing, key=_gravity)


def _gravity(item: RecommendationPosition) -> tuple[int, int, int, int]:
    level = item.rating.level if item.rating else None
    outlook = WORST_FIRST.index(Outlook(level.outlook)) if level else len(WORST_FIRST)
    return outlook, -(level.order if level else 0), -len(item.overdue_actions), item.number


def gravest(contradictions: Sequence[Contradiction], count: int) -> list[Contradiction]:
    """Return the contradictions that mislead a board most, each about another thing."""
    first: dict[str, Contradiction] = {}
    for item in sorted(contradictions, key=lambda item: GRAVEST_FIRST.index(item.kind)):
        first.setdefault(item.subject, item)
    return list(first.values())[:count]


def failing(measures: Sequence[MeasurePosition]) -> list[MeasurePosition]:
    """Return the measures that miss their target or worsen: those that do both first, then what misses."""
    found = [item for item in measures if item.judgement.is_off_target or item.judgement.is_worsening]
    return sorted(
        found,
        key=lambda item: (
            not (item.judgement.is_off_target and item.judgement.is_worsening),
            not item.judgement.is_off_target,
            item.name.casefold(),
        ),
    )
