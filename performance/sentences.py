"""What a judged measure says, in plain English: one paragraph that a board member can read out."""

from decimal import Decimal

from improvement.rounding import round_half_up, with_commas
from performance.analysis.judging import AgainstTarget, Direction
from performance.analysis.outlook import Assurance
from performance.analysis.process_control import Rule, Signal
from performance.choices import MeasureType, TargetKind, Unit
from performance.judgement import Judgement
from performance.judgement.newest import unlike
from performance.models import Target
from performance.series import ObservationPoint

NUMBER_WORDS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
PERIOD_WORDS = {MeasureType.MONTH: "month", MeasureType.QUARTER: "quarter", MeasureType.OUTTURN: "year"}
DIRECTION_WORDS = {
    Direction.IMPROVING: "Improving",
    Direction.WORSENING: "Worsening",
    Direction.STATIC: "No change",
    Direction.RISING: "Rising",
    Direction.FALLING: "Falling",
}
ASSURANCE_WORDS = {
    Assurance.CONSISTENTLY: "If nothing changes, the target will be met consistently.",
    Assurance.SOMETIMES: "If nothing changes, the target will be met in some periods and missed in others.",
    Assurance.NOT: "If nothing changes, the target will not be met.",
}


def in_unit(value: Decimal | None, unit: str) -> str:
    """Return a value as it is printed: no trailing noughts, per cent with its sign, at most two decimals."""
    if value is None:
        return ""
    text = with_commas(value)
    return f"{text}%" if unit == Unit.PERCENT else text


def count_words(number: int, noun: str) -> str:
    """Return a count in words up to twelve: `eight months`."""
    number_words = NUMBER_WORDS[number] if number < len(NUMBER_WORDS) else str(number)
    return f"{number_words} {noun}" if number == 1 else f"{number_words} {noun}s"


def sentences(judgement: Judgement) -> list[str]:
    """Return what is to be said of a measure, the newest figure first; never empty."""
    latest = judgement.latest
    if latest is None:
        return [_nothing(judgement)]
    spoken = [
        _newest(judgement, latest),
        _against(judgement),
        _trajectory(judgement),
        _travel(judgement),
        _rate(judgement),
        _assurance(judgement),
        _outturn(judgement),
        *_others(judgement),
        small_number_warning(judgement),
        missing_words(judgement),
    ]
    return [sentence for sentence in spoken if sentence]


def _nothing(judgement: Judgement) -> str:
    unvalued = judgement.unvalued
    if unvalued is None:
        return "No figures have been recorded yet."
    why = (unvalued.reason or unvalued.words).rstrip(".")
    beginning = "No single figure is given" if unvalued.is_available else "No figure is available"
    return f"{beginning}{f': {why}' if why else ''}."


def _newest(judgement: Judgement, latest: ObservationPoint) -> str:
    provisional = ", provisional" if latest.is_provisional else ""
    return f"{figure_words(latest, judgement.series.version.unit)}{when_words(latest)}{provisional}."


def figure_words(observation: ObservationPoint, unit: str) -> str:
    """Return a figure with what it was worked out from: `8.3% (27 of 324)`, `10 to 11%`."""
    value = in_unit(observation.value, unit)
    if observation.highest is not None:
        value = f"{in_unit(observation.value, '')} to {in_unit(observation.highest, unit)}"
    has_cases = observation.numerator is not None and observation.denominator
    return f"{value} ({cases_words(observation)})" if has_cases else value


def when_words(observation: ObservationPoint) -> str:
    """Return when a figure is of, with a blank before it: ` in October 2026`; empty where that is not known."""
    preposition = "on" if observation.period_start in {None, observation.period_end} else "in"
    return f" {preposition} {observation.shown_period}" if observation.period_end else ""


def cases_words(observation: ObservationPoint) -> str:
    """Return what a share was worked out from: `27 of 324`."""
    return f"{in_unit(observation.numerator, '')} of {in_unit(observation.denominator, '')}"


def aim_unit(aim: Target, unit: str) -> str:
    """Return what an aim's numbers are in: one written as a bare number is a score, whatever the figures are in."""
    is_bare = "%" not in aim.words and any(character.isdigit() for character in aim.words)
    return Unit.COUNT if is_bare and unit == Unit.PERCENT else unit


def aim_value(aim: Target, unit: str) -> str:
    """Return what an aim asks: `18%`, `65 to 70%`, `at most 10%`."""
    unit = aim_unit(aim, unit)
    if aim.lowest is not None and aim.highest is not None and aim.lowest != aim.highest:
        return f"{in_unit(aim.lowest, '')} to {in_unit(aim.highest, unit)}"
    if aim.lowest is None and aim.highest is None:
        return aim.words
    if aim.lowest is None:
        return f"at most {in_unit(aim.highest, unit)}"
    if aim.highest is None:
        return f"at least {in_unit(aim.lowest, unit)}"
    return in_unit(aim.lowest, unit)


def aim_words(aim: Target, unit: str) -> str:
    """Return an aim as people name it: `the March 2020 target of 55%`."""
    kind = {
        TargetKind.REVISED: "revised target",
        TargetKind.PLANNED: "planned figure",
        TargetKind.CHECKPOINT: "checkpoint",
        TargetKind.STANDARD: "standard",
    }.get(TargetKind(aim.kind), "target")
    when = f"{aim.due_latest:%B %Y} " if aim.due_latest else ""
    return f"the {when}{kind} of {aim_value(aim, unit)}"


def _against(judgement: Judgement) -> str:
    aim, unit = judgement.aim, judgement.series.version.unit
    if aim is None:
        return "No target figure has been set."
    named = aim_words(aim, unit)
    verdict = {
        AgainstTarget.MET: f"Meets {named}",
        AgainstTarget.NEAR: f"Close to {named}, within the tolerance",
        AgainstTarget.MISSED: f"Misses {named}",
        AgainstTarget.NOT_DUE: f"Has not reached {named} yet",
        None: f"Can't be compared with {named}",
    }[judgement.against]
    if judgement.against is None:
        return f"{verdict}: {_why_not(judgement)}."
    if is_met_early(judgement):
        return f"{verdict}, early."
    coming = judgement.next_aim
    if coming is not None and judgement.against_next == AgainstTarget.MET:
        return f"{verdict}, and has already met {aim_words(coming, unit)} early."
    if coming is not None and judgement.against_next is not None:
        if coming.due_latest and coming.due_latest <= judgement.on:
            return f"{verdict}; {aim_words(coming, unit)} has since fallen due without a figure."
        return f"{verdict}; {aim_words(coming, unit)} is not due yet."
    return f"{verdict}."


def is_met_early(judgement: Judgement) -> bool:
    """Whether a target is met by a figure of before its day."""
    latest, aim = judgement.latest, judgement.aim
    return (
        judgement.against == AgainstTarget.MET
        and latest is not None
        and latest.period_end is not None
        and aim is not None
        and aim.due_latest is not None
        and latest.period_end < aim.due_latest
    )


def _trajectory(judgement: Judgement) -> str:
    """Say what the line between two dated aims expects by the figure's period, where it lies between them."""
    expected, against = judgement.expected, judgement.against_expected
    aim = judgement.aim
    if expected is None or against is None or (aim is not None and expected == judgement.to_reach(aim)):
        return ""
    value = in_unit(round_half_up(expected, 1), judgement.series.version.unit)
    standing = {
        AgainstTarget.MET: "On its trajectory",
        AgainstTarget.NEAR: "Near its trajectory",
        AgainstTarget.MISSED: "Behind its trajectory",
    }[against]
    return f"{standing}, which is {value} at this point."


def _why_not(judgement: Judgement) -> str:
    latest, aim = judgement.latest, judgement.aim
    if judgement.series.version.unit == Unit.WORDS:
        return "the measure has no unit"
    if latest is not None and aim is not None and "%" in latest.words and "%" not in aim.words:
        return "the figure is a percentage and the target is not"
    return "the measure does not say which way is better"


def _travel(judgement: Judgement) -> str:
    direction, latest, before = judgement.direction, judgement.latest, judgement.before
    if direction is None or latest is None or before is None:
        return ""
    word, unit = DIRECTION_WORDS[direction], judgement.series.version.unit
    chart = judgement.chart
    if chart is not None and judgement.has_firm_limits:
        if not judgement.signals:
            low, high = (
                in_unit(round_half_up(end, 1), sign) for end, sign in ((chart.lower, ""), (chart.upper, unit))
            )
            return f"No change beyond normal variation: it is usually between {low} and {high}."
        return f"{word}: {signal_words(judgement.signals, judgement)}{_turned_back(judgement)}."
    came = f"from {in_unit(before.value, unit)} in {before.shown_period}"
    if judgement.before_caution:
        came += f" ({judgement.before_caution})"
    trial = (
        " The control limits are trial limits: there are fewer than 12 points."
        if judgement.shows_limits
        else ""
    )
    return f"{word} {came}.{trial}"


def _shift_among(signals: list[Signal]) -> Signal | None:
    return next((item for item in signals if item.rule == Rule.SHIFT), None)


def _turned_back(judgement: Judgement) -> str:
    """Say that a run on the better side of the average has turned: the newest lies far back from the run's best.

    Far is more than the three sigma by which a figure may differ by chance (XmR chart; NHS England, Making Data Count).
    """
    shift, latest, chart = _shift_among(judgement.signals), judgement.latest, judgement.chart
    if shift is None or latest is None or chart is None or judgement.direction != Direction.IMPROVING:
        return ""
    run = judgement.points[shift.first : shift.last + 1]
    best = (max if shift.upward else min)(run, key=lambda point: point.value or 0)
    if latest.value is None or best.value is None:
        return ""
    back = best.value - latest.value if shift.upward else latest.value - best.value
    if back <= chart.upper - chart.mean:
        return ""
    again = "lower" if shift.upward else "higher"
    unit = judgement.series.version.unit
    return f", but {again} again since {best.shown_period} ({in_unit(best.value, unit)})"


def signal_words(signals: list[Signal], judgement: Judgement) -> str:
    """Return what a run of points shows: `eight months below the average`."""
    # A trend says which way it goes now; then how long it has lain on one side.
    order = [Rule.TREND, Rule.SHIFT, Rule.OUTSIDE, Rule.NEAR_LIMIT]
    signal = min(signals, key=lambda item: order.index(item.rule))
    shift = _shift_among(signals)
    latest = judgement.latest
    noun = PERIOD_WORDS.get(MeasureType(latest.measure_type), "figure") if latest else "figure"
    points = count_words(signal.last - signal.first + 1, noun)
    side = "above" if signal.upward else "below"
    still = ""
    if signal.rule == Rule.TREND and shift is not None and shift.upward != signal.upward:
        still = f", though still {'above' if shift.upward else 'below'} the average"
    return {
        Rule.SHIFT: f"{points} {side} the average",
        Rule.TREND: f"{points} each {'higher' if signal.upward else 'lower'} than the last{still}",
        Rule.OUTSIDE: f"{side} the control limits",
        Rule.NEAR_LIMIT: f"two of three {noun}s close to the {'upper' if signal.upward else 'lower'} control limit",
    }[signal.rule]


def _rate(judgement: Judgement) -> str:
    """Say where a changing measure will be; a steady one has no rate, and its limits say what comes."""
    aim, verdict = judgement.coming_aim, judgement.at_this_rate
    steady = judgement.has_firm_limits and not judgement.signals
    if aim is None or verdict is None or steady:
        return ""
    named = aim_words(aim, judgement.series.version.unit)
    return f"At this rate {named} will {'be met' if verdict == AgainstTarget.MET else 'not be met'}."


def _assurance(judgement: Judgement) -> str:
    """Say what an unchanged process will do; while it is changing, its limits say little of what comes."""
    if judgement.assurance is None or judgement.signals:
        return ""
    return ASSURANCE_WORDS[judgement.assurance]


def _outturn(judgement: Judgement) -> str:
    outturn, way = judgement.outturn, judgement.since_outturn
    if outturn is None or way is None or judgement.before is outturn:
        return ""
    words = {
        Direction.IMPROVING: "Better than",
        Direction.WORSENING: "Worse than",
        Direction.STATIC: "Level with",
        Direction.RISING: "Above",
        Direction.FALLING: "Below",
    }[way]
    value = in_unit(outturn.value, judgement.series.version.unit)
    latest = judgement.latest
    caution = unlike(latest.measure_type, outturn.measure_type) if latest else ""
    return f"{words} the {outturn.shown_period} outturn of {value}{f' ({caution})' if caution else ''}."


def _others(judgement: Judgement) -> list[str]:
    comparisons = []
    for beside in (judgement.neighbours, judgement.england, judgement.region):
        if beside is None:
            continue
        other = beside.comparator
        name = {
            "Statistical neighbours": "statistical neighbours",
            "Region": other.place or "the region",
        }.get(other.get_kind_display(), other.get_kind_display())
        than = "as" if beside.standing == "the same" else "than"
        value = in_unit(other.value, judgement.series.version.unit)
        when = f", {other.period_words}" if other.period_words else ""
        caution = f"; {beside.caution}" if beside.caution else ""
        if not beside.standing:
            comparisons.append(f"{name[0].upper()}{name[1:]}: {value}{when}{caution}: not comparable.")
            continue
        comparisons.append(f"{beside.standing.capitalize()} {than} {name} ({value}{when}{caution}).")
    if judgement.quartile:
        quarter = ("best", "second", "third", "worst")[judgement.quartile - 1]
        caution = f" ({judgement.quartile_caution})" if judgement.quartile_caution else ""
        comparisons.append(f"In the {quarter} quarter of authorities{caution}.")
    return comparisons


def small_number_warning(judgement: Judgement) -> str:
    """Return what so few cases can mean, or an empty text where there are enough or their number isn't known."""
    latest, interval = judgement.latest, judgement.interval
    if latest is None or interval is None or not interval.is_too_wide:
        return ""
    return (
        f"{cases_words(latest)}: with so few cases, the true percentage could be anything "
        f"from {with_commas(interval.low, 1)}% to {with_commas(interval.high, 1)}% (95% interval)."
    )


def missing_words(judgement: Judgement) -> str:
    """Return what is said of a figure that should be there and is not; empty where none is missing."""
    unvalued = judgement.unvalued
    if unvalued is not None and unvalued.is_available and unvalued.period_end:
        return f"For {unvalued.shown_period} it says: “{unvalued.words.rstrip('.')}”."
    if unvalued is not None and judgement.is_missing:
        when = f" for {unvalued.shown_period}" if unvalued.period_end else ""
        why = unvalued.reason or (unvalued.words if len(unvalued.words) > 3 else "")
        return f"The figure{when} is not available{f': {why}' if why else ''}."
    return "A newer figure should have been reported by now." if judgement.is_stale else ""
