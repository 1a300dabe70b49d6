"""The questions that the action list can be asked. What counts as overdue or rated is the position's to say."""

from collections.abc import Callable, Mapping
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from plans.choices import ProgressStatus
from plans.filters.in_words import FilterInWords, shortened
from plans.filters.themes import theme_key, themes_to_choose
from plans.models import ActionVersion
from plans.position import Position
from plans.position.actions import ActionPosition
from plans.position.overview import is_rated_not_good, not_good_words
from plans.rules.overdue import PAST_DUE_NO_STATUS, late_words
from plans.search.documents import ACTION
from plans.search.find import keys_found

YES, UNSAID = "yes", "unsaid"
NOT_GOOD = "not-good"
OPEN, DONE = "open", "done"


class ActionFilter(FilterInWords):
    """Filters the action versions that a position shows."""

    search = django_filters.CharFilter(label="Words in the action", method="by_words")
    theme = django_filters.ChoiceFilter(method="by_theme", empty_label="All")
    recommendation = django_filters.ChoiceFilter(
        label="Recommendation", method="by_recommendation", empty_label="All"
    )
    lead = django_filters.ChoiceFilter(label="Lead officer", method="by_lead", empty_label="All")
    status = django_filters.ChoiceFilter(
        label="Progress status", choices=ProgressStatus.choices, field_name="status", empty_label="All"
    )
    state = django_filters.ChoiceFilter(
        label="Open or finished",
        choices=[(OPEN, "Open"), (DONE, "Completed or closed")],
        method="by_state",
        empty_label="All",
    )
    rating = django_filters.ChoiceFilter(label="Rating of the action", method="by_rating", empty_label="All")
    due_from = django_filters.DateFilter(
        label="Due on or after",
        field_name="due_latest",
        lookup_expr="gte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    due_to = django_filters.DateFilter(
        label="Due on or before",
        field_name="due_latest",
        lookup_expr="lte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    overdue = django_filters.ChoiceFilter(
        label="Past its date",
        choices=[(YES, "Overdue"), (UNSAID, PAST_DUE_NO_STATUS.capitalize()), ("no", "Neither")],
        method="by_overdue",
        empty_label="All",
    )

    class Meta:
        model = ActionVersion
        fields: list[str] = []

    def __init__(self, *args: Any, position: Position, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.position = position
        word = position.plan.theme_word.capitalize()
        self.filters["theme"].label = word
        choices: dict[str, list[tuple[str, str]]] = {
            "theme": themes_to_choose(position),
            "recommendation": [
                (str(item.number), shortened(f"{item.number}. {item.text}"))
                for item in position.recommendations
            ],
            "lead": sorted(
                {(str(lead.officer_id), lead.label) for action in position.actions for lead in action.leads},
                key=lambda choice: choice[1],
            ),
            # Also a level of an earlier scale, where an action still stands at it.
            "rating": [
                (NOT_GOOD, not_good_words(position)),
                *{
                    **{level.code: level.name for level in position.levels},
                    **{a.rating.level.code: a.rating.level.name for a in position.actions if a.rating},
                    "none": "Not yet rated",
                }.items(),
            ],
        }
        for name, options in choices.items():
            self.filters[name].extra["choices"] = options

    def _keep(
        self, queryset: QuerySet[ActionVersion], test: Callable[[ActionPosition], bool]
    ) -> QuerySet[ActionVersion]:
        return queryset.filter(
            action__in=[action.action_id for action in self.position.actions if test(action)]
        )

    def by_words(self, queryset: QuerySet[ActionVersion], name: str, value: str) -> QuerySet[ActionVersion]:
        """Keep what the plan's search finds; where a reference was typed, that action alone and its sub-actions."""
        named = next(
            (a for a in self.position.actions if a.reference.casefold() == value.strip().casefold()), None
        )
        if named:
            return self._keep(queryset, lambda action: action is named or action.parent is named)
        found = keys_found(self.position, ACTION, value)
        return self._keep(queryset, lambda action: action.reference in found)

    def by_theme(self, queryset: QuerySet[ActionVersion], name: str, value: str) -> QuerySet[ActionVersion]:
        return self._keep(queryset, lambda action: theme_key(action.theme_number) == value)

    def by_recommendation(
        self, queryset: QuerySet[ActionVersion], name: str, value: str
    ) -> QuerySet[ActionVersion]:
        return self._keep(queryset, lambda action: int(value) in action.recommendation_numbers)

    def by_lead(self, queryset: QuerySet[ActionVersion], name: str, value: str) -> QuerySet[ActionVersion]:
        return self._keep(
            queryset, lambda action: any(str(lead.officer_id) == value for lead in action.leads)
        )

    def by_rating(self, queryset: QuerySet[ActionVersion], name: str, value: str) -> QuerySet[ActionVersion]:
        if value == NOT_GOOD:
            return self._keep(queryset, is_rated_not_good)
        return self._keep(
            queryset, lambda action: (action.rating.level.code if action.rating else "none") == value
        )

    def by_state(self, queryset: QuerySet[ActionVersion], name: str, value: str) -> QuerySet[ActionVersion]:
        return self._keep(queryset, lambda action: action.is_open == (value == OPEN))

    def by_overdue(self, queryset: QuerySet[ActionVersion], name: str, value: str) -> QuerySet[ActionVersion]:
        def stands(action: ActionPosition) -> str:
            return YES if action.is_overdue else UNSAID if action.is_past_due_without_status else "no"

        return self._keep(queryset, lambda action: stands(action) == value)

    def actions(self) -> list[ActionPosition]:
        """Return the position's lowest-level actions that pass, in the plan's order; none where a filter is wrong."""
        if not self.form.is_valid():
            return []
        if not self.in_words():
            return self.position.lowest_level_actions
        passed = set(self.qs.values_list("action_id", flat=True))
        return [action for action in self.position.lowest_level_actions if action.action_id in passed]

    def late_words(self) -> str:
        """Return how many of those that pass are overdue, and past due with no status given."""
        passed = self.actions()
        return late_words(
            sum(action.is_overdue for action in passed),
            sum(action.is_past_due_without_status for action in passed),
        )


def action_filter(position: Position, asked: Mapping[str, Any]) -> ActionFilter:
    """Return the filter that an address asks for, of the actions that a position shows."""
    versions = ActionVersion.objects.as_at(position.as_at).filter(action__plan=position.plan)
    return ActionFilter(asked, queryset=versions, position=position)
