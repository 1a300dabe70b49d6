"""An update corrected by its author: a row replaces a row, both stand on record, pages show the last."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from improvement.editing import ChangedMeanwhile
from plans.choices import EvidenceSource, ProgressStatus, Role
from plans.models import Evidence, ImportRun, MonthlyReturn, Update
from plans.operations.corrections import correct_update, why_not_correct
from plans.operations.history import Provenance
from plans.operations.meetings import MeetingPlan, plan_meetings
from plans.operations.minutes import Minutes
from plans.operations.returns import accept_return, save_return, submit_return
from plans.operations.updates import NewEvidence, NewUpdate, record_updates
from plans.position import build_position
from plans.position.trail import TrailQuestion, read_trail
from plans.procedures.close_meeting import close_with
from tests.conftest import TODAY
from tests.factories import make_officer, make_plan, make_theme_lead, make_user, say, since

pytestmark = pytest.mark.django_db
BEFORE = TODAY - timedelta(days=6)


@pytest.fixture
def plan():
    return make_plan(actions=2)


@pytest.fixture
def author(plan):
    return make_theme_lead(plan)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def said(plan, author, on: date = BEFORE, reference: str = "1.1", **fields) -> Update:
    new = NewUpdate(
        plan.actions.get(reference=reference),
        None,
        fields.pop("status", ProgressStatus.COMPLETED),
        fields.pop("progress", "All 47 audits done."),
        completed_on=fields.pop("completed_on", date(2026, 11, 10)),
        evidence=(
            NewEvidence("Audit report", "https://a.example/report", EvidenceSource.INTERNAL_AUDIT),
            NewEvidence("The wrong paper", source=EvidenceSource.INSPECTOR),
        ),
        **fields,
    )
    return record_updates([new], provenance=since(on, author))[0]


def address(plan, reference: str = "1.1") -> str:
    return reverse("plans:action-update-correct", args=[plan.slug, reference])


def page_of(plan, client, on: str = "") -> str:
    answer = client.get(reverse("plans:action", args=[plan.slug, "1.1"]), {"as-at": on} if on else {})
    return unescape(answer.content.decode())


def typed(update: Update, **fields) -> dict[str, object]:
    return {
        "corrects": update.pk,
        "revision": update.action.__class__.objects.get(pk=update.action_id).revision,
        "status": "behind_target",
        "progress": "41 of 47 audits done.",
        "evidence_kept": [update.evidence.order_by("pk")[0].pk],
        **fields,
    }


def test_an_author_corrects_what_they_said_and_both_stand(plan, author):
    update, client = said(plan, author), signed_in(author)
    page = page_of(plan, client)
    assert address(plan) in page
    assert "until another update is made to this action, or a board meeting that was told of it" in page
    form = unescape(client.get(address(plan)).content.decode())
    assert "All 47 audits done." in form
    assert form.count(" checked") == 3  # the status and both pieces of evidence

    answer = client.post(address(plan), typed(update))
    assert answer.status_code == 302
    action = build_position(plan, TODAY).action("1.1")
    assert (action.status, action.completed_on, action.update.progress) == (
        "behind_target",
        None,
        "41 of 47 audits done.",
    )
    assert [item.description for item in action.update.evidence] == ["Audit report"]
    assert [item.known_on for item in action.update.evidence] == [BEFORE]
    assert [row.replaces_id for row in Update.objects.filter(action__plan=plan).order_by("pk")] == [
        None,
        update.pk,
    ]
    page = page_of(plan, client)
    assert page.count('class="app-history"') == 1
    assert page.index("41 of 47 audits done.") < page.index("Corrected: see what it said")
    assert page.index("Corrected: see what it said") < page.index("All 47 audits done.")
    assert len(re.findall(r'<li id="update-', page)) == 1


def test_every_day_is_told_what_was_known_on_it(plan, author):
    update = said(plan, author)
    then = build_position(plan, BEFORE).as_json()
    said_of = NewUpdate(update.action, None, ProgressStatus.BEHIND_TARGET, "41 of 47.")
    correct_update(update, said_of, [], provenance=since(TODAY, author))

    assert build_position(plan, BEFORE).as_json() == then
    for day, status, words, evidence in (
        (BEFORE - timedelta(days=1), "not_supplied", None, 0),
        (BEFORE, "completed", "All 47 audits done.", 2),
        (TODAY - timedelta(days=1), "completed", "All 47 audits done.", 2),
        (TODAY, "behind_target", "41 of 47.", 0),
    ):
        position = build_position(plan, day)
        action = position.action("1.1")
        assert (action.status, action.update.progress if action.update else None) == (status, words)
        assert len(action.update.evidence if action.update else ()) == evidence
        # What a correction took away no longer stands behind the recommendation either.
        assert len(position.recommendation(1).evidence_days) == evidence
    page = page_of(plan, signed_in(author), BEFORE.isoformat())
    assert "All 47 audits done." in page
    assert "41 of 47." not in page
    assert "Corrected" not in page


def test_a_correction_can_be_corrected_and_the_whole_chain_is_shown(plan, author):
    update, client = said(plan, author), signed_in(author)
    client.post(address(plan), typed(update))
    second = Update.objects.latest("pk")
    assert client.post(address(plan), typed(second, progress="42 of 47 audits done.")).status_code == 302
    page = page_of(plan, client)
    order = [page.index(words) for words in ("42 of 47 audits", "41 of 47 audits", "All 47 audits")]
    assert order == sorted(order)
    assert page.count("Corrected: see what it said") == 1


def test_the_trail_tells_both(plan, author):
    update = said(plan, author)
    correct_update(
        update,
        NewUpdate(update.action, None, ProgressStatus.BEHIND_TARGET, "41 of 47."),
        [],
        provenance=since(TODAY, author),
    )
    told = [entry.words for entry in read_trail(plan, TrailQuestion(kind="Update"))]
    assert told == [
        "Behind target on 21 November 2026, correcting what was said before",
        "Completed on 15 November 2026",
    ]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Update.objects.filter(pk=update.pk).update(progress="Rewritten")


def test_nobody_else_corrects_it(plan, author):
    update = said(plan, author)
    officer = make_user("o@test.example", plan, Role.LEAD_OFFICER)
    make_officer(plan, user=officer)  # who leads the action, too
    client = signed_in(officer)
    assert address(plan) not in page_of(plan, client)
    assert client.get(address(plan)).status_code == 403
    assert client.post(address(plan), typed(update)).status_code == 403
    assert client.post(address(plan, "1.2"), typed(update)).status_code in {403, 404}
    assert "Only the person who made this update" in why_not_correct(update, officer, TODAY)
    assert Update.objects.filter(action__plan=plan).count() == 1


def test_not_once_something_else_was_said_and_the_text_is_not_lost(plan, author):
    update, client = said(plan, author), signed_in(author)
    shown = typed(update)
    say(update.action, ProgressStatus.ON_TARGET, TODAY, "Newer words.")
    answer = client.post(address(plan), shown)
    page = unescape(answer.content.decode())
    # Somebody else's update is the newest now; what was typed over the author's own comes back.
    assert answer.status_code == 409
    assert "This action has been updated since: add a new update instead." in page
    assert "41 of 47 audits done." in page
    assert f'formaction="{reverse("plans:action-update", args=[plan.slug, "1.1"])}"' in page
    assert Update.objects.filter(replaces__isnull=False).count() == 0


def test_not_once_a_board_that_was_told_of_it_has_met(plan, author):
    update, client = said(plan, author), signed_in(author)
    planned = plan_meetings(plan, [MeetingPlan(TODAY)], provenance=since(date(2026, 11, 1)))[0]
    meeting = close_with(planned, Minutes(), since(TODAY))
    record = meeting.record.reported
    sentence = "The board was told of it at its meeting on 21 November 2026, and that record can't change"
    assert sentence in why_not_correct(update, author, TODAY)
    assert address(plan) not in page_of(plan, client)
    assert sentence in unescape(client.get(address(plan), follow=True).content.decode())
    assert client.post(address(plan), typed(update)).status_code == 409
    meeting.record.refresh_from_db()
    assert meeting.record.reported == record
    # What is said after the meeting is nobody's record yet.
    later = said(plan, author, TODAY, "1.2")
    assert why_not_correct(later, author, TODAY) == ""


def test_not_once_it_came_with_a_return_that_was_accepted(plan, author):
    planned = plan_meetings(plan, [MeetingPlan(TODAY)], provenance=since(date(2026, 11, 1)))[0]
    returned = save_return(planned, author, {"actions": {}}, 0)
    submit_return(returned, provenance=since(TODAY, author))
    new = NewUpdate(plan.actions.get(reference="1.1"), None, ProgressStatus.ON_TARGET, "Returned.")
    accept_return(returned, [new], [], provenance=since(TODAY, make_user("an@test.example")))
    update = Update.objects.get(action__plan=plan)

    assert update.monthly_return == MonthlyReturn.objects.get()
    assert "This update came with your return, which has been accepted" in why_not_correct(
        update, author, TODAY
    )


def test_not_on_a_day_before_it_was_said(plan, author):
    update = said(plan, author)

    assert "of a later day" in why_not_correct(update, author, BEFORE - timedelta(days=1))
    assert why_not_correct(update, author, BEFORE) == ""


def test_what_an_import_brought_is_not_corrected_by_a_click(plan, author):
    new = NewUpdate(plan.actions.get(reference="1.1"), None, ProgressStatus.ON_TARGET, "From a workbook.")
    update = record_updates([new], provenance=Provenance(BEFORE, author, ImportRun.objects.first()))[0]
    assert why_not_correct(update, author, TODAY) == "Only the person who made this update can correct it."


def test_two_windows_correct_it_once(plan, author):
    update = said(plan, author)
    new = NewUpdate(update.action, update.action.__class__.objects.get(pk=update.action_id).revision,
                    ProgressStatus.ON_TARGET, "First window.")  # fmt: skip
    correct_update(update, new, [], provenance=since(TODAY, author))
    with pytest.raises(ValidationError, match="This action has been updated since"):
        correct_update(update, new, [], provenance=since(TODAY, author))
    other = said(plan, author, TODAY, "1.2")
    with pytest.raises(ChangedMeanwhile):
        correct_update(
            other,
            NewUpdate(other.action, 0, ProgressStatus.ON_TARGET, "x"),
            [],
            provenance=since(TODAY, author),
        )


def test_completing_by_a_correction_needs_evidence_that_is_kept_new_or_a_reason(plan, author):
    update, client = said(plan, author), signed_in(author)
    day = {"completed_on_day": "10", "completed_on_month": "11", "completed_on_year": "2026"}
    none = typed(update, status="completed", evidence_kept=[], **day)
    refused = client.post(address(plan), none)
    assert refused.status_code == 422
    assert "Enter what shows that it is completed" in refused.content.decode()
    assert (
        client.post(address(plan), {**none, "evidence_kept": [update.evidence.first().pk]}).status_code == 302
    )
    assert Evidence.objects.filter(update__action=update.action).count() == 3
    foreign = said(make_plan("othershire"), make_user("x@test.example"))
    newest = Update.objects.get(replaces=update)
    answer = client.post(address(plan), typed(newest, evidence_kept=[foreign.evidence.first().pk]))
    assert answer.status_code == 422
