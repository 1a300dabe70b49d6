"""Figures with the months across: read from layouts that chance writes, pasted, filled in on our own sheet."""

import csv
import io
from datetime import date
from decimal import Decimal
from random import Random

import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from openpyxl import Workbook, load_workbook

from improvement.periods import month_end, months_before
from performance.analysis.periods import is_due, period_of
from performance.choices import MeasureType, Unit
from performance.models import Observation
from plans.imports.figures.long_form import read_figures
from plans.imports.figures.wide_form import is_period
from plans.imports.run import ImportRefused
from plans.models import FigureImport
from plans.position import build_position
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db
MONTHS = [month_end(day.year, day.month) for day in (months_before(TODAY, back) for back in range(14, 0, -1))]
WRITTEN = (
    "{:%b-%y}",
    "{:%B %Y}",
    "{:%b %y}",
    "{:%m/%Y}",
    "{:%Y-%m}",
    "{:%d/%m/%Y}",
    "{:%-d %B %Y}",
    "{:%b %Y} (actual)",
)
MEASURE_HEADINGS = ("Measure", "Indicator", "PI", "KPI ref", "Description of measure", "", "What we measure")
OTHER_COLUMNS = (
    ("Target 2026/27", ("95%", "10", "≤ 12")),
    ("Owner", ("Head of Service", "Performance team")),
    ("RAG", ("G", "A", "R")),
    ("England 2025/26", ("8.1", "77")),
    ("Direction of travel", ("↑", "↓", "improving")),
    ("Polarity", ("High is good",)),
)


@pytest.fixture
def position(demo):
    return build_position(demo, TODAY)


def figures_by_chance(chance: Random, measures) -> dict:
    """Return values by measure and month, such as each unit allows; some months empty."""
    ceiling = {Unit.PERCENT: 1000, Unit.COUNT: 900}
    return {
        (measure.code, month): (
            Decimal(chance.randrange(ceiling.get(Unit(measure.unit), 400)))
            if measure.unit in {Unit.COUNT, Unit.DAYS}
            else Decimal(chance.randrange(1000)) / 10
        )
        for measure in measures
        for month in MONTHS
        if is_due(measure.version.frequency, measure.version.measure_type, month.month)
        and chance.random() < 0.8
    }


def table_by_chance(chance: Random, measures, figures: dict) -> list[list[object]]:
    """Return the rows of a table such as councils keep, round the same figures."""
    others = chance.sample(OTHER_COLUMNS, chance.randrange(4))
    before = chance.randrange(len(others) + 1)
    writing = chance.choice(WRITTEN)
    by_name = chance.random() < 0.5
    head = [chance.choice(MEASURE_HEADINGS), *(name for name, _values in others[:before])]
    head += [writing.format(month) for month in MONTHS]
    head += [name for name, _values in others[before:]]
    rows: list[list[object]] = [["Performance scorecard"], [], ["Reported monthly to the board"]][
        : chance.randrange(4)
    ]
    rows.append(list(head))
    for measure in measures:
        if chance.random() < 0.2:
            rows.append([chance.choice(("Timeliness", "Workforce", "Demand"))])
        row: list[object] = [measure.name if by_name else measure.code]
        row += [chance.choice(values) for _name, values in others[:before]]
        for month in MONTHS:
            value = figures.get((measure.code, month))
            shown = "" if value is None else f"{value}%" if measure.unit == Unit.PERCENT else str(value)
            row.append(shown)
        row += [chance.choice(values) for _name, values in others[before:]]
        rows.append(row)
        if chance.random() < 0.1:
            rows.append([])
    return rows


def as_file(chance: Random, rows: list[list[object]]) -> tuple[str, bytes]:
    kind = chance.choice(("tab", "comma", "semicolon", "xlsx"))
    if kind == "xlsx":
        workbook, content = Workbook(), io.BytesIO()
        for row in rows:
            workbook.worksheets[0].append([None if value == "" else value for value in row])
        workbook.save(content)
        return "figures.xlsx", content.getvalue()
    text = io.StringIO()
    csv.writer(text, delimiter={"tab": "\t", "comma": ",", "semicolon": ";"}[kind]).writerows(rows)
    return "figures.csv", text.getvalue().encode(chance.choice(("utf-8", "utf-8-sig", "utf-16")))


@pytest.mark.parametrize("seed", range(60))
def test_a_table_that_chance_laid_out_is_read_whole_and_nothing_beside_it(position, seed):
    chance = Random(seed)
    measures = [item for item in position.measures if item.unit != Unit.WORDS]
    chosen = chance.sample(measures, min(len(measures), chance.randrange(3, 12)))
    figures = figures_by_chance(chance, chosen)
    name, content = as_file(chance, table_by_chance(chance, chosen, figures))

    _file, lines = read_figures(name, content, position, {item.measure_id for item in measures})

    types = {item.code: MeasureType(item.version.measure_type) for item in measures}
    assert {
        (line.measure.code, line.measure_type, line.period.latest): line.entered.value for line in lines
    } == {
        (code, types[code], period_of(types[code], month)[1]): value
        for (code, month), value in figures.items()
    }


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Apr-26", True), ("April 2026", True), ("Q1 2026/27", True), ("2025/26", True), ("2025/26 outturn", True),
        ("Apr 2026 actual", True), ("01/04/2026", True), ("YTD Sept 2026", True), ("2026-04", True),
        ("Target 2026/27", False), ("England 2025/26", False), ("Apr 2026 RAG", False), ("Forecast March 2027", False),
        ("Month 3 2025/26", False), ("September 2025/26", False), ("2025/26 to date", False), ("Week ending 1 May 2026", False),
        ("April 2025 to April 2026", False), ("Week 3 April 2026", False), ("Jun-30-2026", False), ("Apr to Sep 2026", False),
        ("April to June 2026", True), ("Year ending March 2026", True), ("12 months to March 2026", True), ("Q2 26/27", True),
        ("2026/27 Q1", True), ("30 Sept 2026", True), ("31/03/2026", True), ("2026-04-01 00:00:00", True), ("Apr 26 target", False),
        ("Code", False), ("", False), ("3", False), ("Statistical neighbours 2024/25", False), ("Previous", False),
    ],
)  # fmt: skip
def test_which_headings_are_periods(text, is_one):
    assert is_period(text) is is_one


def pasted(client, demo, block: str, **more: str):
    return client.post(reverse("plans:figures-paste", args=[demo.slug]), {"block": block, **more})


def words(answer) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def test_a_block_is_checked_in_place_then_recorded(demo, sign_in):
    client, before = sign_in("analyst"), Observation.objects.count()
    block = "Measure\tSep 2026\tOct 2026\nstaff-turnover\t9.1\t8.9"
    checked = pasted(client, demo, block, check="1")
    assert checked.status_code == 200
    assert "2 figures read" in words(checked)
    assert "Nothing has been saved yet" in words(checked)
    assert "9.1" in words(checked)
    assert Observation.objects.count() == before

    answer = pasted(client, demo, block, confirmed="on")
    assert answer.status_code == 302
    again = pasted(client, demo, block, check="1")
    assert "2 unchanged" in words(again)
    assert FigureImport.objects.count() == 1


def test_what_is_wrong_stands_in_its_cell_and_nothing_typed_is_lost(demo, sign_in):
    block = "Measure\tSep 2026\tOct 2026\nstaff-turnover\tnine\t8.9\nno-such-measure\t1\t2"
    answer = pasted(sign_in("analyst"), demo, block)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "app-pasted-wrong" in page
    assert "The value is not a number" in words(answer)
    assert "The plan keeps no measure of this code or name" in words(answer)
    assert "no-such-measure\t1\t2" in page
    assert len(answer.context["refused"]) == 2


def test_two_columns_without_headings_are_of_the_month_chosen(demo, sign_in):
    answer = pasted(sign_in("analyst"), demo, "staff-turnover\t9.3", period="2026-10", confirmed="on")
    assert answer.status_code == 302
    newest = Observation.objects.filter(measure__code="staff-turnover", period_end=date(2026, 10, 31)).latest(
        "pk"
    )
    assert newest.value == Decimal("9.3")


def test_our_own_sheet_filled_in_comes_back_as_it_was_filled_in(demo, sign_in, position):
    client = sign_in("analyst")
    sheet = client.get(reverse("plans:figures-sheet", args=[demo.slug]))
    workbook = load_workbook(io.BytesIO(sheet.content))
    table = workbook.worksheets[0]
    rows = [[cell.value for cell in row] for row in table.iter_rows(min_row=4)]
    as_text = "\n".join("\t".join("" if value is None else str(value) for value in row) for row in rows)
    unchanged = pasted(client, demo, as_text, check="1")
    assert unchanged.status_code == 200
    assert "0 new, 0 changed" in words(unchanged)

    row = next(row for row in rows if row[0] == "staff-turnover")
    column = rows[0].index("Oct 2026")
    row[column] = 7.7
    filled = "\n".join("\t".join("" if value is None else str(value) for value in row) for row in rows)
    answer = pasted(client, demo, filled, confirmed="on")
    assert answer.status_code == 302
    newest = Observation.objects.filter(measure__code="staff-turnover", period_end=date(2026, 10, 31)).latest(
        "pk"
    )
    assert newest.value == Decimal("7.7")


def test_a_month_for_more_than_two_columns_is_refused(demo, sign_in):
    answer = pasted(sign_in("analyst"), demo, "staff-turnover\t10\t9.3", period="2026-10")
    assert answer.status_code == 422
    assert "more than two columns" in words(answer)


def test_a_second_row_of_a_measure_is_refused_since_it_may_be_its_target(position):
    content = b"Measure,Type,Sep 2026,Oct 2026\nstaff-turnover,Actual,8.1,\nstaff-turnover,Target,,10\n"
    with pytest.raises(ImportRefused) as refused:
        read_figures("f.csv", content, position, {item.measure_id for item in position.measures})
    assert [message.text for message in refused.value.messages] == ["This measure stands in row 2 already."]


def test_a_dash_where_no_figure_can_be_yet_refuses_nothing(position):
    due = next(
        item
        for item in position.measures
        if item.version.frequency == "quarterly" and item.unit != Unit.WORDS
    )
    content = f"Measure,Aug 2026,Sep 2026,Dec 2026\n{due.code},-,90,n/a\nstaff-turnover,8.2,8.1,-\n".encode()
    _file, lines = read_figures("f.csv", content, position, {item.measure_id for item in position.measures})
    assert sorted(line.entered.value for line in lines) == [Decimal("8.1"), Decimal("8.2"), Decimal(90)]


def test_cells_with_commas_and_quotes_are_pasted_as_they_are(demo, sign_in):
    block = 'Measure\tNote\tOct 2026\nstaff-turnover\t"Signs of Safety" is used, more or less; see\t8.9'
    answer = pasted(sign_in("analyst"), demo, block, check="1")
    assert "1 figures read" in words(answer) or "1 figure read" in words(answer)
    assert "&quot;Signs of Safety&quot; is used, more or less; see" in answer.content.decode()


def test_an_owner_pastes_their_own_measures_and_no_other(demo, position, sign_in):
    # The officer owns some; everything else is refused, by its cell.
    own = [item for item in position.measures if item.version.owner and item.version.owner.user_id]
    assert own
    mine = own[0]
    other = next(item for item in position.measures if item not in own and item.unit != Unit.WORDS)
    role = mine.version.owner.user.email.partition("@")[0]
    answer = pasted(sign_in(role), demo, f"Measure\tOct 2026\n{mine.code}\t5\n{other.code}\t5")
    assert answer.status_code == 422
    assert "may not enter this measure" in words(answer)
    assert not FigureImport.objects.exists()


def test_a_quarterly_figure_under_another_month_is_asked_to_be_put_right(position):
    quarterly = [
        item
        for item in position.measures
        if item.version.frequency == "quarterly" and item.unit != Unit.WORDS
    ]
    if not quarterly:
        pytest.skip("the demo has no quarterly measure")
    content = f"Measure,May 2026,June 2026\n{quarterly[0].code},5,6\n".encode()
    with pytest.raises(ImportRefused) as refused:
        read_figures("figures.csv", content, position, {quarterly[0].measure_id})
    (message,) = refused.value.messages
    assert "reported by the quarter" in message.text
    assert message.cell == "B2"


def test_a_month_that_has_not_ended_is_provisional(position):
    content = b"Measure,Nov 2026\nstaff-turnover,9.2\n"
    ((line),) = read_figures("f.csv", content, position, {item.measure_id for item in position.measures})[1]
    assert line.entered.status == "provisional"


def test_columns_that_are_no_periods_are_said(position):
    content = b"Measure,Target 2026/27,Oct 2026,RAG\nstaff-turnover,10,9.2,A\n"
    file, lines = read_figures("f.csv", content, position, {item.measure_id for item in position.measures})
    assert [line.entered.value for line in lines] == [Decimal("9.2")]
    assert [message.text for message in file.messages] == [
        "Not read, because they name no period: Target 2026/27, RAG."
    ]


def test_a_file_in_neither_form_says_what_is_missing(position):
    with pytest.raises(ImportRefused) as refused:
        read_figures("f.csv", b"Name,Target\nstaff-turnover,10\n", position, set())
    assert "a column is missing" in refused.value.messages[0].text
