"""What is typed is kept: after a session ended, a refused token, a second press, a closed browser; and for its author alone."""

import json
import re
import time

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from improvement.models import Draft, SentForm, User
from improvement.typed import carried, shown
from improvement.typed.drafts import MOST_OF_A_FORM, MOST_OF_A_PERSON, keep_draft
from plans.choices import Role
from plans.demo.load import PASSWORD
from plans.models import Action, Challenge, PlannedMeeting, PlanRole, Update
from plans.operations import updates as update_operations
from plans.position import build_position
from plans.position.board import read_board
from tests.conftest import TODAY, account
from tests.factories import make_user
from tests.pages import forms_on, own_forms
from tests.plans.views.test_access_matrix import UPDATED_ACTION, addresses

pytestmark = pytest.mark.django_db
WORDS = "Two teams began on Monday; “the rest” follow <soon> & together."


def signed_out(client: Client) -> None:
    """What a browser has left when a session has ended."""
    del client.cookies["sessionid"]


def sign_in_with(client: Client, page, role: str):
    """Sign in on the page that a post without a session answers with."""
    form = next(form for form in forms_on(page) if form["action"] == reverse("sign-in"))
    typed = {name: values[0] for name, values in form["boxes"].items()}
    return client.post(form["action"], typed | {"login": f"{role}@northmoor.example", "password": PASSWORD})


def open_form(client: Client, address: str, index: int = 0) -> dict:
    return own_forms(client.get(address), address)[index]["boxes"]


def update_address(plan) -> str:
    return reverse("plans:action-update", args=[plan.slug, UPDATED_ACTION])


def an_update(client: Client, plan, **typed) -> dict:
    return open_form(client, update_address(plan)) | {"status": "on_target", "progress": WORDS} | typed


def test_an_address_that_takes_no_form_says_so_on_a_page(demo, sign_in):
    answer = sign_in("lead").post(reverse("plans:action-list", args=[demo.slug]))

    assert answer.status_code == 405
    assert "There is no page here" in answer.content.decode()


# --- After a session ended --------------------------------------------------------------------------
def test_another_person_who_signs_in_is_not_shown_it(demo, sign_in):
    client = sign_in("lead")
    typed = an_update(client, demo)
    signed_out(client)
    asked = client.post(update_address(demo), typed)
    answer = sign_in_with(client, asked, "analyst")
    page = client.get(answer["Location"], follow=True).content.decode()

    assert "is still theirs" in page
    assert "Two teams began" not in page
    assert not Draft.objects.exists()


def test_a_wrong_password_loses_nothing(demo, sign_in):
    client = sign_in("lead")
    typed = an_update(client, demo)
    signed_out(client)
    asked = client.post(update_address(demo), typed)
    form = next(form for form in forms_on(asked) if form["action"] == reverse("sign-in"))
    again = client.post(
        form["action"],
        {name: values[0] for name, values in form["boxes"].items()}
        | {"login": "lead@northmoor.example", "password": "not it"},
    )
    page = client.get(sign_in_with(client, again, "lead")["Location"])

    assert own_forms(page)[0]["boxes"]["progress"] == [WORDS]
    assert own_forms(page)[0]["boxes"]["status"] == ["on_target"]


def test_what_came_back_is_recorded_once_it_is_sent(demo, sign_in):
    client = sign_in("lead")
    typed = an_update(client, demo)
    signed_out(client)
    back = sign_in_with(client, client.post(update_address(demo), typed), "lead")["Location"]
    answer = client.post(back, own_forms(client.get(back))[0]["boxes"])

    assert answer.status_code == 302
    assert Update.objects.filter(progress=WORDS).count() == 1
    assert not Draft.objects.exists()


def test_who_is_signed_in_again_elsewhere_comes_back_to_the_form_all_the_same(demo, sign_in):
    client = sign_in("lead")
    typed = an_update(client, demo)
    signed_out(client)
    asked = client.post(update_address(demo), typed)
    client.force_login(account("lead"))
    page = client.get(sign_in_with(client, asked, "lead")["Location"])

    assert own_forms(page)[0]["boxes"]["progress"] == [WORDS]


@pytest.mark.parametrize("change", ["not signed by us", "too old", "no form of ours", "too long"])
def test_only_what_is_ours_and_bounded_is_carried(demo, sign_in, change, monkeypatch):
    client = sign_in("lead")
    typed = an_update(client, demo)
    signed_out(client)
    if change == "no form of ours":
        assert client.post(update_address(demo), {"progress": WORDS}).status_code == 302
        return
    if change == "too long":
        assert client.post(update_address(demo), typed | {"progress": "x" * 1_100_000}).status_code == 302
        return
    asked = client.post(update_address(demo), typed).content.decode()
    kept = re.search(r'name="kept" value="([^"]+)"', asked)[1]
    if change == "too old":
        later = signing.time.time() + carried.KEPT.total_seconds() + 5
        monkeypatch.setattr(signing.time, "time", lambda: later)
        assert carried.carried(kept) is None
    else:
        assert carried.carried(kept) is not None
        assert carried.carried(kept[:-1] + ("a" if kept[-1] != "a" else "b")) is None


def test_passwords_and_tokens_are_never_kept(demo, sign_in):
    client = sign_in("lead")
    typed = an_update(
        client,
        demo,
        barriers="a\x00b",
        password="hunter2-hunter2",
        new_password1="hunter2-hunter2",
        secret_word="x",
    )
    signed_out(client)
    page = client.post(update_address(demo), typed)
    sign_in_with(client, page, "lead")

    kept = Draft.objects.get().fields
    assert "progress" in kept
    assert kept["barriers"] == ["ab"]
    assert [name for name in kept if re.search("password|token|secret", name)] == []


def test_rows_are_found_again_by_what_they_are_about(demo, sign_in):
    client = sign_in("lead")
    address = reverse("plans:my-actions-update", args=[demo.slug])
    boxes = open_form(client, address)
    references = {name: values[0] for name, values in boxes.items() if name.endswith("-reference")}
    last = max(references, key=lambda name: int(name.split("-")[1])).removesuffix("reference")
    gone = min(references, key=lambda name: int(name.split("-")[1])).removesuffix("reference")
    typed = boxes | {f"{last}progress": [WORDS], f"{gone}progress": ["Said of one that is done since."]}
    signed_out(client)
    back = sign_in_with(client, client.post(address, typed), "lead")["Location"]
    action = Action.objects.get(plan=demo, reference=references[f"{gone}reference"])
    client.post(
        reverse("plans:action-update", args=[demo.slug, action.reference]),
        {
            "revision": action.revision,
            "status": "completed",
            "progress": "Done.",
            "completed_on_day": "1",
            "completed_on_month": "11",
            "completed_on_year": "2026",
            "no_evidence_reason": "None is asked for.",
        },
    )
    page = client.get(back)
    filled = own_forms(page, back)[0]["boxes"]
    places = {values[0]: name for name, values in filled.items() if name.endswith("-reference")}

    assert references[f"{gone}reference"] not in places
    there = places[references[f"{last}reference"]].removesuffix("reference")
    assert there != last
    assert filled[f"{there}progress"] == [WORDS]
    # What no box takes any more is shown beside the form.
    assert "Said of one that is done since." in page.content.decode()


def test_a_part_of_a_page_that_leads_to_sign_in_leaves_the_page(demo):
    page = reverse("plans:action-list", args=[demo.slug])
    answer = Client().get(
        page + "?status=overdue",
        headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{page}?q=audit"},
    )

    assert answer.status_code == 200
    assert answer.content == b""
    assert (
        answer["HX-Redirect"] == f"{reverse('sign-in')}?next=%2Fplans%2F{demo.slug}%2Factions%2F%3Fq%3Daudit"
    )


# --- A refused token --------------------------------------------------------------------------------
def test_a_refused_token_keeps_the_text_and_lets_it_be_sent_again(demo):
    client = Client(enforce_csrf_checks=True)
    client.force_login(account("lead"))
    typed = an_update(client, demo)
    client.cookies["csrftoken"] = "b" * 32
    page = client.post(update_address(demo), typed)
    words = page.content.decode()

    assert page.status_code == 403
    assert "This has not been saved yet" in words
    assert "DEBUG" not in words
    assert "app-header" in words
    assert not Update.objects.filter(progress=WORDS).exists()
    again = next(form for form in forms_on(page) if form["action"] == update_address(demo))
    assert client.post(again["action"], again["boxes"]).status_code == 302
    assert Update.objects.filter(progress=WORDS).count() == 1


def test_another_site_gets_nothing_shown_or_sent(demo):
    client = Client(enforce_csrf_checks=True)
    client.force_login(account("lead"))
    client.get(update_address(demo))
    page = client.post(update_address(demo), {"progress": WORDS, "status": "on_target"})

    assert page.status_code == 403
    assert "Two teams began" not in page.content.decode()
    assert "Send it again" not in page.content.decode()


def test_a_form_that_another_account_was_shown_is_not_recorded_in_ones_own_name(demo, sign_in):
    typed = an_update(sign_in("lead"), demo)
    admin = make_user("second@test.example", demo, Role.THEME_LEAD)
    client = Client()
    client.force_login(admin)
    page = client.post(update_address(demo), typed)

    assert page.status_code == 403
    assert "opened by a different account" in page.content.decode()
    assert "Two teams began" not in page.content.decode()
    assert not Update.objects.filter(progress=WORDS).exists()


def test_a_refused_token_without_a_session_leads_through_sign_in(demo, sign_in):
    first = sign_in("lead")
    typed = an_update(first, demo)
    client = Client(enforce_csrf_checks=True)
    asked = client.post(update_address(demo), typed)
    assert asked.status_code == 403
    assert "Your session has ended" in asked.content.decode()
    page = client.get(sign_in_with(client, asked, "lead")["Location"])

    assert own_forms(page)[0]["boxes"]["progress"] == [WORDS]


def test_a_refused_sign_in_carries_on_what_was_typed(demo, sign_in):
    client = sign_in("lead")
    typed = an_update(client, demo)
    signed_out(client)
    asked = client.post(update_address(demo), typed)
    strict = Client(enforce_csrf_checks=True)
    again = sign_in_with(strict, asked, "lead")
    assert again.status_code == 403
    page = strict.get(sign_in_with(strict, again, "lead")["Location"])

    assert own_forms(page)[0]["boxes"]["progress"] == [WORDS]


# --- Once -------------------------------------------------------------------------------------------
def test_back_then_sent_again_records_once(demo, sign_in):
    client = sign_in("analyst")
    address = reverse("plans:challenge-add", args=[demo.slug])
    typed = filled_challenge(client, address)
    first = client.post(address, typed)
    assert first.status_code == 302
    count = Challenge.objects.filter(question="Who tells the children?").count()
    second = client.post(address, typed, follow=True)

    assert count == 1
    assert Challenge.objects.filter(question="Who tells the children?").count() == 1
    assert second.redirect_chain[0][0] == first["Location"]
    assert "It was not recorded again." in second.content.decode()


def test_the_same_words_from_another_showing_are_asked_about(demo, sign_in):
    """Back may ask the server for the page anew and put the words in again."""
    client = sign_in("analyst")
    address = reverse("plans:challenge-add", args=[demo.slug])
    client.post(address, filled_challenge(client, address))
    answer = client.post(address, filled_challenge(client, address))
    page = client.get(answer["Location"])

    assert Challenge.objects.filter(question="Who tells the children?").count() == 1
    assert "It has not been recorded again." in page.content.decode()
    # Meant all the same: sent from there it is recorded.
    client.post(answer["Location"], own_forms(page, address)[0]["boxes"])
    assert Challenge.objects.filter(question="Who tells the children?").count() == 2


def filled_challenge(client, address, question="Who tells the children?"):
    page = own_forms(client.get(address), address)[0]
    typed = dict(page["boxes"]) | {"question": [question]}
    html = client.get(address).content.decode()
    for select in re.findall(r'<select name="([^"]+)".*?</select>', html, re.S):
        options = re.search(rf'<select name="{select}".*?</select>', html, re.S)[0]
        typed[select] = [re.findall(r'<option value="([^"]+)"', options)[0]]
    return typed


def test_other_words_than_the_first_time_are_neither_lost_nor_recorded_unasked(demo, sign_in):
    client = sign_in("analyst")
    address = reverse("plans:challenge-add", args=[demo.slug])
    typed = filled_challenge(client, address)
    client.post(address, typed)
    other = typed | {"question": ["Who tells the children, and when?"]}
    answer = client.post(address, other)
    page = client.get(answer["Location"])

    assert not Challenge.objects.filter(question="Who tells the children, and when?").exists()
    assert "You have already sent this form" in page.content.decode()
    assert own_forms(page, address)[0]["boxes"]["question"] == ["Who tells the children, and when?"]
    client.post(answer["Location"], own_forms(page, address)[0]["boxes"])
    assert Challenge.objects.filter(question="Who tells the children, and when?").count() == 1


def test_a_form_with_errors_is_the_same_form_and_is_not_used_up(demo, sign_in):
    client = sign_in("lead")
    typed = an_update(client, demo, status="")
    refused = client.post(update_address(demo), typed)
    assert refused.status_code == 422
    boxes = own_forms(refused)[0]["boxes"]

    assert shown.read(boxes[shown.NAME][0]) == shown.read(typed[shown.NAME][0])
    assert not SentForm.objects.exists()
    assert client.post(update_address(demo), boxes | {"status": ["on_target"]}).status_code == 302
    assert SentForm.objects.count() == 1


def test_the_mark_is_used_up_with_the_write_or_not_at_all(demo, sign_in, monkeypatch):
    client = sign_in("lead")
    client.raise_request_exception = False
    typed = an_update(client, demo)
    real = update_operations._follow_status

    def fails(*args):
        real(*args)
        raise RuntimeError("the power went")

    monkeypatch.setattr(update_operations, "_follow_status", fails)
    assert client.post(update_address(demo), typed).status_code == 500
    assert not SentForm.objects.exists()
    assert not Update.objects.filter(progress=WORDS).exists()
    monkeypatch.undo()
    monkeypatch.setattr(timezone, "localdate", lambda *args, **kwargs: TODAY)
    assert client.post(update_address(demo), typed).status_code == 302
    assert SentForm.objects.get().answer == reverse("plans:action", args=[demo.slug, UPDATED_ACTION])
    assert Update.objects.filter(progress=WORDS).count() == 1


# --- Where it can't be recorded ---------------------------------------------------------------------
def test_the_second_minute_taker_is_shown_their_own_text(demo, sign_in):
    client = sign_in("analyst")
    planned = read_board(build_position(demo, TODAY)).next_meeting.planned_id
    address = reverse("plans:minutes-step", args=[demo.slug, planned, "decisions"])
    typed = open_form(client, address)
    name = next(name for name in typed if name.endswith("-text"))
    close(demo, planned)
    page = client.post(address, typed | {name: [WORDS]})

    assert page.status_code == 409
    assert "This meeting was closed while you were typing." in page.content.decode()
    assert "Two teams began on Monday" in page.content.decode()


def close(demo, planned):
    row = PlannedMeeting.objects.get(pk=planned)
    version = row.versions.get(known_to__isnull=True)
    demo.meetings.create(held_on=version.meets_on, planned=row, known_on=TODAY)


def test_a_role_that_ended_meanwhile_gives_the_words_back(demo, sign_in):
    client = sign_in("lead")
    typed = an_update(client, demo)
    PlanRole.objects.filter(plan=demo, user=account("lead")).update(known_to=TODAY)
    page = client.post(update_address(demo), typed)

    assert page.status_code == 404
    assert "Nothing was recorded" in page.content.decode()
    assert "Two teams began on Monday" in page.content.decode()


def test_an_answer_that_sends_on_and_records_nothing_gives_the_words_back(demo, sign_in):
    client, other = sign_in("analyst"), sign_in("analyst")
    address = reverse("plans:action-close", args=[demo.slug, UPDATED_ACTION])
    typed = open_form(client, address) | {"reason": [WORDS]}
    assert (
        other.post(address, open_form(other, address) | {"reason": ["The board said so."]}).status_code == 302
    )
    page = client.post(address, typed)

    assert page.status_code == 409
    assert "Someone else has closed action" in page.content.decode()
    assert "Two teams began on Monday" in page.content.decode()
    assert (
        "Someone else has closed action"
        not in client.get(reverse("plans:dashboard", args=[demo.slug])).content.decode()
    )


# --- Drafts -----------------------------------------------------------------------------------------
LONG_FORMS = [
    ("plans:action-update", "lead"),
    ("plans:my-actions-update", "lead"),
    ("plans:my-return", "lead"),
    *((f"plans:minutes-step:{step}", "analyst") for step in ("arising", "ratings", "dates", "challenges", "decisions", "actions")),
    ("plans:report-text", "analyst"),
    ("plans:challenge-add", "analyst"),
]  # fmt: skip


def draft_address(demo, name: str) -> str:
    _app, short, *step = name.split(":")
    if step:
        planned = read_board(build_position(demo, TODAY)).next_meeting.planned_id
        return reverse("plans:minutes-step", args=[demo.slug, planned, step[0]])
    if short == "my-return":
        return reverse("plans:my-return", args=[demo.slug])
    return addresses(demo)[f"plans:{short}"]


def save(client: Client, address: str, boxes: dict):
    return client.post(reverse("draft-save"), boxes | {"draft_address": address})


@pytest.mark.parametrize(("name", "role"), LONG_FORMS)
def test_a_draft_is_kept_offered_used_and_erased(demo, sign_in, name, role):
    address, client = draft_address(demo, name), sign_in(role)
    form = own_forms(client.get(address), address)[0]
    typed = form["boxes"] | {box: [f"{WORDS} In {box}."] for box in form["words"]}
    assert save(client, address, typed).json() == {"kept": True}
    assert save(client, address, typed).json() == {"kept": True}
    draft = Draft.objects.get()

    offered = client.get(address).content.decode()
    assert "You started this on" in offered
    assert "Use it" in offered
    assert own_forms(client.get(address), address)[0]["boxes"].keys() == form["boxes"].keys()
    used = client.get(f"{address}?typed={draft.pk}")
    filled = own_forms(used, address)[0]["boxes"]
    assert {box: filled[box] for box in form["words"]} == {box: typed[box] for box in form["words"]}
    # Typed on in the form that was filled in: the same draft.
    save(client, f"{address}?typed={draft.pk}", filled)
    assert Draft.objects.get().pk == draft.pk
    client.post(reverse("draft-discard", args=[draft.pk]))
    assert not Draft.objects.exists()


def test_a_draft_goes_when_its_form_is_sent_and_does_not_come_back(demo, sign_in):
    client = sign_in("lead")
    typed = an_update(client, demo)
    save(client, update_address(demo), typed)
    assert client.post(update_address(demo), typed).status_code == 302

    assert not Draft.objects.exists()
    # The script's last word comes in behind the form.
    assert save(client, update_address(demo), typed).json() == {"kept": False}
    assert not Draft.objects.exists()
    assert "You started this on" not in client.get(update_address(demo)).content.decode()


def test_a_draft_is_its_authors_alone(demo, sign_in):
    client, other = sign_in("lead"), sign_in("admin")
    typed = an_update(client, demo)
    save(client, update_address(demo), typed)
    draft = Draft.objects.get()
    second = make_user("second@test.example", demo, Role.ANALYST)
    stranger = Client()
    stranger.force_login(second)

    for who in (other, stranger):
        address = reverse("plans:action-close", args=[demo.slug, UPDATED_ACTION])
        assert "Two teams" not in who.get(f"{address}?typed={draft.pk}").content.decode()
        who.post(reverse("draft-discard", args=[draft.pk]))
        assert Draft.objects.count() == 1
        # Another's mark keeps nothing in one's own name, nor in theirs.
        assert save(who, update_address(demo), typed).status_code == 403
    assert Client().post(reverse("draft-save"), typed).status_code == 403
    assert (
        "Two teams"
        not in other.get(reverse("admin:improvement_draft_change", args=[draft.pk])).content.decode()
    )
    assert Draft.objects.get() == draft


def test_a_draft_is_kept_from_a_page_of_ours_alone(demo, sign_in):
    client = sign_in("lead")
    typed = an_update(client, demo)
    for address in (
        "https://elsewhere.example/plans/",
        "//elsewhere.example/",
        "/nowhere/",
        "javascript:x",
        "",
    ):
        assert save(client, address, typed).json() == {"kept": False}
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(account("lead"))
    assert (
        strict.post(reverse("draft-save"), typed | {"draft_address": update_address(demo)}).status_code == 403
    )
    assert not Draft.objects.exists()


def test_drafts_are_bounded_in_size_number_and_age(demo):
    lead = account("lead")
    for number in range(MOST_OF_A_FORM + 2):
        keep_draft(lead, "/plans/x/", f"key-{number}", {"text": ["Some words."]})
    assert {draft.form_key for draft in Draft.objects.all()} == {"key-2", "key-3", "key-4"}
    for number in range(MOST_OF_A_PERSON + 2):
        keep_draft(lead, f"/plans/{number}/", "key", {"text": ["Some words."]})
    assert Draft.objects.filter(person=lead).count() == MOST_OF_A_PERSON
    Draft.objects.update(saved_at=timezone.now() - shown.KEPT * 1.01)
    keep_draft(account("analyst"), "/plans/x/", "key", {"text": ["Some words."]})
    assert Draft.objects.count() == 1


# --- How long a person stays signed in --------------------------------------------------------------
def test_the_session_says_how_long_it_has_and_goes_on_when_asked(demo, settings, monkeypatch):
    settings.SESSION_LONGEST = 3 * settings.SESSION_IDLE
    client = Client(enforce_csrf_checks=True)
    client.get(reverse("sign-in"))
    token = client.cookies["csrftoken"].value
    client.post(
        reverse("sign-in"),
        {"login": "lead@northmoor.example", "password": PASSWORD, "csrfmiddlewaretoken": token},
    )
    page = client.get(update_address(demo)).content.decode()
    assert re.search(r'data-session-seconds="(\d+)"', page)[1] in {
        str(settings.SESSION_IDLE - late) for late in range(5)
    }
    later = time.time() + settings.SESSION_IDLE - 100
    monkeypatch.setattr("improvement.accounts.sessions.time.time", lambda: later)
    address = reverse("session")
    left = client.get(address).json()["seconds"]
    assert 90 < left <= 100
    # Asking lengthens nothing, nor does a post that another site could make.
    assert client.get(address).json()["seconds"] == left
    assert client.post(address).status_code == 403
    assert client.get(address).json()["seconds"] == left
    token = client.cookies["csrftoken"].value
    went_on = client.post(address, {"csrfmiddlewaretoken": token})
    assert went_on.json() == {"seconds": settings.SESSION_IDLE}
    assert client.get(address).json()["seconds"] == settings.SESSION_IDLE
    assert "no-store" in went_on["Cache-Control"]


def test_who_is_signed_out_is_told_so_and_kept_nothing(db):
    client = Client()
    answer = client.get(reverse("session"))

    assert (answer.status_code, json.loads(answer.content)) == (403, {"seconds": 0})
    assert client.post(reverse("session")).status_code == 403
    assert not client.cookies.get("sessionid")
    assert User.objects.exists()


def test_the_same_update_again_from_the_page_as_it_stands_now_is_asked_about(demo, sign_in):
    """Back in the browser fetches the form anew, with the action's newer revision, and puts the old words in."""
    client, address = sign_in("lead"), reverse("plans:action-update", args=[demo.slug, "5.8.1"])
    words = {"status": "on_target", "progress": "Seventy families have used it by now.", "evidence": "Count"}

    def send() -> HttpResponse:
        page = client.get(address).content.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
        return client.post(address, {**hidden, **words})

    before = Update.objects.count()
    assert send().status_code == 302
    again = send()

    assert "why=same" in again["Location"]
    assert Update.objects.count() == before + 1
