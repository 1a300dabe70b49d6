"""Actions pasted from a spreadsheet: each where it belongs, what is wrong in its cell, nothing half added."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from improvement.models import Officer
from plans.imports.figures.flat_file import open_sheets
from plans.imports.pasted_actions import read_pasted_actions
from plans.models import Action
from plans.position import build_position
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db
BLOCK = """Improvement action\tLead officer\tStart date\tBy when\tIntended outcome\tPriority\tRec no.
Hold a clinic each week for new social workers\tHead of Practice (Amira Cole)\tJanuary 2027\t31/03/2027\tFewer delays\t2\t3
Publish the revised thresholds\tHead of Early Help\t\tQuarter 2, 2027\t\t\t3
Review placements older than six months\t\t\tOngoing\t\tTheme 1\t"""


def pasted(client, plan, block: str, **more: str):
    address = reverse("plans:set-up-actions-paste", args=[plan.slug])
    shown = client.get(address)
    revision = shown.context["page"].plan.revision
    return client.post(address, {"block": block, "plan_revision": str(revision), **more})


def words(answer) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())


def read(plan, block: str):
    sheet = open_sheets("pasted.csv", block.encode())[0]
    return read_pasted_actions(sheet, build_position(plan, TODAY))


def test_a_block_is_checked_then_added_each_where_it_belongs(demo, sign_in):
    client, before = sign_in("planner"), set(Action.objects.values_list("pk", flat=True))
    checked = pasted(client, demo, BLOCK, check="1")
    assert checked.status_code == 200
    assert "3 new actions. Nothing has been saved yet." in words(checked)
    assert "Head of Practice, Amira Cole" in words(checked)
    assert set(Action.objects.values_list("pk", flat=True)) == before

    answer = pasted(client, demo, BLOCK)
    assert answer.status_code == 302
    position = build_position(demo, TODAY)
    added = [position.action(row.reference) for row in Action.objects.exclude(pk__in=before).order_by("pk")]
    clinic, thresholds, placements = added
    assert clinic.full_text == "Hold a clinic each week for new social workers"
    assert "Head of Practice" in clinic.leads_text
    assert (clinic.theme_number, clinic.recommendation_numbers) == (2, (3,))
    assert (clinic.start.words, clinic.due.latest) == ("January 2027", date(2027, 3, 31))
    assert thresholds.recommendation_numbers == (3,)
    assert thresholds.theme_number == position.recommendation(3).theme_numbers[0]
    assert placements.theme_number == 1
    assert placements.due.words == "Ongoing"
    assert (
        Officer.objects.filter(council=demo.council, job_title="Head of Practice", name="Amira Cole").count()
        == 1
    )


def test_one_action_a_line_needs_no_headings(demo):
    found = read(demo, "Ring every family within a day\nWrite to schools")
    assert [action.text for action in found.actions] == ["Ring every family within a day", "Write to schools"]
    assert found.errors == []


@pytest.mark.parametrize(
    ("block", "cell", "said"),
    [
        ("Action\tDue\nRing families\tsoonish", "B2", "not understood as a date"),
        ("Action\tDue\nRing families\t03/04/27 or 04/03/27", "B2", "date"),
        ("Action\tStart\tDue\nRing families\tMay 2027\tMarch 2027", "C2", "must not be before the start"),
        ("Action\tTheme\nRing families\t99", "B2", "This names no"),
        ("Action\tRecommendation\nRing families\tHousing", "B2", "This names no recommendation"),
        ("Action\tLead\nRing families\tA\nRing  FAMILIES\tB", "A3", "those of row 2"),
        ("Action\tLead\n\tHead of Service", "B2", "This row has no action"),
        ("Name\tWhatever\nRing families\tx", "A1", "No heading says"),
        ("Action\tRec no.\nRing families\tWithin 3 months", "B2", "names no recommendation"),
        ("Action\tRec no.\nRing families\t1 and 3", "B2", "or more than one"),
        ("Action\tRec no.\nRing families\t1, 3", "B2", "or more than one"),
        ("Action\tOutcome\n\tFewer delays", "B2", "This row has no action"),
        (f"Action\tOutcome\n{'long ' * 2500}\tx", "A2", "characters"),
        (f"Action\tOutcome\nRing families\t{'long ' * 2500}", "B2", "characters"),
        (
            f"Action\tLead\nRing families\t{'Assistant Director of Very Long Titles ' * 8}",
            "B2",
            "can have 200 characters",
        ),
        ("Do a\tx\nAction\tLead\nDo b\tA", "A1", "stands above the headings"),
        ("Action\tDue", "A1", "no actions under the headings"),
        ("\n".join(["Action\tLead", *(f"Do thing {n}\tA" for n in range(201))]), "A202", "At most 200"),
    ],
)
def test_what_is_wrong_is_said_of_its_cell(demo, block, cell, said):
    errors = read(demo, block).errors
    assert any(message.cell == cell and said in message.text for message in errors), errors


def test_words_that_the_plan_has_already_are_not_added_again(demo, sign_in):
    action = build_position(demo, TODAY).lowest_level_actions[0]
    found = read(demo, f"Action\tLead\n{action.text.replace(chr(10), ' ')}\tA")
    assert [message.text for message in found.errors] == [
        f"The same words are those of action {action.reference}."
    ]


@pytest.mark.parametrize(
    "written", ["3", "3.", "#3", "Rec 3", "Recommendation no. 3", "the words", "3. the words"]
)
def test_a_recommendation_is_named_by_its_number_or_its_words(demo, written):
    text = " ".join(build_position(demo, TODAY).recommendation(3).text.split())
    found = read(demo, f"Action\tRecommendation\nRing families\t{written.replace('the words', text)}")
    assert found.errors == []
    assert [action.recommendation for action in found.actions] == [3]


def test_a_line_with_a_comma_or_like_a_heading_is_an_action_among_lines(demo, sign_in):
    block = "Train all staff, including managers\nOutstanding actions\nRing every family; write to schools"
    answer = pasted(sign_in("planner"), demo, block, check="1")
    assert answer.status_code == 200
    assert "3 new actions" in words(answer)


def test_a_refused_block_adds_nothing_and_keeps_what_was_pasted(demo, sign_in):
    before = (Action.objects.count(), Officer.objects.count())
    answer = pasted(sign_in("planner"), demo, BLOCK.replace("Ongoing", "whenever"))
    assert answer.status_code == 422
    assert "not understood as a date" in words(answer)
    assert "Publish the revised thresholds" in answer.content.decode()
    assert (Action.objects.count(), Officer.objects.count()) == before


def test_columns_that_a_new_action_has_not_are_said(demo):
    found = read(demo, "Action\tStatus\tRAG\nRing families\tOn track\tG")
    assert found.notes == [
        "Not taken, because a new action has none: Status, RAG. Report on it, or import the workbook."
    ]


def test_somebody_elses_set_up_meanwhile_is_said_and_nothing_is_lost(demo, sign_in):
    client = sign_in("planner")
    address = reverse("plans:set-up-actions-paste", args=[demo.slug])
    answer = client.post(address, {"block": BLOCK, "plan_revision": "0"})
    assert answer.status_code in {409, 422}
    assert "Someone else changed the plan" in words(answer)
    assert not Officer.objects.filter(name="Amira Cole").exists()
