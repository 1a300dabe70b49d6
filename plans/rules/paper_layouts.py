"""How a council lays a committee's paper out: the order and headings of its parts, what it leaves out, what it adds.

Pure. A layout is three lists: the cover's lines, the parts, the implications.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

GROUPS = ("cover", "parts", "implications")
# What a council adds is known by its heading, so that two papers that add one implication share its text.
OWN = {"cover": "own-", "parts": "own-part-", "implications": "implications-own-"}


@dataclass(frozen=True)
class LaidPart:
    """A part of a paper as a council has it."""

    key: str
    heading: str
    is_left_out: bool = False


Layout = Mapping[str, Sequence[LaidPart]]


def own_key(group: str, heading: str) -> str:
    """Return the key of a part that a council adds under a heading."""
    return OWN[group] + (re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")[:50] or "part")


def is_own(group: str, key: str) -> bool:
    """Whether a part is one that the council added."""
    return key.startswith(OWN[group])


def whole(usual: Layout, layout: Layout) -> dict[str, list[LaidPart]]:
    """Return a layout with every part that there is: one that it does not name yet stands where it usually does."""
    complete = {}
    for group in GROUPS:
        known = {part.key for part in usual.get(group, ())}
        kept = [part for part in layout.get(group, ()) if part.key in known or is_own(group, part.key)]
        named = {part.key for part in kept}
        for place, part in enumerate(usual.get(group, ())):
            if part.key not in named:
                kept.insert(min(place, len(kept)), part)
        complete[group] = kept
    return complete


def problems(layout: Layout) -> list[str]:
    """Return what is wrong with a layout, in sentences; empty for nothing."""
    found = []
    for group in GROUPS:
        headings = [part.heading.strip().casefold() for part in layout.get(group, ()) if not part.is_left_out]
        twice = sorted({heading for heading in headings if headings.count(heading) > 1})
        found += [f"Two parts have the heading “{heading}”: give each its own." for heading in twice]
        if not all(headings):
            found.append("Give every part a heading.")
    if layout.get("parts") and all(part.is_left_out for part in layout["parts"]):
        found.append("Keep at least one part of the report.")
    return found


def as_json(layout: Layout) -> dict[str, Any]:
    """Return a layout as it is kept."""
    return {
        group: [[part.key, part.heading, part.is_left_out] for part in layout.get(group, ())]
        for group in GROUPS
    }


def from_json(kept: Mapping[str, Any]) -> dict[str, list[LaidPart]]:
    """Return a layout as it was kept."""
    return {group: [LaidPart(*part) for part in kept.get(group, [])] for group in GROUPS}
