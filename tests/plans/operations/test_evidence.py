"""Evidence: files that are checked, kept apart and handed out only to who may see the plan; how strong it is."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from improvement.models import User
from improvement.uploads import MAX_BYTES, UploadRefused, check_upload, clean_name
from plans.choices import EvidenceSource, Outlook, ProgressStatus, Role
from plans.models import Evidence, EvidenceFile, EvidenceWithdrawal
from plans.operations.ratings import record_check
from plans.operations.structure import add_milestones
from plans.position import build_position
from plans.rules.evidence_ladder import stands_on_self_report, strongest
from tests.conftest import TODAY
from tests.factories import make_plan, make_theme_lead, make_user, rate, say, since

PDF = b"%PDF-1.7 a report"


def office(*members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member in members:
            archive.writestr(member, "<x/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.exe", b"MZ", "This type of file is not accepted"),
        ("a", PDF, "This type of file is not accepted"),
        ("a.html", b"<script>", "This type of file is not accepted"),
        ("a.svg", b"<svg/>", "This type of file is not accepted"),
        ("a.pdf", b"<html>", "is a different type of file"),
        ("a.pdf", b"", "This file is empty"),
        ("a.pdf", b"%PDF-" + b"x" * MAX_BYTES, "larger than 20 MB"),
        ("a.docx", office("xl/workbook.xml"), "is a different type of file"),
        ("a.docx", b"PK\x03\x04 broken", "damaged"),
        ("a.xlsx", office("xl/workbook.xml", "xl/vbaProject.bin"), "contains macros"),
        ("a.png", PDF, "is a different type of file"),
    ],
)
def test_what_is_not_what_it_says_is_refused_with_a_sentence(name, content, words):
    with pytest.raises(UploadRefused, match=words):
        check_upload(name, content)


def test_a_name_loses_its_folders_and_what_a_header_would_take_amiss():
    assert clean_name("..\\..\\etc/passwd.pdf") == "passwd.pdf"
    assert clean_name('a"b\r\nSet-Cookie: x.pdf') == "a_bSet-Cookie_ x.pdf"
    assert check_upload("Bericht.PDF", PDF).media_type == "application/pdf"
    assert check_upload("a.docx", office("word/document.xml")).name == "a.docx"


@pytest.fixture
def plan(db):
    plan = make_plan(actions=1)
    say(plan.actions.get(), ProgressStatus.ON_TARGET, date(2026, 11, 1))
    return plan


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def attach(client, plan, kind: str, reference: str, **fields):
    posted = {"description": "Audit of forty files", "source": "internal_audit", **fields}
    return client.post(reverse("plans:evidence-attach", args=[plan.slug, kind, reference]), posted)


def test_a_file_is_attached_kept_apart_and_handed_out_as_a_download(plan):
    lead = signed_in(make_theme_lead(plan))
    answer = attach(lead, plan, "action", "1.1", file=SimpleUploadedFile("C:\\audit.pdf", PDF))
    assert answer.status_code == 302
    kept = EvidenceFile.objects.get()
    assert (kept.name, kept.size) == ("audit.pdf", len(PDF))
    assert "audit" not in kept.stored.name
    page = lead.get(reverse("plans:action", args=[plan.slug, "1.1"])).content.decode()
    address = reverse("plans:evidence-file", args=[plan.slug, kept.pk])
    assert address in page
    got = signed_in(make_user("b@test.example", plan, Role.BOARD_MEMBER)).get(address)
    assert b"".join(got.streaming_content) == PDF
    assert got["Content-Disposition"] == 'attachment; filename="audit.pdf"'
    assert (got["Content-Type"], got["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    assert (got["Content-Security-Policy"], got["Cache-Control"]) == ("sandbox", "private, no-store")

    other = make_plan("other")
    stranger = signed_in(make_user("s@test.example", other, Role.PLAN_ADMINISTRATOR))
    assert stranger.get(address).status_code == 404
    assert stranger.get(reverse("plans:evidence-file", args=[other.slug, kept.pk])).status_code == 404


def test_a_refused_file_leaves_nothing_and_keeps_what_was_typed(plan):
    lead = signed_in(make_theme_lead(plan))
    answer = attach(lead, plan, "action", "1.1", file=SimpleUploadedFile("run.pdf", b"MZ"))
    assert answer.status_code == 422
    assert "is a different type of file" in answer.content.decode()
    assert "Audit of forty files" in answer.content.decode()
    assert not Evidence.objects.filter(update__action__plan=plan).exists()
    assert not EvidenceFile.objects.exists()


def test_a_row_that_fails_takes_its_file_with_it(plan, monkeypatch):
    lead = signed_in(make_theme_lead(plan))
    lead.raise_request_exception = False
    before = (
        storages["evidence"].listdir(str(plan.pk))[1] if storages["evidence"].exists(str(plan.pk)) else []
    )
    monkeypatch.setattr(Evidence.objects, "create", lambda **fields: 1 / 0)
    assert attach(lead, plan, "action", "1.1", file=SimpleUploadedFile("a.pdf", PDF)).status_code == 500
    after = storages["evidence"].listdir(str(plan.pk))[1] if storages["evidence"].exists(str(plan.pk)) else []
    assert after == before


def test_evidence_stands_behind_ratings_and_milestones_as_known_on_a_day(plan):
    rate(plan, plan.recommendations.get(), "G", date(2026, 11, 6))
    add_milestones({(plan.themes.get().pk, "M1"): {"text": "PID agreed"}}, provenance=since())
    lead = signed_in(make_theme_lead(plan))
    assert attach(lead, plan, "recommendation", "1", link="https://example.org/audit").status_code == 302
    assert attach(lead, plan, "milestone", "1.M1").status_code == 302
    position = build_position(plan, TODAY)

    assert [item.link for item in position.recommendation(1).rating.evidence] == ["https://example.org/audit"]
    assert [item.description for item in position.milestones[0].evidence] == ["Audit of forty files"]
    assert position.recommendation(1).strongest_evidence.source == EvidenceSource.INTERNAL_AUDIT
    before = build_position(plan, TODAY - timedelta(days=1))
    assert (before.recommendation(1).rating.evidence, before.milestones[0].evidence) == ((), ())
    assert before.recommendation(1).stands_on_self_report is True
    assert attach(lead, plan, "recommendation", "9").status_code == 404


OLD = TODAY - timedelta(days=366)


@pytest.mark.parametrize(
    ("evidence", "source", "age"),
    [
        ([], None, None),
        ([("self_report", TODAY)], "self_report", 0),
        ([("self_report", TODAY), ("data", TODAY - timedelta(days=40))], "data", 40),
        ([("data", TODAY), ("voice", OLD)], "data", 0),
        ([("inspector", OLD), ("voice", OLD - timedelta(days=1))], "voice", 367),
        ([("data", TODAY - timedelta(days=9)), ("data", TODAY - timedelta(days=2))], "data", 2),
        ([("voice", TODAY + timedelta(days=1))], None, None),
    ],
)
def test_the_strongest_recent_evidence_and_its_age(evidence, source, age):
    rung = strongest(evidence, TODAY)

    assert (rung and rung.source, rung and rung.age_days) == (source, age)


def test_a_good_rating_on_self_report_alone_is_said_and_no_other():
    assert stands_on_self_report(Outlook.GOOD, [("self_report", TODAY)], TODAY)
    assert stands_on_self_report(Outlook.GOOD, [("inspector", OLD)], TODAY)
    assert not stands_on_self_report(Outlook.GOOD, [("data", TODAY)], TODAY)
    assert not stands_on_self_report(Outlook.CAUTION, [], TODAY)


def test_an_independent_check_counts_and_the_pages_say_what_stands_behind_green(plan):
    item = plan.recommendations.get()
    rate(plan, item, "G", date(2026, 11, 6))
    client = signed_in(make_user("b@test.example", plan, Role.BOARD_MEMBER))
    address = reverse("plans:recommendation", args=[plan.slug, 1])
    assert "Green rests on self-report only" in client.get(address).content.decode()
    record_check(
        item, EvidenceSource.INSPECTOR, TODAY, confirms=True, finding="Seen.", provenance=since(TODAY)
    )
    page = client.get(address).content.decode()
    assert "rests on self-report only" not in page
    assert "Inspector, 21 November 2026 (0 days old)." in page


def attached(plan) -> tuple[EvidenceFile, str]:
    attach(signed_in(make_theme_lead(plan)), plan, "action", "1.1", file=SimpleUploadedFile("case.pdf", PDF))
    file = EvidenceFile.objects.get()
    return file, reverse("plans:evidence-withdraw", args=[plan.slug, file.pk])


def test_a_withdrawn_file_opens_for_nobody_on_whatever_day(plan):
    file, address = attached(plan)
    analyst = signed_in(make_user("a@test.example", plan, Role.ANALYST))
    download = reverse("plans:evidence-file", args=[plan.slug, file.pk])
    action = reverse("plans:action", args=[plan.slug, "1.1"])
    assert address in analyst.get(action).content.decode()
    assert analyst.post(address, {"reason": ""}).status_code == 422
    done = analyst.post(address, {"reason": "It names a family.", "erase": "on"}, follow=True)
    assert "case.pdf is withdrawn" in done.content.decode()

    board = signed_in(make_user("b@test.example", plan, Role.BOARD_MEMBER))
    for client in (analyst, board):
        assert client.get(download).status_code == 404
        page = " ".join(client.get(action).content.decode().split())
        assert "The file was withdrawn: It names a family." in page
        assert "case.pdf" not in page
    assert analyst.post(address, {"reason": "Again."}).status_code == 404
    # Only a system administrator erases; the digest stays.
    assert file.stored.storage.exists(file.stored.name)
    assert EvidenceFile.objects.get().digest == file.digest


def test_who_attached_a_file_withdraws_it_and_others_do_not(plan):
    file, address = attached(plan)
    author = file.by
    assert signed_in(make_user("b@test.example", plan, Role.BOARD_MEMBER)).get(address).status_code == 403
    assert signed_in(make_user("o@test.example", plan, Role.LEAD_OFFICER)).post(address).status_code == 403
    stranger = signed_in(make_user("s@test.example", make_plan("other"), Role.ANALYST))
    assert stranger.get(address).status_code == 404
    assert signed_in(author).post(address, {"reason": "The wrong paper."}).status_code == 302
    with pytest.raises(IntegrityError), transaction.atomic():
        EvidenceWithdrawal.objects.update(reason="Something else")


def test_a_system_administrator_erases_a_file(plan, django_capture_on_commit_callbacks):
    file, address = attached(plan)
    admin = signed_in(User.objects.create_superuser("root@test.example", name="Root"))
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(address, {"reason": "It names a family.", "erase": "on"})

    assert not file.stored.storage.exists(file.stored.name)
    assert EvidenceWithdrawal.objects.get().is_erased


def test_a_file_that_was_withdrawn_is_erased_later(plan, django_capture_on_commit_callbacks):
    file, address = attached(plan)
    signed_in(make_user("a@test.example", plan, Role.ANALYST)).post(address, {"reason": "It names a family."})
    admin = signed_in(User.objects.create_superuser("root@test.example", name="Root"))
    action = reverse("plans:action", args=[plan.slug, "1.1"])
    assert "Erase it" in admin.get(action).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        admin.post(address, {"reason": "Asked for by the family.", "erase": "on"})

    assert not file.stored.storage.exists(file.stored.name)
    assert admin.get(address).status_code == 404
    assert "Erase it" not in admin.get(action).content.decode()
