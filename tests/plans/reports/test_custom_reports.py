"""Custom reports, with columns of one's own: saved for the plan, filtered, grouped, run by everybody, from page and command."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import load_workbook

from plans.models import CustomReport
from plans.operations.history import Provenance
from plans.operations.reports import remove_custom_report, save_custom_report
from plans.position import build_position
from plans.position.report_texts import read_custom_reports
from plans.reports.custom import SUBJECTS
from tests.conftest import TODAY
from tests.factories import make_plan
from tests.plans.reports.support import made, table_rows

pytestmark = pytest.mark.django_db


def save(
    plan,
    name="Late actions",
    subject="actions",
    columns=("reference", "action"),
    filters="",
    grouped_by="",
    **given,
):
    return save_custom_report(
        plan, name, subject, columns, filters, grouped_by, provenance=Provenance(TODAY), **given
    )


def post(client, plan, subject="actions", **fields):
    data = {
        "name": "Late",
        "columns": ["reference", "status"],
        "order": "",
        "grouped_by": "",
        "filters": "",
        **fields,
    }
    return client.post(reverse("plans:custom-report-add", args=[plan.slug, subject]), data)


def test_one_is_saved_by_form_and_run_by_everybody_who_may_export_a_list(demo, sign_in):
    answer = post(
        sign_in("analyst"), demo, columns=["reference", "status", "lead_officers"], order="Status",
        filters="http://127.0.0.1/plans/northmoor/actions/?overdue=yes&page=2&as-at=2026-01-01", grouped_by="theme",
    )  # fmt: skip
    row = CustomReport.objects.get()

    assert answer["Location"] == reverse("plans:report", args=[demo.slug, "own-late"])
    assert (row.slug, row.columns, row.filters, row.grouped_by) == (
        "late", ["status", "reference", "lead_officers"], "overdue=yes", "theme",
    )  # fmt: skip
    overdue = build_position(demo, TODAY).overdue_actions
    for role in ("board", "officer", "lead"):
        page = sign_in(role).get(reverse("plans:report", args=[demo.slug, "own-late"]))
        table = page.context["document"].table("CustomReport")
        assert {values.values[table.column_names.index("Reference")] for values in table.rows} == {
            action.reference for action in overdue
        }
    assert table.column_names == ["Theme", "Status", "Reference", "Lead officers"]
    groups = page.context["document"].table("Groups")
    assert sum(row.values[1] for row in groups.rows) == len(overdue)
    assert [row.values[0] for row in table.rows] == sorted(row.values[0] for row in table.rows)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": ""}, "Enter a name for the report."),
        ({"columns": []}, "Choose at least one column."),
        ({"columns": ["password"]}, "password"),
        ({"order": "Reference, Nonsense"}, "There is no column called Nonsense."),
        ({"filters": "only overdue ones"}, "Paste the address of the filtered list"),
        ({"grouped_by": "progress"}, "progress"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(demo, sign_in, fields, said):
    answer = post(sign_in("analyst"), demo, **fields)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert CustomReport.objects.count() == 0


def test_headings_that_hold_a_comma_can_be_ordered(demo, sign_in):
    post(
        sign_in("analyst"), demo, columns=["reference", "due_last_day", "start_as_written"],
        order="Due, last day, Start, as written",
    )  # fmt: skip
    assert CustomReport.objects.get().columns == ["due_last_day", "start_as_written", "reference"]


@pytest.mark.parametrize("key", SUBJECTS)
def test_every_column_of_every_subject_can_be_printed_and_grouped_by(demo, key):
    subject = SUBJECTS[key]
    for grouped_by in ("", *subject.groups):
        save(demo, f"All {grouped_by}", key, [field.key for field in subject.fields], grouped_by=grouped_by)
        slug = f"all-{grouped_by.replace('_', '-')}".rstrip("-") if grouped_by else "all"
        found = read_custom_reports(demo)
        custom = next(row for row in found.values() if row.grouped_by == grouped_by and row.subject == key)
        document = made(demo, f"own-{custom.slug}")
        things = subject.all_of(build_position(demo, TODAY))

        assert slug
        assert len(document.table("CustomReport").rows) == len(things)
        if grouped_by:
            assert sum(row.values[1] for row in document.table("Groups").rows) == len(things)


def test_a_changed_one_takes_the_others_place_and_history_keeps_both(demo, sign_in):
    row = save(demo)
    client = sign_in("planner")
    address = reverse("plans:custom-report-change", args=[demo.slug, row.slug])
    shown = client.get(address)
    client.post(
        address, {"name": "Later", "columns": ["reference"], "order": "", "grouped_by": "", "filters": ""}
    )

    assert shown.context["form"].initial["order"] == "Reference, Action"
    assert [(r.slug, r.name) for r in read_custom_reports(demo).values()] == [("late-actions", "Later")]
    assert CustomReport.objects.count() == 2
    client.post(reverse("plans:custom-report-remove", args=[demo.slug, row.slug]), {"confirmed": "1"})
    assert read_custom_reports(demo) == {}
    assert client.get(reverse("plans:report", args=[demo.slug, "own-late-actions"])).status_code == 404
    # A removed one's short name is not given again: addresses that people kept mean what they meant.
    assert save(demo).slug == "late-actions-2"


def test_a_column_that_is_gone_is_left_out_and_said(demo):
    save(demo, columns=("reference", "horoscope"))
    document = made(demo, "own-late-actions")

    assert document.table("CustomReport").column_names == ["Reference"]
    assert "horoscope" in document.sections[-1].subtitle


def test_a_report_of_another_plan_is_not_reached(demo, sign_in):
    other = make_plan("other")
    save(other, "Secret")
    assert sign_in("analyst").get(reverse("plans:report", args=[demo.slug, "own-secret"])).status_code == 404


def test_the_command_runs_it_as_at_a_day(demo, tmp_path):
    save(demo, columns=("reference", "status"), filters="status=completed")
    path = tmp_path / "late.xlsx"
    call_command(
        "export_report",
        "late-actions",
        "--plan",
        demo.slug,
        "--as-at",
        "2026-03-31",
        "--output",
        str(path),
        stdout=StringIO(),
    )
    then = build_position(demo, TODAY.replace(month=3, day=31))
    rows = table_rows(load_workbook(path), "CustomReport")

    assert [row["Reference"] for row in rows] == [
        action.reference for action in then.lowest_level_actions if action.status == "completed"
    ]


def test_the_command_says_what_there_is(demo, tmp_path):
    save(demo)
    with pytest.raises(CommandError, match="There is no report 'nonsense'.*cabinet.*late-actions"):
        call_command("export_report", "nonsense", "--plan", demo.slug, "--output", str(tmp_path / "x.xlsx"))
    with pytest.raises(CommandError, match="comes as .xlsx or .docx or .pdf"):
        call_command("export_report", "cabinet", "--plan", demo.slug, "--output", str(tmp_path / "x.odt"))
    removed = read_custom_reports(demo)["late-actions"]
    remove_custom_report(removed, provenance=Provenance(TODAY))
    with pytest.raises(CommandError, match="no report"):
        call_command(
            "export_report", "late-actions", "--plan", demo.slug, "--output", str(tmp_path / "x.xlsx")
        )
