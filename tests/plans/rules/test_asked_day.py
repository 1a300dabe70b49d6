"""A day to come, a day before anything, and no day at all: shown as another day, and said, wherever a day is asked."""

from datetime import date
from html import unescape

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from plans.rules.asked_day import EARLIEST_DAY, AskedDay, asked_day
from tests.conftest import TODAY
from tests.plans.views.test_access_matrix import addresses

NOT_UNDERSTOOD = "was not understood as a date: write it as 2026-09-30. 21 November 2026 is used."
TO_COME = "You asked for 1 January 2999, which is still to come. 21 November 2026 is used."
BEFORE = "You asked for 1 January 1066, before any records were kept. 1 January 2000 is used."


@pytest.mark.parametrize(
    ("text", "day", "said"),
    [
        (None, TODAY, ""), ("", TODAY, ""), ("  ", TODAY, ""),
        ("2026-09-30", date(2026, 9, 30), ""), (" 2026-09-30 ", date(2026, 9, 30), ""), ("2026-11-21", TODAY, ""),
        ("2000-01-01", EARLIEST_DAY, ""),
        ("2026-11-22", TODAY, "You asked for 22 November 2026, which is still to come. 21 November 2026 is used."),
        ("2999-01-01", TODAY, TO_COME),
        ("1066-01-01", EARLIEST_DAY, BEFORE),
        ("2026-02-30", TODAY, f"“2026-02-30” {NOT_UNDERSTOOD}"), ("nonsense", TODAY, f"“nonsense” {NOT_UNDERSTOOD}"),
        ("30/09/2026", TODAY, f"“30/09/2026” {NOT_UNDERSTOOD}"), ("x" * 50, TODAY, f"“{'x' * 40}…” {NOT_UNDERSTOOD}"),
        ("10000-01-01", TODAY, f"“10000-01-01” {NOT_UNDERSTOOD}"),
    ],
)  # fmt: skip
def test_the_table_of_days_asked_for(text, day, said):
    assert asked_day(text, TODAY, TODAY) == AskedDay(day, said)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "asked", "said"),
    [("analyst", "nonsense", f"“nonsense” {NOT_UNDERSTOOD}"), ("planner", "2999-01-01", TO_COME)],
)
def test_every_page_says_that_it_is_of_another_day_and_no_file_is_made(demo, sign_in, role, asked, said):
    client, pages, files = sign_in(role), 0, 0

    for name, address in addresses(demo).items():
        plain = client.get(address)
        if plain.status_code != 200 or name in NOT_BY_DAY:
            continue
        response = client.get(address, {"as-at": asked})
        text = unescape(response.content.decode())
        if plain.has_header("Content-Disposition"):
            files += 1
            assert response.status_code == 400, name
            assert said.partition(" is used")[0] in text, name
            assert "No file was made" in text, name
        else:
            pages += 1
            assert response.status_code == 200, name
            assert text.count(said) == 1, name
            assert said not in unescape(plain.content.decode()), name
    assert pages > 30
    assert files > 1


# A style sheet, and files that are as they were made, whatever the day.
NOT_BY_DAY = {
    "plans:plan-style", "plans:plan-list", "plans:search-all", "plans:my-reminders", "plans:my-keys", "plans:api-description", "plans:council-people", "plans:council-person-close", "plans:plan-add", "plans:invitation", "plans:trail-export", "plans:issued-file", "plans:report-run-file",
    "plans:calendar-feed", "plans:paper-template-file", "plans:update-by-link", "plans:evidence-file", "plans:import-file", "plans:import-annotated",
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["dashboard", "compare"])
def test_the_day_to_compare_with_is_said_too(demo, sign_in, name):
    client, address = sign_in("board"), reverse(f"plans:{name}", args=[demo.slug])

    def said(**asked: str) -> str:
        return unescape(client.get(address, asked).content.decode())

    assert "“soon” was not understood as a date" in said(since="soon")
    later = said(since="2026-10-01", **{"as-at": "2026-09-01"})
    assert "You asked for 1 October 2026, which is after 1 September 2026, the day to compare with." in later
    both = said(since="soon", **{"as-at": "2999-01-01"})
    assert TO_COME in both
    assert "“soon” was not understood" in both
    assert "is used." not in said(since="2026-09-01", **{"as-at": "2026-10-01"})


@pytest.mark.django_db
@pytest.mark.parametrize("month", ["2999-01", "soon", "2026-13"])
def test_a_month_without_figures_to_enter_is_said(demo, sign_in, month):
    response = sign_in("analyst").get(reverse("plans:figures", args=[demo.slug]), {"period": month})

    assert f"“{month}” is not a month that figures can be entered for. October 2026 is used." in unescape(
        response.content.decode()
    )


@pytest.mark.django_db
def test_what_was_not_understood_is_printed_as_text(demo, sign_in: Client):
    page = sign_in("board").get(demo.get_absolute_url(), {"as-at": "<b>x</b>"}).content.decode()

    assert "<b>x</b>" not in page
    assert "“&lt;b&gt;x&lt;/b&gt;”" in page


COMMANDS = {
    "plan_position": (), "reconcile": (), "export_report": ("cabinet", "--output", "/nonexistent/x.xlsx"),
    "import_observations": ("x.csv",), "import_comparators": ("x.csv", "--measure", "m", "--indicator", "i"),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("nonsense", "'nonsense' is not a day: write it as 2026-09-30"),
        ("2999-01-01", "1 January 2999 is still to come: give today, 21 November 2026, or a day before"),
        ("1066-01-01", "nothing was kept before 1 January 2000"),
    ],
)
def test_every_command_refuses_such_a_day(demo, name, asked, said):
    with pytest.raises(CommandError, match=said):
        call_command(name, *COMMANDS[name], "--plan", demo.slug, "--as-at", asked)


@pytest.mark.django_db
def test_a_workbook_cannot_speak_for_no_day(demo):
    with pytest.raises(CommandError, match="'soon' is not a day"):
        call_command("import_plan", "x.xlsx", "--plan", demo.slug, "--as-at", "soon")
