"""What each report says: the position's figures, in the shape that committees use."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from performance.prose import subject
from plans.models import CostLine, Plan
from plans.position import build_position
from plans.reports.catalogue import KINDS
from plans.reports.document import Bullets, Formula, Paragraph, Table, Written, blocks_of
from tests.conftest import TODAY, published_workbook
from tests.factories import make_plan, rate
from tests.plans.reports.support import made

pytestmark = pytest.mark.django_db


def imported(name: str, tmp_path) -> Plan:
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(published_workbook(name))
    call_command(
        "import_plan", str(path), "--plan", name, "--create", "--council", name.title(), stdout=StringIO()
    )
    return Plan.objects.select_related("council", "inspection").get(slug=name)


def rows_of(table: Table) -> list[tuple[object, ...]]:
    return [row.values for row in table.rows]


def test_text_becomes_paragraphs_and_bullets():
    assert blocks_of("One line\nand its second.\n\nThen:\n- first\n  goes on\n- second\n\n\nEnd") == [
        Paragraph("One line and its second."),
        Paragraph("Then:"),
        Bullets(("first goes on", "second")),
        Paragraph("End"),
    ]
    assert blocks_of("  \n ") == []


@pytest.mark.parametrize("name", KINDS)
def test_every_report_of_every_kind_of_plan_has_a_title_and_unlike_tables(demo, name):
    for plan in (demo, make_plan("bare", actions=0)):
        document = made(plan, name)
        names = [table.name for table in document.tables()]

        assert document.title
        assert len(names) == len({text.casefold() for text in names})
        for table in document.tables():
            headings = [text.casefold() for text in table.column_names]
            assert len(headings) == len(set(headings))
            assert all(len(row.values) == len(table.columns) for row in table.rows)


def test_a_committees_report_has_its_parts_and_numbered_paragraphs(demo):
    document = made(demo, "cabinet")
    headings = [section.heading for section in document.sections]
    numbers = [
        block.number
        for section in document.sections
        for part in section.parts
        for block in (part.blocks if isinstance(part, Written) else [part])
        if isinstance(block, Paragraph) and block.number is not None
    ]

    assert headings[:3] == ["Purpose of the report", "Summary", "Background"]
    assert "Recommendation to Cabinet" in headings
    appendices = [h for h in headings if h.startswith("Appendix")]
    assert appendices[:3] == [
        "Appendix 1: Implications",
        "Appendix 2: Position",
        "Appendix 3: Recommendations and ratings",
    ]
    assert appendices[3].startswith("Appendix 4: Detailed plan, Theme 1")
    assert "Appendix 5: Overdue actions" in appendices
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 10
    # What nobody wrote is not made up.
    assert next(part for part in document.written() if part.key == "implications-legal").text == ""


def test_progress_by_theme_is_drafted_from_updates_and_measures(demo):
    position = build_position(demo, TODAY)
    document = made(demo, "cabinet")
    drafts = {part.key: part.draft for part in document.written()}
    theme = position.theme(4)
    assert theme is not None

    longest = max(theme.overdue_actions, key=lambda item: item.days_overdue)
    assert f"({longest.reference}" in drafts["further-action-4"]
    for action in theme.overdue_actions:
        assert action.reference in drafts["further-action-4"]
    assert "months overdue" in drafts["further-action-4"]
    red = next(item for item in theme.recommendations if item.rating and item.rating.level.code == "R")
    assert f"Recommendation {red.number} is rated Red" in drafts["further-action-4"]
    assert f"Recommendation {red.number} " not in drafts["good-progress-4"]
    completed = [action for action in theme.lowest_level_actions if action.status == "completed"]
    told = [action for action in completed if f"({action.reference}" in drafts["good-progress-4"]]
    assert 2 <= len(told) <= 5
    for action in completed:
        assert action.reference in drafts["good-progress-4"]
    off_target = [m for m in position.measures_of_theme(4) if m.judgement.is_off_target]
    assert off_target
    assert all(subject(measure.name) in drafts["further-action-4"] for measure in off_target[:3])


def test_durhams_rows_give_four_green_and_ten_amber(tmp_path):
    plan = imported("durham", tmp_path)
    table = made(plan, "cabinet", TODAY).table("RecommendationsByRating")
    counts = {row[0]: row[1] for row in rows_of(table)}

    assert (counts["Green"], counts["Amber"], counts["Red"]) == (4, 10, 0)
    assert table.total is not None
    assert str(table.total.values[1]) == "14"


def test_leicestershires_ratings_stand_beside_the_stated_ones_and_it_says_why(tmp_path):
    plan = imported("leicestershire", tmp_path)
    document = made(plan, "scrutiny")
    summary = {row[0]: (row[1], row[4], row[5]) for row in rows_of(document.table("SummaryOfRatings"))}
    said = [
        part.text
        for section in document.sections
        for part in section.parts
        if isinstance(part, Paragraph) and part.text.startswith("Ratings of recommendations")
    ]

    assert summary["Green"] == (9, 11, 2)
    assert summary["Amber"] == (6, 6, 0)
    assert summary["Red"] == (0, 0, 0)
    assert summary["Not yet rated"] == (2, None, None)
    assert len(said) == 1
    assert "the 2 recommendations (4 and 7) with no rating in the workbook's rows" in said[0]
    # The reconciliation says the same in the same words.
    assert said[0] in str(made(plan, "reconciliation").sections[0].parts)
    first = rows_of(document.table("AppendixA"))
    assert [row[0] for row in first] == list(range(1, 18))
    repeat = next(row for row in rows_of(document.table("AppendixB")) if "epeat" in str(row[1]))
    assert repeat[3]


def test_a_difference_that_missing_ratings_do_not_explain_is_not_explained_by_them():
    from plans.models import StatedFigure  # noqa: PLC0415

    plan = make_plan(actions=0)
    rate(plan, plan.recommendations.get(), "G", date(2026, 3, 1))
    StatedFigure.objects.create(
        plan=plan,
        label="Green",
        value=Decimal(3),
        rule="recommendations.by_rating.G",
        known_on=date(2026, 4, 1),
    )
    text = str(made(plan, "reconciliation").sections[0].parts)

    assert "3 Green stated, 1 in the plan" in text
    assert "with no rating in the workbook's rows" not in text


def test_costs_add_up_by_year_and_recurrence_and_words_are_no_amount():
    plan = make_plan(actions=0)
    for label, year, recurrent, amount in (
        ("Audit", "2015/16", False, Decimal("13600.50")),
        ("Training", "2015/16", True, Decimal("20000")),
        ("Training", "2016/17", True, Decimal("20000")),
        ("Posts", "2016/17", None, None),
    ):
        CostLine.objects.create(
            plan=plan,
            label=label,
            financial_year=year,
            recurrent=recurrent,
            amount=amount,
            words="",
            known_from=date(2026, 1, 1),
        )
    document = made(plan, "costs")
    years = rows_of(document.table("CostsByYear"))
    total = document.table("CostsByYear").total
    assert total is not None

    assert document.table("CostsByYear").column_names == [
        "Financial year", "Recurrent", "One-off", "Not stated", "All",
    ]  # fmt: skip
    values = [[cell.value if isinstance(cell, Formula) else cell for cell in row] for row in years]
    assert values == [
        ["2015/16", Decimal(20000), Decimal("13600.50"), Decimal(0), Decimal("33600.50")],
        ["2016/17", Decimal(20000), Decimal(0), Decimal(0), Decimal(20000)],
    ]
    assert [cell.value for cell in total.values[1:] if isinstance(cell, Formula)] == [
        Decimal(40000), Decimal("13600.50"), Decimal(0), Decimal("53600.50"),
    ]  # fmt: skip
    assert "1 gives words but no amount" in str(document.sections[0].parts[0])


def test_the_action_log_is_one_row_an_action_with_everything(demo):
    position = build_position(demo, TODAY)
    table = made(demo, "action-log").table("ActionLog")
    rows = [dict(zip(table.column_names, values, strict=True)) for values in rows_of(table)]

    assert [row["Reference"] for row in rows] == [a.reference for a in position.lowest_level_actions]
    for row, action in zip(rows, position.lowest_level_actions, strict=True):
        assert row["Status"] == action.status_label
        assert row["Overdue"] == ("Yes" if action.is_overdue else "No")
        assert row["Due, last day"] == action.due.latest
        assert row["Times moved"] == sum(bool(m.agreed or m.imported) for m in action.due_moves)


def test_the_boards_report_holds_what_moved_and_what_is_off_track(demo):
    position = build_position(demo, TODAY)
    document = made(demo, "board")

    assert [row[0] for row in rows_of(document.table("OverdueActions"))] == [
        action.reference for action in position.overdue_actions
    ]
    off = {m.name for m in position.measures if m.judgement.is_off_target or m.judgement.is_worsening}
    assert {row[0] for row in rows_of(document.table("MeasuresToMind"))} == off
    assert len(rows_of(document.table("ProposedRatings"))) == len(position.proposed)
    assert len(rows_of(document.table("DatesAskedToMove"))) == len(position.waiting_dates)
    september = made(demo, "board", date(2026, 9, 30))
    moved = rows_of(september.table("RatingsMoved"))
    assert all(row[2] != row[3] for row in moved)


def test_the_measures_report_draws_each_measure_from_its_own_table(demo):
    position = build_position(demo, TODAY)
    document = made(demo, "measures")
    measure = next(m for m in position.measures if m.code == "staff-turnover")
    table = document.table(f"Measure{measure.measure_id}")
    newest = measure.series.of_type("month")[-13:]

    assert [row[:2] for row in rows_of(table)] == [(f.shown_period, f.value) for f in newest]
    shown = [row[0] for row in rows_of(document.table("Scorecard"))]
    # What has a figure comes first.
    assert shown == [m.name for m in sorted(position.measures, key=lambda m: m.judgement.latest is None)]


@pytest.mark.parametrize("name", KINDS)
def test_queries_do_not_grow_with_the_plan(name):
    counts = []
    for plan in (make_plan("small", actions=1), make_plan("large", actions=40)):
        with CaptureQueriesContext(connection) as found:
            made(Plan.objects.select_related("council", "inspection").get(pk=plan.pk), name)
        counts.append(len(found))
    assert counts[0] == counts[1]
    assert counts[0] <= 73


def test_an_earlier_day_is_told_as_it_was_known(demo):
    then = build_position(demo, date(2026, 3, 31))
    document = made(demo, "cabinet", date(2026, 3, 31))
    counts = {row[0]: row[1] for row in rows_of(document.table("ActionsByStatus"))}

    assert counts["Completed"] == sum(a.status == "completed" for a in then.lowest_level_actions)
    assert "31 March 2026" in document.subtitle
