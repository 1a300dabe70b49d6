"""The questions that the list of recommendations can be asked. What needs the board is the position's to say."""

from collections.abc import Callable, Mapping
from typing import Any

import django_filters
from django.db.models import QuerySet

from improvement.numbers import whole
from plans.filters.in_words import FilterInWords
from plans.filters.themes import IN_NONE, themes_to_choose
from plans.models import RecommendationVersion
from plans.position import Position
from plans.position.changes import Changes
from plans.position.overview import needing_the_board, not_good_words
from plans.position.recommendations import RecommendationPosition
from plans.search.documents import RECOMMENDATION
from plans.search.find import keys_found

NEEDS_THE_BOARD = "needs-the-board"
MOVES = (
    ("improved", "Improved"),
    ("slipped", "Slipped"),
    ("newly rated", "Rated for the first time"),
    ("on another scale", "Rated on another scale"),
    ("no longer rated", "No longer rated"),
    ("none", "Did not move"),
)


class RecommendationFilter(FilterInWords):
    """Filters the versions of the recommendations that a position shows."""

    search = django_filters.CharFilter(label="Words in the recommendation", method="by_words")
    rating = django_filters.ChoiceFilter(label="Rating", method="by_rating", empty_label="All")
    moved = django_filters.ChoiceFilter(choices=MOVES, method="by_move", empty_label="All")
    theme = django_filters.ChoiceFilter(method="by_theme", empty_label="All")
    lead = django_filters.ChoiceFilter(label="Lead officer", method="by_lead", empty_label="All")
    overdue = django_filters.ChoiceFilter(
        label="Overdue actions",
        choices=[("yes", "Has overdue actions"), ("no", "Has none")],
        method="by_overdue",
        empty_label="All",
    )

    class Meta:
        model = RecommendationVersion
        fields: list[str] = []

    def __init__(
        self, *args: Any, position: Position, changes: Callable[[], Changes], since: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.position = position
        self.changes = changes
        self.filters["theme"].label = position.plan.theme_word.capitalize()
        self.filters["moved"].label = f"Rating since {since}"
        levels = {level.code: level.name for level in position.levels}
        # Also a level of an earlier scale, where a recommendation still stands at it.
        levels |= {
            item.rating.level.code: item.rating.level.name for item in position.recommendations if item.rating
        }
        self.filters["rating"].extra["choices"] = [
            (NEEDS_THE_BOARD, f"Needs the board ({not_good_words(position)})"),
            *levels.items(),
            ("none", "Not yet rated"),
        ]
        self.filters["theme"].extra["choices"] = themes_to_choose(position)
        self.filters["lead"].extra["choices"] = sorted(
            {
                (str(lead.officer_id), lead.label)
                for item in position.recommendations
                for lead in item.answering
            },
            key=lambda choice: choice[1],
        )

    def _keep(
        self, queryset: QuerySet[RecommendationVersion], test: Callable[[RecommendationPosition], bool]
    ) -> QuerySet[RecommendationVersion]:
        return queryset.filter(
            recommendation__in=[
                item.recommendation_id for item in self.position.recommendations if test(item)
            ]
        )

    def by_words(
        self, queryset: QuerySet[RecommendationVersion], name: str, value: str
    ) -> QuerySet[RecommendationVersion]:
        """Keep what the plan's search finds; where a number was typed, that recommendation alone."""
        number = whole(value.strip())
        if number is not None and self.position.recommendation(number):
            return self._keep(queryset, lambda item: item.number == number)
        found = keys_found(self.position, RECOMMENDATION, value)
        return self._keep(queryset, lambda item: item.number in found)

    def by_rating(
        self, queryset: QuerySet[RecommendationVersion], name: str, value: str
    ) -> QuerySet[RecommendationVersion]:
        if value == NEEDS_THE_BOARD:
            needing = {item.recommendation_id for item in needing_the_board(self.position)}
            return self._keep(queryset, lambda item: item.recommendation_id in needing)
        return self._keep(queryset, lambda item: (item.rating.level.code if item.rating else "none") == value)

    def by_move(
        self, queryset: QuerySet[RecommendationVersion], name: str, value: str
    ) -> QuerySet[RecommendationVersion]:
        moves = {move.number: move.direction for move in self.changes().ratings}
        return self._keep(queryset, lambda item: moves.get(item.number, "none") == value)

    def by_theme(
        self, queryset: QuerySet[RecommendationVersion], name: str, value: str
    ) -> QuerySet[RecommendationVersion]:
        if value == IN_NONE:
            return self._keep(queryset, lambda item: not item.theme_numbers)
        return self._keep(queryset, lambda item: int(value) in item.theme_numbers)

    def by_lead(
        self, queryset: QuerySet[RecommendationVersion], name: str, value: str
    ) -> QuerySet[RecommendationVersion]:
        return self._keep(
            queryset, lambda item: any(str(lead.officer_id) == value for lead in item.answering)
        )

    def by_overdue(
        self, queryset: QuerySet[RecommendationVersion], name: str, value: str
    ) -> QuerySet[RecommendationVersion]:
        return self._keep(queryset, lambda item: bool(item.overdue_actions) == (value == "yes"))

    def recommendations(self) -> list[RecommendationPosition]:
        """Return the position's recommendations that pass, in the plan's order; none where a filter is wrong."""
        if not self.form.is_valid():
            return []
        if not self.in_words():
            return self.position.recommendations
        passed = set(self.qs.values_list("recommendation_id", flat=True))
        return [item for item in self.position.recommendations if item.recommendation_id in passed]


def recommendation_filter(
    position: Position, asked: Mapping[str, Any], changes: Callable[[], Changes], since: str
) -> RecommendationFilter:
    """Return the filter that an address asks for; `since` says in words since when `changes` tells what moved."""
    versions = RecommendationVersion.objects.as_at(position.as_at).filter(recommendation__plan=position.plan)
    return RecommendationFilter(asked, queryset=versions, position=position, changes=changes, since=since)
