"""A committee's paper as its council lays it out: in its order, under its headings, on page, Excel, Word and PDF."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from docx import Document as read_word
from hypothesis import given
from hypothesis import strategies as st

from improvement.editing import ChangedMeanwhile
from plans.issuing.files import WORD, write_file
from plans.issuing.issue import issue_report
from plans.issuing.making import usual_layout_of
from plans.models import PaperLayout
from plans.operations.history import Provenance
from plans.operations.reports import save_layout, write_text
from plans.position import build_position
from plans.position.viewer import EVERYTHING
from plans.reports.document import Paragraph, Written
from plans.rules.paper_layouts import LaidPart, as_json, from_json, own_key, problems, whole
from tests.conftest import TODAY
from tests.factories import make_plan, since
from tests.plans.reports.support import MOMENT, made
from tests.plans.views.test_what_is_typed import open_form

pytestmark = pytest.mark.django_db


def address_of(plan, name: str = "cabinet") -> str:
    return reverse("plans:report-layout", args=[plan.slug, name])


def headings_of(plan, name: str = "cabinet") -> list[str]:
    return [section.heading for section in made(plan, name).sections]


def test_parts_stand_where_the_council_puts_them_under_its_headings(demo, sign_in):
    client = sign_in("analyst")
    form = open_form(client, address_of(demo))
    names = {
        value[0]: name.removesuffix("-heading") for name, value in form.items() if name.endswith("-heading")
    }
    background, wards, legal = names["Background"], names["Wards affected"], names["Legal implications"]
    typed = form | {
        f"{background}-order": ["1"], f"{background}-heading": ["Context"],
        f"{names['Background papers']}-out": ["on"],
        f"{wards}-out": ["on"],
        "cover-new-1-heading": ["Forward plan reference"], "cover-new-1-order": ["1"],
        f"{legal}-heading": ["Legal"],
        "implications-new-1-heading": ["Climate"], "implications-new-1-order": ["1"],
        "parts-new-1-heading": ["Options considered"], "parts-new-1-order": ["4"],
    }  # fmt: skip
    answer = client.post(address_of(demo), typed)
    assert answer.status_code == 302, answer.context["form"].errors

    document = made(demo, "cabinet")
    headings = headings_of(demo)
    assert headings[:2] == ["Context", "Purpose of the report"]
    assert "Options considered" in headings
    assert "Background papers" not in headings
    assert [fact.label for fact in document.facts][0] == "Forward plan reference"
    assert "Wards affected" not in [fact.label for fact in document.facts]
    implications = next(section for section in document.sections if section.key == "implications")
    assert implications.parts[0].label == "Climate"
    assert implications.parts[-1].label == "Legal"
    numbers = [
        block.number
        for section in document.sections
        for part in section.parts
        for block in (part.blocks if isinstance(part, Written) else [part])
        if isinstance(block, Paragraph) and block.number is not None
    ]
    assert numbers == list(range(1, len(numbers) + 1))
    word = read_word(BytesIO(write_file(demo, document, WORD).content))
    in_word = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert in_word[:2] == ["Context", "Purpose of the report"]


def test_what_is_added_is_written_like_any_part_and_asked_before_issuing(demo, sign_in):
    layout = {"implications": [LaidPart(own_key("implications", "Climate"), "Climate")]}
    save_layout(demo, "cabinet", layout, 0, provenance=since(TODAY))
    key = "implications-own-climate"
    assert key in {part.key for part in made(demo, "cabinet").unwritten}

    write_text(demo, "cabinet", key, "None arise.", "", 0, provenance=since(TODAY))
    assert next(part for part in made(demo, "cabinet").written() if part.key == key).text == "None arise."
    page = sign_in("analyst").get(reverse("plans:report-standing", args=[demo.slug])).content.decode()
    assert "Climate" in page
    # The other paper of the council that adds the same has its text.
    save_layout(demo, "scrutiny", layout, 0, provenance=since(TODAY))
    assert next(part for part in made(demo, "scrutiny").written() if part.key == key).text == "None arise."


def test_every_plan_of_the_council_has_it_and_no_other_councils(demo):
    layout = {"parts": [LaidPart("summary", "In short")]}
    sister = make_plan("sister", council=demo.council)
    stranger = make_plan("stranger")
    save_layout(sister, "cabinet", layout, 0, provenance=since(TODAY))

    assert "In short" in headings_of(demo)
    assert "In short" in headings_of(sister)
    assert "In short" not in headings_of(stranger)
    assert "In short" not in headings_of(demo, "scrutiny")


def test_an_issued_report_keeps_its_layout_and_the_usual_one_can_come_back(demo, sign_in):
    save_layout(demo, "cabinet", {"parts": [LaidPart("summary", "In short")]}, 0, provenance=since(TODAY))
    issued = issue_report(demo, "cabinet", TODAY, EVERYTHING, MOMENT, provenance=Provenance(TODAY))
    client = sign_in("planner")
    typed = open_form(client, address_of(demo)) | {"usual": ["1"]}
    assert client.post(address_of(demo), typed).status_code == 302

    assert "Summary" in headings_of(demo)
    assert "In short" in str(issued.document)
    assert PaperLayout.objects.count() == 2


def test_of_two_at_once_the_second_is_told_whichever_plan_they_are_on(demo):
    sister = make_plan("sister", council=demo.council)
    save_layout(demo, "cabinet", {"parts": [LaidPart("summary", "First")]}, 0, provenance=since(TODAY))
    with pytest.raises(ChangedMeanwhile):
        save_layout(sister, "cabinet", {"parts": [LaidPart("summary", "Second")]}, 0, provenance=since(TODAY))


def test_what_makes_no_sense_is_refused_and_nothing_typed_is_lost(demo, sign_in):
    client = sign_in("analyst")
    form = open_form(client, address_of(demo))
    typed = form | {"parts-1-heading": ["Background"], "parts-2-order": ["soon"]}
    refused = client.post(address_of(demo), typed)
    assert refused.status_code == 422
    assert "must be a whole number" in refused.content.decode()
    refused = client.post(address_of(demo), form | {"parts-1-heading": ["Background"]})
    assert "Two parts have the heading" in refused.content.decode()
    everything = {name: ["on"] for name in form if name.startswith("parts-") and name.endswith("-heading")}
    gone = form | {name.replace("-heading", "-out"): ["on"] for name in everything if "-new-" not in name}
    assert "Keep at least one part" in client.post(address_of(demo), gone).content.decode()
    with pytest.raises(ValidationError):
        save_layout(demo, "cabinet", {"parts": [LaidPart("summary", "")]}, 0, provenance=since(TODAY))
    assert not PaperLayout.objects.exists()
    assert client.get(address_of(demo, "board")).status_code == 404


PARTS = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8)


@given(PARTS, PARTS)
def test_a_part_that_a_layout_does_not_know_is_never_lost(usual_keys, kept_keys):
    usual = {"parts": [LaidPart(key, key) for key in usual_keys]}
    kept = {"parts": [LaidPart(key, key.upper()) for key in kept_keys]}
    complete = whole(usual, from_json(as_json(kept)))["parts"]

    assert {part.key for part in complete} == set(usual_keys)
    known = [key for key in kept_keys if key in usual_keys]
    assert [part.key for part in complete if part.key in known] == known
    assert not problems({"parts": complete})


def test_the_usual_layout_changes_nothing(demo):
    position = build_position(demo, TODAY)
    for name in ("cabinet", "scrutiny"):
        before = headings_of(demo, name)
        save_layout(demo, name, usual_layout_of(position, name), 0, provenance=since(TODAY))
        assert headings_of(demo, name) == before
