"""Where a drafted line comes from: told beside it to whoever may write over it, and to nobody else."""

import re
from html import unescape

import pytest
from django.urls import reverse

from plans.operations.reports import write_text
from plans.reports.document import Bullets, Source, Written
from tests.conftest import TODAY
from tests.factories import since

pytestmark = pytest.mark.django_db
BESIDE = re.compile(r'<(?:li|p)[^>]* title="From: ([^"]+)"[^>]*>(.*?)</(?:li|p)>', re.DOTALL)


def beside(client, plan, query: str = "") -> list[tuple[str, str]]:
    page = client.get(reverse("plans:report", args=[plan.slug, "cabinet"]) + query)
    return BESIDE.findall(unescape(page.content.decode()))


def test_the_analyst_finds_a_lines_rows_beside_it_and_a_reader_does_not(demo, sign_in):
    found = beside(sign_in("analyst"), demo)

    assert len(found) > 20
    rows, line = next((rows, line) for rows, line in found if rows.startswith("Update of"))
    reference = re.search(r"on (\S+)$", rows.split(";")[0])[1]
    assert demo.actions.filter(reference=reference).exists()
    assert line.strip()
    assert beside(sign_in("board"), demo) == []
    assert beside(sign_in("analyst"), demo, "?version=public") == []


def test_a_text_of_ones_own_comes_from_no_row(demo, sign_in):
    analyst = sign_in("analyst")
    before = len(beside(analyst, demo))
    write_text(demo, "cabinet", "good-progress-1", "- We did well.", "", 0, provenance=since(TODAY))

    after = beside(analyst, demo)

    assert 0 < len(after) < before
    assert not any("We did well" in line for _rows, line in after)


def test_a_line_keeps_its_rows_through_blocks_and_numbers():
    part = Written(
        "key",
        "Label",
        "Opens.\n\n- One.\n- Two.",
        first_number=3,
        sources=(Source("Two.", ("Row 2", "Row 3")),),
    )
    opening, bullets = part.blocks

    assert (opening.text, opening.number, opening.text.rows) == ("Opens.", 3, "")
    assert isinstance(bullets, Bullets)
    assert [(item, item.rows) for item in bullets.items] == [("One.", ""), ("Two.", "Row 2; Row 3")]
