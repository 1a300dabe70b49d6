"""What pages say, what they cost, and what stands in their headers."""

from datetime import date
from html import unescape
from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from plans.choices import ProgressStatus, Role
from plans.position import build_position
from tests.conftest import TODAY
from tests.factories import make_plan, make_theme_lead, make_user, rate, say

pytestmark = pytest.mark.django_db


def test_the_dashboard_says_how_the_plan_stands(demo, sign_in):
    page = sign_in("board").get(reverse("plans:dashboard", args=[demo.slug])).content.decode()

    assert build_position(demo, TODAY).sentence() in page
    assert "Overall effectiveness: Requires improvement." in page
    assert "What has changed since 6 November 2026" in page
    assert "14.1.3" in page


def test_figures_are_the_same_on_page_json_and_workbook(demo, sign_in):
    client = sign_in("analyst")
    for day in ("2026-11-21", "2026-09-13", "2026-03-31"):
        figures = build_position(demo, date.fromisoformat(day)).as_json()
        page = client.get(reverse("plans:dashboard", args=[demo.slug]), {"as-at": day})
        shown = {share.key: share.count for share in page.context["position"].status_shares()}
        file = client.get(reverse("plans:report-file", args=[demo.slug, "cabinet", "xlsx"]), {"as-at": day})
        sheet = load_workbook(BytesIO(file.content))["Position"]
        values: dict[str, object] = {}
        for row in sheet.iter_rows(max_col=2):
            values.setdefault(row[0].value, row[1].value)  # the actions' table stands before the milestones'

        assert shown == {
            key: n for key, n in figures["actions"]["by_status"].items() if n or key != "not_supplied"
        }
        assert values["Completed"] == figures["actions"]["by_status"]["completed"]
        assert values["Behind target"] == figures["actions"]["by_status"]["behind_target"]
        assert [values["Green"], values["Amber"], values["Red"]] == list(
            figures["recommendations"]["by_rating"].values()
        )


def test_the_list_is_filtered_sorted_and_exported_alike(demo, sign_in):
    client = sign_in("board")
    query = {"overdue": "yes", "theme": "4", "sort": "-due"}
    page = client.get(reverse("plans:action-list", args=[demo.slug]), query)
    shown = [row.record.reference for row in page.context["table"].rows]
    file = client.get(reverse("plans:action-list-export", args=[demo.slug]), query)
    sheet = load_workbook(BytesIO(file.content))["Actions"]
    exported = [row[0].value for row in sheet.iter_rows(min_row=5)]

    expected = [a for a in build_position(demo, TODAY).overdue_actions if a.theme_number == 4]
    assert sorted(shown) == sorted(action.reference for action in expected)
    assert exported == shown
    assert "Theme: 4." in sheet["A2"].value


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"status": "not_supplied"}, 4), ({"recommendation": "8"}, 18), ({"overdue": "yes"}, 17), ({"search": "8.3.1"}, 1),
        ({"rating": "R"}, 1), ({"due_from": "2027-01-01", "due_to": "2027-12-31"}, None), ({"search": "zzz"}, 0),
    ],
)  # fmt: skip
def test_each_filter_keeps_what_it_says(demo, sign_in, query, count):
    page = sign_in("board").get(reverse("plans:action-list", args=[demo.slug]), query)
    rows = [row.record.action for row in page.context["table"].rows]

    if count is not None:
        assert len(rows) == count
    if "due_from" in query:
        assert rows
        assert all(date(2027, 1, 1) <= action.due.latest <= date(2027, 12, 31) for action in rows)


def test_a_wrong_filter_says_so(demo, sign_in):
    page = (
        sign_in("board")
        .get(reverse("plans:action-list", args=[demo.slug]), {"status": "nonsense"})
        .content.decode()
    )

    assert "There is a problem" in page
    assert "nonsense is not one of the available choices" in page


def test_pages_of_a_long_list_lose_and_repeat_nothing(demo, sign_in):
    client, seen = sign_in("board"), []
    for number in (1, 2, 3, 4):
        page = client.get(reverse("plans:action-list", args=[demo.slug]), {"page": number})
        seen += [row.record.reference for row in page.context["table"].paginated_rows]

    assert len(seen) == len(set(seen)) == 90


def filled_plan(actions: int):
    plan = make_plan(f"sized{actions}", actions=actions)
    for action in plan.actions.all():
        say(action, ProgressStatus.ON_TARGET, date(2026, 3, 1), evidence=["Report"])
    rate(plan, plan.recommendations.get(), "G", date(2026, 3, 1))
    return plan


PAGES = {
    "dashboard": ((), 75), "theme": ((1,), 33), "recommendation": ((1,), 34), "action-list": ((), 33),
    "my-actions": ((), 40), "questions": ((), 31), "measures": ((), 33), "stated-figures": ((), 32),
    "action": (("1.1",), 38), "my-actions-update": ((), 32), "action-list-export": ((), 31),
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_page_takes_the_same_queries_whatever_the_plans_size(name, django_assert_max_num_queries):
    arguments, most = PAGES[name]
    taken = []
    for actions in (5, 50):
        plan = filled_plan(actions)
        client = Client()
        client.force_login(make_theme_lead(plan, f"lead{actions}@test.example"))
        with django_assert_max_num_queries(most) as captured:
            assert client.get(reverse(f"plans:{name}", args=[plan.slug, *arguments])).status_code == 200
        taken.append(len(captured))
    assert taken[0] == taken[1]


def test_all_plans_of_someone_with_several(demo):
    other = make_plan("othershire", actions=1)
    user = make_user("both@test.example", demo, Role.BOARD_MEMBER)
    from plans.operations.people import give_role  # noqa: PLC0415 -- only here
    from tests.factories import since  # noqa: PLC0415 -- only here

    give_role(other, user, Role.BOARD_MEMBER, provenance=since())
    client = Client()
    client.force_login(user)
    page = unescape(client.get(reverse("plans:plan-list")).content.decode())

    assert demo.title in page
    assert "6 Green, 7 Amber, 1 Red" in page
    assert "49 of 90" in page
    assert "0 of 1" in page


def test_a_plan_without_anything_says_what_to_do_next():
    plan = make_plan(actions=0)
    planner = Client()
    planner.force_login(make_user("pl@test.example", plan, Role.PLAN_ADMINISTRATOR))

    for name in ("dashboard", "action-list", "questions", "measures", "stated-figures", "set-up"):
        assert planner.get(reverse(f"plans:{name}", args=[plan.slug])).status_code == 200
    assert (
        "No inspection has been recorded for this plan yet"
        in planner.get(plan.get_absolute_url()).content.decode()
    )


def test_headers_are_strict_on_every_kind_of_answer(demo, sign_in):
    client = sign_in("analyst")
    page = client.get(demo.get_absolute_url())
    file = client.get(reverse("plans:report-file", args=[demo.slug, "cabinet", "xlsx"]))
    missing = client.get("/plans/nowhere/")

    for response in (page, file, missing):
        policy = response["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "DENY"
    assert page["Cache-Control"] == "private, no-cache"
    assert "no-store" in file["Cache-Control"]
    assert "no-store" in Client().get(reverse("sign-in"))["Cache-Control"]


def test_no_page_holds_an_inline_script_or_style(demo, sign_in):
    client = sign_in("planner")
    for name in ("dashboard", "action-list", "questions", "measures", "set-up"):
        page = client.get(reverse(f"plans:{name}", args=[demo.slug])).content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert "onclick=" not in page
        scripts = page.count("<script")
        assert scripts == page.count('<script type="module" src=') + page.count(
            "<script defer src="
        ) + page.count('type="application/json"')


def test_nothing_is_fetched_from_elsewhere(demo, sign_in):
    page = sign_in("board").get(demo.get_absolute_url()).content.decode()

    assert "https://" not in page
    assert "//cdn" not in page


def test_every_template_compiles():
    from django.template.loader import get_template  # noqa: PLC0415 -- only here

    folder = settings.BASE_DIR / "templates"
    names = [str(path.relative_to(folder)) for path in folder.rglob("*.html")]
    assert len(names) > 40
    for name in names:
        get_template(name)


@pytest.mark.parametrize("day", ["2026-02-30", "nonsense", "", "2999-01-01"])
def test_a_day_that_cannot_be_is_today(demo, sign_in, day):
    response = sign_in("board").get(demo.get_absolute_url(), {"as-at": day, "since": day})

    assert response.status_code == 200
    assert response.context["page"].as_at == TODAY


def test_the_first_day_of_the_calendar_is_a_day_before_the_plan(demo, sign_in):
    response = sign_in("board").get(demo.get_absolute_url(), {"as-at": "0001-01-01", "since": "0001-01-01"})

    assert response.status_code == 200
    assert response.context["position"].actions == []


# --- what a link with a rating opens -----------------------------------------------------------------


def shown(client, demo, **asked) -> list[int]:
    page = client.get(reverse("plans:recommendation-list", args=[demo.slug]), asked)
    return [row.record.number for row in page.context["table"].rows]


def test_a_rating_opens_the_recommendations_that_have_it(demo, sign_in):
    client = sign_in("board")
    overview = client.get(reverse("plans:dashboard", args=[demo.slug])).content.decode()

    assert f'{reverse("plans:recommendation-list", args=[demo.slug])}?rating=A">Amber<' in overview
    assert (len(shown(client, demo)), len(shown(client, demo, rating="A"))) == (14, 7)
    assert shown(client, demo, rating="nonsense") == []
    assert len(shown(client, demo, rating="A", **{"as-at": "2026-09-13"})) == 10


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        ({"rating": "needs-the-board"}, [1, 3, 4, 5, 7, 10, 13, 14]), ({"search": "independent visitor"}, [11]),
        ({"search": "10"}, [10]), ({"theme": "2"}, [2, 3, 9]), ({"overdue": "yes", "rating": "G"}, [8, 11, 12]),
        ({"moved": "improved", "as-at": "2026-11-20", "since": "2026-11-01"}, [9]), ({"moved": "slipped"}, []),
        ({"search": "zzz"}, []),
    ],
)  # fmt: skip
def test_recommendations_are_filtered_and_exported_alike(demo, sign_in, asked, numbers):
    client = sign_in("board")
    file = client.get(reverse("plans:recommendation-list-export", args=[demo.slug]), asked)
    sheet = load_workbook(BytesIO(file.content))["Recommendations"]
    exported = [row[0].value for row in sheet.iter_rows(min_row=5) if isinstance(row[0].value, int)]

    assert shown(client, demo, **asked) == exported == numbers


def test_a_filter_is_a_tag_that_takes_it_away(demo, sign_in):
    page = sign_in("board").get(
        reverse("plans:action-list", args=[demo.slug]), {"theme": "4", "overdue": "yes", "page": "1"}
    )

    assert [(tag.words, tag.without) for tag in page.context["filter"].tags()] == [
        ("Theme: 4. Meeting our legal duties", "overdue=yes"),
        ("Past its date: Overdue", "theme=4"),
    ]
    assert '<span id="filters-folded"> (2)</span>' in page.content.decode()


def test_overview_tells_first_what_moved_then_what_needs_the_board(demo, sign_in):
    page = unescape(sign_in("board").get(reverse("plans:dashboard", args=[demo.slug])).content.decode())
    order = [page.index(words) for words in (
        "What has changed since 6 November 2026", "Needs the board", 'id="measures"', "app-rows--themes",
        "Where judgement and evidence disagree",
    )]  # fmt: skip

    assert order == sorted(order)
    assert page.index("All three actions are more than seven months late") > order[1]
    # Whether it is working is answered on the first screen, before what moved.
    assert page.index("with a target that is due") < order[0]
    assert "Yours" not in page


def test_overview_tells_a_lead_what_is_theirs_first(demo, sign_in):
    client = sign_in("lead")
    page = client.get(reverse("plans:dashboard", args=[demo.slug]))
    told = page.content.decode()
    yours = page.context["yours"]

    assert told.index('id="yours"') < told.index('id="changes"')
    assert yours.overdue == sorted(yours.overdue, key=lambda action: -action.days_overdue)
    assert f"<strong>{len(yours.overdue)} overdue</strong>" in told


def test_a_plan_that_nobody_rated_shows_what_is_overdue_longest():
    plan = make_plan(actions=3)
    client = Client()
    client.force_login(make_user("b@test.example", plan, Role.BOARD_MEMBER))
    page = client.get(reverse("plans:dashboard", args=[plan.slug])).content.decode()

    assert "No recommendation has been rated yet." in page
