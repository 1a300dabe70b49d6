"""One day's figures, everywhere they are printed: page, Excel, Word, PDF, CSV, JSON."""

import csv
import json
import re
from collections import Counter
from datetime import date, timedelta
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from docx import Document as read_word
from openpyxl import load_workbook
from pypdf import PdfReader

from plans.operations.tokens import make_token
from plans.reports.data_files import DATA_FILES
from tests.conftest import TODAY, account
from tests.plans.reports.support import table_rows

pytestmark = pytest.mark.django_db


def text_of_pdf(content: bytes) -> str:
    """Return a PDF's words on one line, as a reader of another family reads them."""
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def position_sentence(document) -> str:
    return next(section for section in document.sections if section.key == "position").parts[0].text


@pytest.mark.parametrize("day", [TODAY, date(2026, 6, 30), date(2025, 12, 31)])
def test_figures_of_one_day_agree_wherever_they_are_printed(demo, sign_in, day):
    client = sign_in("analyst")
    asked = {"as-at": day.isoformat()}
    page = client.get(reverse("plans:report", args=[demo.slug, "cabinet"]), asked)
    excel = load_workbook(
        BytesIO(client.get(reverse("plans:report-file", args=[demo.slug, "cabinet", "xlsx"]), asked).content)
    )
    word = read_word(
        BytesIO(client.get(reverse("plans:report-file", args=[demo.slug, "cabinet", "docx"]), asked).content)
    )
    pdf = text_of_pdf(
        client.get(reverse("plans:report-file", args=[demo.slug, "cabinet", "pdf"]), asked).content
    )
    printed = StringIO()
    call_command("plan_position", "--plan", demo.slug, "--as-at", day.isoformat(), stdout=printed)
    figures = json.loads(printed.getvalue())
    names = {"completed": "Completed", "on_target": "On target", "behind_target": "Behind target",
             "not_started": "Not started", "not_supplied": "No status given"}  # fmt: skip
    by_status = {names[key]: count for key, count in figures["actions"]["by_status"].items() if count}

    def plain(found):
        return {key: count for key, count in found.items() if count}

    assert plain({r["Status"]: r["Number"] for r in table_rows(excel, "ActionsByStatus")}) == by_status
    rows = table_rows(excel, "RecommendationsByRating")
    by_rating = plain({row["Rating"]: row["Number"] for row in rows})
    levels = {level.code: level.name for level in page.context["document"].levels}
    said = plain(figures["recommendations"]["by_rating"])
    assert by_rating == {levels.get(code, "Not yet rated"): count for code, count in said.items()}
    shown = page.context["document"].table("ActionsByStatus")
    assert plain({row.values[0]: row.values[1] for row in shown.rows}) == by_status
    html = page.content.decode()
    assert page.context["document"].sections[1].parts[0].blocks[0].text.replace("'", "&#x27;") in html
    in_word = next(t for t in word.tables if t.rows[0].cells[0].text == "Status")
    assert plain({r.cells[0].text: int(r.cells[1].text) for r in in_word.rows[1:-1]}) == by_status

    # As the PDF's text runs: each status with its number and share, the sentence over them.
    for status, count in by_status.items():
        assert re.search(rf"{status} {count} \d+%", pdf), status
    assert position_sentence(page.context["document"]) in pdf
    secret = make_token(demo, account("analyst"), "Power BI", TODAY + timedelta(days=9), today=TODAY)[1]
    answer = Client().get(
        reverse("plans:api-position", args=[demo.slug]),
        {"as_at": day.isoformat()},
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert answer.json()["actions"]["by_status"] == figures["actions"]["by_status"]

    def data(name):
        answer = client.get(reverse("plans:data-file", args=[demo.slug, name]), asked)
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        return list(csv.DictReader(StringIO(text)))

    actions = data("actions")
    assert plain(Counter(row["status"] for row in actions)) == by_status
    assert sum(row["overdue"] == "Yes" for row in actions) == figures["actions"]["overdue"]
    assert len(table_rows(excel, "OverdueActions")) == max(figures["actions"]["overdue"], 1)
    newest = [r for r in data("ratings") if r["subject"] == "Recommendation" and r["is_newest"] == "Yes"]
    rated = Counter(row["rating"] for row in newest)
    assert dict(rated) == {name: count for name, count in by_rating.items() if name != "Not yet rated"}
    assert len({row["measure_code"] for row in data("observations")}) <= figures["measures"]


def test_data_files_have_the_columns_that_the_documentation_names(demo, sign_in):
    from pathlib import Path  # noqa: PLC0415

    documented = Path("docs/data.md").read_text()
    client = sign_in("board")
    for name, file in DATA_FILES.items():
        answer = client.get(reverse("plans:data-file", args=[demo.slug, name]))
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        rows = list(csv.reader(StringIO(text)))

        assert rows[0] == ["plan", "as_at", *file.columns]
        assert len(rows) > 1
        assert {(row[0], row[1]) for row in rows[1:]} == {(demo.slug, TODAY.isoformat())}
        assert all(f"`{column}`" in documented for column in file.columns)


def test_csv_holds_days_numbers_and_inert_text(demo, sign_in):
    from plans.choices import ProgressStatus  # noqa: PLC0415
    from tests.factories import say  # noqa: PLC0415

    action = demo.actions.get(reference="1.4")
    say(action, ProgressStatus.ON_TARGET, TODAY, "=1+1")
    answer = sign_in("analyst").get(reverse("plans:data-file", args=[demo.slug, "actions"]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    row = next(row for row in csv.DictReader(StringIO(text)) if row["reference"] == "1.4")

    assert row["progress"] == "'=1+1"
    assert row["last_update_on"] == TODAY.isoformat()
    assert row["days_overdue"].isdigit()
    assert answer["Cache-Control"] == "private, no-store"
