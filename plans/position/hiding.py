"""What a position's viewer may not see, and what goes with it: exempt recommendations, actions, measures.

What was public on a past day and is exempt now is not shown by asking for that day.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from plans.models import Action, ActionRecommendation, ActionVersion, Recommendation, RecommendationVersion
from plans.position.actions import ActionPosition
from plans.position.measures import MeasurePosition
from plans.position.points import OfficerName
from plans.position.position import Position
from plans.position.recommendations import RecommendationPosition


def hide_recommendations(position: Position, items: dict[int, RecommendationPosition]) -> None:
    """Take exempt recommendations, by key, from the day's, and note them as hidden; no query for others."""
    if position.viewer.see_exempt:
        return
    exempt_now = set(
        RecommendationVersion.objects.filter(
            recommendation__plan=position.plan, known_to=None, exempt=True
        ).values_list("recommendation_id", flat=True)
    )
    for key, item in list(items.items()):
        if item.is_exempt or key in exempt_now:
            position.hidden.add(f"Recommendation {item.number}")
            del items[key]
    # What was withdrawn is exempt still: so is what the board asked about it, and what serves it alone.
    position.withheld |= position.hidden | {
        f"Recommendation {number}" for key, number in _numbers(position) if key in exempt_now
    }


def keep_what_is_seen(measure: MeasurePosition, hidden: set[str]) -> bool:
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


def _numbers(position: Position) -> Iterator[tuple[int, int]]:
    """Return the keys and the day's numbers of the plan's recommendations, also of those that are hidden."""
    known = position.numbers.recommendations
    taken = set(known.values())
    for key, number in Recommendation.objects.filter(plan=position.plan).values_list("pk", "number"):
        # What the plan did not hold that day goes by today's number, unless another went by it then.
        if key in known or number not in taken:
            yield key, known.get(key, number)


def seen_actions(position: Position, versions: list[Any], leads: dict[int, list[OfficerName]]) -> list[Any]:
    """Return the actions that the position's viewer may see; a sub-action is exempt with the sentence over it.

    `versions` are rows with an action's key, its parent's, its reference and whether it is exempt.
    """
    viewer = position.viewer
    if viewer.see_exempt:
        return versions
    exempt = {version.action_id for version in versions if version.exempt} | set(
        ActionVersion.objects.filter(action__plan=position.plan, known_to=None, exempt=True).values_list(
            "action_id", flat=True
        )
    )
    # What serves nothing but exempt recommendations says what they are about.
    hidden_items = {
        key for key, number in _numbers(position) if f"Recommendation {number}" in position.withheld
    }
    serves: dict[int, set[int]] = defaultdict(set)
    if hidden_items:
        links = ActionRecommendation.objects.as_at(position.as_at).filter(action__plan=position.plan)
        for action, recommendation in links.order_by().values_list("action_id", "recommendation_id"):
            serves[action].add(recommendation)
    exempt |= {key for key, served in serves.items() if served and served <= hidden_items}
    position.withheld |= {
        f"Action {reference}"
        for reference in Action.objects.filter(plan=position.plan, pk__in=exempt).values_list(
            "reference", flat=True
        )
    }
    seen = []
    for version in versions:
        own = viewer.user_id is not None and any(
            lead.user_id == viewer.user_id for lead in leads.get(version.action_id, ())
        )
        if own or not {version.action_id, version.parent_id} & exempt:
            seen.append(version)
            position.withheld.discard(f"Action {version.action__reference}")
        else:
            position.hidden.add(f"Action {version.action__reference}")
            position.withheld.add(f"Action {version.action__reference}")
    return seen


def exempt_references(position: Position) -> set[str]:
    """Return the references of the plan's actions that are not for all; no query today, two on a past day."""
    exempt: set[int] = set()
    items = {item.number for item in position.recommendations if item.is_exempt}
    if position.as_at < timezone.localdate():
        exempt.update(
            ActionVersion.objects.filter(action__plan=position.plan, known_to=None, exempt=True).values_list(
                "action_id", flat=True
            )
        )
        items.update(
            position.numbers.of(version.recommendation)
            for version in RecommendationVersion.objects.filter(
                recommendation__plan=position.plan, known_to=None, exempt=True
            ).select_related("recommendation")
        )

    def is_exempt(action: ActionPosition) -> bool:
        return action.is_exempt or action.action_id in exempt

    return {
        action.reference
        for action in position.actions
        if is_exempt(action)
        or (action.parent is not None and is_exempt(action.parent))
        or (action.recommendation_numbers and set(action.recommendation_numbers) <= items)
    }
