"""A judged measure as a paper tells it: whole sentences with a subject, the figure, its target and its comparison.

The scorecard's own sentences (`sentences`) say everything that can be said. A committee's paper says what a reader acts
on: rates, trajectories, forecasts and comparisons of unlike periods stay on the measure's page.
"""

from improvement.rounding import round_half_up, with_commas
from performance.analysis.judging import AgainstTarget, Direction
from performance.judgement import Beside, Judgement
from performance.sentences import (
    aim_words,
    figure_words,
    in_unit,
    is_met_early,
    missing_words,
    signal_words,
    when_words,
)
from performance.series import ObservationPoint

# A name of more words than this is a sentence itself: it is quoted, so that the reader sees where it ends.
LONGEST_NAME = 14


def prose(judgement: Judgement, name: str) -> list[str]:
    """Return what a paper says of a measure, the figure against its target first; empty where it has no figure."""
    latest = judgement.latest
    if latest is None:
        return []
    spoken = [
        f"{subject(name)} stood at {_figure(judgement, latest)}{_against(judgement)}.",
        _travel(judgement),
        _comparison(judgement),
        _small_numbers(judgement),
        missing_words(judgement),
    ]
    return [sentence for sentence in spoken if sentence]


def subject(name: str) -> str:
    """Return a measure's name as a sentence can begin with it: no stop at its end, a long one in quotation marks."""
    plain = " ".join(name.split()).rstrip(" .:;")
    is_long = len(plain.split()) > LONGEST_NAME or ". " in plain or "•" in plain
    return f"“{plain}”" if is_long else f"{plain[:1].upper()}{plain[1:]}"


def _figure(judgement: Judgement, latest: ObservationPoint) -> str:
    when = when_words(latest) or " (its date is not stated)"
    provisional = " (provisional)" if latest.is_provisional else ""
    return f"{figure_words(latest, judgement.series.version.unit)}{when}{provisional}"


def _against(judgement: Judgement) -> str:
    """Return the clause that sets a figure against its target; empty where it can't be set against one."""
    aim = judgement.aim
    if aim is None or judgement.against is None or judgement.latest is None:
        return ""
    named = aim_words(aim, judgement.series.version.unit)
    return {
        AgainstTarget.MET: f", which meets {named}{' early' if is_met_early(judgement) else ''}",
        AgainstTarget.NEAR: f", which is within the tolerance of {named}",
        AgainstTarget.MISSED: f", which misses {named}",
        AgainstTarget.NOT_DUE: f", and has not reached {named} yet",
    }[judgement.against]


def _travel(judgement: Judgement) -> str:
    direction, latest, before = judgement.direction, judgement.latest, judgement.before
    if direction is None or latest is None or before is None:
        return ""
    unit = judgement.series.version.unit
    if judgement.chart is not None and judgement.has_firm_limits:
        if not judgement.signals:
            low = in_unit(round_half_up(judgement.chart.lower, 1), "")
            high = in_unit(round_half_up(judgement.chart.upper, 1), unit)
            return f"This is within its usual range of {low} to {high}."
        verb = {
            Direction.IMPROVING: "is improving",
            Direction.WORSENING: "is worsening",
            Direction.STATIC: "is not changing",
            Direction.RISING: "is rising",
            Direction.FALLING: "is falling",
        }[direction]
        return f"It {verb}: {signal_words(judgement.signals, judgement)}."
    caution = f" ({judgement.before_caution})" if judgement.before_caution else ""
    came = f"{in_unit(before.value, unit)} in {before.shown_period}{caution}"
    return {
        Direction.IMPROVING: f"This is an improvement on {came}.",
        Direction.WORSENING: f"This is worse than {came}.",
        Direction.STATIC: f"This is {'the same as' if before.value == latest.value else 'little changed from'} {came}.",
        Direction.RISING: f"This is up from {came}.",
        Direction.FALLING: f"This is down from {came}.",
    }[direction]


def _comparison(judgement: Judgement) -> str:
    """Return how a figure stands beside others' for a like period; empty where none can be compared."""
    unit = judgement.series.version.unit
    standings: dict[str, list[str]] = {}
    for beside, name in ((judgement.neighbours, "statistical neighbours"), (judgement.england, "England")):
        if beside is not None and beside.standing and not beside.caution:
            standings.setdefault(beside.standing, []).append(_beside(beside, name, unit))
    parts = [
        f"{standing} {'as' if standing == 'the same' else 'than'} {' and '.join(names)}"
        for standing, names in standings.items()
    ]
    return f"It is {', and '.join(parts)}." if parts else ""


def _beside(beside: Beside, name: str, unit: str) -> str:
    other = beside.comparator
    when = f", {other.period_words}" if other.period_words else ""
    return f"{name} ({in_unit(other.value, unit)}{when})"


def _small_numbers(judgement: Judgement) -> str:
    interval = judgement.interval
    if judgement.latest is None or interval is None or not interval.is_too_wide:
        return ""
    low, high = with_commas(interval.low, 1), with_commas(interval.high, 1)
    return (
        f"With so few cases, the true percentage could be anything from {low}% to {high}% "
        "(95% confidence interval)."
    )
