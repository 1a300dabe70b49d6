"""Every form comes back as it was typed, and every page that is filled with what stands in it stays as it is."""

import pytest

from improvement.typed import shown
from improvement.typed.filling import fill
from plans.demo.load import PASSWORD
from tests.pages import own_forms
from tests.plans.views.test_access_matrix import COLUMNS, EXPECTED, rows
from tests.plans.views.test_access_matrix import every_address as every_address  # noqa: PLC0414 -- a fixture
from tests.plans.views.test_what_is_typed import WORDS, sign_in_with, signed_out

pytestmark = pytest.mark.django_db
NOTHING_TO_TYPE = {
    "plans:report-publish",
    "plans:import-preview",
    "plans:set-up-invitation",
    "plans:paper-template",
}
# Opened by a link of its own, for who need not be signed in: no session can end there.
WITHOUT_A_SESSION = {"plans:update-by-link"}
ROLES = ("officer", "lead", "analyst", "planner", "admin")


def with_a_form() -> list[tuple[str, str]]:
    """Return every address of the plans' pages that shows a form, with a role that may open and send it."""
    found = []
    for name, (get, post) in EXPECTED.items():
        if name in WITHOUT_A_SESSION:
            continue
        for role in ROLES:
            if get[COLUMNS.index(role)] == "o" and post[COLUMNS.index(role)] in "ir":
                found.append((name, role))
                break
    return found


@pytest.mark.parametrize(("name", "role"), with_a_form())
def test_every_form_comes_back_filled_in_after_a_session_ended(every_address, sign_in, name, role):
    address, client = every_address[name], sign_in(role)
    for number, form in enumerate(own_forms(client.get(address), address)):
        assert shown.NAME in form["boxes"]
        typed = dict(form["boxes"])
        typed |= {box: [f"{WORDS} In {box}."] for box in form["words"]}
        typed |= {box: [values[-1]] for box, values in form["choices"].items()}
        filled_by_hand = {*form["words"], *form["choices"]}
        # A form that is only a button, or only takes a file, has nothing to keep.
        if not filled_by_hand:
            assert name in NOTHING_TO_TYPE
            continue
        before = rows()
        signed_out(client)
        asked = client.post(address, typed)

        assert asked.status_code == 403
        assert "Your session has ended" in asked.content.decode()
        # Nothing is stored for who is not signed in.
        assert rows() == before
        answer = sign_in_with(client, asked, role)
        assert answer.status_code == 302
        page = client.get(answer["Location"])
        assert page.status_code == 200
        assert "The form is filled in as you left it." in page.content.decode()
        filled = own_forms(page, address)[number]["boxes"]
        assert {box: filled.get(box) for box in filled_by_hand} == {box: typed[box] for box in filled_by_hand}
        # What the form was shown over goes with it: who else wrote meanwhile is noticed.
        assert {box: filled.get(box) for box in form["hidden"] - {"csrfmiddlewaretoken", shown.NAME}} == {
            box: typed[box] for box in form["hidden"] - {"csrfmiddlewaretoken", shown.NAME}
        }


@pytest.mark.parametrize("name", EXPECTED)
def test_a_page_filled_with_what_stands_in_it_stays_as_it_is(every_address, sign_in, name):
    role = next((r for r in ROLES if EXPECTED[name][0][COLUMNS.index(r)] == "o"), None)
    if role is None:
        return
    page = sign_in(role).get(every_address[name])
    if not page.streaming and page["Content-Type"].startswith("text/html"):
        html = page.content.decode()
        kept = {
            box: values
            for form in own_forms(page)
            for box, values in form["boxes"].items()
            if box not in {"csrfmiddlewaretoken", shown.NAME}
        }

        filled = fill(html, kept)

        assert filled.left_over == {}
        page.content = filled.html.encode()
        assert [form["boxes"] for form in own_forms(page)] == [
            form["boxes"] for form in own_forms(type(page)(html))
        ]
        assert fill("<p>No form &amp; no <br> box</p><!-- x -->", kept).html == (
            "<p>No form &amp; no <br> box</p><!-- x -->"
        )


@pytest.mark.parametrize(
    "name",
    [
        "plans:minutes-close",
        "plans:set-up-role-end",
        "plans:import-undo",
        "plans:custom-report-remove",
        "plans:report-names",
    ],
)
def test_no_sign_in_ends_on_an_address_that_only_takes_a_form(every_address, sign_in, name):
    role = next(r for r in ROLES if EXPECTED[name][1][COLUMNS.index(r)] in "ir" or r == "analyst")
    role = "planner" if name == "plans:set-up-role-end" else role
    address, client = every_address[name], sign_in(role)
    signed_out(client)
    asked = client.post(address, {"sure": "1"})

    assert asked.status_code == 302
    answer = client.post(
        asked["Location"], {"login": f"{role}@northmoor.example", "password": PASSWORD}, follow=True
    )
    assert answer.status_code == 200
    assert answer.redirect_chain
    assert '<form method="post"' in answer.content.decode()
