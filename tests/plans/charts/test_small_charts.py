"""Small charts: a line that stays on its field and has the shape of its figures, whatever they are."""

import re

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from plans.charts.svg.small import HEIGHT, WIDTH, small_chart

FIGURES = st.floats(-1e9, 1e9, allow_nan=False)


def points(drawing: str) -> list[list[tuple[float, float]]]:
    return [
        [tuple(float(part) for part in point.split(",")) for point in line.split()]
        for line in re.findall(r'points="([^"]+)"', drawing)
    ]


@given(st.lists(st.none() | FIGURES, min_size=2, max_size=30), st.lists(FIGURES, max_size=2))
def test_all_that_is_drawn_lies_on_the_field(values, targets):
    drawing = str(small_chart(values, targets))
    known = [value for value in values if value is not None]
    if len(known) < 2:
        assert drawing == ""
        return
    for line in points(drawing):
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in line)
    assert drawing.count("stroke-dasharray") == len(targets)
    assert "nan" not in drawing


def test_a_higher_figure_stands_higher_and_a_gap_breaks_the_line():
    first, second = points(str(small_chart([1, 3, None, 2, 8], [])))
    assert first[0][1] > first[1][1]
    assert second[1][1] < second[0][1]


def test_a_target_above_all_figures_is_drawn_above_them():
    drawing = str(small_chart([50, 60, 55], [90]))
    (target,) = re.findall(
        r'y1="([\d.]+)" x2="240" y2="[\d.]+" stroke="#[0-9a-f]+" stroke-width="2"', drawing
    )
    assert all(float(target) < y for line in points(drawing) for _x, y in line)


@pytest.mark.django_db
def test_the_scorecard_as_charts_shows_the_measures_and_words_of_the_table(demo, sign_in):
    client = sign_in("board")
    address = reverse("plans:measures", args=[demo.slug])
    table = client.get(address, {"against": "missed"})
    charts = client.get(address, {"against": "missed", "view": "charts"})
    rows = [row.record for row in table.context["table"].rows]
    page = charts.content.decode()
    assert [row.record.name for row in charts.context["table"].rows] == [row.name for row in rows]
    assert page.count('class="app-small"') == len(rows)
    assert page.count('class="app-small__chart"') == len(rows)
    assert page.count("Off target</strong>") == len(rows)
    # The filters keep the view, and their answer is the part that is swapped in.
    assert '<input type="hidden" name="view" value="charts">' in page
    part = client.get(address, {"view": "charts", "against": "met"}, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "app-smalls" in part.content.decode()


@pytest.mark.django_db
def test_no_measure_is_said_to_be_drawn_where_none_matches(demo, sign_in):
    client = sign_in("board")
    page = client.get(reverse("plans:measures", args=[demo.slug]), {"search": "zzzz", "view": "charts"})
    assert "No measures match." in page.content.decode()
