"""What the plan's themes and recommendations were numbered on a day: a number can be given to another later."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from plans.models import Recommendation, RecommendationVersion, Theme


@dataclass(frozen=True)
class Numbers:
    """Numbers on the day, by key, of all that the plan held then, whoever may see it."""

    themes: Mapping[int, int] = field(default_factory=dict)
    recommendations: Mapping[int, int] = field(default_factory=dict)

    def of(self, item: Theme | Recommendation) -> int:
        """Return a theme's or recommendation's number on the day; today's where the plan did not hold it then."""
        known = self.themes if isinstance(item, Theme) else self.recommendations
        return known.get(item.pk, item.number)


@dataclass(frozen=True)
class NumberChange:
    """That a recommendation was given another number: on which day, and why."""

    day: date
    before: int
    after: int
    reason: str


def read_number_changes(recommendation: int, as_at: date) -> list[NumberChange]:
    """Return when a recommendation, by key, was given another number until a day; one query."""
    rows = RecommendationVersion.objects.filter(recommendation=recommendation, known_from__lte=as_at)
    versions = list(rows.order_by("known_from", "pk").only("number", "known_from", "reason"))
    return [
        NumberChange(now.known_from, was.number, now.number, now.reason)
        for was, now in zip(versions, versions[1:], strict=False)
        if was.number != now.number
    ]
