"""A paper as PDF: it can be listened to, fetches nothing, and a server that can't make one says so."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from plans.choices import ProgressStatus
from plans.issuing import files, pdf
from plans.issuing.files import forms_of
from plans.issuing.issue import issue_report
from plans.operations.history import Provenance
from plans.position.viewer import EVERYTHING
from tests.conftest import TODAY
from tests.factories import make_plan, rate, say
from tests.plans.reports.support import MOMENT, made, read_names

pytestmark = pytest.mark.django_db


def read(document) -> PdfReader:
    target = BytesIO()
    pdf.write_pdf(document, target)
    return PdfReader(target)


def structure(reader: PdfReader) -> dict[str, int]:
    """Return how often each kind of element stands in a PDF's structure tree."""
    found: dict[str, int] = {}

    def walk(element) -> None:
        element = element.get_object()
        if isinstance(element, list):
            for child in element:
                walk(child)
        elif isinstance(element, dict):
            if "/S" in element:
                found[element["/S"]] = found.get(element["/S"], 0) + 1
                if element["/S"] == "/Figure":
                    assert element.get("/Alt")
            if "/K" in element:
                walk(element["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


def test_it_is_tagged_titled_and_in_english(demo):
    reader = read(made(demo, "cabinet"))
    root, parts = reader.trailer["/Root"], structure(reader)

    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == f"{demo.title}: report to Cabinet"
    assert parts["/H1"] == 1
    assert parts["/H2"] >= 10
    assert parts["/Table"] >= 8
    assert parts["/TH"] >= parts["/Table"]
    assert parts["/Figure"] >= 1
    assert len(reader.outline) >= 1
    assert "Page 1 of" in reader.pages[0].extract_text()


@pytest.mark.parametrize("name", ["cabinet", "scrutiny"])
def test_no_page_is_blank(demo, name):
    # The running head and the page's number stand on each.
    assert all(len(page.extract_text().split()) > 25 for page in read(made(demo, name)).pages)


def test_what_somebody_typed_is_words_and_fetches_nothing(monkeypatch):
    plan = make_plan(actions=1)
    evil = '<img src="http://127.0.0.1:9/x.png"><style>@import url(http://127.0.0.1:9/y)</style><b>bold</b>'
    say(plan.actions.get(), ProgressStatus.COMPLETED, date(2026, 3, 1), evil)
    rate(plan, plan.recommendations.get(), "G", date(2026, 3, 1), evil)
    monkeypatch.setattr("socket.socket.connect", lambda *given: pytest.fail("it asked the network"))
    text = " ".join(page.extract_text() for page in read(made(plan, "cabinet")).pages)

    assert "<b>bold</b>" in text


def test_a_plan_with_nothing_in_it_is_a_paper_too():
    assert len(read(made(make_plan(actions=0), "cabinet")).pages) >= 2


def test_an_issued_paper_keeps_its_pdf(demo):
    read_names(demo)
    issued = issue_report(
        demo, "cabinet", TODAY, EVERYTHING, MOMENT, is_public=True, note="", provenance=Provenance(TODAY)
    )
    kept = issued.files.get(name__endswith=".pdf")

    assert PdfReader(BytesIO(bytes(kept.content))).metadata.author == demo.council.name


def test_a_server_without_the_library_says_so_and_offers_what_it_has(demo, sign_in, monkeypatch):
    monkeypatch.setattr(pdf, "why_not", lambda: pdf.MISSING)
    monkeypatch.setattr(files, "why_not", lambda: pdf.MISSING)
    monkeypatch.setattr("plans.views.reports.why_not", lambda: pdf.MISSING)
    client = sign_in("analyst")
    page = client.get(reverse("plans:report", args=[demo.slug, "cabinet"])).content.decode()

    assert [form.label for form in forms_of("cabinet")] == ["Excel", "Word"]
    assert "libpango" in page
    assert "Download as PDF" not in page
    assert client.get(reverse("plans:report-file", args=[demo.slug, "cabinet", "pdf"])).status_code == 404
    with pytest.raises(pdf.NoPdf, match="apt-get install"):
        pdf.write_pdf(made(demo, "cabinet"), BytesIO())


def test_a_report_too_long_for_a_pdf_says_so_and_is_issued_without_one(demo, sign_in, monkeypatch):
    monkeypatch.setattr(pdf, "MOST_ROWS", 10)
    client = sign_in("analyst")
    answer = client.get(reverse("plans:report-file", args=[demo.slug, "cabinet", "pdf"]), follow=True)
    assert "a PDF is made of up to 10" in answer.content.decode()
    issued = issue_report(demo, "cabinet", TODAY, EVERYTHING, MOMENT, provenance=Provenance(TODAY))
    assert {file.name.rpartition(".")[2] for file in issued.files.all()} == {"xlsx", "docx"}
