"""No word of a plan breaks an answer, and no hidden field of a form does."""

import re
from html import unescape

import pytest
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from improvement.downloads import attachment
from improvement.typed import shown
from plans.models import ReportText
from tests.plans.views.test_access_matrix import addresses

pytestmark = pytest.mark.django_db
WORD = 'Pri"ö\r\n/[*]:\u2028😀;%s\x07'
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?')


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("plan-theme-3.xlsx", 'attachment; filename="plan-theme-3.xlsx"'),
        ('a"b.xlsx', 'attachment; filename="a-b.xlsx"'),
        ("a\r\nSet-Cookie: x.xlsx", 'attachment; filename="a Set-Cookie- x.xlsx"'),
        ("../../etc/passwd", 'attachment; filename="-..-etc-passwd"'),
        ("priorité.xlsx", "attachment; filename*=utf-8''priorit%C3%A9.xlsx"),
        ("a\u2028b\u202ecod.xlsx", 'attachment; filename="a bcod.xlsx"'),
        ("\v", 'attachment; filename="file"'),
    ],
)
def test_the_name_of_a_download_is_one_line_and_keeps_its_letters(name, header):
    HttpResponse()["Content-Disposition"] = attachment(name)

    assert attachment(name) == header


@pytest.mark.parametrize("role", ["analyst", "planner"])
def test_a_plans_word_for_its_divisions_breaks_no_answer(demo, sign_in, role):
    demo.theme_word = WORD
    demo.save()
    demo.refresh_from_db()
    client = sign_in(role)
    downloads = 0

    for name, address in addresses(demo).items():
        response = client.get(address)
        assert response.status_code < 500, name
        if response.has_header("Content-Disposition"):
            downloads += 1
            assert "\n" not in response["Content-Disposition"]
    assert downloads >= 5


def test_a_divisions_own_word_is_in_its_workbooks_name(demo, sign_in):
    demo.theme_word = 'priorité "A"'
    demo.save()
    response = sign_in("analyst").get(reverse("plans:update-workbook", args=[demo.slug, 3]))

    assert "priorit%C3%A9%20-A-" in response["Content-Disposition"]


NONSENSE = ["", "x", "-1", "9" * 30, "１２", "1.5", "²", "0"]


@pytest.mark.parametrize("shown", NONSENSE)
def test_a_text_over_one_that_does_not_stand_comes_back_as_typed(demo, sign_in, shown):
    client = sign_in("analyst")
    address = reverse("plans:report-text", args=[demo.slug, "cabinet", "summary"])
    client.post(address, {"shown": "0", "text": "The first text"})
    assert ReportText.objects.get(plan=demo, part="summary").text == "The first text"

    response = client.post(address, {"shown": shown, "text": "What I typed since lunch"})

    assert response.status_code in {409, 422}
    assert "What I typed since lunch" in response.content.decode()
    assert ReportText.objects.filter(plan=demo, part="summary").count() == 1


@pytest.mark.parametrize("shown", [value for value in NONSENSE if value != "0"])
def test_so_does_one_where_nothing_was_written_yet(demo, sign_in, shown):
    address = reverse("plans:report-text", args=[demo.slug, "cabinet", "summary"])

    response = sign_in("analyst").post(address, {"shown": shown, "text": "What I typed since lunch"})

    assert response.status_code in {409, 422}
    assert "What I typed since lunch" in response.content.decode()
    assert (
        "Nothing was saved" in response.content.decode() or "There is a problem" in response.content.decode()
    )


# What the program puts into every form, and asks for itself.
OF_EVERY_FORM = {"csrfmiddlewaretoken", shown.NAME}
TEXTAREA = re.compile(r'<textarea name="([^"]+)"')
FORMS = {
    "action-update": ("lead", {"status": "on_target", "progress": "TYPED", "evidence": ""}),
    "milestone-report": ("lead", {"status": "on_target", "reason": "TYPED"}),
    "my-return": ("lead", {}),
    "meeting-rearrange": ("analyst", {"title": "TYPED"}),
    "barrier": ("analyst", {"text": "TYPED"}),
    "measure-definition": ("planner", {"name": "TYPED"}),
    "set-up-theme": ("planner", {"title": "TYPED"}),
    "set-up-details": ("planner", {"title": "TYPED"}),
}


@pytest.mark.parametrize("name", FORMS)
def test_no_hidden_field_breaks_a_form_or_loses_what_was_typed(demo, sign_in, name):
    role, typed = FORMS[name]
    client, address = sign_in(role), addresses(demo)[f"plans:{name}"]
    page = client.get(address).content.decode()
    hidden = {key: unescape(value) for key, value in HIDDEN.findall(page) if key not in OF_EVERY_FORM}
    typed = dict.fromkeys(TEXTAREA.findall(page), "TYPED") | typed
    assert hidden, "the page has a hidden field"

    for key in hidden:
        for nonsense in (*NONSENSE[:-1], str(timezone.now())):
            response = client.post(address, {**hidden, **typed, key: nonsense})
            assert response.status_code in {403, 409, 422}, (key, nonsense)
            assert "TYPED" in response.content.decode(), (key, nonsense)


def test_a_host_that_is_not_ours_is_refused_with_a_page(client, settings):
    settings.ALLOWED_HOSTS = ["plans.testshire.example"]

    answer = client.get("/", headers={"host": "elsewhere.example"})

    assert answer.status_code == 400
    assert "<h1" in answer.content.decode()
