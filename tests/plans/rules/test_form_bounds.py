"""What each field of each form takes, and that every refusal says what is allowed and nothing that is not so."""

import importlib
import pkgutil
from datetime import date, timedelta
from html import unescape

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

import plans.forms
from improvement.date_fields import DayField
from plans.choices import Role
from plans.forms.dated import DatedForm, bounds_of
from plans.forms.fields import LinkField
from plans.forms.minutes.rows import NewArisingRow
from plans.forms.updates import UpdateForm
from plans.forms.written import written_date, written_day
from plans.models import Evidence, Inspection, Plan, Update
from plans.operations.structure import add_milestones
from plans.rules.date_bounds import BOUNDS, PlanDays
from tests.conftest import TODAY
from tests.factories import make_plan, make_theme_lead, make_user, since

DAYS = PlanDays(TODAY, date(2026, 4, 1), date(2028, 3, 31), date(2026, 2, 2), date(2026, 6, 1))


def form_classes() -> list[type[forms.BaseForm]]:
    """Return every form of the plans."""
    found = set()
    for module in pkgutil.walk_packages(plans.forms.__path__, "plans.forms."):
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, forms.BaseForm):
                found.add(value)
    return sorted(found, key=lambda form: form.__qualname__)


FORMS = form_classes()
DATES = [
    (form, name)
    for form in FORMS
    for name, field in form.base_fields.items()
    if isinstance(field, (DayField, forms.DateField))
]


def test_every_form_is_looked_at():
    assert len(FORMS) > 40
    assert len(DATES) > 15


@pytest.mark.parametrize(("form", "name"), DATES, ids=lambda value: getattr(value, "__name__", value))
def test_every_date_of_every_form_has_bounds_and_is_told_them(form, name):
    """A date field that nobody gave any bounds fails here: 1999 and 2199 are a slip in each of them."""
    assert issubclass(form, (DatedForm, NewArisingRow)), (
        f"{form.__name__} does not tell its dates their bounds"
    )
    bounds = bounds_of(form, name, DAYS)
    assert bounds.earliest <= bounds.latest
    for slip in (date(1999, 12, 31), date(2199, 1, 1)):
        refused = bounds.refusal("The day", slip)
        assert refused.startswith("The day must be")
        assert f"{bounds.earliest:%-d %B %Y}" in refused or slip > bounds.latest
    for allowed in (bounds.earliest, bounds.latest):
        assert bounds.refusal("The day", allowed) == ""


def test_no_bounds_are_of_a_form_that_is_gone():
    known = {f"{form.__name__}.{name}" for form, name in DATES} | {"ReportTextForm.text"}
    assert set(BOUNDS) <= known


@pytest.mark.parametrize(
    ("days", "day", "said"),
    [
        (DAYS, date(2026, 2, 2), ""),
        (DAYS, TODAY, ""),
        (DAYS, date(2026, 2, 1), "must be 2 February 2026 or later: the plan or its inspection began then."),
        (DAYS, date(1999, 5, 1), "must be 2 February 2026 or later"),
        (DAYS, TODAY + timedelta(days=1), "must be today or in the past."),
        # Nothing is known of the plan: a year before the action was to start.
        (PlanDays(TODAY, begins=date(2026, 6, 1)), date(2025, 6, 1), ""),
        (
            PlanDays(TODAY, begins=date(2026, 6, 1)),
            date(2025, 5, 31),
            "must be 1 June 2025 or later: that is a year before the action was to start.",
        ),
        # The plan is old, the action is not.
        (
            PlanDays(TODAY, date(2020, 1, 1), begins=date(2026, 6, 1)),
            date(2022, 1, 1),
            "must be 1 June 2025 or",
        ),
        # The action is older than the plan.
        (PlanDays(TODAY, date(2026, 4, 1), begins=date(2026, 1, 1)), date(2026, 1, 1), ""),
        (
            PlanDays(TODAY, date(2026, 4, 1), begins=date(2026, 1, 1)),
            date(2025, 12, 31),
            "must be 1 January 2026 or later: the action was to start then, before the plan began.",
        ),
        (
            PlanDays(TODAY),
            date(1999, 12, 31),
            "must be 1 January 2000 or later: nothing that a plan holds is older.",
        ),
        (PlanDays(TODAY), date(2000, 1, 1), ""),
        # An action that was to start next year can be done already.
        (PlanDays(TODAY, begins=date(2027, 6, 1)), TODAY, ""),
        (PlanDays(TODAY, begins=date(2028, 6, 1)), TODAY, ""),
    ],
)
def test_when_an_action_can_have_been_completed(days, day, said):
    refused = BOUNDS["UpdateForm.completed_on"](days).refusal("The date completed", day)
    assert refused.startswith("The date completed") is bool(said)
    assert said in refused


@pytest.fixture
def plan(db) -> Plan:
    plan = make_plan(actions=1)
    inspection = Inspection.objects.create(
        council=plan.council, framework="ilacs", started_on=date(2025, 11, 1)
    )
    Plan.objects.filter(pk=plan.pk).update(starts_on=date(2025, 12, 1), inspection=inspection)
    return Plan.objects.get(pk=plan.pk)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def boxes(name: str, day: date) -> dict[str, int]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


# Each page with a date in it: the right role, the date's name, another day that it refuses, what it says.
PAGES = [
    ("action-update", ["1.1"], "lead", "completed_on", date(1999, 5, 1), "The date completed must be 1 November 2025 or later"),
    ("milestone-report", [1, "M1"], "lead", "achieved_on", date(1999, 5, 1), "The day must be 1 November 2025 or later"),
    ("recommendation-check", [1], "analyst", "checked_on", date(1999, 5, 1), "The day of the check must be 1 November 2025 or later"),
    ("recommendation-check", [1], "analyst", "checked_on", TODAY + timedelta(days=1), "The day of the check must be today or in the past."),
    ("meeting-add", [], "analyst", "held_on", date(1999, 5, 1), "The day of the meeting must be 1 November 2024 or later"),
    ("meeting-add", [], "analyst", "held_on", TODAY + timedelta(days=1), "The day of the meeting must be today or in the past."),
    ("meetings-plan", [], "planner", "first_day", date(2099, 5, 1), "meetings are planned three years ahead at most"),
    ("meetings-plan", [], "planner", "first_day", date(1999, 5, 1), "The first meeting must be 1 November 2024 or later"),
    ("set-up-details", [], "planner", "starts_on", date(1926, 5, 1), "The first day must be 1 January 2000 or later"),
    ("set-up-details", [], "planner", "ends_on", date(2126, 5, 1), "no plan runs on for thirty years"),
    ("set-up-inspection", [], "planner", "started_on", date(2062, 5, 1), "The first day must be today or in the past."),
    ("inspection-add", [], "planner", "published_on", date(1962, 5, 1), "The day of publication must be 1 January 2000 or later"),
    ("set-up-scale", [], "planner", "adopted_on", date(2062, 5, 1), "The day must be 21 November 2027 or earlier: that is a year from now."),
    ("import", [], "analyst", "as_at", date(2062, 5, 1), "The day must be today or in the past."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "arguments", "role", "field", "day", "said"), PAGES)
def test_each_page_refuses_a_slip_with_a_sentence(plan, name, arguments, role, field, day, said):
    if name == "milestone-report":
        add_milestones({(plan.themes.get().pk, "M1"): {"text": "First."}}, provenance=since())
    user = (
        make_theme_lead(plan)
        if role == "lead"
        else make_user(
            "x@test.example", plan, {"analyst": Role.ANALYST, "planner": Role.PLAN_ADMINISTRATOR}[role]
        )
    )
    answer = signed_in(user).post(reverse(f"plans:{name}", args=[plan.slug, *arguments]), boxes(field, day))
    assert answer.status_code == 422
    assert said in unescape(answer.content.decode())


def test_a_year_that_cannot_be_read_is_not_called_an_unreal_date():
    for year, said in (
        ("1850", "must be between 1900 and 2199"),
        ("203", "must be between 1900 and 2199"),
        ("x", "real date"),
    ):
        with pytest.raises(forms.ValidationError, match=said):
            DayField(subject="The day").clean(["3", "5", year])


# What is typed, and what is said of it.
LINKS = [
    ("https://a.example/" + "x" * 2982, "The link has 3,000 characters: it can have 2,000 at most."),
    ("ftp://a.example/report", "Enter a link that begins with https:// or http://."),
    ("javascript://a.example/%0aalert(1)", "Enter a link that begins with https:// or http://."),
    ("https://a.example/two words", "This is not a complete web address."),
    ("https://", "This is not a complete web address."),
    ("not a link", "This is not a complete web address."),
]


@pytest.mark.parametrize(("link", "said"), LINKS)
def test_a_link_is_refused_for_what_is_the_matter_with_it(link, said):
    with pytest.raises(forms.ValidationError) as refused:
        LinkField(required=False).clean(link)
    assert [message[: len(said)] for message in refused.value.messages] == [said]


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://a.example/" + "x" * 1982, None),
        ("HTTP://a.example/report", None),
        ("a.example/report", "https://a.example/report"),
        ("", ""),
    ],
)
def test_a_link_that_is_one_is_kept(link, kept):
    assert LinkField(required=False).clean(link) == (link if kept is None else kept)


def test_a_long_link_is_kept_whole_and_a_longer_one_is_told_the_limit(plan):
    client = signed_in(make_theme_lead(plan))
    typed = {
        "revision": plan.actions.get().revision,
        "status": "on_target",
        "progress": "Done.",
        "evidence": "A report",
    }
    address = reverse("plans:action-update", args=[plan.slug, "1.1"])
    long = "https://a.example/" + "x" * 1982
    answer = client.post(address, {**typed, "evidence_link": long + "x" * 1000})
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "The link has 3,000 characters: it can have 2,000 at most." in page
    assert "begins with https://" not in page
    assert client.post(address, {**typed, "evidence_link": long}).status_code == 302
    evidence = Evidence.objects.get(update=Update.objects.get(action__plan=plan))
    assert evidence.link == long
    evidence.full_clean()


LIMITED = [
    (form, name)
    for form in FORMS
    for name, field in form.base_fields.items()
    if isinstance(field, forms.CharField) and field.max_length and not isinstance(field, forms.EmailField)
]


@pytest.mark.parametrize(("form", "name"), LIMITED, ids=lambda value: getattr(value, "__name__", value))
def test_what_is_too_long_is_told_its_limit_and_nothing_else(form, name):
    field = form.base_fields[name]
    with pytest.raises(forms.ValidationError) as refused:
        field.clean("x" * (field.max_length + 1))
    assert len(refused.value.messages) == 1
    said = refused.value.messages[0]
    assert str(field.max_length) in said or f"{field.max_length:,}" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("soon", "This was not understood as a date"),
        ("31 March 1999", "The year must be between 2000 and 2100."),
        ("March 3027", "The year must be between 2000 and 2100."),
        ("01/02/27", "write the month in words, such as 1 February 2027."),
        ("01/16/2027", "write the month in words, such as 16 January 2027."),
        ("Ongoing", "Ongoing has no end date"),
        ("TBC", "TBC has no end date"),
        ("March 2027", ""),
    ],
)
def test_a_date_in_words_is_refused_for_what_is_the_matter_with_it(words, said):
    if not said:
        assert written_day(words).latest == date(2027, 3, 31)
        return
    with pytest.raises(forms.ValidationError) as refused:
        written_day(words)
    assert said in refused.value.messages[0]


def test_a_date_without_a_last_day_is_a_date_where_none_is_needed():
    assert written_date("Ongoing").kind == "ongoing"


def test_a_day_that_is_allowed_is_refused_by_no_form(plan):
    form = UpdateForm(
        {
            "revision": 0,
            "status": "completed",
            "progress": "Done.",
            "no_evidence_reason": "A talk.",
            **boxes("completed_on", TODAY),
        },
        days=plan.days_on(TODAY, date(2026, 1, 1)),
    )
    assert form.is_valid(), form.errors
