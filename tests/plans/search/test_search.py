"""Search as people use it: what it finds, as at which day, for whom, and what it costs."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from plans.choices import ProgressStatus, Role
from plans.models import BoardDecision, Challenge
from plans.operations.structure import mark_exempt
from plans.position import build_position
from plans.position.viewer import EVERYTHING, Viewer
from plans.search.find import find
from tests.conftest import TODAY
from tests.factories import make_plan, make_user, say, since
from tests.plans.views.test_access_matrix import addresses

pytestmark = pytest.mark.django_db


def found(plan, asked, day=TODAY, viewer=EVERYTHING) -> dict[str, list[str]]:
    groups = find(build_position(plan, day, viewer), asked)
    return {group.kind: [item.hit.document.note for item in group.found] for group in groups}


def page(plan, user, **asked) -> str:
    client = Client()
    client.force_login(user)
    return unescape(client.get(reverse("plans:search", args=[plan.slug]), asked).content.decode())


def test_an_action_is_found_by_its_words_its_parents_words_and_what_was_said_of_it(demo):
    by_own = found(demo, "private fostering")
    by_parent = found(demo, "calendar assessment")
    by_update = found(demo, "moderation unknownword") or found(demo, "team tables")

    assert by_own["Actions"]
    assert "Action 8.3.1" in by_parent["Actions"]
    assert any("on action 4.6.3" in note for note in by_update["Updates"])


def test_everything_else_of_the_plan_is_found_too(demo):
    position = build_position(demo, TODAY)

    assert found(demo, "independent visitor")["Recommendations"] == ["Recommendation 11"]
    assert found(demo, position.measures[0].name)["Measures"]
    assert found(demo, position.themes[0].title)["Themes"] == ["Theme 1"]
    assert found(demo, Challenge.objects.filter(plan=demo).first().question[:60])["Challenges"]
    assert found(demo, BoardDecision.objects.filter(plan=demo).first().text[:60])["Decisions"]
    assert found(demo, "Principal Social Worker")["People"] == ["Officer"]
    assert found(demo, "8.3.1")["Actions"][0] == "Action 8.3.1"


def test_a_past_day_knows_nothing_of_what_came_later():
    plan = make_plan(actions=1)
    said_on = TODAY - timedelta(days=3)
    say(plan.actions.get(), ProgressStatus.ON_TARGET, said_on, progress="The lighthouse opened.")

    assert found(plan, "lighthouse", said_on)["Updates"] == [f"Update of {said_on:%-d %B %Y} on action 1.1"]
    assert found(plan, "lighthouse", said_on - timedelta(days=1)) == {}


def test_what_somebody_may_not_see_is_not_found():
    plan = make_plan(actions=2)
    action = plan.actions.order_by("reference").first()
    say(action, ProgressStatus.ON_TARGET, date(2026, 3, 1), progress="The lighthouse opened.")
    mark_exempt(action, True, "Names a child.", provenance=since(TODAY))
    nobody = Viewer(see_exempt=False)

    assert found(plan, "lighthouse")["Updates"]
    assert found(plan, "lighthouse", viewer=nobody) == found(plan, action.reference, viewer=nobody) == {}
    officer = make_user("officer@search.example", plan, Role.LEAD_OFFICER)
    assert "Nothing found" in page(plan, officer, q="lighthouse")
    assert "lighthouse" not in page(plan, officer, q="opened")
    board = make_user("board@search.example", plan, Role.BOARD_MEMBER)
    assert "<mark>lighthouse</mark" in page(plan, board, q="lighthouse")


def test_all_plans_are_searched_and_others_are_not(demo):
    mine, other = make_plan("mine"), make_plan("other")
    client = Client()
    user = make_user("both@search.example", mine, Role.BOARD_MEMBER)
    client.force_login(user)
    word = build_position(mine, TODAY).actions[0].text.split()[0]
    told = client.get(reverse("plans:search-all"), {"q": word}).content.decode()

    assert f"/plans/{mine.slug}/" in told
    assert f"/plans/{other.slug}/" not in told
    assert f"/plans/{demo.slug}/" not in told


@pytest.mark.parametrize(
    "asked", ["", "   ", "?!", "x" * 5000, "\x00", "<script>alert(1)</script>", "' OR 1=1 --", "%"]
)
def test_odd_questions_are_answered(demo, sign_in, asked):
    answer = sign_in("board").get(reverse("plans:search", args=[demo.slug]), {"q": asked})

    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_one_kind_is_told_whole_in_pages(demo, sign_in):
    client, address = sign_in("board"), reverse("plans:search", args=[demo.slug])
    total = len(found(demo, "the")["Updates"])
    first = client.get(address, {"q": "the", "kind": "updates"})
    last = client.get(address, {"q": "the", "kind": "updates", "page": 999})

    assert total > 50
    assert f"{total} found in updates" in first.content.decode()
    assert first.content.decode().count("app-row-note app-muted") == 25
    assert last.context["hits"].number == -(-total // 25)


def test_a_search_costs_the_same_queries_whatever_the_plans_size(django_assert_max_num_queries):
    taken = []
    for actions in (3, 40):
        plan = make_plan(f"sized{actions}", actions=actions)
        client = Client()
        client.force_login(make_user(f"{actions}@search.example", plan, Role.BOARD_MEMBER))
        with django_assert_max_num_queries(46) as captured:
            client.get(reverse("plans:search", args=[plan.slug]), {"q": "action"})
        taken.append(len(captured))

    assert taken[0] == taken[1]


def test_a_list_finds_by_words_what_the_search_finds(demo, sign_in):
    client = sign_in("board")

    def listed(name: str, asked: str) -> int:
        return client.get(reverse(f"plans:{name}", args=[demo.slug]), {"search": asked}).context["total"]

    assert listed("action-list", "audits file") == listed("action-list", "file audits") > 0
    assert listed("action-list", "fosterng") == listed("action-list", "fostering") > 0
    assert listed("recommendation-list", "visitor independent") == 1
    assert listed("measures", "turnovr staff") == listed("measures", "staff turnover") > 0


def test_what_is_called_so_comes_before_what_speaks_of_it(demo):
    assert next(iter(found(demo, "Head of Children's Support"))) == "People"


def test_it_says_what_was_looked_for_instead_of_a_misspelling(demo, sign_in):
    client, address = sign_in("board"), reverse("plans:search", args=[demo.slug])

    assert "shown is fostering for “fosterng”" in unescape(
        client.get(address, {"q": "fosterng"}).content.decode()
    )
    assert "No word is spelt so" not in client.get(address, {"q": "fostering"}).content.decode()


def test_the_box_to_search_in_is_empty_wherever_nothing_was_searched_for(demo, sign_in):
    client, filled = sign_in("lead"), {}

    for name, address in addresses(demo).items():
        response = client.get(address)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            filled[name] = re.findall(r'type="search" value="([^"]+)"', response.content.decode())

    assert len(filled) > 30
    assert {name: found for name, found in filled.items() if found} == {}
