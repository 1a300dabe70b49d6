"""How a council's homes stood judged over time: the latest judgement of each, counted by grade. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plans.choices import JudgementGrade

GOOD_OR_ABOVE = frozenset({JudgementGrade.OUTSTANDING, JudgementGrade.GOOD})


@dataclass(frozen=True)
class Judged:
    """One inspection: what was judged, when, and the grade."""

    setting: str
    day: date
    grade: JudgementGrade


@dataclass(frozen=True)
class StandingJudgements:
    """A day on which something was judged: what, and how many settings stood at each grade then."""

    day: date
    judged: tuple[str, ...]
    counts: tuple[tuple[JudgementGrade, int], ...]

    @property
    def total(self) -> int:
        return sum(count for _grade, count in self.counts)

    @property
    def good_or_above(self) -> int:
        return sum(count for grade, count in self.counts if grade in GOOD_OR_ABOVE)


def standing_judgements(inspections: Sequence[Judged]) -> list[StandingJudgements]:
    """Return the distribution after each day of inspection, oldest first.

    A setting stands at its latest judgement; before its first it is not counted.
    """
    latest: dict[str, JudgementGrade] = {}
    standing = []
    for day in sorted({item.day for item in inspections}):
        judged = [item for item in inspections if item.day == day]
        latest |= {item.setting: item.grade for item in judged}
        counts = Counter(latest.values())
        standing.append(
            StandingJudgements(
                day,
                tuple(item.setting for item in judged),
                tuple((grade, counts[grade]) for grade in JudgementGrade),
            )
        )
    return standing
