"""Entering figures: by form, by file, by command; nothing half applied, nothing lost, nothing twice."""

import json
from datetime import date
from decimal import Decimal
from html import unescape
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from performance.choices import ComparatorKind, MeasureType, ObservationStatus
from performance.models import GradeCount, Measure, MeasureVersion, Observation, Target
from performance.operations.measures import ObservationsChanged, change_measures, record_entered_observations
from plans.choices import Role
from plans.models import FigureImport
from plans.operations.people import find_or_add_officers, link_account
from plans.position import build_position
from tests.conftest import TODAY
from tests.factories import make_plan, make_user, since

pytestmark = pytest.mark.django_db
TURNOVER = "staff-turnover"


def measure(plan, code: str = TURNOVER, on: date = TODAY):
    return next(item for item in build_position(plan, on).measures if item.code == code)


def typed(plan, page, **changes: str) -> dict[str, str]:
    """Return what the figures page would post, with some fields typed over."""
    data: dict[str, str] = {}
    for row in page.context["rows"]:
        for field in row.form:
            value = field.value()
            if value not in (None, False):
                data[field.html_name] = str(value)
    return data | changes


# --- by form ----------------------------------------------------------------------------------------


def test_a_months_figures_are_entered_on_one_page(demo, sign_in):
    client = sign_in("analyst")
    address = reverse("plans:figures", args=[demo.slug]) + "?period=2026-11"
    page = client.get(address)
    before = Observation.objects.count()
    answer = client.post(
        address,
        typed(
            demo,
            page,
            **{
                f"{TURNOVER}-numerator": "26",
                f"{TURNOVER}-denominator": "325",
                f"{TURNOVER}-status": "provisional",
            },
        ),
    )

    assert answer.status_code == 302
    assert Observation.objects.count() == before + 1
    latest = measure(demo).judgement.latest
    assert (latest.value, latest.numerator, latest.shown_period) == (8, 26, "November 2026")
    assert latest.is_provisional


def test_the_last_periods_value_stands_beside_the_box(demo, sign_in):
    page = sign_in("analyst").get(reverse("plans:figures", args=[demo.slug]), {"period": "2026-10"})
    row = next(row for row in page.context["rows"] if row.measure.code == TURNOVER)

    assert row.before.value == Decimal("8.1")
    assert str(row.form["value"].value()) == "8.3"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"value": "108"}, "A percentage must be between 0 and 100."),
        ({"value": "abc"}, "enter the value as a number"),
        ({"value": "8", "numerator": "330", "denominator": "325"}, "can't be more than the denominator"),
        ({"value": "9", "numerator": "26", "denominator": "325"}, "26 of 325 is 8.0%, not 9%"),
        ({"numerator": "26"}, "Enter the denominator too"),
        ({"status": "not_available"}, "Enter why the figure is not available."),
        ({"value": "0", "status": "not_available", "note": "Late"}, "leave it blank, do not enter 0"),
        ({"value": "62"}, "more than three standard deviations from the usual"),
    ],
)
def test_a_figure_that_cannot_be_is_asked_about_and_nothing_is_saved(demo, sign_in, fields, said):
    client = sign_in("analyst")
    address = reverse("plans:figures", args=[demo.slug]) + "?period=2026-11"
    data = typed(
        demo,
        client.get(address),
        **{"plans-graded-good-value": "58", **{f"{TURNOVER}-{name}": text for name, text in fields.items()}},
    )
    before = Observation.objects.count()
    answer = client.post(address, data)
    page = unescape(answer.content.decode())

    assert answer.status_code == 422
    assert said in page
    assert 'value="58"' in page
    assert Observation.objects.count() == before


def test_an_unusual_figure_is_recorded_once_confirmed(demo, sign_in):
    client = sign_in("analyst")
    address = reverse("plans:figures", args=[demo.slug]) + "?period=2026-11"
    data = typed(demo, client.get(address), **{f"{TURNOVER}-value": "62", f"{TURNOVER}-confirmed": "on"})

    assert client.post(address, data).status_code == 302
    assert measure(demo).judgement.latest.value == 62


def test_a_correction_is_a_new_row_and_the_board_was_told_the_first(demo, sign_in):
    client = sign_in("analyst")
    address = reverse("plans:figures", args=[demo.slug]) + "?period=2026-10"
    data = typed(
        demo,
        client.get(address),
        **{f"{TURNOVER}-value": "8.6", f"{TURNOVER}-numerator": "28", f"{TURNOVER}-status": "final"},
    )

    assert client.post(address, data).status_code == 302
    assert measure(demo).judgement.latest.value == Decimal("8.6")
    assert measure(demo, on=date(2026, 11, 20)).judgement.latest.value == Decimal("8.3")
    page = unescape(client.get(reverse("plans:measure", args=[demo.slug, TURNOVER])).content.decode())
    assert "Earlier figures, since corrected" in page


def test_two_people_at_once_are_shown_what_the_other_recorded(demo, sign_in):
    client = sign_in("analyst")
    address = reverse("plans:figures", args=[demo.slug]) + "?period=2026-11"
    mine = typed(demo, client.get(address), **{f"{TURNOVER}-value": "8.4"})
    client.post(address, typed(demo, client.get(address), **{f"{TURNOVER}-value": "8.2"}))
    before = Observation.objects.count()
    answer = client.post(address, mine)
    page = unescape(answer.content.decode())

    assert answer.status_code == 409
    assert Observation.objects.count() == before
    assert 'value="8.4"' in page
    assert "8.2%" in page
    again = typed(demo, answer)
    assert client.post(address, again).status_code == 302
    assert measure(demo).judgement.latest.value == Decimal("8.4")


def test_a_second_save_of_the_same_form_is_refused_by_the_operation(demo):
    key = Measure.objects.get(code=TURNOVER).pk
    row = {
        "measure_id": key,
        "period_start": date(2026, 11, 1),
        "period_end": date(2026, 11, 30),
        "value": 8,
        "known_on": TODAY,
    }
    record_entered_observations([Observation(**row)], {key: 0})

    with pytest.raises(ObservationsChanged):
        record_entered_observations([Observation(**row)], {key: 0})


def test_the_owner_of_a_measure_enters_its_figures_and_no_other(demo):
    user = make_user("owner@test.example", demo, Role.LEAD_OFFICER)
    officer = find_or_add_officers(demo.council, [("Head of Workforce Data", "")])[
        "Head of Workforce Data", ""
    ]
    link_account(officer, user)
    client = Client()
    client.force_login(user)
    address = reverse("plans:figures", args=[demo.slug]) + "?period=2026-11"
    assert client.get(address).status_code == 403

    change_measures({measure(demo).measure_id: {"owner": officer}}, provenance=since(TODAY))
    page = client.get(address)
    assert [row.measure.code for row in page.context["rows"]] == [TURNOVER]
    foreign = {**typed(demo, page), "plans-graded-good-value": "99", f"{TURNOVER}-value": "8.5"}
    assert client.post(address, foreign).status_code == 302
    assert measure(demo).judgement.latest.value == Decimal("8.5")
    assert measure(demo, "plans-graded-good").judgement.latest.value != 99


def test_counts_by_grade_give_the_share_that_meets_the_standard(demo, sign_in):
    client = sign_in("analyst")
    code = "case-file-audits-graded-good-or-above"
    answer = client.post(
        reverse("plans:measure-grades", args=[demo.slug, code]),
        {
            "period": "2026-11",
            "outstanding": "4",
            "good": "20",
            "requires_improvement": "12",
            "inadequate": "0",
        },
    )
    latest = measure(demo, code).judgement.latest

    assert answer.status_code == 302
    assert (latest.value, latest.numerator, latest.denominator) == (Decimal("66.7"), 24, 36)
    assert GradeCount.objects.filter(observation=latest.pk).count() == 4
    page = unescape(client.get(reverse("plans:measure", args=[demo.slug, code])).content.decode())
    assert "24 of 36, 66.7%" in page


# --- what a measure means --------------------------------------------------------------------------


def definition(plan, sign_in, role: str, **changes: object):
    client = sign_in(role)
    address = reverse("plans:measure-definition", args=[plan.slug, TURNOVER])
    form = client.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, "")}
    return client.post(address, data | changes)


def test_a_changed_definition_judges_from_its_day_and_says_why(demo, sign_in):
    answer = definition(demo, sign_in, "planner", polarity="higher", reason="Counted the other way round.")

    assert answer.status_code == 302
    assert measure(demo).judgement.against is not None
    assert measure(demo).version.polarity == "higher"
    assert measure(demo, on=date(2026, 11, 20)).version.polarity == "lower"
    assert measure(demo).recommendation_numbers == (1,)
    page = unescape(
        sign_in("board").get(reverse("plans:measure", args=[demo.slug, TURNOVER])).content.decode()
    )
    assert "Counted the other way round." in page


def test_a_definition_that_somebody_changed_meanwhile_is_not_overwritten(demo, sign_in):
    seen = measure(demo).version.pk
    change_measures({measure(demo).measure_id: {"tolerance": Decimal(3)}}, provenance=since(TODAY))
    answer = definition(demo, sign_in, "planner", seen=seen, tolerance="9")

    assert answer.status_code == 409
    assert measure(demo).version.tolerance == 3
    assert 'value="9"' in answer.content.decode()


def test_a_measure_that_another_plan_keeps_too_is_not_changed_without_a_role_there(demo, sign_in):
    from plans.operations.links import Evidences, set_measure_links  # noqa: PLC0415 -- only here
    from tests.factories import since  # noqa: PLC0415 -- only here

    other = make_plan("northmoor-second")
    set_measure_links(other, {measure(demo).measure_id: [Evidences()]}, provenance=since(TODAY))

    assert definition_address(demo, sign_in("planner")) == 403
    assert definition_address(demo, sign_in("admin")) == 200


def definition_address(plan, client) -> int:
    return client.get(reverse("plans:measure-definition", args=[plan.slug, TURNOVER])).status_code


def test_a_revised_target_stands_beside_the_first(demo, sign_in):
    first = Target.objects.get(measure__code=TURNOVER)
    answer = sign_in("planner").post(
        reverse("plans:measure-target", args=[demo.slug, TURNOVER]),
        {
            "kind": "target",
            "figure": "under 7%",
            "due": "March 2027",
            "revises": first.pk,
            "source": "Board of November",
        },
    )
    judgement = measure(demo).judgement

    assert answer.status_code == 302
    assert [target.words for target in judgement.series.targets] == ["under 10%", "under 7%"]
    assert (judgement.aim.highest, judgement.against) == (7, "not_due")
    page = unescape(
        sign_in("board").get(reverse("plans:measure", args=[demo.slug, TURNOVER])).content.decode()
    )
    assert "revised since" in page


def test_a_measure_is_added_with_what_it_evidences(demo, sign_in):
    client = sign_in("analyst")
    data = {
        "name": "Supervision held on time", "unit": "percent", "polarity": "higher", "measure_type": "month",
        "frequency": "monthly", "accumulation": "not_said", "tolerance": "2", "dead_band": "1",
        "recommendations": ["5", "8"], "themes": ["3"], "actions": "5.1",
    }  # fmt: skip
    assert client.post(reverse("plans:measure-add", args=[demo.slug]), data).status_code == 302
    found = measure(demo, "supervision-held-on-time")
    again = client.post(reverse("plans:measure-add", args=[demo.slug]), data)

    assert (found.recommendation_numbers, found.theme_numbers, found.action_references) == (
        (5, 8),
        (3,),
        ("5.1",),
    )
    assert again.status_code == 422
    assert "already has a measure with this name" in again.content.decode()
    action = client.get(reverse("plans:action", args=[demo.slug, "5.1"])).content.decode()
    assert "Supervision held on time" in action


def test_limits_are_worked_out_anew_from_a_step_change_with_its_note(demo, sign_in):
    client = sign_in("analyst")
    address = reverse("plans:measure-step-change", args=[demo.slug, TURNOVER])
    empty = client.post(
        address, {"from_day_day": "1", "from_day_month": "1", "from_day_year": "2026", "note": ""}
    )
    done = client.post(
        address,
        {"from_day_day": "1", "from_day_month": "1", "from_day_year": "2026", "note": "New pay scale."},
    )
    judgement = measure(demo).judgement

    assert (empty.status_code, done.status_code) == (422, 302)
    assert judgement.points[0].period_end == date(2026, 1, 31)
    assert judgement.chart.is_trial


# --- by file ------------------------------------------------------------------------------------------

FIGURES = (
    "measure,period,value,numerator,denominator,status,note\n"
    "staff-turnover,2026-11,,26,325,provisional,\n"
    "Plans graded good,November 2026,n/a,,,,Audit moved to December\n"
    "children-looked-after-number,2026-11,809,,,provisional,\n"
)


def run(plan, tmp_path, text: str, *arguments: str) -> dict:
    path = tmp_path / "figures.csv"
    path.write_text(text)
    out = StringIO()
    call_command("import_observations", str(path), "--plan", plan.slug, "--json", *arguments, stdout=out)
    return json.loads(out.getvalue())


def test_a_long_file_is_imported_once_and_a_second_time_changes_nothing(demo, tmp_path):
    before = Observation.objects.count()
    dry = run(demo, tmp_path, FIGURES, "--dry-run")
    assert (dry["new"], Observation.objects.count()) == (3, before)
    done = run(demo, tmp_path, FIGURES)
    again = run(demo, tmp_path, FIGURES)

    assert (done["new"], done["changed"], done["unchanged"]) == (3, 0, 0)
    assert (again["new"], again["changed"], again["unchanged"]) == (0, 0, 3)
    assert Observation.objects.count() == before + 3
    assert FigureImport.objects.filter(plan=demo).count() == 2
    turnover, plans = measure(demo), measure(demo, "plans-graded-good")
    assert (turnover.judgement.latest.value, turnover.judgement.latest.source) == (8, "figures.csv, row 2")
    assert (plans.judgement.unvalued.status, plans.judgement.unvalued.reason) == (
        ObservationStatus.NOT_AVAILABLE,
        "Audit moved to December",
    )


def test_a_changed_line_of_a_file_is_a_correction(demo, tmp_path):
    run(demo, tmp_path, FIGURES)
    changed = run(demo, tmp_path, FIGURES.replace("809", "811"))

    assert (changed["new"], changed["changed"], changed["unchanged"]) == (0, 1, 2)
    assert "809" in changed["changes"][0]
    assert "811" in changed["changes"][0]


@pytest.mark.parametrize(
    ("line", "cell", "said"),
    [
        ("nothing-known,2026-11,5,,,,", "A5", "keeps no measure"),
        ("staff-turnover,soon,5,,,,", "B5", "period was not understood"),
        ("staff-turnover,2026-09,many,,,,", "C5", "not a number"),
        ("staff-turnover,2026-09,5,7,,,", "A5", "Enter the denominator"),
        ("staff-turnover,2026-09,108,,,,", "C5", "between 0 and 100"),
        ("staff-turnover,2026-09,5,,,perhaps,", "F5", "status was not understood"),
        ("staff-turnover,2026-11,9,,,provisional,", "B5", "stand in row 2 already"),
        (",2026-11,9,,,,", "B5", "No measure is given"),
    ],
)
def test_one_wrong_line_refuses_the_whole_file_and_names_its_cell(demo, tmp_path, line, cell, said):
    before = Observation.objects.count()
    with pytest.raises(CommandError) as refused:
        run(demo, tmp_path, FIGURES + line + "\n")

    assert f"CSV!{cell}" in str(refused.value)
    assert said in str(refused.value)
    assert Observation.objects.count() == before


def test_a_file_without_its_columns_says_which_are_missing(demo, tmp_path):
    with pytest.raises(CommandError, match=r"a column is missing: period .*value"):
        run(demo, tmp_path, "measure,figure\nstaff-turnover,5\n")


def test_a_file_is_checked_then_recorded_in_the_browser(demo, sign_in):
    client = sign_in("analyst")
    address = reverse("plans:figures-import", args=[demo.slug])
    before = Observation.objects.count()

    def upload(text: str, **more: str):
        return client.post(address, {"file": SimpleUploadedFile("f.csv", text.encode()), **more})

    checked = upload(FIGURES, check="1")
    assert "3 new" in checked.content.decode()
    assert Observation.objects.count() == before
    assert upload(FIGURES).status_code == 302
    assert Observation.objects.count() == before + 3
    wrong = upload("measure,period,value\nx,2026-11,1\n")
    assert (wrong.status_code, "keeps no measure" in wrong.content.decode()) == (422, True)
    hostile = client.post(address, {"file": SimpleUploadedFile("f.xlsx", b"PK\x03\x04nonsense")})
    assert hostile.status_code == 422


# --- national figures ---------------------------------------------------------------------------------


def published(*extra: str) -> str:
    header = "time_period,time_identifier,geographic_level,country_name,region_name,la_name,sex,turnover_rate,headcount"
    rows = [
        "202425,Financial year,National,England,,,Total,15.9,32000",
        "202425,Financial year,National,England,,,Female,15.2,26000",
        "202425,Financial year,Regional,England,North East,,Total,14.1,2100",
    ]
    rows += [
        f"202425,Financial year,Local authority,England,North East,Place {n},Total,{n},100"
        for n in range(1, 25)
    ]
    rows.append("202425,Financial year,Local authority,England,North East,Quiet Place,Total,c,c")
    return "\n".join([header, *rows, *extra]) + "\n"


def compare(plan, tmp_path, text: str, *arguments: str) -> dict:
    path = tmp_path / "workforce.csv"
    path.write_text(text)
    out = StringIO()
    call_command(
        "import_comparators", str(path), "--plan", plan.slug, "--measure", TURNOVER, "--indicator", "turnover_rate",
        "--json", *arguments, stdout=out,
    )  # fmt: skip
    return json.loads(out.getvalue())


def test_published_figures_are_set_beside_a_measure(demo, tmp_path):
    names = [f"Place {number}" for number in (2, 4, 6)]
    result = compare(
        demo, tmp_path, published(), "--region", "North East", *(f"--neighbour={name}" for name in names)
    )
    found = {
        ComparatorKind(item.kind): item
        for item in measure(demo).series.comparators
        if item.source.startswith("workforce.csv")
    }

    assert (result["read"], result["unchanged"]) == (6, 1)
    assert found[ComparatorKind.REGION].value == Decimal("14.1")
    assert found[ComparatorKind.STATISTICAL_NEIGHBOURS].value == 4
    assert found[ComparatorKind.STATISTICAL_NEIGHBOURS].words == "mean of 3 neighbours"
    assert [
        found[kind].value
        for kind in (ComparatorKind.LOWER_QUARTILE, ComparatorKind.MEDIAN, ComparatorKind.UPPER_QUARTILE)
    ] == [Decimal("6.75"), Decimal("12.5"), Decimal("18.25")]
    assert {item.measure_type for item in found.values()} == {MeasureType.OUTTURN}
    again = compare(
        demo, tmp_path, published(), "--region", "North East", *(f"--neighbour={n}" for n in names)
    )
    assert (again["new"], again["changed"]) == (0, 0)


def test_a_neighbour_that_the_file_does_not_name_refuses_it(demo, tmp_path):
    with pytest.raises(CommandError, match="no row names Nowhere"):
        compare(demo, tmp_path, published(), "--neighbour=Place 2", "--neighbour=Nowhere")


def test_an_unknown_column_is_answered_with_those_that_hold_numbers(demo, tmp_path):
    path = tmp_path / "workforce.csv"
    path.write_text(published())
    with pytest.raises(CommandError, match="turnover_rate, headcount"):
        call_command(
            "import_comparators", str(path), "--plan", demo.slug, "--measure", TURNOVER, "--indicator", "rate"
        )


def test_rows_that_differ_in_a_filter_need_to_be_told_apart(demo, tmp_path):
    text = published().replace(",Total,", ",Male,")
    with pytest.raises(CommandError, match=r"Say which to take by sex \(Female, Male\)"):
        compare(demo, tmp_path, text)
    assert compare(demo, tmp_path, text, "--where", "sex=Male", "--dry-run")["read"] == 4


def test_a_published_file_is_imported_in_the_browser_and_the_neighbours_are_kept(demo, sign_in):
    client = sign_in("analyst")
    address = reverse("plans:figures-published", args=[demo.slug])
    answer = client.post(
        address,
        {
            "file": SimpleUploadedFile("w.csv", published().encode()), "measure": TURNOVER,
            "indicator": "turnover_rate", "region": "North East", "neighbours": "Place 2\nPlace 4",
        },
    )  # fmt: skip

    assert answer.status_code == 302
    assert client.get(address).context["form"]["neighbours"].value() == "Place 2\nPlace 4"


def test_no_measure_is_defined_twice_at_a_time(demo):
    for key in MeasureVersion.objects.values_list("measure", flat=True).distinct():
        assert MeasureVersion.objects.filter(measure=key, known_to=None).count() == 1


# --- what a newcomer's and a statistician's trial found --------------------------------------------------


def test_saving_a_page_as_it_stands_records_nothing(demo, sign_in):
    client = sign_in("analyst")
    for month in ("2026-10", "2026-09"):
        address = reverse("plans:figures", args=[demo.slug]) + f"?period={month}"
        before = Observation.objects.count()
        answer = client.post(address, typed(demo, client.get(address)), follow=True)

        assert Observation.objects.count() == before
        assert "Nothing was changed" in answer.content.decode()


def test_corrected_cases_give_their_own_share(demo, sign_in):
    client = sign_in("analyst")
    address = reverse("plans:figures", args=[demo.slug]) + "?period=2026-10"
    client.post(address, typed(demo, client.get(address), **{f"{TURNOVER}-numerator": "30"}))
    latest = measure(demo).judgement.latest

    assert (latest.value, latest.numerator) == (Decimal("9.3"), 30)


def test_a_month_that_has_not_ended_has_no_final_figure(demo, sign_in):
    client = sign_in("analyst")
    address = reverse("plans:figures", args=[demo.slug]) + "?period=2026-11"
    page = client.get(address)
    row = next(row for row in page.context["rows"] if row.measure.code == TURNOVER)
    answer = client.post(
        address, typed(demo, page, **{f"{TURNOVER}-value": "8%", f"{TURNOVER}-status": "final"})
    )

    assert row.form["status"].value() == "provisional"
    assert answer.status_code == 422
    assert "has not ended" in answer.content.decode()


def test_a_snapshots_month_is_one_period_by_form_and_by_file(demo, tmp_path):
    key = Measure.objects.get(code="children-looked-after-number").pk
    change_measures({key: {"measure_type": "snapshot"}}, provenance=since(TODAY))
    run(demo, tmp_path, "measure,period,value\nchildren-looked-after-number,2026-10,800\n")
    record_entered_observations(
        [
            Observation(
                measure_id=key,
                measure_type="snapshot",
                period_end=date(2026, 10, 31),
                value=810,
                known_on=TODAY,
            )
        ],
        {key: Observation.objects.filter(measure=key).latest("pk").pk},
    )
    figures = [
        f
        for f in measure(demo, "children-looked-after-number").series.observations
        if f.measure_type == "snapshot"
    ]

    assert [f.value for f in figures if f.period_end == date(2026, 10, 31)] == [810]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("staff-turnover,2027-05,8,,,final,", "has not begun"),
        ("staff-turnover,2026-11,8,,,final,", "has not ended"),
        ("staff-turnover,H1 2026/27,8,,,,", "period was not understood"),
        ("staff-turnover,6 months to September 2026,8,,,,", "period was not understood"),
    ],
)
def test_a_period_that_cannot_be_is_refused(demo, tmp_path, line, said):
    with pytest.raises(CommandError, match=said):
        run(demo, tmp_path, f"measure,period,value,numerator,denominator,status,note\n{line}\n")


def test_a_figure_far_from_the_usual_needs_a_word(demo, tmp_path):
    text = "measure,period,value\nchildren-looked-after-number,2026-10,8100\n"
    before = Observation.objects.count()
    with pytest.raises(CommandError, match="more than three standard deviations"):
        run(demo, tmp_path, text)

    assert Observation.objects.count() == before
    assert len(run(demo, tmp_path, text, "--dry-run")["questions"]) == 1
    assert run(demo, tmp_path, text, "--confirm")["changed"] == 1


def test_a_month_graded_already_is_only_corrected_when_asked(demo, sign_in):
    client, code = sign_in("analyst"), "case-file-audits-graded-good-or-above"
    address = reverse("plans:measure-grades", args=[demo.slug, code])
    data = {
        "period": "2026-10",
        "outstanding": "1",
        "good": "4",
        "requires_improvement": "1",
        "inadequate": "0",
    }
    refused = client.post(address, data)

    assert refused.status_code == 422
    assert "has 71.1% already" in refused.content.decode()
    assert client.post(address, data | {"is_correction": "on"}).status_code == 302
    assert measure(demo, code).judgement.latest.denominator == 6


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("800", "between 0 and 100"), ("-5%", "below 0"), ("95% of 16-17 year olds", "with no other numbers"),
        ("1.2.3%", "with no other numbers"), ("soon", "Enter a value or a band"),
    ],
)  # fmt: skip
def test_a_target_that_cannot_be_is_refused(demo, sign_in, figure, said):
    answer = sign_in("planner").post(
        reverse("plans:measure-target", args=[demo.slug, TURNOVER]),
        {"kind": "target", "figure": figure, "due": ""},
    )

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_target_set_by_mistake_is_taken_back_and_stays_known(demo, sign_in):
    target = Target.objects.get(measure__code=TURNOVER)
    answer = sign_in("planner").post(
        reverse("plans:measure-target-take-back", args=[demo.slug, TURNOVER, target.pk]), {"confirmed": "1"}
    )

    assert answer.status_code == 302
    assert measure(demo).series.targets == []
    assert measure(demo, on=date(2026, 11, 20)).series.targets == [target]


def test_a_mean_of_some_neighbours_is_no_mean(demo, tmp_path):
    names = ["--neighbour=Place 2", "--neighbour=Place 4"]
    text = published("202324,Financial year,Local authority,England,North East,Place 2,Total,3,100")
    result = compare(demo, tmp_path, text, *names)
    theirs = [
        item.period_words
        for item in measure(demo).series.comparators
        if item.kind == ComparatorKind.STATISTICAL_NEIGHBOURS and item.source.startswith("workforce")
    ]

    assert theirs == ["2024/25"]
    assert "no figure of Place 4" in result["questions"][0]
