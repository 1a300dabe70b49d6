"""Splits one action cell, and the rows merged beside it, into actions with their officers and dates.

A cell can hold a group word, paragraphs, a parent sentence with bullets, or bullets alone; beside it stand
officers and dates, one for all, one a row, or one a line. Non-empty lines pair with the items in order; how
many empty lines part them follows the wrapping and means nothing. What is not given is left empty.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from improvement.counting import agreeing, counted
from plans.imports.parsers.outline import Line, Outline
from plans.imports.parsers.people import split_people


@dataclass(frozen=True)
class RowWords:
    """The officers, starts, dues and outcome that stand in one row beside an action cell."""

    row: int
    leads: str = ""
    start: str = ""
    due: str = ""
    outcome: str = ""


@dataclass
class Draft:
    """An action as split out of its cell; `parent` is an index into the same list."""

    text: str
    row: int
    parent: int | None = None
    leads: list[str] = field(default_factory=list)
    start: str = ""
    due: str = ""
    outcome: str = ""


@dataclass
class Split:
    """The actions of one cell and what could not be matched."""

    drafts: list[Draft] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)


def split_actions(outline: Outline, rows: Sequence[RowWords]) -> Split:
    """Return the actions of an outline whose cell spans `rows` (at least one)."""
    split = Split()
    if len(rows) == 1:
        _split_in_row(split, outline.items, rows[0])
        return split
    assigned = _assign_rows(outline.items, len(rows))
    if assigned is None:
        split.remarks.append(
            (
                rows[0].row,
                f"{counted(len(outline.items), 'item')} {agreeing(len(outline.items), 'stands', 'stand')} beside "
                f"{len(rows)} rows: matched from the top.",
            )
        )
        for position, item in enumerate(outline.items):
            _split_in_row(split, [item], rows[min(position, len(rows) - 1)])
        return split
    for item, first, count in assigned:
        if count == 1:
            _split_in_row(split, [item], rows[first])
            continue
        parent = _add(split, item.text, rows[first].row, leads=_people(rows[first].leads))
        for child, row in zip(item.children, rows[first : first + count], strict=True):
            before = len(split.drafts)
            _split_in_row(split, [child], row)
            for draft in split.drafts[before:]:
                if draft.parent is None:
                    draft.parent = parent
    return split


def _assign_rows(items: list[Line], count: int) -> list[tuple[Line, int, int]] | None:
    """Return (item, first row, number of rows) for each item, or None where the rows don't fit the items."""
    if len(items) == count:
        return [(item, number, 1) for number, item in enumerate(items)]
    if len(items) == 1 and len(items[0].children) == count:
        return [(items[0], 0, count)]
    needs = [len(item.children) if item.has_bulleted_children else 1 for item in items]
    if sum(needs) != count:
        # Indented lines without a bullet stay in one row; bullets below them each take one.
        return None
    firsts = [sum(needs[:number]) for number in range(len(needs))]
    return list(zip(items, firsts, needs, strict=True))


def _date_lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _people(text: str) -> list[str]:
    return [person for line in text.split("\n") for person in split_people(line)]


def _add(split: Split, text: str, row: int, parent: int | None = None, leads: Sequence[str] = ()) -> int:
    split.drafts.append(Draft(text, row, parent, list(leads)))
    return len(split.drafts) - 1


def _whole_text(item: Line) -> str:
    """Return an item's text with the bullets that complete its sentence."""
    lines = [item.text]
    for child in item.children:
        lines.extend(
            f"• {part}" if number == 0 else part for number, part in enumerate(_whole_text(child).split("\n"))
        )
    return "\n".join(lines)


def _split_in_row(split: Split, items: Sequence[Line], row: RowWords) -> None:
    """Add the actions of one row. Bullets under a sentence are actions only where dates stand for each."""
    starts, dues = _date_lines(row.start), _date_lines(row.due)
    slots = max(len(starts), len(dues))
    if len(items) == 1 and items[0].children and slots > 1:
        parent = _add(split, items[0].text, row.row, leads=_people(row.leads))
        leaves = [_add(split, _whole_text(child), row.row, parent) for child in items[0].children]
        targets = [parent, *leaves] if slots == len(leaves) + 1 else leaves
    else:
        leaves = [_add(split, _whole_text(item), row.row) for item in items]
        targets = leaves
    for name, lines in (("start", starts), ("due", dues)):
        if slots <= 1:
            for leaf in leaves:
                setattr(split.drafts[leaf], name, lines[0] if lines else "")
            continue
        for target, words in zip(targets, lines, strict=False):
            setattr(split.drafts[target], name, words)
        if lines and len(lines) != len(targets):
            split.remarks.append(
                (
                    row.row,
                    f"{counted(len(lines), f'{name} date')} {agreeing(len(lines), 'stands', 'stand')} beside "
                    f"{counted(len(targets), 'line')}: paired from the top.",
                )
            )
    _give_leads(split, leaves, row)
    for draft in {*leaves, *targets}:
        split.drafts[draft].outcome = row.outcome.strip()


def _give_leads(split: Split, leaves: list[int], row: RowWords) -> None:
    lines = [line for line in row.leads.split("\n") if line.strip()]
    one_each = len(leaves) > 1 and len(lines) == len(leaves)
    for number, leaf in enumerate(leaves):
        split.drafts[leaf].leads = split_people(lines[number]) if one_each else _people(row.leads)
