"""What a board's papers have in common: their sections, lines, and the notice of what is not for all."""

from collections.abc import Iterable, Sequence
from textwrap import shorten

from plans.position.board import Subject
from plans.position.hiding import exempt_references
from plans.reports.brief import Brief
from plans.reports.changed import ChangeLine, changed
from plans.reports.document import (
    Bullets,
    Paragraph,
    Part,
    Section,
)
from plans.reports.tables import Rated, rated_title

NOT_FOR_ALL = (
    "Not for publication: this paper holds exempt information "
    "(Part 2, Local Government Act 1972, Schedule 12A)."
)
# Characters of a recommendation, or a reason, that a summary has room for.
BRIEFLY = 90
# Of what moved, so many of each kind are named, in so many characters.
MOST_NAMED, BRIEF_TITLE = 3, 60


def section(key: str, heading: str, parts: Sequence[Part], level: int = 2) -> Section:
    """Return a section of a paper; its heading is its sheet's name too, should it ever be one."""
    return Section(key, heading, list(parts), heading, level=level)


def where_any(heading: str, lines: Sequence[str], level: int = 2) -> list[Section]:
    """Return a section of lines; none where nothing is to be said."""
    return [section(heading.casefold(), heading, [Bullets(tuple(lines))], level)] if lines else []


def bullets(lines: Iterable[str], nothing: str) -> Part:
    """Return lines as bullets, or what is said where there is none."""
    items = tuple(lines)
    return Bullets(items) if items else Paragraph(nothing)


def told(title: str, *sentences: str) -> str:
    """Return what is said of a thing after its words, which may end in a stop of their own."""
    mark = "" if title.endswith("…") else ":"
    return f"{title.rstrip(' .:')}{mark} {' '.join(sentences)}"


def briefly(text: str, most: int = BRIEFLY) -> str:
    """Return as much of a text as a summary has room for."""
    return shorten(text, most, placeholder=" …")


def not_for_all(brief: Brief) -> list[Part]:
    """Return the notice of a paper that holds exempt items; nothing for one that does not."""
    position = brief.position
    shown = {action.reference for action in position.actions}
    is_any = bool(exempt_references(position) & shown) or any(i.is_exempt for i in position.recommendations)
    return [Paragraph(NOT_FOR_ALL)] if is_any else []


def name_of(brief: Brief, item: Rated) -> str:
    """Return what a rated thing is called, with its words."""
    return ": ".join(rated_title(item, brief.position.plan.theme_word.capitalize()))


def about(brief: Brief, subject: Subject) -> str:
    """Return what a question or decision is about, to stand before it; empty for the plan as a whole."""
    named = subject.named(brief.position.plan.theme_word)
    return f"{named}: " if named else ""


def moved_since(brief: Brief) -> list[Part]:
    """Return what moved since the board last met, a bullet each."""
    moved = changed(brief.changes, brief.position, with_requests=True)
    parts: list[Part] = []
    for column, groups in moved.columns:
        of = f"{column}. " if column in {"Worse", "Better"} else ""
        lines = [_line(f"{of}{group.heading}", line) for group in groups for line in group.lines]
        parts.append(Bullets(tuple(lines)))
    return parts or [Paragraph("No changes are recorded.")]


def moved_in_short(brief: Brief) -> list[Part]:
    """Return what moved since the board last met, a bullet each kind with how many and the first of them."""
    lines = []
    for column, groups in changed(brief.changes, brief.position, with_requests=True).columns:
        of = f"{column}: " if column in {"Worse", "Better"} else ""
        for group in groups:
            heading = group.heading[0].lower() + group.heading[1:] if of else group.heading
            told_of = [
                briefly(line.title, BRIEF_TITLE) + (f" → {line.after}" if line.after else "")
                for line in group.lines[:MOST_NAMED]
            ]
            more = len(group.lines) - len(told_of)
            named = "; ".join([*told_of, *([f"and {more} more"] if more else [])])
            lines.append(f"{of}{heading} ({len(group.lines)}). {named}")
    if not lines:
        return [Paragraph("No changes are recorded.")]
    return [Bullets(tuple(lines))]


def _line(heading: str, line: ChangeLine) -> str:
    moved = f": {line.before} → {line.after}" if line.after else ""
    return f"{heading}: {line.title.rstrip(' .:')} ({line.note}){moved}"
