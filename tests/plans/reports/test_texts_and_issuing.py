"""What the analyst writes is kept from version to version; what is issued stays as it is."""

import hashlib
from datetime import date, timedelta
from html import unescape
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from docx import Document as read_word
from openpyxl import load_workbook

from improvement.editing import ChangedMeanwhile
from plans.choices import ProgressStatus, Role
from plans.issuing.document_json import digest_of, from_json, to_json
from plans.issuing.files import forms_of
from plans.issuing.issue import issue_report, known_since
from plans.models import IssuedFile, IssuedReport, ReportText
from plans.operations.history import Provenance
from plans.operations.reports import write_text
from plans.position.viewer import EVERYTHING, PUBLIC
from plans.reports.catalogue import KINDS
from plans.rules.publishing_checks import WORDS
from tests.conftest import TODAY, account
from tests.factories import make_plan, make_user, rate, say
from tests.plans.reports.support import MOMENT, made, read_names

pytestmark = pytest.mark.django_db


def part_of(plan, name, key, on=TODAY):
    return next(part for part in made(plan, name, on).written() if part.key == key)


def write(client, plan, part, text, shown=0, name="cabinet", **asked):
    address = reverse("plans:report-text", args=[plan.slug, name, part])
    query = (
        "?" + "&".join(f"{key.replace('_', '-')}={value}" for key, value in asked.items()) if asked else ""
    )
    return client.post(address + query, {"text": text, "shown": shown})


def test_own_text_stands_in_the_place_of_the_draft_on_page_excel_and_word(demo, sign_in):
    client = sign_in("analyst")
    answer = write(client, demo, "summary", "The year turned.\n\n- Staff stay\n- Plans improve")
    files = {
        form: client.get(reverse("plans:report-file", args=[demo.slug, "cabinet", form])).content
        for form in ("xlsx", "docx")
    }
    page = client.get(reverse("plans:report", args=[demo.slug, "cabinet"])).content.decode()
    cells = [
        cell
        for row in load_workbook(BytesIO(files["xlsx"]))["Report"].iter_rows(values_only=True)
        for cell in row
    ]
    paragraphs = [p.text for p in read_word(BytesIO(files["docx"])).paragraphs]

    assert answer.status_code == 302
    assert "The year turned." in page
    assert "<li>Staff stay</li>" in page
    assert "The year turned." in cells
    assert "•  Staff stay" in cells
    assert any(text.endswith("The year turned.") for text in paragraphs)
    assert "Staff stay" in paragraphs
    # The other report has parts of its own.
    assert part_of(demo, "scrutiny", "summary").own is None


def test_text_is_kept_between_versions_and_says_when_the_draft_moved_on():
    plan = make_plan(actions=2)
    written = write_text(
        plan, "cabinet", "summary", "My words.", part_of(plan, "cabinet", "summary").draft, 0,
        provenance=Provenance(TODAY),
    )  # fmt: skip
    assert not part_of(plan, "cabinet", "summary").is_outdated

    rate(plan, plan.recommendations.get(), "G", TODAY)

    part = part_of(plan, "cabinet", "summary")
    assert part.text == "My words."
    assert part.is_outdated
    assert "1 is rated Green" in part.draft
    write_text(plan, "cabinet", "summary", "", part.draft, written.pk, provenance=Provenance(TODAY))
    assert part_of(plan, "cabinet", "summary").own is None
    assert ReportText.objects.count() == 2


def test_text_about_a_later_day_says_nothing_of_an_earlier_one(demo, sign_in):
    client = sign_in("analyst")
    write(client, demo, "summary", "As it is now.")
    write(client, demo, "summary", "As it was then.", as_at="2026-06-30")

    assert part_of(demo, "cabinet", "summary").text == "As it is now."
    assert part_of(demo, "cabinet", "summary", date(2026, 6, 30)).text == "As it was then."
    assert part_of(demo, "cabinet", "summary", date(2026, 9, 1)).text == "As it was then."
    assert part_of(demo, "cabinet", "summary", date(2026, 6, 29)).own is None


def test_two_who_write_into_one_part_lose_nothing(demo, sign_in):
    first, second = sign_in("analyst"), sign_in("planner")
    write(first, demo, "summary", "Mine.")
    answer = write(second, demo, "summary", "Also mine.")

    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Also mine." in html
    assert "Mine." in html
    assert part_of(demo, "cabinet", "summary").text == "Mine."
    newest = ReportText.objects.get().pk
    assert write(second, demo, "summary", "Also mine.", newest).status_code == 302
    assert part_of(demo, "cabinet", "summary").text == "Also mine."


def test_saving_the_draft_itself_keeps_the_draft_alive(demo, sign_in):
    draft = part_of(demo, "cabinet", "summary").draft
    write(sign_in("analyst"), demo, "summary", draft)

    assert part_of(demo, "cabinet", "summary").own is None


def test_an_unknown_part_is_not_found_and_a_wrong_form_keeps_what_was_typed(demo, sign_in):
    client = sign_in("analyst")
    assert write(client, demo, "no-such-part", "x").status_code == 404
    answer = client.post(
        reverse("plans:report-text", args=[demo.slug, "cabinet", "summary"]), {"text": "Typed"}
    )
    assert answer.status_code == 422
    assert "Typed" in answer.content.decode()


def issue(plan, name="cabinet", on=TODAY, **given):
    return issue_report(
        plan, name, on, given.pop("viewer", EVERYTHING), MOMENT, provenance=Provenance(on), **given
    )


def test_an_issued_report_survives_later_edits_byte_for_byte(demo, sign_in):
    client = sign_in("analyst")
    issued = issue(demo)
    addresses = [
        reverse("plans:issued-file", args=[demo.slug, issued.pk, file.pk]) for file in issued.files.all()
    ]
    before = [client.get(address).content for address in addresses]
    page = client.get(reverse("plans:issued-report", args=[demo.slug, issued.pk])).content.decode()
    assert "Nothing: the position for that date" in page

    say(demo.actions.get(reference="1.4"), ProgressStatus.COMPLETED, TODAY, "Done after all.")
    rate(demo, demo.recommendations.get(number=1), "G", TODAY)
    write(client, demo, "summary", "Written afterwards.")

    assert [client.get(address).content for address in addresses] == before
    assert [hashlib.sha256(content).hexdigest() for content in before] == [
        f.sha256 for f in issued.files.all()
    ]
    assert len(before) == len(forms_of("cabinet")) == 3
    later = client.get(reverse("plans:issued-report", args=[demo.slug, issued.pk])).content.decode()
    assert "Written afterwards." not in later
    assert "A later correction or entry applies to that date" in later
    found = known_since(issued).items.by_item
    assert {(d.field, d.now) for d in found["Action 1.4"]} >= {("status", "Completed")}
    assert ("rating", "Green") in {(d.field, d.now) for d in found["Recommendation 1"]}


def test_what_becomes_known_of_a_later_day_is_no_correction(demo):
    issued = issue(demo, on=date(2026, 6, 30))
    say(demo.actions.get(reference="1.4"), ProgressStatus.COMPLETED, TODAY, "Done now.")

    assert known_since(issued).items.is_empty


def test_the_database_refuses_to_change_what_was_issued(demo):
    issued = issue(demo, "costs")
    for change in (
        lambda: IssuedReport.objects.filter(pk=issued.pk).update(title="Another"),
        lambda: IssuedFile.objects.filter(issued=issued).update(content=b"x"),
        lambda: IssuedFile.objects.filter(issued=issued).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize("name", KINDS)
def test_a_document_comes_back_from_json_as_it_was(demo, name):
    document = made(demo, name)
    kept = to_json(document)

    assert from_json(kept) == document
    assert digest_of(to_json(from_json(kept))) == digest_of(kept)


def test_an_issued_report_is_shown_from_what_was_kept(demo, sign_in):
    issued = issue(demo, "scrutiny", note="As sent on 4 December.")
    html = sign_in("board").get(reverse("plans:issued-report", args=[demo.slug, issued.pk])).content.decode()

    assert "As sent on 4 December." in html
    assert issued.sha256 in html
    assert digest_of(issued.document) == issued.sha256
    assert "Appendix A: Progress against the recommendations" in html


def test_issuing_by_form_needs_a_tick_and_says_what_is_not_written(demo, sign_in):
    client = sign_in("analyst")
    address = reverse("plans:report-issue", args=[demo.slug, "cabinet"])
    page = client.get(address).content.decode()
    refused = client.post(address, {"version": "full"})

    assert "a committee expects" in page
    assert "Legal implications" in page
    assert refused.status_code == 422
    assert IssuedReport.objects.count() == 0
    answer = client.post(f"{address}?as-at=2026-06-30", {"version": "full", "sure": "on", "note": ""})
    issued = IssuedReport.objects.get()
    assert answer["Location"] == reverse("plans:issued-report", args=[demo.slug, issued.pk])
    assert (issued.known_on, issued.by) == (date(2026, 6, 30), account("analyst"))
    assert issued.recorded_at > timezone.now() - timedelta(minutes=5)


def test_a_public_version_is_issued_once_each_of_its_checks_is_confirmed(demo, sign_in):
    read_names(demo, date(2026, 6, 30))
    client = sign_in("analyst")
    address = reverse("plans:report-issue", args=[demo.slug, "action-log"]) + "?as-at=2026-06-30"
    typed = {"version": "public", "sure": "on", "note": ""}
    for some in ([], list(WORDS)[:-1]):
        refused = client.post(address, {**typed, "checked": some})
        assert refused.status_code == 422
        assert "Confirm each of these before you issue the public version." in unescape(
            refused.content.decode()
        )
    assert not IssuedReport.objects.exists()

    answer = client.post(address, {**typed, "checked": list(WORDS)})

    issued = IssuedReport.objects.get()
    assert (issued.is_public, issued.confirmed) == (True, list(WORDS.values()))
    page = unescape(client.get(answer["Location"]).content.decode())
    assert all(words in page for words in issued.confirmed)


def test_a_full_version_confirms_nothing_whatever_was_ticked(demo, sign_in):
    address = reverse("plans:report-issue", args=[demo.slug, "action-log"])
    typed = {"version": "full", "sure": "on", "checked": list(WORDS)}

    sign_in("analyst").post(address, typed)

    assert IssuedReport.objects.get().confirmed == []


def test_who_may_not_see_exempt_items_does_not_open_a_report_that_may_hold_them(demo, sign_in):
    internal = issue(demo, "board")
    committee = issue(demo, "cabinet")
    officer = sign_in("officer")

    assert (internal.sees_exempt, committee.sees_exempt) == (True, False)
    assert officer.get(reverse("plans:issued-report", args=[demo.slug, internal.pk])).status_code == 404
    file = internal.files.get()
    assert (
        officer.get(reverse("plans:issued-file", args=[demo.slug, internal.pk, file.pk])).status_code == 404
    )
    assert officer.get(reverse("plans:issued-report", args=[demo.slug, committee.pk])).status_code == 200
    listed = officer.get(reverse("plans:reports", args=[demo.slug])).content.decode()
    assert reverse("plans:issued-report", args=[demo.slug, internal.pk]) not in listed
    assert reverse("plans:issued-report", args=[demo.slug, committee.pk]) in listed


def test_another_plans_issued_reports_are_not_reached(demo):
    issued = issue(demo, "cabinet")
    other = make_plan("other")
    make_user("a@other.example", other, Role.ANALYST)
    from django.test import Client  # noqa: PLC0415

    client = Client()
    client.force_login(make_user("b@other.example", other, Role.PLAN_ADMINISTRATOR))
    file = issued.files.first()
    assert file is not None
    assert client.get(reverse("plans:issued-report", args=[other.slug, issued.pk])).status_code == 404
    assert client.get(reverse("plans:issued-file", args=[other.slug, issued.pk, file.pk])).status_code == 404


def test_the_same_text_at_once_is_refused_by_the_operation():
    plan = make_plan(actions=0)
    write_text(plan, "cabinet", "summary", "One", "", 0, provenance=Provenance(TODAY))
    with pytest.raises(ChangedMeanwhile):
        write_text(plan, "cabinet", "summary", "Two", "", 0, provenance=Provenance(TODAY))


def test_a_public_report_with_an_open_question_is_not_issued(monkeypatch, demo):
    from plans.reports.document import Question  # noqa: PLC0415

    document = made(demo, "measures", viewer=PUBLIC, is_public=True)
    document.questions = [Question("x", "Which?", (("a", "A"), ("b", "B")))]
    monkeypatch.setattr("plans.issuing.issue.report_to_leave", lambda *args, **given: document)
    with pytest.raises(ValidationError, match="1 question about suppressed figures"):
        issue(demo, "measures", is_public=True)
