"""What a paper concludes: which way the ratings went, what is furthest from its course, what comes next."""

from datetime import date

from improvement.counting import agreeing, counted
from plans.position.overview import needing_the_board
from plans.position.position import joined
from plans.position.recommendations import RecommendationPosition
from plans.reports.brief import Brief
from plans.reports.prose.draft import Draft
from plans.reports.prose.naming import flat

# Of what is furthest from its course, so many are named with their reason.
MOST_NAMED = 3


def conclusion(brief: Brief) -> Draft:
    """Return a conclusion, a paragraph each; empty for a plan of which nothing is rated and nothing is planned."""
    draft = Draft()
    rated = [item for item in brief.position.recommendations if item.rating and item.closure is None]
    if rated:
        draft.paragraph(_which_way(brief))
    poor = [item for item in needing_the_board(brief.position) if item.is_rated_poor]
    for item in poor[:MOST_NAMED]:
        draft.paragraph(*_off_course(item))
    if len(poor) > MOST_NAMED:
        numbers = joined([str(item.number) for item in poor[MOST_NAMED:]])
        draft.paragraph(
            f"Also off course: {agreeing(len(poor) - MOST_NAMED, 'recommendation', 'recommendations')} {numbers}."
        )
    if meeting := brief.next_meeting:
        draft.paragraph(_next(brief, meeting.meets_on))
    return draft


def _which_way(brief: Brief) -> str:
    changes = brief.changes
    since = f"Since {changes.since:%-d %B %Y}"
    said = [
        f"{counted(len(moved), 'recommendation')} {'has' if len(moved) == 1 else 'have'} {verb}"
        for verb, moved in (("improved", changes.improved), ("slipped", changes.slipped))
        if moved
    ]
    if said:
        return f"{since} {joined(said)} in rating."
    if changes.otherwise_rated:
        return ""
    return f"{since} no recommendation has changed its rating."


def _off_course(item: RecommendationPosition) -> tuple[str, str]:
    """Return what is said of a recommendation that is off its course, and the rating that says it."""
    rating = item.rating
    if rating is None:  # pragma: no cover -- asked of rated ones alone
        return "", ""
    late = len(item.overdue_actions)
    every = len(item.lowest_level_actions)
    which = f"{late} of its {counted(every, 'action')}" if late < every else f"All {every} of its actions"
    if every == 1:
        which = "Its one action"
    overdue = f" {which} {agreeing(late, 'is', 'are')} overdue." if late else ""
    reason = f": {flat(rating.reason).rstrip(' .')}" if rating.reason.strip() else ""
    return (
        f"Recommendation {item.number} is rated {rating.level.name}{reason}.{overdue}",
        f"Rating of {rating.known_on:%-d %B %Y} on recommendation {item.number}",
    )


def _next(brief: Brief, meets_on: date) -> str:
    """Return when the board meets next, and what falls due before it does."""
    due = [
        action
        for action in brief.position.lowest_level_actions
        if action.is_open and action.due.latest and brief.position.as_at < action.due.latest < meets_on
    ]
    falls = (
        f" {counted(len(due), 'more action').capitalize()} {agreeing(len(due), 'falls', 'fall')} due before then."
        if due
        else ""
    )
    return f"The board meets next on {meets_on:%-d %B %Y}.{falls}"
