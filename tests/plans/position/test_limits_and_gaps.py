"""Control limits within what a unit can be, the same in words, caption, drawing and workbook; a gap breaks the line."""

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from improvement.periods import month_end
from performance.analysis.process_control import control_chart
from performance.analysis.units import chart_in_unit
from performance.choices import Frequency, MeasureType, ObservationStatus, Polarity, Unit
from performance.models import Observation
from performance.operations.measures import NewMeasure, add_measures, record_observations
from plans.charts.svg.lines import sparkline
from plans.choices import Role
from plans.operations.links import Evidences, set_measure_links
from plans.position import build_position
from plans.tables.measures import sparkline_values
from tests.conftest import TODAY
from tests.factories import make_plan, make_user, since
from tests.plans.reports.support import made, table_rows, workbook_of

pytestmark = pytest.mark.django_db
SWINGING = [5, 95, 10, 90, 20, 99, 30, 85, 5, 95, 40, 88, 12]


def plan_with(values, unit=Unit.PERCENT, missing=(), unavailable=(), **more):
    """A plan that keeps one monthly measure from October 2025 on; some months missing, or not available."""
    plan = make_plan()
    fields = {
        "name": "Swinging",
        "unit": unit,
        "measure_type": MeasureType.MONTH,
        "frequency": Frequency.MONTHLY,
        **more,
    }
    measure = add_measures(
        plan.council, [NewMeasure("swinging", fields)], provenance=since(date(2025, 1, 1))
    )[0]
    rows = []
    for place, value in enumerate(values):
        end = month_end(2025 + (9 + place) // 12, (9 + place) % 12 + 1)
        if place in missing:
            continue
        gone = place in unavailable
        rows.append(
            Observation(
                measure=measure,
                measure_type=MeasureType.MONTH,
                period_start=end.replace(day=1),
                period_end=end,
                value=None if gone else Decimal(str(value)),
                status=ObservationStatus.NOT_AVAILABLE if gone else ObservationStatus.FINAL,
                reason="Being cleansed" if gone else "",
                known_on=end,
            )
        )
    record_observations(rows)
    set_measure_links(plan, {measure.pk: [Evidences()]}, provenance=since())
    return plan


def page_of(plan):
    client = Client()
    client.force_login(make_user("reader@limits.example", plan, Role.ANALYST))
    return client.get(reverse("plans:measure", args=[plan.slug, "swinging"]))


def lines(page):
    return {item["name"]: item for item in page.context["chart"]["data"]}


@pytest.mark.parametrize(
    ("unit", "values", "ends"),
    [
        (Unit.PERCENT, SWINGING, (0, 100)),
        (Unit.COUNT, SWINGING, (0, None)),
        (Unit.DAYS, SWINGING, (0, None)),
        (Unit.SCORE, SWINGING, (None, None)),
        # A change in per cent can be under nothing and over all.
        (Unit.PERCENT, [-20, *SWINGING, 130], (None, None)),
    ],
)
def test_limits_lie_within_what_the_unit_allows(unit, values, ends):
    values = [Decimal(value) for value in values]
    whole = control_chart(values)
    chart = chart_in_unit(whole, unit, values)

    assert chart.lower == (whole.lower if ends[0] is None else ends[0])
    assert chart.upper == (whole.upper if ends[1] is None else ends[1])
    assert (chart.mean, chart.signals, chart.is_trial) == (whole.mean, whole.signals, whole.is_trial)


def test_words_caption_drawing_and_workbook_say_the_same_limits():
    plan = plan_with(SWINGING)
    page = page_of(plan)
    html = unescape(page.content.decode())
    drawn = lines(page)
    said = next(row for row in build_position(plan, TODAY).measures).sentences

    assert any("it is usually between 0 and 100%" in sentence for sentence in said)
    assert "control limits 0 to 100%" in html
    assert set(drawn["Lower limit"]["y"]) == {0.0}
    assert set(drawn["Upper limit"]["y"]) == {100.0}
    row = table_rows(workbook_of(made(plan, "measures")), "Scorecard")[0]
    assert "between 0 and 100%" in row["In words"]
    assert not re.search(r"[-−]\d", row["In words"])


def test_limits_that_lie_inside_are_drawn_as_they_are_said():
    plan = plan_with([50, 53, 49.6, 52, 51, 48, 50, 52.2, 51, 49, 50, 53, 51])
    page = page_of(plan)
    html = unescape(page.content.decode())
    low, high = re.search(r"control limits ([\d.]+) to ([\d.]+)%", html).groups()

    assert f"it is usually between {low} and {high}%" in html
    assert set(lines(page)["Lower limit"]["y"]) == {float(low)}
    assert set(lines(page)["Upper limit"]["y"]) == {float(high)}


@pytest.mark.parametrize("gap", [{"missing": (4, 5)}, {"unavailable": (4, 5)}])
def test_a_month_without_a_figure_breaks_every_line(gap):
    plan = plan_with(SWINGING, **gap)
    drawn = lines(page_of(plan))["Figure"]
    measure = build_position(plan, TODAY).measures[0]
    line = sparkline_values(measure)
    rows = table_rows(workbook_of(made(plan, "measures")), f"Measure{measure.measure_id}")

    assert [place for place, value in enumerate(drawn["y"]) if value is None] == [4, 5]
    assert [place for place, value in enumerate(line) if value is None] == [4, 5]
    assert sparkline(line, "").count("<polyline") == 2
    without = [row for row in rows if row["Value"] is None]
    assert [row["Period"] for row in without] == ["February 2026", "March 2026"]
    assert {row["Status of the figure"] for row in without} == {
        "No figure" if "missing" in gap else "Not available"
    }


def test_a_line_without_gaps_is_one_line():
    plan = plan_with(SWINGING)

    assert None not in lines(page_of(plan))["Figure"]["y"]
    line = sparkline_values(build_position(plan, TODAY).measures[0])
    assert sparkline(line, "").count("<polyline") == 1


FALLEN = [11.5, 11.1, 10.7, 11.0, 10.3, 9.6, 9.2]


@pytest.mark.parametrize(
    ("since_then", "said"),
    [
        # Far back from the best of its run: nobody reads of it as if it still improved.
        (
            [7.5, 6.1, 6.4, 7.1, 7.3, 7.9, 8.4],
            "Improving: seven months below the average, but higher again since June 2026 (6.1%).",
        ),
        # Back by what may be chance.
        ([8.0, 7.8, 7.9, 7.7, 7.6, 7.8, 7.7], "Improving: seven months below the average."),
    ],
)
def test_a_run_that_turned_back_is_said_with_its_best(since_then, said):
    plan = plan_with([*FALLEN, *since_then], polarity=Polarity.LOWER)
    (measure,) = build_position(plan, date(2026, 12, 31)).measures
    assert said in measure.sentences
