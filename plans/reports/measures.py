"""The scorecard with a sheet for each theme: every measure's newest periods as a table and as a drawing."""

from dataclasses import replace
from decimal import Decimal

from improvement.counting import counted
from performance.choices import Unit
from performance.judgement import Judgement, MissingPeriod
from performance.models import Target
from performance.series import ObservationPoint
from plans.palette import BLUE_LIGHT, FIGURE_LINE, TARGET_LINE
from plans.position.measures import MeasurePosition
from plans.reports.brief import Brief
from plans.reports.document import Chart, Column, Document, Kind, Paragraph, Part, Row, Section, Table, Value
from plans.reports.fields.measures import sentences_of, typed_aim, value_of
from plans.reports.tables import measures_table

# A year and the month before it, so that the same month a year ago stands beside the newest.
PERIODS = 13
SCORECARD = (
    "measure",
    "recommendations",
    "latest",
    "period",
    "numerator",
    "denominator",
    "target",
    "target_from",
    "target_to",
    "target_by",
    "against_target",
    "direction_of_travel",
    "year_to_date",
    "outturn",
    "neighbours",
    "england",
    "in_words",
    "unit",
)
WITHOUT_HISTORY = ("measure", "latest", "period", "target", "against_target", "figure_status")


def measures_report(brief: Brief) -> Document:
    """Return the scorecard and each theme's measures over time."""
    position = brief.position
    document = brief.document("measures", f"{position.plan.title}: measures")
    counts = position.measure_counts.sentence() if position.measures else ""
    document.sections = [
        Section(
            "scorecard",
            "Scorecard",
            # What has a figure comes first; the rest is there to be counted.
            [measures_table(brief.scope, sorted(position.measures, key=_is_silent), SCORECARD)],
            "Scorecard",
            subtitle=f"{brief.as_at_line} {counts}".strip(),
            is_wide=True,
        )
    ]
    word = position.plan.theme_word.capitalize()
    shown: set[int] = set()
    for theme in position.themes:
        measures = [measure for measure in brief.measures_of(theme) if measure.measure_id not in shown]
        if measures:
            shown |= {measure.measure_id for measure in measures}
            name = position.division_name(theme)
            document.sections.append(
                _section(brief, str(theme.number), name, f"{word} {theme.number}", measures)
            )
    rest = [measure for measure in position.measures if measure.measure_id not in shown]
    if rest:
        document.sections.append(_section(brief, "other", "Other measures", "Other measures", rest))
    return document


def _is_silent(measure: MeasurePosition) -> bool:
    return measure.judgement.latest is None


def _section(brief: Brief, key: str, heading: str, sheet: str, measures: list[MeasurePosition]) -> Section:
    parts: list[Part] = []
    without: list[MeasurePosition] = []
    for measure in measures:
        history = over_time(brief, measure)
        parts += history
        if not history:
            without.append(measure)
    if without:
        table = measures_table(brief.scope, without, WITHOUT_HISTORY, f"WithoutHistory{key.capitalize()}")
        table.title = f"{heading}: measures with fewer than two figures"
        parts.append(table)
    return Section(f"measures-{key}", heading, parts, sheet, tab=BLUE_LIGHT)


def history_of(measure: MeasurePosition) -> list[ObservationPoint | MissingPeriod]:
    """Return a measure's newest periods of its own kind, oldest first, also those that have no figure."""
    judgement = measure.judgement
    latest = judgement.latest
    kind = latest.measure_type if latest else measure.version.measure_type
    dated = [
        observation
        for observation in measure.series.observations
        if observation.measure_type == kind and observation.period_end
    ]
    return judgement.with_gaps(dated)[-PERIODS:]


def over_time(brief: Brief, measure: MeasurePosition) -> list[Part]:
    """Return a measure's newest periods in words, as a table and as a drawing; nothing of fewer than two."""
    observations = history_of(measure)
    if sum(observation.value is not None for observation in observations) < 2:
        return []
    table = _history_table(brief, measure, observations)
    paragraph = Paragraph(f"{measure.name}. {sentences_of(measure, brief.scope)}")
    drawable = [row for row in table.rows if isinstance(row.values[1], int | float | Decimal)]
    return [paragraph, table, _chart(measure, table)] if len(drawable) > 1 else [paragraph, table]


def _history_table(
    brief: Brief, measure: MeasurePosition, observations: list[ObservationPoint | MissingPeriod]
) -> Table:
    scope = brief.scope
    told = [observation for observation in observations if isinstance(observation, ObservationPoint)]
    aims = {observation.pk: _aim_then(measure, observation) for observation in told}
    has_band = any(
        aim and None not in {aim.lowest, aim.highest} and aim.lowest != aim.highest for aim in aims.values()
    )

    def target(observation: ObservationPoint) -> tuple[Value, ...]:
        aim = aims[observation.pk]
        if aim is None:
            return (None, None) if has_band else (None,)
        if has_band:
            return typed_aim(measure, aim, aim.lowest), typed_aim(measure, aim, aim.highest)
        return (typed_aim(measure, aim, aim.lowest if aim.lowest is not None else aim.highest),)

    def row(observation: ObservationPoint | MissingPeriod) -> Row:
        if not isinstance(observation, ObservationPoint):
            return Row((observation.shown_period, None, *([None] * (4 if has_band else 3)), "No figure"))
        status = (
            "Provisional"
            if observation.is_provisional
            else "Final"
            if observation.is_available
            else "Not available"
        )
        return Row(
            (
                observation.shown_period,
                value_of(measure, observation, scope),
                *target(observation),
                value_of(measure, observation, scope, "numerator"),
                value_of(measure, observation, scope, "denominator"),
                status,
            )
        )

    return Table(
        # Named by the measure's own key, so that a table keeps its name from month to month.
        f"Measure{measure.measure_id}",
        f"{measure.name} ({measure.version.get_unit_display()})",
        [
            Column("Period", 38),
            Column("Value", 14, Kind.NUMBER),
            *(
                [Column("Target from", 15, Kind.NUMBER), Column("Target to", 14, Kind.NUMBER)]
                if has_band
                else [Column("Target", 15, Kind.NUMBER)]
            ),
            Column("Numerator", 14, Kind.NUMBER),
            Column("Denominator", 14, Kind.NUMBER),
            Column("Status of the figure", 14),
        ],
        [row(observation) for observation in observations],
    )


def _aim_then(measure: MeasurePosition, observation: ObservationPoint) -> Target | None:
    """Return the aim that a figure is judged against, as it is where it is the newest.

    A period whose figure is withheld or not available has the aim of its own end all the same.
    """
    on = measure.as_at if observation.value is not None else observation.period_end or measure.as_at
    return Judgement(replace(measure.series, observations=[observation], step_changes=[]), on).aim


def _chart(measure: MeasurePosition, table: Table) -> Chart:
    points = [row.values for row in table.rows]
    with_figure = [values for values in points if values[1] is not None]
    first, last = with_figure[0], with_figure[-1]
    targets = [
        place
        for place, column in enumerate(table.columns)
        if column.name.startswith("Target") and any(values[place] is not None for values in points)
    ]
    return Chart(
        measure.name,
        f"Line of {measure.name}: {counted(len(with_figure), 'period')}, from {_in_words(first[1])} in {first[0]} to "
        f"{_in_words(last[1])} in {last[0]}{', beside its target' if targets else ''}. The table holds every figure.",
        table.name,
        0,
        (1, *targets),
        colours=(FIGURE_LINE, TARGET_LINE, TARGET_LINE),
        percent=measure.unit == Unit.PERCENT,
        is_beside=True,
    )


def _in_words(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value).lower()
