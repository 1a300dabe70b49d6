"""Importing in the browser: a refused file, a preview that writes nothing, one that went stale, applying."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from plans.choices import Role
from plans.imports.request import Request
from plans.imports.run import run_import
from plans.models import ActionVersion, ImportRun, PendingImport
from plans.operations.structure import change_actions
from plans.position import build_position
from tests.conftest import TODAY
from tests.factories import make_user, since
from tests.plans.imports.test_plan_workbook import ROWS
from tests.workbooks import content_of, plan_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    content = content_of(plan_workbook(ROWS))
    request = Request(
        "plan.xlsx", content, "testshire", create=True, council="Testshire Council", as_at=date(2026, 5, 1)
    )
    return run_import(request, TODAY).plan


@pytest.fixture
def analyst(plan) -> Client:
    client = Client()
    client.force_login(make_user("analyst@test.example", plan, Role.ANALYST))
    return client


def upload(client: Client, plan, content: bytes, name: str = "next.xlsx"):
    day = {"as_at_day": "1", "as_at_month": "8", "as_at_year": "2026"}
    return client.post(
        reverse("plans:import", args=[plan.slug]), {"workbook": SimpleUploadedFile(name, content), **day}
    )


def said_of(client: Client, address: str, **otherwise) -> dict[str, str]:
    """Return what the page of columns would post as it stands, some of it said otherwise."""
    form = client.get(address).context["form"]
    said = {}
    for name in form.fields:
        value = form[name].initial
        if isinstance(value, date):
            said |= {f"{name}_day": value.day, f"{name}_month": value.month, f"{name}_year": value.year}
        elif value not in (None, False):
            said[name] = value
    return {**said, **otherwise}


def to_preview(client: Client, plan, content: bytes, name: str = "next.xlsx", **otherwise) -> str:
    """Upload a file, take what was recognised, and return the address of its preview."""
    address = upload(client, plan, content, name)["Location"]
    response = client.post(address, said_of(client, address, **otherwise))
    assert response.status_code == 302, response.context["form"].errors
    return response["Location"]


def next_month() -> bytes:
    return content_of(
        plan_workbook([(*ROWS[0][:3], "Dec 26", ROWS[0][4]), *ROWS[1:], ("Publish", "X", "", "", "")])
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "This file is empty."),
        (b"\x89PNG", "not an Excel workbook"),
        (b"0" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
)
def test_a_bad_file_is_refused_beside_its_field(plan, analyst, content, sentence):
    response = upload(analyst, plan, content)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not PendingImport.objects.exists()


def test_a_preview_shows_each_change_and_writes_nothing(plan, analyst):
    before = (ActionVersion.objects.count(), ImportRun.objects.count())
    address = to_preview(analyst, plan, next_month())
    page = analyst.get(address).content.decode()

    assert "It shows the position at 1 August 2026" in page
    assert "Dec 26" in page
    assert "June 26" in page
    assert "Publish" in page
    assert (ActionVersion.objects.count(), ImportRun.objects.count()) == before


def test_applying_writes_what_was_shown_and_gives_a_receipt(plan, analyst):
    address = to_preview(analyst, plan, next_month())
    seen = analyst.get(address).context["seen"]
    receipt = analyst.post(address, {"seen": seen}, follow=True)

    assert receipt.status_code == 200
    assert "Import of next.xlsx" in receipt.content.decode()
    position = build_position(plan, TODAY)
    assert position.action("1.1").due.words == "Dec 26"
    assert position.action("1.4").text == "Publish"
    assert ImportRun.objects.filter(plan=plan).first().by.email == "analyst@test.example"
    assert not PendingImport.objects.exists()


def test_a_preview_that_went_stale_is_shown_again(plan, analyst):
    address = to_preview(analyst, plan, next_month())
    seen = analyst.get(address).context["seen"]
    action = plan.actions.get(reference="1.1")
    change_actions({action.pk: {"due_words": "Nov 26"}}, provenance=since(TODAY))

    response = analyst.post(address, {"seen": seen})

    assert response.status_code == 409
    assert "changed since you saw this preview" in response.content.decode()
    assert build_position(plan, TODAY).action("1.1").due.words == "Nov 26"
    assert ImportRun.objects.filter(plan=plan).count() == 1


def test_leaving_it_writes_nothing(plan, analyst):
    address = to_preview(analyst, plan, next_month())

    assert analyst.post(address, {"seen": "x", "leave": "on"}).status_code == 302
    assert analyst.get(address).status_code == 404
    assert ImportRun.objects.filter(plan=plan).count() == 1


def test_another_persons_preview_is_not_found(plan, analyst):
    address = to_preview(analyst, plan, next_month())
    other = Client()
    other.force_login(make_user("other@test.example", plan, Role.ANALYST))

    assert other.get(address).status_code == 404
    assert other.post(address, {"seen": "x"}).status_code == 404


def test_the_original_comes_back_as_it_was_given(plan, analyst):
    run = ImportRun.objects.get(plan=plan)
    response = analyst.get(reverse("plans:import-file", args=[plan.slug, run.pk]))

    assert response.content == bytes(run.file.content)
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Security-Policy"] == "sandbox"


def test_a_table_whose_words_nobody_knows_is_guessed_asked_about_and_remembered(plan, analyst):
    strange = (
        b"Ziel,Wer,Bis\nWrite the guide,Head of Practice,May 27\nTrain the teams,Head of Practice,June 27\n"
    )
    address = upload(analyst, plan, strange, "ziele.csv")["Location"]
    page = analyst.get(address).content.decode()
    preview = analyst.post(address, said_of(analyst, address), follow=True)

    assert "3 columns could not be identified for certain" in page
    assert "Write the guide" in preview.content.decode()
    analyst.post(preview.request["PATH_INFO"], {"seen": preview.context["seen"]})
    assert build_position(plan, TODAY).action("A.1").text == "Write the guide"
    # Next month nothing is asked again.
    again = upload(analyst, plan, strange + b"Third,Head of Practice,July 27\n", "ziele.csv")["Location"]
    assert analyst.get(again).context["seen"].unsure == []


def test_a_table_that_tells_nothing_is_asked_about_until_somebody_says_what_it_is(plan, analyst):
    strange = b"Eins,Zwei,Drei\nA,B,C\nD,E,F\n"
    address = upload(analyst, plan, strange, "ziele.csv")["Location"]
    page = analyst.get(address).content.decode()
    refused = analyst.post(address, said_of(analyst, address))
    said = said_of(analyst, address, column_1="action", column_2="leads", column_3="update")
    preview = analyst.post(address, said, follow=True)

    assert "3 columns could not be identified for certain" in page
    assert refused.status_code == 422
    assert "This header&#x27;s words are not known. Found: “Eins”" in refused.content.decode()
    assert preview.status_code == 200
    assert {change.row.label for change in preview.context["result"].difference.changes} >= {"A", "D"}


def test_a_word_for_progress_is_asked_once_and_remembered(plan, analyst):
    listed = (
        b"Ref,Action,Owner,Due,Status\n1,Write the guide,Head of Practice,May 27,Under way\n"
        b"2,Train the teams,Head of Practice,June 27,Under way\n3,Check it,Head of Practice,June 27,Paused\n"
    )
    address = upload(analyst, plan, listed, "log.csv")["Location"]
    page = analyst.get(address)
    said = said_of(analyst, address, word_1="on_target", word_2="words")
    preview = analyst.post(address, said, follow=True)

    assert [(word.words, word.times) for word in page.context["seen"].document.status_words] == [
        ("Under way", 2), ("Paused", 1)
    ]  # fmt: skip
    assert "This word for progress is not known" not in preview.content.decode()
    analyst.post(preview.request["PATH_INFO"], {"seen": preview.context["seen"]})
    guide = next(a for a in build_position(plan, TODAY).actions if a.text == "Write the guide")
    assert guide.status == "on_target"
    # Next month the box says what was said, and nobody is warned of either.
    again = upload(analyst, plan, listed + b"4,More,Head of Practice,July 27,Under way\n", "log.csv")[
        "Location"
    ]
    form = analyst.get(again).context["form"]
    assert (form["word_1"].initial, form["word_2"].initial) == ("on_target", "words")
    assert "not known" not in " ".join(m.text for m in analyst.get(again).context["seen"].document.messages)


def test_a_doubtful_row_is_new_until_somebody_says_that_it_is_the_same(plan, analyst):
    reworded = ("Agree standards for all the plans", *ROWS[0][1:])
    address = to_preview(analyst, plan, content_of(plan_workbook([reworded, *ROWS[1:]])))
    page = analyst.get(address)
    doubt = page.context["doubts"][0]
    analyst.post(address, {"answer": "on", "row": doubt.row.key, "match_1": str(doubt.known.object_id)})
    answered = analyst.get(address)

    assert [row.label for row, _said in page.context["new"]] == ["Agree standards for all the plans"]
    assert answered.context["new"] == []
    assert answered.context["doubts"] == []
    analyst.post(address, {"seen": answered.context["seen"]})
    assert build_position(plan, TODAY).action("1.1").text == "Agree standards for all the plans"


def test_every_message_stands_on_its_cell_in_a_picture_of_the_sheet(plan, analyst):
    rows = [(ROWS[0][0], ROWS[0][1], ROWS[0][2], "some time", ROWS[0][4]), *ROWS[1:]]
    address = to_preview(analyst, plan, content_of(plan_workbook(rows)))
    page = analyst.get(address)
    messages = page.context["result"].messages
    number = next(n for n, m in enumerate(messages, start=1) if m.found == "some time")

    assert f'id="message-{number}"' in page.content.decode()
    assert f'href="#message-{number}"' in page.content.decode()
    assert "some time" in page.content.decode()


def test_an_import_is_undone_from_its_receipt_and_says_so_afterwards(plan, analyst):
    address = to_preview(analyst, plan, next_month())
    receipt = analyst.post(address, {"seen": analyst.get(address).context["seen"]}, follow=True)
    run = receipt.context["run"]
    question = analyst.get(reverse("plans:import-undo", args=[plan.slug, run.pk])).content.decode()
    assert "that it changed go" in question
    assert "Dates before today still show the plan with the import." in question
    undone = analyst.post(
        reverse("plans:import-undo", args=[plan.slug, run.pk]), {"confirmed": "1"}, follow=True
    )
    again = analyst.post(
        reverse("plans:import-undo", args=[plan.slug, run.pk]), {"confirmed": "1"}, follow=True
    )

    assert "Undo this import" in receipt.content.decode()
    assert "the plan is as it was before" in undone.content.decode()
    assert "was undone on 21 November 2026" in undone.content.decode()
    assert "Undo this import" not in undone.content.decode()
    assert "It was undone on" in again.content.decode()
    assert build_position(plan, TODAY).action("1.1").due.words == "June 26"


def test_the_annotated_copy_comments_each_cell_and_says_what_became_of_each_row(plan, analyst):
    rows = [(ROWS[0][0], "=cmd()", ROWS[0][2], "some time", ROWS[0][4]), *ROWS[1:]]
    address = to_preview(analyst, plan, content_of(plan_workbook(rows)))
    receipt = analyst.post(address, {"seen": analyst.get(address).context["seen"]}, follow=True)
    run = receipt.context["run"]
    response = analyst.get(reverse("plans:import-annotated", args=[plan.slug, run.pk]))
    workbook = load_workbook(BytesIO(response.content))

    comments = {
        cell.value: cell.comment.text
        for row in workbook["Theme 1"].iter_rows()
        for cell in row
        if cell.comment
    }
    assert "not understood" in comments["some time"]
    happened = [[cell.value for cell in row] for row in workbook["What happened"].iter_rows()]
    changed = next(row for row in happened if row[4] == "Changed" and row[2] == "Action")
    assert "Due: from June 26 to some time" in changed[5]
    assert all(cell.data_type != "f" for row in workbook["What happened"].iter_rows() for cell in row)


def test_the_receipt_adds_up(plan, analyst):
    address = to_preview(analyst, plan, next_month())
    receipt = analyst.post(address, {"seen": analyst.get(address).context["seen"]}, follow=True)
    sums = receipt.context["sums"]

    assert sums["read"] == sums["created"] + sums["changed"] + sums["unchanged"] + sums["conflict"]
    assert f"{sums['read']} rows read" in receipt.content.decode()


def test_an_import_that_was_begun_and_left_is_offered_again(plan, analyst):
    upload(analyst, plan, content_of(plan_workbook([("1.", "Another thing entirely.", *ROWS[0][2:])])))
    held = PendingImport.objects.get(plan=plan)
    page = analyst.get(reverse("plans:import", args=[plan.slug])).content.decode()
    assert "next.xlsx" in page
    assert reverse("plans:import-columns", args=[plan.slug, held.pk]) in page

    other = Client()
    other.force_login(make_user("another@test.example", plan, Role.ANALYST))
    assert "next.xlsx" not in other.get(reverse("plans:import", args=[plan.slug])).content.decode()


def test_who_may_not_import_is_told_which_role_it_takes_and_where_to_get_it(plan):
    address = reverse("plans:import", args=[plan.slug])
    for role, where in (
        (Role.PLAN_ADMINISTRATOR, "You can give it under Set-up, People and their roles."),
        (Role.BOARD_MEMBER, "administrator can give it to you."),
    ):
        client = Client()
        client.force_login(make_user(f"{role}@refused.example", plan, role))
        answer = client.get(address)
        assert answer.status_code == 403
        assert "This takes the role of analyst on this plan." in answer.content.decode()
        assert where in answer.content.decode()
