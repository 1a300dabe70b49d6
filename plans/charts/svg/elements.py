"""Elements of a drawing as safe HTML."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def element(name: str, *children: object, **attributes: object) -> SafeString:
    """Return an element: `class_` is written as `class`, `stroke_width` as `stroke-width`; None is left out."""
    written = format_html_join(
        "",
        ' {}="{}"',
        (
            (key.rstrip("_").replace("_", "-"), value)
            for key, value in attributes.items()
            if value is not None
        ),
    )
    return format_html("<{}{}>{}</{}>", name, written, together(children), name)


def together(children: object) -> SafeString:
    """Return elements one after the other."""
    return format_html_join("", "{}", ((child,) for child in children))  # type: ignore[attr-defined]


def unbroken(points: Iterable[tuple[float, float] | None], dash: float) -> list[str]:
    """Return the points of each unbroken line as SVG writes them; None breaks it.

    A line of one point becomes a dash so long, or nothing would be seen of it.
    """
    lines: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            lines.append([])
        else:
            lines[-1].append(point)
    return [
        " ".join(
            f"{x:.1f},{y:.1f}"
            for x, y in (line if len(line) > 1 else [*line, (line[0][0] + dash, line[0][1])])
        )
        for line in lines
        if line
    ]


def silent(*children: object, **attributes: object) -> SafeString:
    """Return a drawing that only repeats what stands beside it in words."""
    return element("svg", *children, aria_hidden="true", focusable="false", **attributes)


def spoken(said: str, *children: object, **attributes: object) -> SafeString:
    """Return a drawing with what it shows in words, for who can't see it."""
    return element("svg", *children, role="img", aria_label=said, **attributes)
