"""Cover and implications: asked once a plan, said by every committee's paper, kept from one to the next."""

import json
from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse

from plans.demo.load import IMPORTED_AS_AT
from plans.demo.papers import PAPERS, write_papers
from plans.models import ReportText
from plans.operations.history import Provenance
from plans.operations.reports import write_text
from tests.conftest import TODAY
from tests.plans.reports.support import made
from tests.plans.views.test_what_is_typed import open_form

pytestmark = pytest.mark.django_db


def address_of(plan) -> str:
    return reverse("plans:report-standing", args=[plan.slug])


def texts_of(plan, paper: str, on: date = TODAY) -> dict[str, str]:
    return {part.key: part.text for part in made(plan, paper, on).written()}


def test_what_is_written_once_stands_in_every_paper(demo, sign_in):
    client = sign_in("analyst")
    typed = open_form(client, address_of(demo)) | {
        "committee-report-of": ["Director of Children's Services"],
        "committee-implications-legal": ["None arise.\n\n- But one duty stands."],
        "cabinet-meets-on_day": ["4"], "cabinet-meets-on_month": ["12"], "cabinet-meets-on_year": ["2026"],
        "scrutiny-committee": ["Children's Scrutiny"],
    }  # fmt: skip
    answer = client.post(address_of(demo), typed)

    assert answer.status_code == 302
    assert ReportText.objects.count() == 4
    cabinet, scrutiny = texts_of(demo, "cabinet"), texts_of(demo, "scrutiny")
    for paper in (cabinet, scrutiny):
        assert paper["report-of"] == "Director of Children's Services"
        assert paper["implications-legal"].startswith("None arise.")
    assert (cabinet["meets-on"], scrutiny["meets-on"]) == ("4 December 2026", "")
    assert (cabinet["committee"], scrutiny["committee"]) == ("Cabinet", "Children's Scrutiny")
    page = client.get(address_of(demo)).content.decode()
    assert "Director of Children&#x27;s Services" in page


def test_saving_without_a_change_writes_nothing(demo, sign_in):
    client = sign_in("analyst")
    assert client.post(address_of(demo), open_form(client, address_of(demo))).status_code == 302
    assert not ReportText.objects.exists()


def test_the_day_of_an_earlier_meeting_is_asked_anew_and_the_rest_is_kept(demo):
    for part, text in (("meets-on", "13 September 2026"), ("contact", "Head of Improvement")):
        write_text(demo, "cabinet", part, text, "", 0, provenance=Provenance(date(2026, 9, 1)))

    then, now = texts_of(demo, "cabinet", date(2026, 9, 10)), texts_of(demo, "cabinet")
    assert (then["meets-on"], then["contact"]) == ("13 September 2026", "Head of Improvement")
    assert (now["meets-on"], now["contact"]) == ("", "Head of Improvement")
    assert "meets-on" in {part.key for part in made(demo, "cabinet").unwritten}


def test_of_two_who_change_one_part_the_second_is_told_and_loses_nothing(demo, sign_in):
    first, second = sign_in("analyst"), sign_in("planner")
    theirs = open_form(second, address_of(demo)) | {"committee-contact": ["Mine, second"]}
    mine = open_form(first, address_of(demo)) | {"committee-contact": ["First"]}
    assert first.post(address_of(demo), mine).status_code == 302

    refused = second.post(address_of(demo), theirs)
    assert refused.status_code == 409
    assert "Mine, second" in refused.content.decode()
    assert texts_of(demo, "scrutiny")["contact"] == "First"
    again = open_form(second, address_of(demo)) | {"committee-contact": ["Mine, second"]}
    assert second.post(address_of(demo), again).status_code == 302
    assert texts_of(demo, "scrutiny")["contact"] == "Mine, second"


def test_two_who_change_different_parts_both_stand(demo, sign_in):
    first, second = sign_in("analyst"), sign_in("planner")
    theirs = open_form(second, address_of(demo)) | {"committee-implications-risk": ["Theirs"]}
    mine = open_form(first, address_of(demo)) | {"committee-contact": ["Mine"]}

    assert first.post(address_of(demo), mine).status_code == 302
    assert second.post(address_of(demo), theirs).status_code == 302
    said = texts_of(demo, "cabinet")
    assert (said["contact"], said["implications-risk"]) == ("Mine", "Theirs")


def test_what_was_written_into_one_paper_before_stands_until_it_is_changed(demo, sign_in):
    # As an earlier release kept it: under the paper that it was written in.
    ReportText.objects.create(
        plan=demo, report="cabinet", part="contact", text="Before", draft="", **Provenance(TODAY).dated()
    )
    client = sign_in("analyst")
    typed = open_form(client, address_of(demo))
    assert typed["committee-contact"] == ["Before"]

    assert client.post(address_of(demo), typed | {"committee-contact": ["After"]}).status_code == 302
    assert texts_of(demo, "cabinet")["contact"] == texts_of(demo, "scrutiny")["contact"] == "After"


def test_what_is_missing_is_said_before_a_report_is_issued(demo, sign_in):
    client = sign_in("analyst")
    page = client.get(reverse("plans:report-issue", args=[demo.slug, "cabinet"])).content.decode()

    assert "Officer to contact" in page
    assert address_of(demo) in page
    wrong = open_form(client, address_of(demo)) | {"cabinet-meets-on_day": ["31"], "cabinet-meets-on_month": ["2"],
                                                   "cabinet-meets-on_year": ["2027"]}  # fmt: skip
    refused = client.post(address_of(demo), wrong)
    assert refused.status_code == 422
    assert not ReportText.objects.exists()


def test_the_demonstrations_papers_lack_nothing_but_the_day_of_the_meeting(demo):
    write_papers(demo, Provenance(IMPORTED_AS_AT))

    for paper in ("cabinet", "scrutiny"):
        assert {part.key for part in made(demo, paper).unwritten} <= {"meets-on"}
    texts = json.loads((settings.BASE_DIR / "fixtures" / PAPERS).read_text())
    # Each is a part of the paper that it was written for.
    assert set(texts["committee"]) <= set(texts_of(demo, "cabinet"))
    assert set(texts["scrutiny"]) <= set(texts_of(demo, "scrutiny"))
