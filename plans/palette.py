"""The one set of colours: of statuses, of standing against a target, of what is not known, of lines in charts.

Tags and bars of pages, plotly's figures, drawings, Excel and Word files take them from here; the style sheet by
`static/src/_palette.scss`, which `python -m plans.palette` writes anew. A rating's colour is its plan's own. The values
are those of the GOV.UK Design System. A test holds each pair to WCAG AA.
"""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from improvement.contrast import contrast, readable_on

WHITE, BLACK = "#ffffff", "#0b0c0c"
BLUE, BLUE_PALE, BLUE_DARK, BLUE_LIGHT = "#1d70b8", "#d2e2f1", "#0f385c", "#5694ca"
GREEN, GREEN_PALE, GREEN_DARK = "#0f7a52", "#87bca8", "#083d29"
RED, RED_DARK = "#ca3535", "#982828"
YELLOW, YELLOW_PALE = "#ffee80", "#fff8cc"
ORANGE, ORANGE_DARK = "#b7592a", "#7a3c1c"
GREY, GREY_LIGHT, GREY_PALE, GRID = "#484949", "#858686", "#f3f3f3", "#cecece"
PURPLE, TEAL = "#54319f", "#106165"

# Of lines over time, wherever they are drawn.
FIGURE_LINE, TARGET_LINE = BLUE, GREEN
# What a drawing needs to be seen against paper (WCAG 1.4.11).
SEEN = 3.0


@dataclass(frozen=True)
class Look:
    """How a word is coloured: its ground, its letters, and the edge that sets the ground off from the page."""

    fill: str
    ink: str
    edge: str
    # What is not known is told from what is by its edge too.
    is_dashed: bool = False


NOT_KNOWN = Look(GREY_PALE, GREY, GREY_LIGHT, is_dashed=True)
DONE = Look(GREEN, WHITE, GREEN)
LATE = Look(YELLOW, ORANGE_DARK, ORANGE)

STATUS_LOOKS: Mapping[str, Look] = {
    "completed": DONE,
    "on_target": Look(GREEN_PALE, GREEN_DARK, GREEN),
    "behind_target": LATE,
    "not_started": Look(BLUE_PALE, BLUE_DARK, BLUE),
    "not_supplied": NOT_KNOWN,
}
TARGET_LOOKS: Mapping[str, Look] = {
    "met": DONE,
    "near": LATE,
    "missed": Look(RED, WHITE, RED),
    "not_due": NOT_KNOWN,
}
FLAG_LOOKS: Mapping[str, Look] = {
    "overdue": Look(WHITE, RED_DARK, RED),
    "question": Look(YELLOW_PALE, ORANGE_DARK, ORANGE),
}
LOOKS: Mapping[str, Look] = {**STATUS_LOOKS, **TARGET_LOOKS, **FLAG_LOOKS, "not_rated": NOT_KNOWN}
# What the style sheet says by itself: an edge, a line, a word.
NAMED = {
    "blue": BLUE,
    "blue-light": BLUE_LIGHT,
    "green": GREEN,
    "red": RED,
    "red-dark": RED_DARK,
    "orange": ORANGE,
    "yellow-pale": YELLOW_PALE,
    "grey": GREY,
    "grey-light": GREY_LIGHT,
}


def rating_look(colour: str) -> Look:
    """Return the look of a level of a plan's scale by its colour; of no colour, that of what is not rated yet."""
    if not colour:
        return NOT_KNOWN
    return Look(colour, readable_on(colour), colour if contrast(colour, WHITE) >= SEEN else GREY)


def style_sheet() -> Iterator[str]:
    """Yield the lines of `static/src/_palette.scss`."""
    yield "// Written by `python -m plans.palette` from plans/palette.py: change the colours there."
    for name, colour in NAMED.items():
        yield f"${name}: {colour};"
    yield "$looks: ("
    for name, look in LOOKS.items():
        line = "dashed" if look.is_dashed else "solid"
        yield (
            f'  "{name.replace("_", "-")}": (fill: {look.fill}, ink: {look.ink}, edge: {look.edge}, line: {line}),'
        )
    yield ");"


if __name__ == "__main__":
    sheet = Path(__file__).resolve().parent.parent / "static" / "src" / "_palette.scss"
    sheet.write_text("\n".join(style_sheet()) + "\n")
    sys.stdout.write(f"{sheet} written\n")
