"""A workbook, a file of figures or an undoing never writes into a measure that another plan of the council keeps."""

from datetime import date
from decimal import Decimal
from html import unescape
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from performance.models import Measure, Observation, Target
from performance.operations.measures import record_observations
from plans.access import access_to
from plans.choices import Role
from plans.imports.other_plans import own_code
from plans.imports.request import Request
from plans.imports.run import preview, run_import
from plans.models import ImportNote, MeasureLink
from plans.operations.links import Evidences, set_measure_links
from plans.operations.people import give_role
from plans.position import build_position
from tests.conftest import TODAY
from tests.factories import make_plan, make_user, since
from tests.one_plan import tables_of
from tests.plans.views.test_import_pages import to_preview
from tests.plans.views.test_one_plan_alone import CODE, NAME, changed, fill_measure, keep_measure
from tests.workbooks import content_of, indicator_workbook

pytestmark = pytest.mark.django_db
ROW = (NAME, "20%", "22%", "21%", "19%")
OTHER_ROW = ("Number of audits", "20", "12", "13", None)
OWN = f"{CODE}-here"


@pytest.fixture
def here(db):
    return make_plan("here", actions=1)


@pytest.fixture
def there(here):
    """Another plan of the council, which keeps a measure of the name that the workbook has."""
    plan = make_plan("there", council=here.council)
    fill_measure(keep_measure(plan))
    return plan


@pytest.fixture
def analyst(here):
    return make_user("analyst@here.example", here, Role.ANALYST)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def workbook(*rows) -> bytes:
    return content_of(indicator_workbook(rows or (ROW, OTHER_ROW)))


def kept(plan) -> dict[str, object]:
    """Return the newest figure of each measure that a plan's pages show, by code."""
    return {
        m.code: m.judgement.latest and m.judgement.latest.value for m in build_position(plan, TODAY).measures
    }


def applied(client: Client, address: str) -> None:
    seen = client.get(address).context["seen"]
    assert client.post(address, {"seen": seen}).status_code == 302


def test_the_preview_says_it_asks_and_by_default_the_plan_gets_a_measure_of_its_own(here, there, analyst):
    client, before = signed_in(analyst), tables_of(there)
    address = to_preview(client, here, workbook())
    page = unescape(client.get(address).content.decode())

    assert "Measures that another plan uses (1)" in page
    assert (
        "Indicators!A2: Another plan of the council keeps this measure, and you may not define it there. What is there stays as it is: this plan gets a separate measure, using what the sheet says about it."
    ) in page
    applied(client, address)

    assert changed(before, tables_of(there)) == set()
    assert kept(there) == {CODE: Decimal(77)}
    assert kept(here) == {OWN: Decimal(21), "number-of-audits": Decimal(13)}
    target = Target.objects.get(measure__code=OWN)
    assert (target.words, Measure.objects.get(code=OWN).versions.get().polarity) == ("20%", "lower")


def test_its_own_measure_is_known_again_whatever_becomes_of_the_other(here, there, analyst):
    client = signed_in(analyst)
    applied(client, to_preview(client, here, workbook()))
    set_measure_links(there, {Measure.objects.get(code=CODE).pk: []}, provenance=since(TODAY))
    later = workbook((NAME, "20%", "22%", "18%", "19%"), OTHER_ROW)
    address = to_preview(client, here, later)
    page = client.get(address)
    assert page.context["others"] == []
    assert page.context["counts"]["measure"]["created"] == 0
    applied(client, address)

    assert kept(here) == {OWN: Decimal(18), "number-of-audits": Decimal(13)}
    assert Observation.objects.filter(measure__code=CODE).count() == 1


def test_left_out_it_is_kept_as_notes_on_its_rows_and_every_cell_is_accounted_for(here, there, analyst):
    client, before = signed_in(analyst), tables_of(there)
    address = to_preview(client, here, workbook())
    whole = {k: sum(v.values()) for k, v in client.get(address).context["result"].document.cells.items()}
    assert (
        client.post(address, {"answer_measures": "on", "measure": [CODE], "measure_1": "leave"}).status_code
        == 302
    )
    page = client.get(address)
    assert "is kept as notes on the rows" in page.content.decode()
    assert {k: sum(v.values()) for k, v in page.context["result"].document.cells.items()} == whole
    applied(client, address)

    assert changed(before, tables_of(there)) == set()
    assert kept(here) == {"number-of-audits": Decimal(13)}
    notes = dict(ImportNote.objects.filter(run__plan=here).values_list("cell", "text"))
    assert {cell: notes[cell] for cell in ("A2", "B2", "C2", "D2", "E2")} == {
        "A2": NAME,
        "B2": f"{NAME}, Target : 20%",
        "C2": f"{NAME}, April 2026: 22%",
        "D2": f"{NAME}, May 2026: 21%",
        "E2": f"{NAME}, England England: 19%",
    }


def test_who_may_define_it_on_every_plan_updates_it_as_ever(here, there, analyst):
    give_role(there, analyst, Role.ANALYST, provenance=since())
    client = signed_in(analyst)
    address = to_preview(client, here, workbook())
    assert client.get(address).context["others"] == []
    applied(client, address)

    assert kept(here)[CODE] == kept(there)[CODE] == Decimal(21)


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.LEAD_OFFICER, Role.THEME_LEAD])
def test_a_role_there_that_keeps_no_measures_is_not_enough(here, there, analyst, role):
    give_role(there, analyst, role, provenance=since())
    before = tables_of(there)
    client = signed_in(analyst)
    applied(client, to_preview(client, here, workbook()))

    assert changed(before, tables_of(there)) == set()


def test_a_measure_that_both_keep_is_left_as_it_is_and_not_reported_missing(here, there, analyst):
    give_role(there, analyst, Role.ANALYST, provenance=since())
    client = signed_in(analyst)
    applied(client, to_preview(client, here, workbook()))
    there.roles.filter(user=analyst).update(known_to=TODAY)
    before = tables_of(there)
    address = to_preview(client, here, workbook((NAME, "5%", "1%", "2%", "19%"), OTHER_ROW))
    page = client.get(address)

    assert "keeps this measure too" in page.content.decode()
    assert page.context["others"] == []
    assert page.context["missing"] == []
    applied(client, address)
    assert changed(before, tables_of(there)) == set()
    assert "May 2026: 2%" in str(
        list(ImportNote.objects.filter(run__plan=here).values_list("text", flat=True))
    )


def by_command(tmp_path, content: bytes, *words: str) -> str:
    path, out = tmp_path / "indicators.xlsx", StringIO()
    path.write_bytes(content)
    call_command("import_plan", str(path), "--plan", "here", *words, stdout=out)
    return out.getvalue()


def test_the_command_acts_for_the_system_and_takes_nothing_over_unless_told(here, there, tmp_path):
    before = tables_of(there)
    shown = by_command(tmp_path, workbook(), "--dry-run")
    assert "Acting for the system, for nobody in particular." in shown
    assert "Indicators!A2: Another plan of the council keeps this measure" in shown
    by_command(tmp_path, workbook(), "--leave-out-measures")
    assert changed(before, tables_of(there)) == set()
    assert kept(here) == {"number-of-audits": Decimal(13)}
    by_command(tmp_path, workbook(ROW, ("Number of audits", "20", "12", "14", None)))
    assert changed(before, tables_of(there)) == set()
    assert kept(here) == {OWN: Decimal(21), "number-of-audits": Decimal(14)}


def test_with_the_word_the_command_takes_them_over(here, there, tmp_path):
    by_command(tmp_path, workbook(), "--take-over-measures")

    assert kept(here)[CODE] == kept(there)[CODE] == Decimal(21)


def test_the_command_acts_for_an_account_with_its_rights(here, there, analyst, tmp_path):
    before = tables_of(there)
    assert "Acting for analyst@here.example." in by_command(tmp_path, workbook(), "--by", analyst.email)
    assert changed(before, tables_of(there)) == set()
    assert here.import_runs.get().by == analyst
    board = make_user("board@here.example", here, Role.BOARD_MEMBER)
    with pytest.raises(CommandError, match="may not import into the plan here"):
        by_command(tmp_path, workbook(), "--by", board.email)
    with pytest.raises(CommandError, match="no active account"):
        by_command(tmp_path, workbook(), "--by", "nobody@here.example")


def test_a_new_plan_of_the_council_takes_over_nothing_either(there):
    before = tables_of(there)
    request = Request(
        "new.xlsx",
        workbook(),
        "new",
        create=True,
        council=there.council.name,
        title="New",
        as_at=date(2026, 6, 20),
    )
    assert [other.item.code for other in preview(request, TODAY).others] == [CODE]
    made = run_import(request, TODAY).plan

    assert changed(before, tables_of(there)) == set()
    assert set(kept(made)) == {f"{CODE}-new", "number-of-audits"}


def test_own_codes_are_short_and_always_the_same():
    long = "x" * 40
    assert own_code("visits", "here") == "visits-here"
    assert own_code(long, "here") == own_code(long, "here") != own_code(long, "there")
    assert len(own_code(long, "here")) == 40


def shared_by_both(here, there, analyst):
    """Import as somebody with both roles, who loses the other plan's then."""
    give_role(there, analyst, Role.ANALYST, provenance=since())
    client = signed_in(analyst)
    applied(client, to_preview(client, here, workbook()))
    there.roles.filter(user=analyst).update(known_to=TODAY)
    return client, here.import_runs.get()


def test_undoing_takes_back_no_figure_that_another_plan_reads(here, there, analyst):
    client, run = shared_by_both(here, there, analyst)
    before = tables_of(there)
    undo = reverse("plans:import-undo", args=[here.slug, run.pk])
    receipt = client.get(reverse("plans:import-receipt", args=[here.slug, run.pk]))
    assert "uses too" in receipt.content.decode()
    answer = client.post(undo, {"confirmed": "1"}, follow=True)

    assert (
        "The import was not undone. It added figures for measures that another of the council"
        in answer.content.decode()
    )
    assert changed(before, tables_of(there)) == set()
    give_role(there, analyst, Role.ANALYST, provenance=since(TODAY))
    assert (
        "the plan is as it was before" in client.post(undo, {"confirmed": "1"}, follow=True).content.decode()
    )
    assert kept(there) == {CODE: Decimal(77)}


def test_undoing_ends_no_link_of_another_plan(here, there, analyst):
    client = signed_in(analyst)
    applied(client, to_preview(client, here, workbook()))
    measure = Measure.objects.get(code="number-of-audits")
    set_measure_links(there, {measure.pk: [Evidences()]}, provenance=since(TODAY))
    give_role(there, analyst, Role.ANALYST, provenance=since(TODAY))
    run = here.import_runs.get()
    client.post(reverse("plans:import-undo", args=[here.slug, run.pk]), {"confirmed": "1"})

    assert MeasureLink.objects.filter(plan=there, measure=measure, known_to=None).exists()
    assert not MeasureLink.objects.filter(plan=here, measure=measure, known_to=None).exists()


def test_a_shared_measures_figures_are_entered_by_who_may_on_both_or_by_its_owner(
    here, there, analyst, tmp_path
):
    client, _run = shared_by_both(here, there, analyst)
    before = tables_of(there)
    file = b"measure,period,value\n" + f"{CODE},June 2026,3\n".encode()
    page = client.post(
        reverse("plans:figures-import", args=[here.slug]), {"file": SimpleUploadedFile("f.csv", file)}
    )
    assert page.status_code == 422
    (message,) = page.context["refused"]
    assert message.text.startswith("Whoever brings it in may not enter this measure's figures")
    assert (message.cell, message.found) == ("A2", CODE)
    shared = next(m for m in build_position(here, TODAY).measures if m.code == CODE)
    access = access_to(analyst, here)
    assert not access.may_enter(shared, build_position(here, TODAY))
    assert [m.code for m in access.measures_to_enter(build_position(here, TODAY))] == ["number-of-audits"]
    for name in ("measure-grades", "measure-definition", "measure-target", "measure-step-change"):
        assert client.post(reverse(f"plans:{name}", args=[here.slug, CODE])).status_code == 403
    published = client.get(reverse("plans:figures-published", args=[here.slug])).content.decode()
    assert f'value="{CODE}"' not in published
    assert 'value="number-of-audits"' in published

    path = tmp_path / "f.csv"
    path.write_bytes(file)
    with pytest.raises(CommandError, match="keeps it too"):
        call_command("import_observations", str(path), "--plan", here.slug)
    with pytest.raises(CommandError, match="--take-over-measures"):
        call_command(
            "import_comparators", str(path), "--plan", here.slug, "--measure", CODE, "--indicator", "value"
        )
    assert changed(before, tables_of(there)) == set()
    call_command(
        "import_observations", str(path), "--plan", here.slug, "--take-over-measures", stdout=StringIO()
    )
    assert changed(before, tables_of(there)) == {"performance.Observation"}


def test_the_other_plans_measures_stand_on_no_page_of_this_one(here, there, analyst):
    client = signed_in(analyst)
    applied(client, to_preview(client, here, workbook()))
    record_observations(
        [
            Observation(
                measure=Measure.objects.get(code=CODE), measure_type="month", period_words="June 2026",
                period_start=date(2026, 6, 1), period_end=date(2026, 6, 30), value=Decimal("98.7"), known_on=TODAY,
            )
        ]
    )  # fmt: skip
    for name in ("dashboard", "measures", "figures"):
        assert "98.7" not in client.get(reverse(f"plans:{name}", args=[here.slug])).content.decode()
    assert client.get(reverse("plans:measure", args=[here.slug, CODE])).status_code == 404
    assert "21%" in client.get(reverse("plans:measure", args=[here.slug, OWN])).content.decode()
