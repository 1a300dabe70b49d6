"""Adds the actions of a block that was pasted, with the officers that nobody knew yet."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from plans.imports.pasted_actions import PastedAction
from plans.models import Action, Recommendation, Theme
from plans.operations.history import Provenance
from plans.operations.people import find_or_add_officers, officers_by_words
from plans.operations.structure import NewAction, add_actions, count_change, stem_of
from plans.position import Position


def officers_to_add(position: Position, actions: Sequence[PastedAction]) -> list[str]:
    """Return the officers that the council has not got yet, as they would be added."""
    known = officers_by_words(position.plan.council)
    return [", ".join(part for part in person if part) for person in _people(actions) if person not in known]


@transaction.atomic
def add_pasted(
    position: Position, actions: Sequence[PastedAction], *, provenance: Provenance
) -> list[Action]:
    """Add the actions to the plan, each under its theme and recommendation."""
    plan = position.plan
    officers = find_or_add_officers(plan.council, _people(actions))
    themes = {theme.number: theme for theme in Theme.objects.filter(plan=plan)}
    items = {item.number: item for item in Recommendation.objects.filter(plan=plan)}
    new = []
    for action in actions:
        item = items.get(action.recommendation or 0)
        shown = position.recommendation(action.recommendation or 0)
        # What serves a recommendation stands under its theme, where the block says no other.
        theme = themes.get(action.theme or (shown.theme_numbers[0] if shown and shown.theme_numbers else 0))
        fields: dict[str, Any] = {
            "text": action.text,
            "theme": theme,
            "expected_outcome": action.expected_outcome,
            **(action.start.as_fields("start") if action.start else {}),
            **(action.due.as_fields("due") if action.due else {}),
        }
        leads = [officers[person.job_title, person.name].pk for person in action.leads]
        new.append(NewAction(fields, leads, [item.pk] if item else [], stem_of(plan, theme, item)))
    added = add_actions(plan, new, provenance=provenance)
    count_change(plan)
    return added


def _people(actions: Sequence[PastedAction]) -> list[tuple[str, str]]:
    """Return (post, name) of everybody whom the actions name, once each."""
    return list(dict.fromkeys((person.job_title, person.name) for item in actions for person in item.leads))
