"""The questions that the scorecard can be asked. What is off target or worsening is the position's to say."""

from collections.abc import Callable, Mapping
from typing import Any

import django_filters
from django.db.models import QuerySet

from performance.models import MeasureVersion
from plans.filters.in_words import FilterInWords, shortened
from plans.filters.themes import IN_NONE, themes_to_choose
from plans.position import Position
from plans.position.measures import MeasurePosition
from plans.search.documents import MEASURE
from plans.search.find import keys_found

AGAINST = (
    ("missed", "Off target"),
    ("near", "Near the target"),
    ("met", "On target"),
    ("not_due", "Not due yet"),
    ("unsaid", "Can't be compared"),
)
DIRECTIONS = (
    ("improving", "Improving"),
    ("worsening", "Worsening"),
    ("static", "No change"),
    ("neutral", "Rising or falling (neither is better)"),
    ("unsaid", "Nothing to compare"),
)
MIND = (
    ("stale", "Figure is stale"),
    ("missing", "Figure not available"),
    ("small", "Few cases"),
    ("none", "No figure yet"),
)
NEUTRAL = {"rising", "falling"}


class MeasureFilter(FilterInWords):
    """Filters the definitions of the measures that a position shows."""

    search = django_filters.CharFilter(label="Words in the measure", method="by_words")
    theme = django_filters.ChoiceFilter(method="by_theme", empty_label="All")
    recommendation = django_filters.ChoiceFilter(
        label="Recommendation", method="by_recommendation", empty_label="All"
    )
    against = django_filters.ChoiceFilter(
        label="Against target", choices=AGAINST, method="by_against", empty_label="All"
    )
    direction = django_filters.ChoiceFilter(
        label="Direction of travel", choices=DIRECTIONS, method="by_direction", empty_label="All"
    )
    mind = django_filters.ChoiceFilter(label="Caution", choices=MIND, method="by_mind", empty_label="All")

    class Meta:
        model = MeasureVersion
        fields: list[str] = []

    def __init__(self, *args: Any, position: Position, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.position = position
        self.filters["theme"].label = position.plan.theme_word.capitalize()
        self.filters["theme"].extra["choices"] = themes_to_choose(position)
        self.filters["recommendation"].extra["choices"] = [
            (str(item.number), shortened(f"{item.number}. {item.text}")) for item in position.recommendations
        ]

    def _keep(
        self, queryset: QuerySet[MeasureVersion], test: Callable[[MeasurePosition], bool]
    ) -> QuerySet[MeasureVersion]:
        return queryset.filter(pk__in=[item.version.pk for item in self.position.measures if test(item)])

    def by_words(self, queryset: QuerySet[MeasureVersion], name: str, value: str) -> QuerySet[MeasureVersion]:
        """Keep what the plan's search finds."""
        found = keys_found(self.position, MEASURE, value)
        return self._keep(queryset, lambda measure: measure.code in found)

    def by_theme(self, queryset: QuerySet[MeasureVersion], name: str, value: str) -> QuerySet[MeasureVersion]:
        measures_of_theme = (
            self.position.outside_themes.measures
            if value == IN_NONE
            else self.position.measures_of_theme(int(value))
        )
        of_theme = {measure.code for measure in measures_of_theme}
        return self._keep(queryset, lambda measure: measure.code in of_theme)

    def by_recommendation(
        self, queryset: QuerySet[MeasureVersion], name: str, value: str
    ) -> QuerySet[MeasureVersion]:
        return self._keep(queryset, lambda measure: int(value) in measure.recommendation_numbers)

    def by_against(
        self, queryset: QuerySet[MeasureVersion], name: str, value: str
    ) -> QuerySet[MeasureVersion]:
        return self._keep(queryset, lambda measure: (measure.judgement.against or "unsaid") == value)

    def by_direction(
        self, queryset: QuerySet[MeasureVersion], name: str, value: str
    ) -> QuerySet[MeasureVersion]:
        def goes(measure: MeasurePosition) -> bool:
            direction = measure.judgement.direction or "unsaid"
            return direction in NEUTRAL if value == "neutral" else direction == value

        return self._keep(queryset, goes)

    def by_mind(self, queryset: QuerySet[MeasureVersion], name: str, value: str) -> QuerySet[MeasureVersion]:
        tests: dict[str, Callable[[MeasurePosition], bool]] = {
            "stale": lambda measure: measure.judgement.is_stale,
            "missing": lambda measure: measure.judgement.is_missing,
            "small": lambda measure: measure.judgement.is_small,
            "none": lambda measure: measure.judgement.latest is None,
        }
        return self._keep(queryset, tests[value])

    def measures(self) -> list[MeasurePosition]:
        """Return the position's measures that pass, by name; none where a filter is wrong."""
        if not self.form.is_valid():
            return []
        if not self.in_words():
            return self.position.measures
        passed = set(self.qs.values_list("pk", flat=True))
        return [measure for measure in self.position.measures if measure.version.pk in passed]


def measure_filter(position: Position, asked: Mapping[str, Any]) -> MeasureFilter:
    """Return the filter that an address asks for, of the measures that a position shows."""
    keys = [measure.version.pk for measure in position.measures]
    return MeasureFilter(asked, queryset=MeasureVersion.objects.filter(pk__in=keys), position=position)
