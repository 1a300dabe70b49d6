"""Reporting on actions: forms that lose nothing, conflicts that are shown, dates that the board decides."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from improvement.editing import ChangedMeanwhile
from plans.choices import ProgressStatus, Role
from plans.models import Action, ContradictionAnswer, DueDateChange, DueDateDecision, Update
from plans.operations.due_dates import NewDate, decide_due_date, request_due_date
from plans.operations.history import Provenance
from plans.operations.structure import change_actions, split_action
from plans.operations.updates import NewUpdate, record_updates
from plans.position import build_position
from plans.rules.completion import NO_DATE, NOTHING_SHOWN
from tests.conftest import TODAY
from tests.factories import make_plan, make_theme_lead, make_user, rate, since

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan():
    return make_plan(actions=2)


@pytest.fixture
def lead(plan) -> Client:
    client = Client()
    client.force_login(make_theme_lead(plan))
    return client


def address(plan, name="action-update", reference="1.1") -> str:
    return reverse(f"plans:{name}", args=[plan.slug, reference])


def filled(plan, reference="1.1", **fields) -> dict[str, object]:
    revision = plan.actions.get(reference=reference).revision
    return {"revision": revision, "status": "on_target", "progress": "Two audits done.", **fields}


def test_an_update_moves_the_dashboard(plan, lead):
    response = lead.post(address(plan), filled(plan, next_steps="A third in May."))

    assert response.status_code == 302
    position = build_position(plan, TODAY)
    assert position.action("1.1").status == "on_target"
    assert position.action("1.1").update.next_steps == "A third in May."
    assert position.as_json()["actions"]["by_status"]["on_target"] == 1
    page = lead.get(reverse("plans:dashboard", args=[plan.slug])).content.decode()
    assert "0 of 2 actions are completed (0%), 1 is overdue and 1 is past due, no status given" in page


def test_completing_needs_a_day_and_evidence_or_a_reason(plan, lead):
    response = lead.post(address(plan), filled(plan, status="completed"))
    page = response.content.decode()

    assert response.status_code == 422
    assert "<title>Error: " in page
    assert 'href="#id_completed_on_0"' in page
    assert page.count("Enter the date it was completed.") == 2  # in the summary and beside the field
    assert "Two audits done." in page
    assert Update.objects.filter(action__plan=plan).count() == 0

    day = {"completed_on_day": "3", "completed_on_month": "march", "completed_on_year": "2026"}
    evidence = {"evidence": "Audit report, May", "evidence_source": "internal_audit"}
    assert lead.post(address(plan), filled(plan, status="completed", **day, **evidence)).status_code == 302
    action = build_position(plan, TODAY).action("1.1")
    assert (action.status, action.completed_on) == ("completed", date(2026, 3, 3))
    assert [item.source_label for item in action.update.evidence] == ["Internal audit"]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (("31", "2", "2026"), "must be a real date"),
        (("3", "", "2026"), "must include a month"),
        (("1", "1", "2027"), "must be today or in the past"),
    ],
)
def test_a_wrong_day_is_said_beside_its_boxes(plan, lead, day, sentence):
    boxes = dict(zip(("completed_on_day", "completed_on_month", "completed_on_year"), day, strict=True))
    response = lead.post(
        address(plan), filled(plan, status="completed", no_evidence_reason="A talk.", **boxes)
    )

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_the_second_of_two_people_is_shown_the_first_ones_change_and_keeps_their_words(plan, lead):
    shown = filled(plan)
    lead.post(address(plan), filled(plan, progress="First: all trained."))

    response = lead.post(address(plan), {**shown, "progress": "Second: half trained.", "barriers": "No room"})
    page = response.content.decode()

    assert response.status_code == 409
    assert "Someone else changed this action while you were typing" in page
    assert "First: all trained." in page
    assert "Second: half trained." in page
    assert "No room" in page
    assert [u.progress for u in Update.objects.filter(action__plan=plan)] == ["First: all trained."]

    now = plan.actions.get(reference="1.1").revision
    assert f'name="revision" value="{now}"' in page
    lead.post(address(plan), {**shown, "revision": now, "progress": "Second: half trained."})
    assert Update.objects.filter(action__plan=plan).count() == 2


def test_the_same_post_twice_records_one_update(plan, lead):
    once = filled(plan)

    assert lead.post(address(plan), once).status_code == 302
    assert lead.post(address(plan), once).status_code == 409
    assert Update.objects.filter(action__plan=plan).count() == 1


def test_hidden_and_foreign_fields_are_ignored(plan, lead):
    other = make_plan("othershire", actions=1)
    lead.post(
        address(plan),
        filled(plan, action=other.actions.get().pk, by=999, known_on="2020-01-01", text="Hacked"),
    )

    update = Update.objects.get(action__plan=plan)
    assert (update.known_on, update.by.email) == (TODAY, "lead@test.example")
    assert build_position(plan, TODAY).action("1.1").text == "Do the thing number 1."
    assert Update.objects.filter(action__plan=other).count() == 0


def test_several_at_once_all_or_none(plan, lead):
    several = reverse("plans:my-actions-update", args=[plan.slug])
    rows = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2}
    for number, action in enumerate(plan.actions.all()):
        rows |= {f"form-{number}-reference": action.reference, f"form-{number}-revision": action.revision}
    said = {"form-0-status": "on_target", "form-0-progress": "Going well"}

    half = lead.post(several, {**rows, **said, "form-1-status": "behind_target"})
    assert half.status_code == 422
    assert "Enter the progress of action 1.2." in half.content.decode()
    assert Update.objects.filter(action__plan=plan).count() == 0

    assert lead.post(several, {**rows, **said}).status_code == 302
    assert [u.action.reference for u in Update.objects.filter(action__plan=plan)] == ["1.1"]

    late = lead.post(
        several, {**rows, **said, "form-1-status": "behind_target", "form-1-progress": "Delayed"}
    )
    assert late.status_code == 409
    assert "Delayed" in late.content.decode()
    assert Update.objects.filter(action__plan=plan).count() == 1


def test_words_without_a_status_leave_the_action_as_it_stands(plan, lead):
    several = reverse("plans:my-actions-update", args=[plan.slug])

    def post(**typed):
        action = plan.actions.get(reference="1.1")
        row = {"reference": action.reference, "revision": action.revision, "status": "", **typed}
        return lead.post(
            several,
            {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, **{f"form-0-{k}": v for k, v in row.items()}},
        )

    unsaid = post(progress="Nobody has said yet how it stands.")
    assert unsaid.status_code == 422
    assert "Choose the status of action 1.1." in unsaid.content.decode()
    assert post(progress="It has slipped.", status="behind_target").status_code == 302
    assert post(progress="Two more teams are trained.").status_code == 302
    update = build_position(plan, TODAY).action("1.1").update
    assert (update.status, update.progress) == ("behind_target", "Two more teams are trained.")


def test_several_at_once_takes_only_ones_own(plan, lead):
    make_plan("othershire", actions=1)
    rows = {
        "form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-reference": "9.9", "form-0-revision": 0,
        "form-0-status": "on_target", "form-0-progress": "x",
    }  # fmt: skip
    assert lead.post(reverse("plans:my-actions-update", args=[plan.slug]), rows).status_code == 403


def test_a_due_date_moves_only_when_the_board_agrees(plan, lead):
    asked = lead.post(
        address(plan, "action-due-date"),
        {
            "revision": plan.actions.get(reference="1.1").revision,
            "to": "Quarter 2, 2027",
            "reason": "The supplier is late.",
        },
    )
    assert asked.status_code == 302
    assert build_position(plan, TODAY).action("1.1").due.words == "June 2026"
    change = DueDateChange.objects.get(action__plan=plan)

    analyst = Client()
    analyst.force_login(make_user("an@test.example", plan, Role.ANALYST))
    decision = reverse("plans:action-due-date-decision", args=[plan.slug, "1.1", change.pk])
    assert analyst.post(decision, {"agreed": "yes", "note": "One realistic date."}).status_code == 302
    action = build_position(plan, TODAY).action("1.1")
    assert (action.due.words, action.due.latest, action.first_due_words) == (
        "Quarter 2, 2027",
        date(2027, 9, 30),
        "June 2026",
    )
    assert analyst.post(decision, {"agreed": "no"}).status_code == 404
    assert (
        DueDateDecision.objects.count()
        == DueDateDecision.objects.filter(change__action__plan__slug="northmoor").count() + 1
    )


@pytest.mark.parametrize("words", ["soon", "Ongoing", "TBC", "01/02/27", ""])
def test_a_new_due_date_must_have_a_last_day(plan, lead, words):
    fields = {"revision": 0, "to": words, "reason": "Because"}
    assert lead.post(address(plan, "action-due-date"), fields).status_code == 422
    assert not DueDateChange.objects.filter(action__plan=plan).exists()


def test_keeping_a_judgement_prints_the_reason(plan, lead):
    lead.post(address(plan), filled(plan))
    question = build_position(plan, TODAY).contradictions[0]
    answer = reverse("plans:question-answer", args=[plan.slug, question.kind.value, "action-1.1"])

    assert lead.post(answer, {"reason": ""}).status_code == 422
    assert lead.post(answer, {"reason": "It is done bar the signature."}).status_code == 302
    page = lead.get(reverse("plans:questions", args=[plan.slug])).content.decode()
    assert "It is done bar the signature." in page
    assert ContradictionAnswer.objects.get(plan=plan).by.email == "lead@test.example"


def test_the_analyst_records_a_rating_of_the_plans_own_scale(plan):
    analyst = Client()
    analyst.force_login(make_user("an@test.example", plan, Role.ANALYST))
    other = make_plan("othershire")
    page = reverse("plans:recommendation-rate", args=[plan.slug, 1])

    foreign = other.rating_scales.get().levels.get(code="G").pk
    assert analyst.post(page, {"level": foreign, "reason": "x"}).status_code == 422
    own = plan.rating_scales.get().levels.get(code="G").pk
    assert analyst.post(page, {"level": own, "reason": "Two audits agree."}).status_code == 302
    assert build_position(plan, TODAY).recommendations[0].rating.level.name == "Green"


def test_a_page_of_the_past_changes_nothing(plan, lead):
    past = "?as-at=2026-03-01"
    assert lead.get(address(plan) + past).status_code == 403
    assert lead.post(address(plan) + past, filled(plan)).status_code == 403
    page = lead.get(reverse("plans:action", args=[plan.slug, "1.1"]) + past).content.decode()
    assert "as it was known on 1 March 2026" in page
    assert "Report progress" not in page


def test_an_update_for_an_earlier_day_is_kept_and_leaves_the_status():
    plan = make_plan(actions=1)
    action = plan.actions.get()
    record_updates(
        [NewUpdate(action, None, ProgressStatus.COMPLETED, "Done")],
        provenance=Provenance(date(2026, 5, 1)),
        from_records=True,
    )
    record_updates(
        [NewUpdate(action, None, ProgressStatus.ON_TARGET, "Late note")],
        provenance=Provenance(date(2026, 4, 1)),
    )

    position = build_position(plan, TODAY)
    assert position.action("1.1").status == "completed"
    assert position.action("1.1").update.progress == "Done"


def test_a_stale_revision_is_refused_in_the_database():
    plan = make_plan(actions=1)
    action = plan.actions.get()
    Action.objects.filter(pk=action.pk).update(revision=5)

    with pytest.raises(ChangedMeanwhile):
        record_updates([NewUpdate(action, 4, ProgressStatus.ON_TARGET, "x")], provenance=Provenance(TODAY))
    assert not Update.objects.filter(action=action).exists()


def test_text_is_printed_as_text(plan, lead):
    nasty = "<script>alert(1)</script> {{ 7|add:7 }} ' OR 1=1 --"
    lead.post(address(plan), filled(plan, progress=nasty, barriers=nasty, next_steps=nasty))
    rate(plan, plan.recommendations.get(), "A", TODAY, nasty)

    for name in ("dashboard", "my-actions"):
        assert "<script>alert" not in lead.get(reverse(f"plans:{name}", args=[plan.slug])).content.decode()
    assert Update.objects.get(action__plan=plan).progress == nasty


def test_a_request_made_before_the_date_moved_is_not_agreed_over_it():
    plan = make_plan(actions=1)
    action, provenance = plan.actions.get(), Provenance(TODAY)
    to = NewDate("March 2027", "month", None, date(2027, 3, 31))
    asked = request_due_date(action, None, to, "Late", provenance=provenance)
    change_actions(
        {action.pk: {"due_words": "May 2027", "due_latest": date(2027, 5, 31)}}, provenance=provenance
    )

    with pytest.raises(ValidationError, match="moved to May 2027"):
        decide_due_date(asked, True, provenance=provenance)
    assert build_position(plan, TODAY).action("1.1").due.words == "May 2027"
    with pytest.raises(ChangedMeanwhile):
        record_updates([NewUpdate(action, 0, ProgressStatus.ON_TARGET, "x")], provenance=provenance)


def test_an_action_split_while_somebody_typed_keeps_the_text_and_offers_its_parts(plan, lead):
    typed = filled(plan, progress="Typed for an hour.")
    split_action(plan.actions.get(reference="1.1"), ["Write it", "Agree it"], provenance=since(TODAY))
    response = lead.post(address(plan), typed)
    page = response.content.decode()

    assert response.status_code == 409
    assert "Typed for an hour." in page
    assert "split into sub-actions while you were typing" in page
    assert f'formaction="{address(plan, reference="1.1.2")}"' in page
    assert not Update.objects.filter(action__plan=plan).exists()
    # The button posts the same text to the part that was chosen, with the parent's revision.
    again = lead.post(address(plan, reference="1.1.2"), {**typed, "revision": 99})
    assert again.status_code == 409
    assert "Typed for an hour." in again.content.decode()


def test_a_reason_written_about_another_state_is_shown_again_over_the_one_that_stands(plan, lead):
    lead.post(address(plan), filled(plan))
    question = build_position(plan, TODAY).contradictions[0]
    answer = reverse("plans:question-answer", args=[plan.slug, question.kind.value, "action-1.1"])
    basis = lead.get(answer).context["form"]["basis"].value()
    lead.post(address(plan), filled(plan, progress="Something else altogether."))
    response = lead.post(answer, {"basis": basis, "reason": "It is done bar the signature."})

    assert response.status_code == 409
    assert "This changed while you were writing" in response.content.decode()
    assert "It is done bar the signature." in response.content.decode()
    assert not ContradictionAnswer.objects.filter(plan=plan).exists()


def test_a_date_agreed_after_a_split_is_the_parts_date_too(plan):
    action = plan.actions.get(reference="1.1")
    to = NewDate("31 July 2027", "exact", date(2027, 7, 31), date(2027, 7, 31))
    change = request_due_date(action, None, to, "The supplier is late.", provenance=since(TODAY))
    one, other = split_action(action, ["Write it", "Agree it"], provenance=since(TODAY))
    change_actions({other.pk: {"due_words": "May 2028"}}, provenance=since(TODAY))
    decide_due_date(change, True, provenance=since(TODAY))
    position = build_position(plan, TODAY)

    assert position.action(one.reference).due.words == "31 July 2027"
    assert position.action(other.reference).due.words == "May 2028"


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"completed_on": None, "no_evidence_reason": "Seen by the board."}, NO_DATE),
        ({"completed_on": TODAY}, NOTHING_SHOWN),
    ],
)
def test_nothing_is_recorded_as_completed_without_its_day_and_what_shows_it(said, problem):
    plan = make_plan()
    action = plan.actions.get()
    bare = NewUpdate(action, None, ProgressStatus.COMPLETED, "Done.", **said)

    with pytest.raises(ValidationError, match=re.escape(problem)):
        record_updates([bare], provenance=since(TODAY))
    assert not Update.objects.filter(action=action).exists()
    # What a council kept before it came here stands as it was kept.
    record_updates([bare], provenance=since(TODAY), from_records=True)
    assert build_position(plan, TODAY).action("1.1").status == ProgressStatus.COMPLETED
