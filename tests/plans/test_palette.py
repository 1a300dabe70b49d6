"""One set of colours: it can be read and seen, and pages, drawings and files all take it from one place."""

import re
from itertools import combinations

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from improvement.contrast import contrast, readable_on
from performance.analysis.judging import AgainstTarget
from plans import palette
from plans.choices import ProgressStatus
from plans.palette import LOOKS, NOT_KNOWN, STATUS_LOOKS, TARGET_LOOKS, rating_look, style_sheet
from plans.reports.document import Kind
from plans.reports.looks import looks_of

# What pages lie on, and boxes on them.
GROUNDS = (palette.WHITE, "#f3f5f8")
SOURCE = settings.BASE_DIR / "static" / "src"
DESIGN_SYSTEM = (
    settings.BASE_DIR / "node_modules/govuk-frontend/dist/govuk/settings/_colours-palette--internal.scss"
)
COLOUR = re.compile(r"#[0-9a-f]{6}\b", re.IGNORECASE)


@pytest.mark.parametrize(
    ("colour", "ink"),
    [("#00703c", "#ffffff"), ("#ffbf00", "#000000"), ("#d4351c", "#ffffff"), ("#ffffff", "#000000")],
)
def test_ink_reads_on_its_colour(colour, ink):
    assert readable_on(colour) == ink


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#ffffff", "#ffffff", 1), ("#777777", "#ffffff", 4.48)],
)
def test_contrast_is_the_ratio_of_wcag(one, other, ratio):
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("name", LOOKS)
def test_words_can_be_read_and_grounds_be_seen(name):
    look = LOOKS[name]

    assert contrast(look.ink, look.fill) >= 4.5
    assert all(contrast(look.edge, ground) >= 3 for ground in GROUNDS)


@pytest.mark.parametrize("name", palette.NAMED)
def test_lines_and_edges_of_the_style_sheet_can_be_seen(name):
    colour = palette.NAMED[name]

    # A ground is no line: words are written on it.
    if name.endswith("pale"):
        assert contrast(palette.BLACK, colour) >= 4.5
    else:
        assert contrast(colour, palette.WHITE) >= 3


@pytest.mark.parametrize(
    "name", ["FIGURE_LINE", "TARGET_LINE", "PURPLE", "ORANGE_DARK", "TEAL", "GREY", "GREY_LIGHT"]
)
def test_lines_of_charts_can_be_seen(name):
    assert contrast(getattr(palette, name), palette.WHITE) >= 3


@given(st.integers(0, 0xFFFFFF))
def test_any_colour_of_a_councils_scale_can_be_read_and_seen(number):
    look = rating_look(f"#{number:06x}")

    assert look.fill == f"#{number:06x}"
    assert contrast(look.ink, look.fill) >= 4.5
    assert contrast(look.edge, palette.WHITE) >= 3


def test_every_status_and_every_standing_has_a_look_of_its_own():
    assert set(STATUS_LOOKS) == set(ProgressStatus.values)
    assert set(TARGET_LOOKS) == {item.value for item in AgainstTarget}
    for looks in (STATUS_LOOKS, TARGET_LOOKS):
        assert all(one.fill != other.fill for one, other in combinations(looks.values(), 2))


def test_what_is_not_known_has_one_look_everywhere():
    assert NOT_KNOWN == STATUS_LOOKS["not_supplied"] == LOOKS["not_rated"] == rating_look("")
    assert looks_of(Kind.RATING, [])["Not yet rated"] == NOT_KNOWN
    assert looks_of(Kind.STATUS, [])["No status given"] == NOT_KNOWN
    assert looks_of(Kind.TEXT, []) == {}


def test_the_style_sheet_has_these_colours():
    written = (SOURCE / "_palette.scss").read_text()

    assert written == "\n".join(style_sheet()) + "\n", (
        "Run python -m plans.palette and build the front-end files."
    )


def test_no_other_module_keeps_colours_of_its_own():
    """Statuses and ratings once had four sets; what is left here are headings and grounds of workbooks."""
    allowed = {
        "plans/palette.py", "plans/forms/set_up.py", "plans/reports/document.py", "plans/reports/update_workbook.py",
    }  # fmt: skip
    files = [path for path in (settings.BASE_DIR / "plans").rglob("*.py") if "migrations" not in path.parts]
    found = {
        str(path.relative_to(settings.BASE_DIR))
        for path in files
        if COLOUR.search(path.read_text()) or re.search(r'tab="\w{6}"', path.read_text())
    }

    assert found <= allowed


@pytest.mark.skipif(not DESIGN_SYSTEM.exists(), reason="the front-end packages are not installed")
def test_the_values_are_those_of_the_design_system():
    known = set(COLOUR.findall(DESIGN_SYSTEM.read_text()))
    used = {value for name, value in vars(palette).items() if name.isupper() and isinstance(value, str)}

    assert used <= known
