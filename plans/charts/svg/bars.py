"""Bars of shares: how many of all are what, side by side."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.safestring import SafeString

from improvement.templatetags.display import slugify_code
from plans.charts.svg.elements import element, silent, spoken
from plans.palette import GREY

# A bar is this wide and high, and stretched to the room there is.
FIELD = {"viewBox": "0 0 100 10", "preserveAspectRatio": "none"}


def _laid(counts: Sequence[float]) -> Iterator[tuple[int, float, float]]:
    """Return which counts are drawn, where each begins on a bar 100 wide, and how wide it is."""
    total, start = sum(counts), 0.0
    for place, count in enumerate(counts):
        width = count * 100 / total if total else 0.0
        if count:
            yield place, start, width
        start += width


def statuses_bar(shares: Sequence[Any]) -> SafeString:
    """Return a bar of actions by progress status."""
    return _shares_bar(shares, "app-fill--")


def ratings_bar(shares: Sequence[Any]) -> SafeString:
    """Return a bar of things by rating; two levels of a plan's scale may have one colour, so a cut parts them."""
    starts = [start for _place, start, _width in _laid([share.count for share in shares])]
    cuts = [
        element("line", class_="app-bar__cut", x1=f"{x:.3f}", y1=0, x2=f"{x:.3f}", y2=10) for x in starts[1:]
    ]
    return _shares_bar(shares, "app-fill-rating--", *cuts)


def _shares_bar(shares: Sequence[Any], prefix: str, *over: SafeString) -> SafeString:
    """Return a bar of shares, each in the colour that its key has in the style sheets."""
    return spoken(
        ", ".join(f"{share.label} {share.count}" for share in shares),
        *(
            element(
                "rect",
                class_=f"{prefix}{slugify_code(shares[place].key)}",
                x=f"{start:.3f}",
                y=0,
                width=f"{width:.3f}",
                height=10,
            )
            for place, start, width in _laid([share.count for share in shares])
        ),
        *over,
        class_="app-bar",
        **FIELD,
    )


def report_bar(pieces: Sequence[tuple[float, str]]) -> SafeString:
    """Return a bar of counts, each with its colour: the drawing's words stand around all bars of the figure."""
    return silent(
        *(
            element(
                "rect",
                x=f"{start:.2f}",
                y=0,
                width=f"{width:.2f}",
                height=10,
                fill=pieces[place][1],
                stroke=GREY,
            )
            for place, start, width in _laid([count for count, _colour in pieces])
        ),
        class_="app-bar",
        **FIELD,
    )


def colour_key(colour: str) -> SafeString:
    """Return a small square that shows which colour a word has in a report's bars."""
    square = element("rect", width=10, height=10, fill=colour, stroke=GREY)
    return silent(square, class_="app-key", viewBox="0 0 10 10")


def status_key(status: str) -> SafeString:
    """Return a small bar that shows which colour a status has."""
    bar = element("rect", class_=f"app-fill--{slugify_code(status)}", width=20, height=10)
    return silent(bar, class_="app-bar app-legend__key", viewBox="0 0 20 10", preserveAspectRatio="none")
