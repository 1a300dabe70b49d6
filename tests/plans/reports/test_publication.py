"""The public version: no names, nothing exempt or internal, no count under five, and no total that gives one away."""

import zipfile
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from improvement.models import Officer
from performance.models import Measure, MeasureVersion, Observation
from plans.choices import ProgressStatus
from plans.issuing.files import EXCEL, WORD, write_file
from plans.models import MeasureLink, ReportText
from plans.operations.history import Provenance
from plans.operations.people import find_or_add_officers
from plans.operations.reports import write_text
from plans.operations.structure import change_actions
from plans.position.viewer import PUBLIC
from plans.reports.catalogue import KINDS
from plans.reports.document import NOT_PUBLISHED, SUPPRESSED, Suppressed, Table
from plans.rules.small_numbers import given_away, is_small, is_small_share, next_smallest
from tests.conftest import TODAY
from tests.factories import make_plan, say
from tests.plans.reports.support import content_of, made, words_of

pytestmark = pytest.mark.django_db

APRIL = [date(2026, month, 1) for month in (4, 5, 6, 7)]


def make_measure(plan, values, unit="count", numerators=None, code="missing-children"):
    """Make a measure of the plan with a figure for each month from April 2026."""
    measure = Measure.objects.create(council=plan.council, code=code)
    MeasureVersion.objects.create(
        measure=measure, name=f"Measure {code}", unit=unit, polarity="lower", frequency="monthly",
        measure_type="month", accumulation="sum" if unit == "count" else "pooled", known_from=date(2026, 1, 1),
    )  # fmt: skip
    MeasureLink.objects.create(
        plan=plan, measure=measure, theme=plan.themes.get(), known_from=date(2026, 1, 1)
    )
    for number, value in enumerate(values):
        start = APRIL[number]
        end = date(2026, start.month, 30 if start.month in {4, 6} else 31)
        case = numerators[number] if numerators else (None, None)
        Observation.objects.create(
            measure=measure, measure_type="month", period_start=start, period_end=end, value=value,
            numerator=case[0], denominator=case[1], known_on=date(2026, 8, 1),
        )  # fmt: skip
    return measure


def public(plan, name="measures", on=TODAY):
    return made(plan, name, on, PUBLIC, is_public=True)


def history(document, measure):
    return [row.values for row in document.table(f"Measure{measure.pk}").rows]


@pytest.mark.parametrize(
    ("count", "small"),
    [(None, False), (0, True), (4, True), (5, False), (Decimal("4.9"), False), (-3, False)],
)
def test_a_count_under_five_is_small(count, small):
    assert is_small(count) is small


@pytest.mark.parametrize(
    ("cases", "small"),
    [
        ((3, 37), True),
        ((36, 37), True),
        ((20, 37), False),
        ((None, 4), True),
        ((None, None), False),
        ((30, 34), True),
    ],
)
def test_a_share_is_small_by_its_cases_all_of_them_or_the_rest(cases, small):
    assert is_small_share(*(None if case is None else Decimal(case) for case in cases)) is small


@given(st.lists(st.integers(0, 30), min_size=1, max_size=12))
def test_a_total_gives_away_just_the_only_suppressed_part(counts):
    parts = {str(place): Decimal(count) for place, count in enumerate(counts)}
    small = [name for name, count in parts.items() if count < 5]
    found = given_away(parts, Decimal(sum(counts)))

    assert found == (small[0] if len(small) == 1 else "")
    if found and len(parts) > 1:
        other = next_smallest(parts, found)
        assert other != found
        assert parts[other] == min(count for name, count in parts.items() if name != found)
    # A total that is far from what the parts add up to gives nothing away; one that is near nearly does.
    assert given_away(parts, Decimal(sum(counts) + 10)) == ""
    assert given_away(parts, Decimal(sum(counts) + 1)) == found


def test_counts_under_five_and_shares_that_rest_on_them_are_not_printed():
    plan = make_plan(actions=0)
    counts = make_measure(plan, [12, 3, 4, 9])
    shares = make_measure(
        plan, [Decimal("8.1"), Decimal("97.3"), Decimal(50), Decimal(40)], "percent",
        [(3, 37), (36, 37), (20, 40), (20, 50)], "repeat-plans",
    )  # fmt: skip
    document = public(plan)

    assert [row[1] for row in history(document, counts)] == [12, SUPPRESSED, SUPPRESSED, 9]
    # Only what is under five is called so.
    assert [row[1] for row in history(document, shares)] == [NOT_PUBLISHED, NOT_PUBLISHED, 50, 40]
    assert [row[3] for row in history(document, shares)] == [SUPPRESSED, NOT_PUBLISHED, 20, 20]
    assert [row[4] for row in history(document, shares)] == [NOT_PUBLISHED, NOT_PUBLISHED, 40, 50]
    assert [row[1] for row in history(made(plan, "measures"), counts)] == [12, 3, 4, 9]
    assert not [
        question for question in document.questions if question.choices and "children" in question.text
    ]


def test_a_total_that_would_reveal_one_is_left_out_until_somebody_decides():
    plan = make_plan(actions=0)
    measure = make_measure(plan, [12, 3, 14, 9])

    def year_to_date(document):
        table = document.table("Scorecard")
        return dict(zip(table.column_names, table.rows[0].values, strict=True))["Year to date"]

    document = public(plan)
    asked = [question for question in document.questions if question.choices]
    assert len(asked) == 1
    assert "would reveal it" in asked[0].text
    assert asked[0].answer == ""
    assert year_to_date(document) == NOT_PUBLISHED
    assert [row[1] for row in history(document, measure)] == [12, SUPPRESSED, 14, 9]

    def decide(answer, shown):
        return write_text(
            plan, "measures", f"publish:{asked[0].key}", answer, "", shown, provenance=Provenance(TODAY)
        ).pk

    first = decide("leave-out-next", 0)
    document = public(plan)
    assert [row[1] for row in history(document, measure)] == [12, SUPPRESSED, 14, NOT_PUBLISHED]
    assert year_to_date(document) == 38
    assert document.questions[0].answer == "leave-out-next"
    decide("publish", first)
    document = public(plan)
    assert [row[1] for row in history(document, measure)] == [12, 3, 14, 9]
    assert year_to_date(document) == 38


def test_the_question_is_answered_on_a_page(sign_in, demo):
    measure = make_measure_on(demo)
    client = sign_in("analyst")
    address = reverse("plans:report-publish", args=[demo.slug, "measures"])
    page = client.get(address).content.decode()
    refused = client.post(address, {})
    answer = client.post(address, {"question_0": "leave-out-next"})

    assert f"{measure.code}" in page or "Few cases" in page
    assert refused.status_code == 422
    assert answer.status_code == 302
    assert ReportText.objects.get().text == "leave-out-next"
    # The same answer again writes nothing.
    client.post(address, {"question_0": "leave-out-next"})
    assert ReportText.objects.count() == 1


def make_measure_on(plan):
    measure = Measure.objects.create(council=plan.council, code="few-cases")
    MeasureVersion.objects.create(
        measure=measure, name="Few cases", unit="count", polarity="lower", frequency="monthly", measure_type="month",
        accumulation="sum", known_from=date(2026, 1, 1),
    )  # fmt: skip
    MeasureLink.objects.create(
        plan=plan, measure=measure, theme=plan.themes.get(number=1), known_from=date(2026, 1, 1)
    )
    for number, value in enumerate([12, 3, 14, 9]):
        start = APRIL[number]
        Observation.objects.create(
            measure=measure, measure_type="month", period_start=start,
            period_end=date(2026, start.month, 30 if start.month in {4, 6} else 31), value=value, known_on=date(2026, 8, 1),
        )  # fmt: skip
    return measure


@pytest.mark.parametrize("name", KINDS)
def test_names_are_nowhere_in_a_public_version(name):
    plan = make_plan(actions=2)
    officers = find_or_add_officers(
        plan.council,
        [("Head of Early Help", "Zebedee Quillfeather"), ("", "Ottoline Marsh")],
        told_apart=True,
    )
    first, second = plan.actions.order_by("reference")
    change_actions(
        {},
        leads={
            first.pk: [officers["Head of Early Help", "Zebedee Quillfeather"].pk],
            second.pk: [officers["", "Ottoline Marsh"].pk],
        },
        provenance=Provenance(date(2026, 1, 1)),
    )
    say(first, ProgressStatus.BEHIND_TARGET, TODAY, "Zebedee Quillfeather will meet ottoline marsh.")
    write_text(plan, name, "summary", "Thanks to Ottoline Marsh.", "", 0, provenance=Provenance(TODAY))
    document = public(plan, name)
    files = [write_file(plan, document, form).content for form in (EXCEL, WORD)]
    everything = words_of(document) + "".join(
        archive.read(member).decode("utf-8", "replace")
        for content in files
        for archive in [zipfile.ZipFile(BytesIO(content))]
        for member in archive.namelist()
    )

    for written in ("quillfeather", "ottoline", "marsh"):
        assert written not in everything.casefold()
    full = words_of(made(plan, name))
    if "Quillfeather" in full:
        assert "Head of Early Help" in everything
    assert Officer.objects.filter(name="Ottoline Marsh").exists()


def test_internal_columns_and_parts_are_left_out(demo):
    log = public(demo, "action-log").table("ActionLog")
    assert "Barriers" not in log.column_names
    assert "Exempt (Part 2)" not in log.column_names
    assert {"Barriers", "Exempt (Part 2)"} <= set(made(demo, "action-log").table("ActionLog").column_names)
    assert "questions" not in {section.key for section in public(demo, "cabinet").sections}
    left_out = {"decide", "open", "questions"}
    assert not left_out & {section.key for section in public(demo, "board").sections}
    assert left_out <= {section.key for section in made(demo, "board").sections}


def test_text_with_a_small_count_is_pointed_out_and_not_changed():
    plan = make_plan(actions=1)
    say(plan.actions.get(), ProgressStatus.COMPLETED, TODAY, "We saw 3 of 37 children again.")
    document = public(plan, "cabinet")

    assert any("3 of 37" in question.text for question in document.questions)
    assert "3 of 37 children" in words_of(document)


def test_a_suppressed_figure_is_a_marked_text_in_excel():
    plan = make_plan(actions=0)
    make_measure(plan, [12, 3, 4, 9])
    content = content_of(public(plan))
    cells = b"".join(
        zipfile.ZipFile(BytesIO(content)).read(name)
        for name in zipfile.ZipFile(BytesIO(content)).namelist()
        if "worksheets/sheet" in name
    ).decode()

    assert "Fewer than 5" in cells
    assert str(Suppressed()) == "Fewer than 5"


@pytest.mark.parametrize("name", ["cabinet", "scrutiny", "board"])
def test_a_public_version_is_laid_out_as_the_full_one(demo, name):
    def columns(document):
        tables = [part for section in document.sections for part in section.parts if isinstance(part, Table)]
        return {(table.name, column.name): column for table in tables for column in table.columns}

    full, everybodys = columns(made(demo, name)), columns(public(demo, name))
    shared = set(full) & set(everybodys)
    assert len(shared) > 20
    assert {key: everybodys[key] for key in shared} == {key: full[key] for key in shared}
