"""What is a person's own: what is new to them, the views they keep, the reminders they want."""

from datetime import datetime, timedelta
from html import unescape

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plans.choices import ProgressStatus, Role
from plans.models import ReminderChoice, SavedView, Visit
from plans.operations.personal import MOST_VIEWS, note_visit
from plans.operations.structure import change_actions
from plans.position import build_position
from plans.position.board import read_challenges
from plans.position.news import read_news
from plans.position.viewer import Viewer
from plans.rules.reminders import KINDS, Occasion, due_now
from tests.conftest import TODAY
from tests.factories import make_actions, make_officer, make_plan, make_user, say, since

pytestmark = pytest.mark.django_db


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text_of(answer) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def page_of(plan, name: str) -> str:
    return reverse(f"plans:{name}", args=[plan.slug])


def looked(plan, user, days: int) -> datetime:
    """Let a person have looked at a plan some days ago, and today."""
    before = timezone.now() - timedelta(days=days)
    Visit.objects.create(plan=plan, user=user, last_at=timezone.now(), before_at=before)
    return before


def test_what_was_recorded_since_the_last_day_is_new_and_within_a_day_nothing_moves():
    plan = make_plan()
    user = make_user("b@test.example", plan, Role.BOARD_MEMBER)
    noon = timezone.make_aware(datetime(2026, 11, 10, 12))
    assert note_visit(plan, user, noon) is None
    assert note_visit(plan, user, noon + timedelta(hours=5)) is None
    assert note_visit(plan, user, noon + timedelta(days=3)) == noon
    assert note_visit(plan, user, noon + timedelta(days=3, hours=2)) == noon
    assert note_visit(plan, user, noon + timedelta(days=4)) == noon + timedelta(days=3)


def test_overview_counts_what_is_new_and_its_page_says_it():
    plan = make_plan(actions=2)
    user = make_user("b@test.example", plan, Role.BOARD_MEMBER)
    client = signed_in(user)
    assert "since you last looked" not in text_of(client.get(page_of(plan, "dashboard")))
    Visit.objects.all().delete()
    looked(plan, user, days=2)
    assert "Nothing new since you last looked" in text_of(client.get(page_of(plan, "dashboard")))

    say(plan.actions.get(reference="1.1"), ProgressStatus.BEHIND_TARGET, TODAY, "The trainer left.")
    page = text_of(client.get(page_of(plan, "dashboard")))
    assert "1 update" in page
    news = text_of(client.get(page_of(plan, "news")))
    assert "The trainer left." in news
    assert "Behind target" in news
    listed = client.get(page_of(plan, "action-list")).content.decode()
    assert listed.count("app-tag--new") == 1
    # On a past day nothing is new, and whoever comes for the first time is not told that all of it is.
    yesterday = {"as-at": (TODAY - timedelta(days=1)).isoformat()}
    assert "app-tag--new" not in client.get(page_of(plan, "dashboard"), yesterday).content.decode()
    first = signed_in(make_user("c@test.example", plan, Role.BOARD_MEMBER))
    assert "app-tag--new" not in first.get(page_of(plan, "action-list")).content.decode()


def test_what_is_entered_today_for_an_earlier_day_is_new():
    plan = make_plan(actions=1)
    before = timezone.now() - timedelta(days=1)
    say(plan.actions.get(), ProgressStatus.ON_TARGET, TODAY - timedelta(days=20), "Entered late.")
    groups = read_news(build_position(plan, TODAY), [], before)
    assert [group.counted for group in groups] == ["1 update"]
    assert read_news(build_position(plan, TODAY), [], timezone.now()) == []


def test_nobody_is_told_of_what_they_may_not_see():
    plan = make_plan(actions=2)
    hidden = plan.actions.get(reference="1.1")
    change_actions({hidden.pk: {"exempt": True}}, provenance=since())
    say(hidden, ProgressStatus.ON_TARGET, TODAY, "For members alone.")
    position = build_position(plan, TODAY, Viewer(see_exempt=False))
    assert read_news(position, read_challenges(position), timezone.now() - timedelta(days=1)) == []
    seen = build_position(plan, TODAY)
    assert len(read_news(seen, [], timezone.now() - timedelta(days=1))) == 1


def test_a_view_is_kept_for_the_person_alone_and_removed():
    plan = make_plan(actions=2)
    user = make_user("b@test.example", plan, Role.BOARD_MEMBER)
    client, other = signed_in(user), signed_in(make_user("c@test.example", plan, Role.BOARD_MEMBER))
    save = reverse("plans:view-save", args=[plan.slug, "action-list"])
    answer = client.post(save, {"name": "Late ones", "query": "overdue=yes&page=3&status=&as-at=2026-01-01"})
    assert answer.url == page_of(plan, "action-list") + "?overdue=yes"
    page = client.get(page_of(plan, "action-list"), {"overdue": "yes"}).content.decode()
    assert "Late ones" in page
    assert "Remove the view Late ones" in page
    assert "Late ones" not in other.get(page_of(plan, "action-list")).content.decode()
    view = SavedView.objects.get()
    assert other.post(reverse("plans:view-remove", args=[plan.slug, view.pk])).status_code == 404
    assert client.post(reverse("plans:view-remove", args=[plan.slug, view.pk])).status_code == 302
    assert (
        "Late ones"
        not in client.get(page_of(plan, "action-list"))
        .content.decode()
        .partition("<main")[2]
        .partition("filter")[2]
    )
    assert not SavedView.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name": "", "query": "overdue=yes"}, "Enter a name for the view."),
        ({"name": "x" * 41, "query": "overdue=yes"}, "The name of a view must be 40 characters or fewer."),
        ({"name": "All", "query": ""}, "Filter the list first"),
        ({"name": "Long", "query": "search=" + "x" * 1000}, "This is filtered by too much to be saved."),
    ],
)
def test_a_view_that_can_not_be_kept_is_refused_with_a_sentence(typed, said):
    plan = make_plan(actions=1)
    client = signed_in(make_user("b@test.example", plan, Role.BOARD_MEMBER))
    answer = client.post(reverse("plans:view-save", args=[plan.slug, "measures"]), typed, follow=True)
    assert said in text_of(answer)
    assert not SavedView.objects.exists()


def test_one_keeps_ten_views_of_a_list_and_a_name_again_replaces():
    plan = make_plan(actions=1)
    client = signed_in(make_user("b@test.example", plan, Role.BOARD_MEMBER))
    save = reverse("plans:view-save", args=[plan.slug, "action-list"])
    for number in range(MOST_VIEWS + 2):
        client.post(save, {"name": f"View {number}", "query": "overdue=yes"})
    assert SavedView.objects.count() == MOST_VIEWS
    client.post(save, {"name": "View 1", "query": "status=on_target"})
    assert SavedView.objects.get(name="View 1").query == "status=on_target"


def test_a_list_whose_views_changed_is_not_answered_as_unchanged():
    plan = make_plan(actions=1)
    client = signed_in(make_user("b@test.example", plan, Role.BOARD_MEMBER))
    tag = client.get(page_of(plan, "action-list")).headers["ETag"]
    client.post(
        reverse("plans:view-save", args=[plan.slug, "action-list"]), {"name": "Late", "query": "overdue=yes"}
    )
    client.get(page_of(plan, "more"))
    assert client.get(page_of(plan, "action-list"), headers={"If-None-Match": tag}).status_code == 200


def test_who_wants_no_reminder_of_a_kind_gets_none(settings):
    settings.EMAIL_HOST = "localhost"
    settings.SITE_ADDRESS = "https://plans.test.example"
    plan = make_plan(actions=0)
    lead = make_user("lead@test.example", plan, Role.LEAD_OFFICER)
    make_officer(plan, user=lead)
    yesterday = timezone.localdate() - timedelta(days=1)
    for action in make_actions(
        plan, 1, due_words="yesterday", due_kind="exact", due_earliest=yesterday, due_latest=yesterday
    ):
        say(action, ProgressStatus.ON_TARGET, yesterday - timedelta(days=2), "Under way.")
    client = signed_in(lead)
    page = client.get(reverse("plans:my-reminders"))
    assert page.content.decode().count("checked") == len(KINDS)
    answer = client.post(
        reverse("plans:my-reminders"), {"chosen": "yes", "wanted": ["before", "on", "returns"]}
    )
    assert answer.status_code == 302
    assert ReminderChoice.objects.get(user=lead).unwanted == ["after", "silent"]
    call_command("send_reminders", plan=plan.slug)
    assert mail.outbox == []
    client.post(reverse("plans:my-reminders"), {"chosen": "yes", "wanted": list(KINDS)})
    call_command("send_reminders", plan=plan.slug)
    assert len(mail.outbox) == 1


def test_who_wants_to_hear_only_before_is_not_told_so_afterwards():
    """Of a date only the newest occasion is told: leaving that away must not bring back the one before it."""
    days = [(TODAY - timedelta(days=20), "before"), (TODAY - timedelta(days=1), "after")]
    occasions = [Occasion(f"{kind}|1.1|2026-11-20", kind, day) for day, kind in days]
    assert [item.kind for item in due_now(occasions, set(), TODAY)] == ["after"]
    assert due_now(occasions, set(), TODAY, {"after"}) == []


def test_before_overview_is_opened_today_the_same_is_new_as_afterwards():
    plan = make_plan(actions=2)
    user = make_user("b@test.example", plan, Role.BOARD_MEMBER)
    client = signed_in(user)
    now = timezone.now()
    old = now - timedelta(days=9)
    Visit.objects.create(plan=plan, user=user, last_at=now - timedelta(days=2), before_at=old)
    say(plan.actions.get(reference="1.1"), ProgressStatus.ON_TARGET, TODAY, "Just now.")
    first = client.get(page_of(plan, "action-list")).content.decode().count("app-tag--new")
    client.get(page_of(plan, "dashboard"))
    assert first == client.get(page_of(plan, "action-list")).content.decode().count("app-tag--new") == 1
