"""Figures for other programs: opened by a key alone, with its owner's rights, the same as on pages and in the CSV files."""

import base64
import csv
import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plans.access import access_to
from plans.choices import Role
from plans.demo.load import PASSWORD
from plans.models import AccessToken
from plans.operations.people import end_role
from plans.operations.structure import change_actions
from plans.operations.tokens import MOST, digest_of, make_token
from plans.position import build_position
from plans.reports.data_files import DATA_FILES
from plans.views import api
from tests.conftest import TODAY, account
from tests.factories import make_plan, make_user, since
from tests.revisions import as_after_a_commit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


def key_of(plan, user, days: int = 30) -> str:
    return make_token(plan, user, "Power BI", TODAY + timedelta(days=days), today=TODAY)[1]


def again(client: Client) -> Client:
    """Let somebody have given their password again, as a page asks for what opens a plan to a program."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def asked(
    secret: str, name: str, *parts: object, query: dict | None = None, client: Client | None = None, **headers
):
    address = reverse(f"plans:api-{name}", args=parts)
    sent = {"Authorization": f"Bearer {secret}", **headers}
    return (client or Client()).get(address, query or {}, headers=sent)


def rows_of(secret: str, slug: str, name: str, **query: str) -> list[dict]:
    """Return all rows of a table, page after page, as a program fetches them."""
    answer = asked(secret, "table", slug, name, query={"per_page": "40", **query})
    found = list(answer.json()["rows"])
    while address := answer.json()["next"]:
        answer = Client().get(address, headers={"Authorization": f"Bearer {secret}"})
        found += answer.json()["rows"]
    assert len(found) == answer.json()["count"]
    return found


@pytest.mark.parametrize("name", DATA_FILES)
@pytest.mark.parametrize("day", ["2026-11-21", "2026-06-30", "2025-12-31"])
def test_every_table_says_the_same_as_json_as_csv_and_in_the_browser(demo, sign_in, name, day):
    secret = key_of(demo, account("board"))
    rows = rows_of(secret, demo.slug, name, as_at=day)
    by_key = b"".join(asked(secret, "table-csv", demo.slug, name, query={"as_at": day}).streaming_content)
    in_browser = b"".join(
        sign_in("board")
        .get(reverse("plans:data-file", args=[demo.slug, name]), {"as-at": day})
        .streaming_content
    )
    assert by_key == in_browser
    table = list(csv.DictReader(io.StringIO(by_key.decode("utf-8-sig"))))
    assert len(rows) == len(table)
    for row, line in zip(rows, table, strict=True):
        assert list(row) == list(line)
        for column, value in row.items():
            shown = line[column].removeprefix("'") if isinstance(value, str) else line[column]
            assert ("" if value is None else str(value).removeprefix("'")) in {shown, f"{shown}.0"} or float(
                shown
            ) == pytest.approx(float(value))


def test_the_position_is_that_of_the_command_line(demo):
    secret = key_of(demo, account("board"))
    answer = asked(secret, "position", demo.slug, query={"as_at": "2026-06-30"})
    day = TODAY.replace(month=6, day=30)
    position = build_position(demo, day, access_to(account("board"), demo).viewer)
    assert answer.json() == position.as_json()


def test_excel_and_power_bi_send_the_key_as_the_password(demo):
    secret = key_of(demo, account("board"))
    shown = base64.b64encode(f"anybody:{secret}".encode()).decode()
    answer = Client().get(reverse("plans:api-plans"), headers={"Authorization": f"Basic {shown}"})
    assert [plan["slug"] for plan in answer.json()["plans"]] == [demo.slug]
    assert [table["name"] for table in answer.json()["plans"][0]["tables"]] == list(DATA_FILES)


@pytest.mark.parametrize(
    "header", ["", "Bearer ", "Bearer ipt_nonsense", "Basic x", "Basic eDp5", "Digest a=b"]
)
def test_without_a_key_nothing_is_answered_and_nobody_is_sent_to_sign_in(demo, header):
    answer = Client().get(reverse("plans:api-plans"), headers={"Authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Basic")
    assert "key" in answer.json()["error"]


def test_a_session_is_no_key(demo, sign_in):
    assert sign_in("admin").get(reverse("plans:api-plans")).status_code == 401


def test_a_key_that_ended_expired_or_whose_owner_left_opens_nothing():
    plan = make_plan(actions=1)
    user = make_user("b@test.example", plan, Role.BOARD_MEMBER)
    secret = key_of(plan, user)
    assert asked(secret, "position", plan.slug).status_code == 200
    token = AccessToken.objects.get()
    AccessToken.objects.update(expires_on=TODAY - timedelta(days=1))
    assert asked(secret, "position", plan.slug).status_code == 401
    AccessToken.objects.update(expires_on=TODAY + timedelta(days=1), revoked_at=timezone.now())
    assert asked(secret, "position", plan.slug).status_code == 401
    AccessToken.objects.update(revoked_at=None)
    end_role(user.plan_roles.get(), provenance=since(TODAY))
    assert asked(secret, "position", plan.slug).status_code == 403
    user.is_active = False
    user.save()
    assert asked(secret, "position", plan.slug).status_code == 403
    assert token.digest == digest_of(secret)


def test_a_key_opens_its_own_plan_alone_and_what_its_owner_may_see():
    plan, other = make_plan(actions=2), make_plan("other", actions=1)
    officer = make_user("o@test.example", plan, Role.LEAD_OFFICER)
    change_actions({plan.actions.get(reference="1.1").pk: {"exempt": True}}, provenance=since())
    secret = key_of(plan, officer)
    assert asked(secret, "position", other.slug).status_code == 404
    assert [row["reference"] for row in rows_of(secret, plan.slug, "actions")] == ["1.2"]
    member = key_of(plan, make_user("b@test.example", plan, Role.BOARD_MEMBER))
    assert [row["reference"] for row in rows_of(member, plan.slug, "actions")] == ["1.1", "1.2"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"as_at": "nonsense"}, "was not understood as a date"),
        ({"as_at": "2999-01-01"}, "still to come"),
        ({"page": "0"}, "page from 1"),
        ({"page": "x"}, "page from 1"),
        ({"per_page": "5001"}, "5000"),
    ],
)
def test_what_can_not_be_asked_is_said_in_words(query, words):
    plan = make_plan(actions=1)
    secret = key_of(plan, make_user("b@test.example", plan, Role.BOARD_MEMBER))
    answer = asked(secret, "table", plan.slug, "actions", query=query)
    assert answer.status_code == 400
    assert words in answer.json()["error"]
    assert asked(secret, "table", plan.slug, "secrets").status_code == 404
    assert asked(secret, "table", plan.slug, "actions", query={"page": "99"}).json()["rows"] == []


def test_nothing_is_changed_by_a_key():
    plan = make_plan(actions=1)
    secret = key_of(plan, make_user("b@test.example", plan, Role.BOARD_MEMBER))
    address = reverse("plans:api-table", args=[plan.slug, "actions"])
    for method in ("post", "put", "delete", "patch"):
        answer = getattr(Client(), method)(address, headers={"Authorization": f"Bearer {secret}"})
        assert answer.status_code == 405


def test_what_did_not_change_is_not_sent_again():
    plan = make_plan(actions=1)
    secret = key_of(plan, make_user("b@test.example", plan, Role.BOARD_MEMBER))
    tag = asked(secret, "position", plan.slug)["ETag"]
    assert asked(secret, "position", plan.slug, **{"If-None-Match": tag}).status_code == 304
    make_user("x@test.example", plan, Role.ANALYST)
    as_after_a_commit()
    assert asked(secret, "position", plan.slug, **{"If-None-Match": tag}).status_code == 200


def test_a_key_asks_so_often_a_minute(monkeypatch):
    monkeypatch.setattr(api, "MOST_A_MINUTE", 3)
    plan = make_plan(actions=1)
    secret = key_of(plan, make_user("b@test.example", plan, Role.BOARD_MEMBER))
    codes = [asked(secret, "plans").status_code for _ in range(5)]
    assert codes[:3] == [200] * 3
    assert codes[-1] == 429


def test_the_description_names_every_address_and_what_it_answers(demo):
    secret = key_of(demo, account("board"))
    said = Client().get(reverse("plans:api-description")).json()
    assert said["openapi"] == "3.1.0"
    server = said["servers"][0]["url"].removeprefix("http://testserver")
    tables = 0
    for path, about in said["paths"].items():
        since = "?since=2026-06-30" if "/changes" in path else ""
        answer = Client().get(
            server + path.replace("{plan}", demo.slug) + since, headers={"Authorization": f"Bearer {secret}"}
        )
        assert answer.status_code == 200, path
        content = about["get"]["responses"]["200"]["content"]
        if "text/csv" in content:
            continue
        schema = content["application/json"]["schema"]
        schema = said["components"]["schemas"]["Plans"] if "$ref" in schema else schema
        assert set(schema.get("required", [])) <= set(answer.json()), path
        if "rows" in schema.get("properties", {}):
            tables += 1
            assert list(answer.json()["rows"][0]) == schema["properties"]["rows"]["items"]["required"]
    assert tables == len(DATA_FILES) + 1
    names = [each["name"] for each in said["paths"]["/plans/{plan}/tables/actions/"]["get"]["parameters"]]
    assert {"status", "theme", "overdue", "page"} <= set(names)


def test_a_person_makes_a_key_sees_it_once_and_ends_it(demo, sign_in):
    client, address = again(sign_in("board")), reverse("plans:my-keys")
    made = client.post(address, {"name": "Power BI", "plan": demo.pk, "days": "90", "scope": "data"})
    secret = made.context["secret"]
    assert secret.startswith("ipt_")
    assert secret in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    later = client.get(address).content.decode()
    assert secret not in later
    assert secret[:10] in later
    assert secret not in str(list(AccessToken.objects.values()))
    assert asked(secret, "plans").status_code == 200
    assert "never" not in client.get(address).content.decode()
    token = AccessToken.objects.get()
    assert again(sign_in("analyst")).post(address, {"end": token.pk}).status_code == 404
    assert client.post(address, {"end": token.pk}).status_code == 302
    assert asked(secret, "plans").status_code == 401


def test_keys_are_few_short_lived_and_of_plans_that_one_sees(demo, sign_in):
    client, address = again(sign_in("board")), reverse("plans:my-keys")
    assert sign_in("lead").post(address, {"name": "x", "plan": demo.pk}).url.startswith("/account/again/")
    other = make_plan("other")
    assert (
        client.post(address, {"name": "x", "plan": other.pk, "days": "30", "scope": "data"}).status_code
        == 422
    )
    assert (
        client.post(address, {"name": "x", "plan": demo.pk, "days": "9999", "scope": "data"}).status_code
        == 422
    )
    for number in range(MOST + 1):
        answer = client.post(
            address, {"name": f"Key {number}", "plan": demo.pk, "days": "30", "scope": "data"}
        )
    assert answer.status_code == 422
    assert AccessToken.objects.count() == MOST


def test_a_table_takes_the_same_queries_whatever_the_plans_size(django_assert_max_num_queries):
    taken = []
    for count in (2, 40):
        plan = make_plan(f"api{count}", actions=count)
        secret = key_of(plan, make_user(f"b{count}@test.example", plan, Role.BOARD_MEMBER))
        with django_assert_max_num_queries(60) as captured:
            assert asked(secret, "table", plan.slug, "actions").status_code == 200
        taken.append(len(captured))
    assert taken[0] == taken[1]


def test_lists_are_filtered_as_on_their_pages(demo, sign_in):
    secret, browser = key_of(demo, account("board")), sign_in("board")
    for query in ({"overdue": "yes"}, {"status": "completed", "theme": "1"}, {"search": "recruit"}):
        page = browser.get(reverse("plans:action-list", args=[demo.slug]), query | {"print": "1"})
        shown = {action.reference for action in page.context["filter"].actions() if not action.is_parent}
        rows = rows_of(secret, demo.slug, "actions", **query)
        csv_rows = asked(secret, "table-csv", demo.slug, "actions", query=query)
        text = b"".join(csv_rows.streaming_content).decode("utf-8-sig")

        assert {row["reference"] for row in rows} == shown
        assert 0 < len(rows) < 90
        assert len(text.splitlines()) >= len(rows) + 1
    measures = rows_of(secret, demo.slug, "measures", against="missed")
    assert measures
    assert {row["against_target"] for row in measures} == {"Off target"}


@pytest.mark.parametrize(
    ("name", "query", "words"),
    [
        ("actions", {"colour": "red"}, "no filter called colour"),
        ("actions", {"status": "nonsense"}, "Progress status"),
        ("updates", {"status": "completed"}, "has no filters"),
    ],
)
def test_a_filter_that_there_is_not_is_refused_and_never_filters_nothing(demo, name, query, words):
    secret = key_of(demo, account("board"))
    for ending in ("table", "table-csv"):
        answer = asked(secret, ending, demo.slug, name, query=query)
        assert answer.status_code == 400
        assert words in answer.json()["error"]


def test_what_changed_between_two_days_is_what_the_page_of_two_days_says(demo, sign_in):
    secret = key_of(demo, account("board"))
    query = {"since": "2026-06-30", "as_at": "2026-09-30"}
    answer = asked(secret, "changes", demo.slug, query={**query, "per_page": "1000"}).json()
    text = b"".join(asked(secret, "changes-csv", demo.slug, query=query).streaming_content).decode(
        "utf-8-sig"
    )

    assert (answer["since"], answer["as_at"]) == ("2026-06-30", "2026-09-30")
    assert answer["count"] == len(answer["rows"]) == len(list(csv.reader(io.StringIO(text)))) - 1
    assert "completed" in answer["sentence"]
    completed = [
        row["item"] for row in answer["rows"] if row["field"] == "status" and row["now"] == "Completed"
    ]
    then = {
        row["reference"]: row["status"] for row in rows_of(secret, demo.slug, "actions", as_at="2026-06-30")
    }
    later = {
        row["reference"]: row["status"] for row in rows_of(secret, demo.slug, "actions", as_at="2026-09-30")
    }
    assert {item.removeprefix("Action ") for item in completed if item.startswith("Action")} == {
        reference
        for reference, status in later.items()
        if status == "Completed" and then.get(reference, "Completed") != "Completed"
    }
    for wrong in ({}, {"since": "soon"}, {"since": "2026-10-01", "as_at": "2026-09-30"}):
        assert asked(secret, "changes", demo.slug, query=wrong).status_code == 400
