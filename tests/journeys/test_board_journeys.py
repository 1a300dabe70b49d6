"""A board's month in a browser, from a lead's proposal to the record that nobody can change."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from playwright.sync_api import expect

from plans.models import Meeting
from plans.position import build_position
from tests.conftest import TODAY
from tests.journeys.conftest import violations

pytestmark = pytest.mark.browser


def put_on_the_forward_plan(planner):
    planner.get_by_role("link", name="Meetings", exact=True).click()
    planner.get_by_role("link", name="Add more meetings").click()
    for label, typed in (("Day", "21"), ("Month", "11"), ("Year", "2026"), ("How many meetings", "1")):
        planner.get_by_label(label, exact=True).fill(typed)
    planner.get_by_label("First theme in focus (optional)").select_option(
        label="3. Practice that makes a difference"
    )
    planner.get_by_role("button", name="Add to the forward plan").click()
    expect(planner.get_by_text("1 meeting added to the forward plan.")).to_be_visible()
    expect(planner.get_by_role("heading", name="Next meeting: Saturday 21 November 2026")).to_be_visible()
    expect(planner.get_by_role("link", name="Take the minutes")).to_have_count(0)


def propose(lead, live_demo):
    lead.goto(reverse("plans:recommendation", args=[live_demo.slug, 5]))
    lead.get_by_role("link", name="Propose a rating").click()
    lead.get_by_label("Green").check()
    lead.get_by_role("button", name="Send to the board").click()
    expect(lead.locator(".govuk-error-summary")).to_contain_text("Enter the reason for the rating.")
    lead.get_by_label("Reason").fill("Six months of audits bear it out.")
    lead.get_by_role("button", name="Send to the board").click()
    expect(lead.get_by_text("Rating proposed to the board:")).to_be_visible()
    assert build_position(live_demo, TODAY).recommendation(5).rating.level.name == "Amber"


def take_the_minutes(analyst, minutes_address):
    analyst.goto(minutes_address)
    analyst.get_by_role("link", name="Attendance").click()
    analyst.get_by_label("Chair", exact=True).select_option(label="Independent chair of the board")
    present = analyst.get_by_role("group", name="Present")
    present.get_by_label("Independent chair of the board").check()
    present.get_by_label("Director of Children's Services").check()
    analyst.get_by_role("button", name="Save and continue").click()
    expect(analyst.get_by_role("heading", level=1)).to_have_text("Actions arising and open challenges")
    written = analyst.get_by_role("group", name="Write to the two teams below 45%")
    written.get_by_label("Update (optional unless it is done)").fill("Both letters went on 19 November.")
    written.get_by_label("It is done", exact=True).check()
    analyst.get_by_role("button", name="Save and continue").click()

    rating = analyst.get_by_role("group", name="Recommendation 5")
    rating.get_by_label("The board's rating").select_option(label="Green, as proposed")
    analyst.get_by_role("button", name="Save and continue").click()
    date_row = analyst.get_by_role("group", name="Action 14.1.3")
    date_row.get_by_label("What did the board decide?").select_option(label="Agree the new date")
    analyst.get_by_role("button", name="Save and continue").click()
    asked = analyst.get_by_role("group", name="Challenges, number 1")
    asked.get_by_label("Question").fill("Who tells the children?")
    asked.get_by_label("About").select_option(value="recommendation:10")
    analyst.get_by_role("button", name="Save and add another").click()
    expect(analyst.get_by_role("group", name="Challenges, number 1").get_by_label("Question")).to_have_value(
        "Who tells the children?"
    )
    analyst.get_by_role("button", name="Save and continue").click()
    analyst.get_by_role("group", name="Decisions, number 1").get_by_label("Decision", exact=True).fill(
        "A family is heard in January."
    )
    analyst.get_by_role("button", name="Save and continue").click()
    analyst.get_by_role("group", name="New actions arising, number 1").get_by_label(
        "What is to be done"
    ).fill("Invite a family.")
    analyst.get_by_role("button", name="Save and continue").click()
    expect(analyst.locator(".govuk-error-summary")).to_contain_text("Choose an owner.")
    assert violations(analyst) == []
    new = analyst.get_by_role("group", name="New actions arising, number 1")
    new.get_by_label("Owner", exact=True).select_option(label="Director of Children's Services")
    for label, typed in (("Day", "4"), ("Month", "12"), ("Year", "2026")):
        new.get_by_label(label, exact=True).fill(typed)
    analyst.get_by_role("button", name="Save and continue").click()
    expect(analyst.get_by_text("Recommendation 5: Green. Six months of audits bear it out.")).to_be_visible()


def test_from_proposal_to_minutes_to_locked_record(live_demo, person):
    # The administrator puts a meeting on the forward plan, the lead proposes a rating.
    put_on_the_forward_plan(person("planner"))
    propose(person("lead"), live_demo)

    # A board member reads it in the agenda pack, and can take no minutes.
    board = person("board")
    board.get_by_role("link", name="Meetings", exact=True).click()
    board.get_by_role("link", name="Agenda pack").click()
    expect(board.get_by_text("Six months of audits bear it out.")).to_be_visible()
    expect(board.get_by_text("3 proposed ratings")).to_be_visible()
    minutes_address = board.url.replace("/agenda/", "/minutes/")
    assert board.goto(minutes_address).status == 403

    # The analyst steps through the meeting.
    analyst = person("analyst")
    take_the_minutes(analyst, minutes_address)

    # Until it is closed nothing of it is on record.
    board.goto(reverse("plans:recommendation", args=[live_demo.slug, 5]))
    expect(board.get_by_text("Rating proposed to the board:")).to_be_visible()
    analyst.get_by_role("button", name="Close the meeting").click()
    expect(analyst.get_by_text("The meeting is closed.")).to_be_visible()
    assert violations(analyst) == []

    # The board reads the record; nobody can take its minutes again, and the database refuses a change.
    board.goto(analyst.url)
    for words in ("A family is heard in January.", "Who tells the children?", "Invite a family.", "agreed"):
        expect(board.get_by_text(words).first).to_be_visible()
    expect(board.get_by_role("heading", name="Position reported to the meeting")).to_be_visible()
    assert analyst.goto(minutes_address).status == 404
    position = build_position(live_demo, TODAY)
    assert position.recommendation(5).rating.level.name == "Green"
    assert position.action("14.1.3").due.words == "December 26"
    with pytest.raises(DatabaseError), transaction.atomic():
        Meeting.objects.filter(held_on=TODAY).update(title="Another")
