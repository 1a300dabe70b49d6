"""What can be said of a measure in one cell, and what of it is not said to everybody: counts under five."""

from collections.abc import Callable
from decimal import Decimal

from improvement.rounding import round_half_up
from performance.choices import MeasureType, Unit
from performance.models import Target
from performance.sentences import DIRECTION_WORDS, aim_unit, aim_value, in_unit
from performance.series import ObservationPoint
from plans.position.measures import MeasurePosition
from plans.reports.document import NOT_PUBLISHED, SUPPRESSED, Kind, Percentage, Suppressed, Value
from plans.reports.fields.field import Field, Scope
from plans.rules.small_numbers import is_small, is_small_share

SAYS_WHEN = {"between", "from", "by", "within", "to", "until", "in", "during", "at", "on", "end", "ongoing"}


def is_suppressed(measure: MeasurePosition, observation: ObservationPoint | None, scope: Scope) -> bool:
    """Whether a figure rests on so few cases that a public version does not print it."""
    if observation is None or not scope.is_public or observation.pk in scope.allowed:
        return False
    if observation.pk in scope.hidden:
        return True
    # An average held as a count has a fraction, and counts nobody.
    counts = measure.unit == Unit.COUNT and is_small(observation.value)
    return counts or is_small_share(observation.numerator, observation.denominator)


def value_of(
    measure: MeasurePosition, observation: ObservationPoint | None, scope: Scope, part: str = "value"
) -> Value:
    """Return a figure's value, numerator or denominator; the mark of a suppressed one in its place.

    Only what is a count and under five is marked as that; what is left out beside it as not published.
    """
    if observation is None:
        return None
    number: Decimal | None = getattr(observation, part)
    if number is not None and is_suppressed(measure, observation, scope):
        is_count = part != "value" or measure.unit == Unit.COUNT
        return SUPPRESSED if is_count and is_small(number) else NOT_PUBLISHED
    if part == "value" and number is not None and observation.highest is not None:
        return f"{in_unit(number, '')} to {in_unit(observation.highest, '')}"
    return typed(measure, number) if part == "value" else number


def typed(measure: MeasurePosition, number: Decimal | None) -> Decimal | None:
    """Return a figure of a measure as what it is: a percentage where the measure is in per cent."""
    return Percentage(number) if number is not None and measure.unit == Unit.PERCENT else number


def in_words(measure: MeasurePosition, observation: ObservationPoint | None, scope: Scope) -> str:
    """Return a figure with its unit, or that it is suppressed; its own words where it has no one value."""
    value = value_of(measure, observation, scope)
    if isinstance(value, Suppressed):
        return str(value).lower()
    if isinstance(value, Decimal):
        return in_unit(value, measure.unit)
    return observation.words if observation else ""


def any_suppressed(measure: MeasurePosition, scope: Scope) -> bool:
    """Whether any figure of a measure is left out, so that a sentence about its course could give it away."""
    return any(
        is_suppressed(measure, observation, scope)
        for observation in measure.series.observations
        if observation.value is not None
    )


def sentences_of(measure: MeasurePosition, scope: Scope) -> str:
    """Return what a measure says in plain English; of suppressed figures only that they are."""
    if not any_suppressed(measure, scope):
        return " ".join(measure.sentences)
    latest = measure.judgement.latest
    if is_suppressed(measure, latest, scope):
        period = f" ({latest.shown_period})" if latest and latest.shown_period else ""
        return f"The latest figure{period} is not published because it is based on too few cases."
    return measure.sentences[0]


def aims_words(measure: MeasurePosition) -> str:
    """Return the targets of a measure with their days: `18% by March 2018; 15% by March 2020`."""
    named = [(aim_value(aim, measure.unit), _by(aim.due_words)) for aim in measure.series.aims()]
    return "; ".join(f"{value}{by}" for value, by in named if value)


def _by(words: str) -> str:
    """Return by when, in words that may say so themselves: `by March 2018`, `from September 2026`."""
    if not words:
        return ""
    return f" {words}" if words.split()[0].casefold() in SAYS_WHEN else f" by {words}"


def measure_line(measure: MeasurePosition, scope: Scope) -> str:
    """Return a measure in one line: outturn, newest figure with its period, targets."""
    latest, outturn = measure.judgement.latest, measure.judgement.outturn
    parts = []
    if outturn and outturn is not latest:
        parts.append(f"outturn {in_words(measure, outturn, scope)} ({outturn.shown_period})")
    if latest:
        parts.append(f"now {in_words(measure, latest, scope)} ({latest.shown_period or 'day not stated'})")
    elif measure.judgement.unvalued:
        unvalued = measure.judgement.unvalued
        parts.append(unvalued.words or unvalued.reason or "not available")
    if aims := aims_words(measure):
        parts.append(f"target {aims}")
    return f"{measure.name.rstrip(' .:')}: {', '.join(parts) or 'no figure yet'}."


def _value(value: Callable[[MeasurePosition], Value]) -> Callable[[MeasurePosition, Scope], Value]:
    return lambda measure, _scope: value(measure)


def _latest(part: str) -> Callable[[MeasurePosition, Scope], Value]:
    return lambda measure, scope: value_of(measure, measure.judgement.latest, scope, part)


def _status(measure: MeasurePosition) -> str:
    judgement = measure.judgement
    if judgement.latest:
        return (
            "Provisional" if judgement.latest.is_provisional else "Stale" if judgement.is_stale else "Final"
        )
    return "Not available" if judgement.is_missing else "No figure"


def typed_aim(measure: MeasurePosition, aim: Target, number: Decimal | None) -> Decimal | None:
    """Return an end of an aim as what it is: a percentage where it was written as one."""
    return typed(measure, number) if aim_unit(aim, measure.unit) == measure.unit else number


def _year_to_date(measure: MeasurePosition, scope: Scope) -> Value:
    year_to_date = measure.judgement.year_to_date
    if year_to_date is None:
        return None
    if measure.measure_id in scope.without_total:
        return NOT_PUBLISHED
    if scope.is_public and measure.unit == Unit.COUNT and is_small(year_to_date.value):
        return SUPPRESSED
    stated = next(
        (
            observation
            for observation in reversed(measure.series.observations)
            if observation.measure_type == MeasureType.YEAR_TO_DATE
            and observation.value == year_to_date.value
        ),
        None,
    )
    if is_suppressed(measure, stated, scope):
        return NOT_PUBLISHED
    return typed(measure, round_half_up(year_to_date.value, 1))


def _outturn(measure: MeasurePosition, scope: Scope) -> Value:
    outturn = measure.judgement.outturn
    if outturn is not None and measure.measure_id in scope.without_total:
        return NOT_PUBLISHED
    return value_of(measure, outturn, scope)


def _judged(value: Callable[[MeasurePosition], str]) -> Callable[[MeasurePosition, Scope], Value]:
    """What is said of the newest figure goes with it: `on target` beside a suppressed share would say which it is."""
    return lambda measure, scope: (
        NOT_PUBLISHED
        if value(measure) and is_suppressed(measure, measure.judgement.latest, scope)
        else value(measure)
    )


def _period(observation: ObservationPoint | None) -> str:
    return observation.shown_period if observation else ""


def _beside(measure: MeasurePosition, name: str) -> Value:
    beside = getattr(measure.judgement, name)
    return typed(measure, beside.comparator.value) if beside else None


def _end_of_target(measure: MeasurePosition, end: str) -> Value:
    """Return one end of what a measure aims at, as a number; the words stand in a column of their own."""
    aim = measure.judgement.aim
    return typed_aim(measure, aim, getattr(aim, end)) if aim else None


T, N = Kind.TEXT, Kind.NUMBER
MEASURE_FIELDS: list[Field[MeasurePosition]] = [
    Field("code", "Code", 22, T, _value(lambda m: m.code)),
    Field("measure", "Measure", 38, T, _value(lambda m: m.name)),
    Field("themes", "Themes", 11, T, _value(lambda m: ", ".join(map(str, m.theme_numbers)))),
    Field(
        "recommendations", "Recommendations", 17, T,
        _value(lambda m: ", ".join(map(str, m.recommendation_numbers))),
    ),
    Field("latest", "Latest", 11, N, _latest("value")),
    Field("period", "Period", 15, T, _value(lambda m: _period(m.judgement.latest))),
    Field("figure_status", "Status of the figure", 12, T, _value(_status)),
    Field("numerator", "Numerator", 11, N, _latest("numerator")),
    Field("denominator", "Denominator", 13, N, _latest("denominator")),
    Field(
        "target", "Target", 12, T,
        _value(lambda m: aim_value(m.judgement.aim, m.unit) if m.judgement.aim else ""),
    ),
    Field("target_from", "Target from", 11, N, _value(lambda m: _end_of_target(m, "lowest"))),
    Field("target_to", "Target to", 11, N, _value(lambda m: _end_of_target(m, "highest"))),
    Field(
        "target_by", "Target by", 13, Kind.DATE,
        _value(lambda m: m.judgement.aim.due_latest if m.judgement.aim else None),
    ),
    Field("all_targets", "All targets", 28, T, _value(aims_words)),
    Field(
        "against_target", "Against target", 13, Kind.AGAINST,
        _judged(lambda m: m.judgement.against.label if m.judgement.against else ""),
    ),
    Field(
        "direction_of_travel", "Direction of travel", 12, T,
        _judged(lambda m: DIRECTION_WORDS[m.judgement.direction] if m.judgement.direction else ""),
    ),
    Field("before", "Before", 10, N, lambda m, scope: value_of(m, m.judgement.before, scope)),
    Field("before_period", "Before, period", 15, T, _value(lambda m: _period(m.judgement.before))),
    Field("year_to_date", "Year to date", 10, N, _year_to_date),
    Field("outturn", "Outturn", 10, N, _outturn),
    Field("outturn_period", "Outturn, year", 14, T, _value(lambda m: _period(m.judgement.outturn))),
    Field("neighbours", "Neighbours", 11, N, _value(lambda m: _beside(m, "neighbours"))),
    Field("england", "England", 10, N, _value(lambda m: _beside(m, "england"))),
    Field("in_words", "In words", 58, T, sentences_of),
    Field("unit", "Unit", 10, T, _value(lambda m: m.version.get_unit_display())),
    Field("polarity", "Which way is better", 14, T, _value(lambda m: m.version.get_polarity_display())),
]  # fmt: skip
