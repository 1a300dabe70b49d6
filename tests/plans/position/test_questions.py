"""Where judgement and evidence disagree: one number, one meaning, on every page and in every paper."""

import re

import pytest
from django.urls import reverse

from plans.operations.ratings import answer_contradiction
from plans.position import build_position
from tests.conftest import TODAY
from tests.factories import since
from tests.plans.reports.support import made, table_rows, words_of, workbook_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered_more(demo):
    """The demo with one more question answered than it comes with."""
    found = build_position(demo, TODAY).open_contradictions[0]
    answer_contradiction(
        demo, found.kind, found.subject, found.basis, "Seen in practice.", provenance=since(TODAY)
    )
    return demo


@pytest.mark.parametrize("name", ["cabinet", "scrutiny"])
def test_a_committees_number_is_that_of_the_rows_it_prints(answered_more, name):
    position, document = build_position(answered_more, TODAY), made(answered_more, name)
    words = words_of(document)
    said = re.findall(r"In (\d+) places? the judgement was kept", words)
    rows = table_rows(workbook_of(document), "Questions")

    assert len(position.answered_contradictions) > 1
    assert [int(number) for number in said] == [len(position.answered_contradictions)] == [len(rows)]
    assert {row["Answer"] for row in rows} == {found.answer for found in position.answered_contradictions}
    # What is still with a lead stands nowhere in it.
    assert position.open_contradictions
    assert not [found for found in position.open_contradictions if found.question in words]
    assert "Waiting for an answer" not in words


def test_the_boards_paper_prints_both_and_counts_both(answered_more):
    position, document = build_position(answered_more, TODAY), made(answered_more, "board")
    rows = table_rows(workbook_of(document), "Questions")
    waiting = sum(row["Answer"] == "Waiting for an answer" for row in rows)
    section = next(section for section in document.sections if section.key == "questions")

    assert waiting == len(position.open_contradictions)
    assert len(rows) - waiting == len(position.answered_contradictions)
    assert f"{waiting} waiting for an answer, {len(rows) - waiting} answered." in section.subtitle


def test_pages_and_json_count_alike(answered_more, sign_in):
    position = build_position(answered_more, TODAY)
    waiting, answered = len(position.open_contradictions), len(position.answered_contradictions)
    client = sign_in("board")

    def read(name, *arguments, **asked):
        return client.get(
            reverse(f"plans:{name}", args=[answered_more.slug, *arguments]), asked
        ).content.decode()

    def shown(html):
        return html.count('class="app-question')

    assert position.as_json()["questions"] == {"waiting": waiting, "answered": answered}
    assert sum(position.as_json()["contradictions"].values()) == waiting + answered
    assert f"{waiting} checks to answer, {answered} answered." in " ".join(read("dashboard").split())
    assert shown(read("questions")) == waiting + answered
    assert shown(read("questions", state="waiting")) == waiting
    assert shown(read("questions", state="answered")) == answered
    for theme in position.themes:
        html = read("theme", theme.number)
        told = re.search(r">\s*(\d+) checks? about this theme\s*</a>: (\d+) to answer, (\d+) ans", html)
        count = shown(read("questions", theme=theme.number))
        assert (int(told[1]) if told else 0) == count
        assert not told or int(told[2]) + int(told[3]) == count
