"""The newest figure against what the measure is to reach."""

from datetime import date
from decimal import Decimal
from functools import cached_property

from performance.analysis.judging import (
    AgainstTarget,
    Checkpoint,
    against_target,
    expected_on,
    written_in_other_unit,
)
from performance.choices import Polarity, Unit
from performance.judgement.newest import NewestFigure
from performance.models import Target


class AgainstAims(NewestFigure):
    """The aim in force, the next to come, and the trajectory between them."""

    @cached_property
    def aim(self) -> Target | None:
        """What holds for the newest figure's period: the last aim that is due by then, else a standing one, else
        the next to come."""
        aims, coming = self._aims, self._coming
        due = [aim for aim in aims if aim.due_latest and aim not in coming]
        standing = [aim for aim in aims if aim.due_latest is None]
        if due and standing and standing[-1].known_on > due[-1].known_on:
            # Set later, to hold always.
            due = []
        holding = due or standing or coming[:1]
        return holding[-1] if holding else None

    @cached_property
    def next_aim(self) -> Target | None:
        """The first aim that is due after the newest figure's period, where it is not `aim` itself."""
        coming = self._coming
        return coming[0] if coming and coming[0] is not self.aim else None

    @cached_property
    def _aims(self) -> list[Target]:
        """The aims that give a figure, earliest first."""
        return [aim for aim in self.series.aims() if has_figure(aim)]

    @cached_property
    def _coming(self) -> list[Target]:
        """Those of them that are due after the newest figure's period."""
        end = self._period_end
        return [aim for aim in self._aims if aim.due_latest and aim.due_latest > end]

    @property
    def _period_end(self) -> date:
        latest = self.latest
        if latest is None:
            return self.on
        return latest.period_end or latest.known_on

    @cached_property
    def against(self) -> AgainstTarget | None:
        """Where the newest value stands to the aim in force; None where nobody can say.

        An aim whose day has not come on the day of asking can be met early, but not be missed.
        """
        standing, aim = self._against(self.aim), self.aim
        is_to_come = (
            aim is not None and aim.due_latest is not None and aim.due_latest > max(self._period_end, self.on)
        )
        if is_to_come and standing in {AgainstTarget.NEAR, AgainstTarget.MISSED}:
            return AgainstTarget.NOT_DUE
        return standing

    @property
    def is_judged(self) -> bool:
        """Whether the newest value was set against an aim that is due, or met one early."""
        return self.against not in {None, AgainstTarget.NOT_DUE}

    @cached_property
    def against_next(self) -> AgainstTarget | None:
        """Where it stands to the next aim already."""
        return self._against(self.next_aim)

    def _against(self, aim: Target | None) -> AgainstTarget | None:
        latest, version = self.latest, self.series.version
        if latest is None or latest.value is None or aim is None:
            return None
        if version.unit == Unit.WORDS or written_in_other_unit(latest.words, aim.words):
            return None
        return against_target(latest.value, aim.lowest, aim.highest, self.polarity, version.tolerance)

    @cached_property
    def trajectory(self) -> list[Checkpoint]:
        """The dated aims, and the baseline where it has a date, as points to go by; empty under two."""
        baseline = self.series.baseline()
        dated = [
            aim
            for aim in [*([baseline] if baseline else []), *self.series.aims()]
            if aim.due_latest and has_figure(aim)
        ]
        points = [
            Checkpoint(aim.due_latest, self.to_reach(aim)) for aim in dated if aim.due_latest is not None
        ]
        return points if len({point.day for point in points}) > 1 else []

    def to_reach(self, aim: Target) -> Decimal:
        """Return the end of an aim's band that must be reached: the lower, or where lower is better the higher."""
        first, second = (
            (aim.highest, aim.lowest) if self.polarity == Polarity.LOWER else (aim.lowest, aim.highest)
        )
        reach = first if first is not None else second
        if reach is None:  # pragma: no cover -- has_figure
            raise ValueError("The aim holds no figure.")
        return reach

    @cached_property
    def expected(self) -> Decimal | None:
        """What the trajectory expects at the newest figure's period; None outside its days."""
        latest = self.latest
        if latest is None or latest.period_end is None or not self.trajectory:
            return None
        days = [point.day for point in self.trajectory]
        if not min(days) <= latest.period_end <= max(days):
            return None
        return expected_on(self.trajectory, latest.period_end)

    @property
    def against_expected(self) -> AgainstTarget | None:
        """Where the newest value stands to the trajectory."""
        latest = self.latest
        if self.expected is None or latest is None or latest.value is None:
            return None
        return against_target(
            latest.value, self.expected, self.expected, self.polarity, self.series.version.tolerance
        )


def has_figure(target: Target) -> bool:
    """Whether a target gives a figure, not words alone."""
    return target.lowest is not None or target.highest is not None
