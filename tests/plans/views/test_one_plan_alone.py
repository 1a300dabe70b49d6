"""One plan never writes into another: all that plan A's people can do leaves every row of plan B as it was."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve, reverse

from improvement.models import Officer
from performance.choices import ComparatorKind, MeasureType, Polarity
from performance.models import Comparator, Measure, Observation, Target
from performance.operations.measures import (
    NewMeasure,
    add_measures,
    record_comparators,
    record_observations,
    record_targets,
)
from plans.choices import Role
from plans.models import ActionArising, ActionLead, MeasureLink, Plan
from plans.operations.links import Evidences, set_measure_links
from tests.conftest import account
from tests.factories import make_plan, make_user, rate, since
from tests.forms_on_pages import PageForm, forms_of
from tests.one_plan import Tables, tables_of
from tests.plans.position.test_officer_parts import PARTS, make_officer
from tests.plans.views.test_access_matrix import COLUMNS, EXPECTED, addresses
from tests.workbooks import content_of, indicator_workbook

pytestmark = pytest.mark.django_db
NAME = "% re-referrals within 12 months"
CODE = "re-referrals-within-12-months"


def fill_measure(measure: Measure) -> None:
    may = {"period_start": date(2026, 5, 1), "period_end": date(2026, 5, 31), "period_words": "May 2026"}
    known = {"measure": measure, "known_on": date(2026, 6, 10)}
    record_observations(
        [Observation(**known, **may, measure_type=MeasureType.MONTH, value=Decimal("77"), words="77%")]
    )
    record_targets([Target(**known, kind="target", words="10%", lowest=10, highest=10)])
    record_comparators(
        [Comparator(**known, **may, kind=ComparatorKind.ENGLAND, value=Decimal("18"), words="18%")]
    )


def keep_measure(plan: Plan) -> Measure:
    """Give a plan a measure of its own."""
    (own,) = add_measures(
        plan.council,
        [NewMeasure(CODE, {"name": NAME, "polarity": Polarity.HIGHER, "unit": "percent"})],
        provenance=since(date(2026, 1, 1)),
    )
    set_measure_links(plan, {own.pk: [Evidences()]}, provenance=since())
    return own


@pytest.fixture
def beside(demo) -> Plan:
    """Plan B of the same council: measures of its own and one that both keep, officers of its own and shared ones."""
    plan = make_plan("beside", actions=1, council=demo.council)
    officer = make_officer(plan, "Director of Elsewhere")
    shared = ActionLead.objects.filter(action__plan=demo).order_by("-pk")[0].officer
    for number, part in enumerate(PARTS.values()):
        part(plan, shared if number % 2 else officer)
    rate(plan, plan.recommendations.get(), "A", date(2026, 6, 1))
    both = MeasureLink.objects.filter(plan=demo, known_to=None).order_by("-measure__code")[0].measure
    set_measure_links(plan, {both.pk: [Evidences()]}, provenance=since())
    for measure in (keep_measure(plan), both):
        fill_measure(measure)
    Plan.objects.filter(pk=plan.pk).update(inspection=demo.inspection)
    make_user("there@beside.example", plan, Role.PLAN_ADMINISTRATOR)
    return plan


def test_no_row_belongs_to_two_plans_and_the_other_plan_has_much_to_lose(demo, beside):
    tables = Tables()
    both = {
        key
        for model, rows in tables.rows.items()
        for number in rows
        if len(tables.plans_of(key := (model, number))) > 1
    }

    assert not both
    assert len(tables_of(beside)) > 35
    assert tables_of(beside) == tables_of(beside)
    make_officer(beside, "Nobody in particular")
    assert len(tables_of(demo)) > 35


def changed(before, after) -> set[str]:
    """Return the tables of which a plan's rows are not what they were."""
    return {label for label in before.keys() | after.keys() if before.get(label) != after.get(label)}


def last_ones(name: str) -> bool:
    """Whether an address takes away what others need: it is posted to in the end."""
    return "undo" in name or "role-end" in name or name == "plans:set-up"


# Pages that hold forms which post elsewhere.
WITH_FORMS = {"plans:measure", "plans:set-up", "plans:meetings", "plans:reports"}
POSTED = sorted(
    (name for name, (_get, post) in EXPECTED.items() if "m" not in post[2:] or name in WITH_FORMS),
    key=last_ones,
)
COLUMN = {name: place for place, name in enumerate(COLUMNS)}


def forms_at(client: Client, name: str, address: str, role: str) -> list[tuple[str, PageForm]]:
    """Return the forms that a role is shown at an address, each with where it goes."""
    if EXPECTED[name][0][COLUMN[role]] not in "oi":
        return []
    page = client.get(address)
    if page.status_code not in {200, 422} or "html" not in page["Content-Type"]:
        return []
    forms = forms_of(page.content.decode())
    return [(form.action if form.action.startswith("/") else address, form) for form in forms]


def sent_alone(name: str, address: str, role: str) -> list[tuple[str, PageForm]]:
    """Return an empty form for an address that has no page; none where the matrix says that the role is refused."""
    return [] if EXPECTED[name][1][COLUMN[role]] in "fnm" else [(address, PageForm())]


def files_for(form: PageForm) -> dict[str, SimpleUploadedFile]:
    """Return a file that each field for one may well be given: figures of a measure that the other plan keeps as well."""
    workbook = content_of(indicator_workbook([(NAME, "20%", "22%", "21%", "19%")]))
    figures = f"measure,period,value\nstaff-turnover,May 2026,14\n{CODE},May 2026,3\n".encode()
    content = {"workbook": ("indicators.xlsx", workbook), "file": ("figures.csv", figures)}
    return {name: SimpleUploadedFile(*content[name]) for name in form.files if name in content}


def shared_ones(plan: Plan, other: Plan) -> list[tuple[str, str]]:
    """Return the addresses under one plan of a measure that the other keeps too, and of officers that it names too."""
    both = Measure.objects.filter(plan_links__plan=other).filter(plan_links__plan=plan).distinct().get()
    named = ActionArising.objects.get(plan=other).owner
    target = Target.objects.filter(measure=both).latest("pk")
    of_measure = ("definition", "target", "step-change", "grades")
    found = [(f"measure-{name}", {"code": both.code}) for name in of_measure]
    found += [("measure-target-take-back", {"code": both.code, "target": target.pk})]
    found += [(name, {"officer": named.pk}) for name in ("set-up-officer", "set-up-officer-merge")]
    return [
        (f"plans:{name}", reverse(f"plans:{name}", kwargs={"slug": plan.slug, **kwargs}))
        for name, kwargs in found
    ] + [("plans:figures", reverse("plans:figures", args=[plan.slug]) + "?which=all")]


# How many forms a role has accepted at the least: a crawl that posts nothing proves nothing.
ROLES = {"board": 0, "officer": 2, "lead": 7, "analyst": 30, "planner": 20}


@pytest.mark.parametrize("role", ROLES)
def test_whatever_a_role_posts_the_other_plan_stays_as_it_is(demo, beside, role):
    found, before = addresses(demo), tables_of(beside)
    client = Client()
    client.force_login(account(role))
    accepted = 0
    for name, address in [*shared_ones(demo, beside), *((name, found[name]) for name in POSTED)]:
        for goes_to, form in forms_at(client, name, address, role) or sent_alone(name, address, role):
            answer = client.post(goes_to, {**form.data(), **files_for(form)})
            assert answer.status_code < 500
            accepted += answer.status_code == 302
    assert accepted >= ROLES[role]
    assert changed(before, tables_of(beside)) == set()


@pytest.mark.parametrize("role", ["analyst", "planner"])
def test_another_plans_keys_in_a_form_or_an_address_reach_nothing(demo, beside, role):
    found, before = addresses(demo), tables_of(beside)
    client = Client()
    client.force_login(account(role))
    theirs = {
        "theme": beside.themes.get().pk,
        "recommendation": beside.recommendations.get().pk,
        "action": beside.actions.get().pk,
        "meeting": beside.meetings.first().pk,
        "planned": beside.planned_meetings.first().pk,
        "challenge": beside.challenges.first().pk,
        "arising": ActionArising.objects.get(plan=beside).pk,
        "officer": Officer.objects.get(job_title="Director of Elsewhere").pk,
        "role": beside.roles.get().pk,
        "measure": Measure.objects.get(code=CODE).pk,
        "code": CODE,
    }
    for name in POSTED:
        address = found[name]
        forms = forms_at(client, name, address, role)
        for goes_to, form in forms:
            keyed = [key for key, options in form.choices.items() if any(o.isdigit() for o in options)]
            for their_key in {theirs[key] for key in ("theme", "action", "meeting", "officer", "measure")}:
                if keyed:
                    answer = client.post(goes_to, form.data(**dict.fromkeys(keyed, str(their_key))))
                    assert answer.status_code < 500
        match = resolve(address)
        kwargs = {key: theirs.get(key, value) for key, value in match.kwargs.items()}
        if kwargs != match.kwargs:
            there = reverse(match.view_name, kwargs=kwargs)
            for _goes_to, form in forms or sent_alone(name, there, role):
                assert client.post(there, form.data()).status_code in {403, 404, 405}

    assert changed(before, tables_of(beside)) == set()
