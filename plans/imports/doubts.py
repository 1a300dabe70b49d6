"""What a reading makes doubtful by itself: cheap tests on the result, whatever it was read from.

Each doubt is a warning that names a cell and says what to look at. None of them changes what was read.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from difflib import SequenceMatcher

from improvement.counting import agreeing, counted
from improvement.spreadsheets.colours import hue_name
from performance.choices import Unit
from plans.imports.document import Message, PlanDocument
from plans.imports.kinds.action import ActionItem
from plans.imports.kinds.observation import ObservationItem
from plans.imports.parsers.officers import plain_lines
from plans.imports.values import Source, text_key

ALIKE = 0.88
LEAST_LETTERS = 3
# A tenth of dates or words for progress that nobody could read is too many to pass over in silence.
MOST_UNREAD = 0.1
LEAST_READ = 5
FAR_OFF = timedelta(days=3660)
# Of a column's cells, from which share on colours are meant to say something.
COLOURED = 0.5
LEAST_COLOURED = 4
RATING_HUES = frozenset({"red", "amber", "green"})


def doubts_about(document: PlanDocument) -> list[Message]:
    """Return what a person should look at before a document is applied."""
    return [message for doubt in DOUBTS for message in doubt(document)]


def _warning(source: Source, text: str, found: str = "", expected: str = "") -> Message:
    return Message("warning", source.sheet, source.cell, text, found, expected)


def _fractions(document: PlanDocument) -> Iterator[Message]:
    """Percentages that all lie between nought and one: 0.86 is hardly meant as 0.86%."""
    figures = _figures(document)
    for measure in document.measures:
        seen = figures[measure.code]
        if measure.unit != Unit.PERCENT or not any(item.value for item in seen):
            continue
        if all(item.value is not None and 0 <= item.value <= 1 for item in seen):
            yield _warning(
                seen[0].source,
                f"The figures of {measure.name!r} are percentages and all lie between 0 and 1: they were taken as they "
                "stand. Format the cells as percentages if shares are meant.",
                seen[0].words,
            )


def _percentages_over_a_hundred(document: PlanDocument) -> Iterator[Message]:
    figures = _figures(document)
    for measure in document.measures:
        over = [item for item in figures[measure.code] if item.value is not None and item.value > 100]
        if over and measure.unit == Unit.PERCENT:
            text = f"More than 100%: {counted(len(over), 'figure')} of {measure.name!r}, taken as they stand."
            yield _warning(over[0].source, text, over[0].words)


def _figures(document: PlanDocument) -> dict[str, list[ObservationItem]]:
    """Return the figures that have a value, by measure."""
    figures: dict[str, list[ObservationItem]] = defaultdict(list)
    for item in document.observations:
        if item.value is not None:
            figures[item.measure].append(item)
    return figures


def _themes_alike(document: PlanDocument) -> Iterator[Message]:
    titles = [(theme, text_key(theme.title)) for theme in document.themes]
    for place, (theme, title) in enumerate(titles):
        for other, other_title in titles[:place]:
            if title and not _numbered(title, other_title) and _alike(title, other_title):
                yield _warning(
                    theme.source,
                    f"This {document.theme_word} is nearly {other.title!r}: perhaps they are one.",
                    theme.title,
                )


def _alike(one: str, other: str) -> bool:
    match = SequenceMatcher(None, one, other)
    # The quick answers first: they are never less than the true one.
    return match.real_quick_ratio() >= ALIKE and match.quick_ratio() >= ALIKE and match.ratio() >= ALIKE


def _numbered(one: str, other: str) -> bool:
    """Whether two titles differ by their figures alone: `Theme 1` and `Theme 2` are two."""
    return one != other and one.translate(_NO_FIGURES) == other.translate(_NO_FIGURES)


_NO_FIGURES = str.maketrans("", "", "0123456789 ")


def _actions_without_words(document: PlanDocument) -> Iterator[Message]:
    for action in document.actions:
        if sum(letter.isalpha() for letter in action.text) < LEAST_LETTERS:
            yield _warning(action.source, "This was read as an action and hardly has a word.", action.text)


def _actions_twice(document: PlanDocument) -> Iterator[Message]:
    """The same words with the same date and leads: perhaps one row pasted twice."""
    seen: dict[tuple[object, ...], ActionItem] = {}
    parents = {action.parent for action in document.actions if action.parent is not None}
    for action in document.actions:
        if action.parent is not None or action.order in parents:
            continue
        key = (
            plain_lines(action.text).casefold(),
            action.theme,
            action.recommendations,
            action.due,
            action.leads,
        )
        first = seen.setdefault(key, action)
        if first is not action and action.reference in ("", first.reference):
            where = f"{first.source.sheet}!{first.source.cell}"
            yield _warning(
                action.source, f"The same action stands at {where} too: both were read.", action.text[:80]
            )


def _much_unread(document: PlanDocument) -> Iterator[Message]:
    """More than a tenth of the dates that stand in a sheet say no day that anybody could read."""
    dues: dict[str, list[ActionItem]] = defaultdict(list)
    for action in document.actions:
        if action.due.words:
            dues[action.source.sheet].append(action)
    for actions in dues.values():
        unread = [action for action in actions if action.due.kind in {"not_understood", "suggestion"}]
        if len(actions) >= LEAST_READ and len(unread) > MOST_UNREAD * len(actions):
            yield _warning(
                unread[0].source,
                f"{len(unread)} of {counted(len(actions), 'due date')} on this sheet "
                f"{agreeing(len(unread), 'was', 'were')} not understood: {agreeing(len(unread), 'it', 'they')} can't "
                "become overdue.",
                unread[0].due.words,
            )


def _days_far_off(document: PlanDocument) -> Iterator[Message]:
    """A due date ten years from what the others lie around: a slip of the century, or of two figures."""
    days = sorted(action.due.latest for action in document.actions if action.due.latest)
    if len(days) < LEAST_READ:
        return
    middle: date = days[len(days) // 2]
    for action in document.actions:
        if action.due.latest and abs(action.due.latest - middle) > FAR_OFF:
            yield _warning(
                action.source,
                f"This action is due {action.due.latest:%-d %B %Y}, more than ten years from most others.",
                action.due.words,
            )


def _starts_after_it_is_due(document: PlanDocument) -> Iterator[Message]:
    for action in document.actions:
        if action.start.earliest and action.due.latest and action.start.earliest > action.due.latest:
            yield _warning(
                action.source,
                f"This action starts {action.start.words} and is due {action.due.words}, before it starts.",
                action.text[:80],
            )


def _colours_unread(document: PlanDocument) -> Iterator[Message]:
    """A column that is mostly red, amber and green, and that nothing was read from."""
    sheets = {sheet.title: sheet for sheet in document.sheets}
    for table in document.tables:
        sheet = sheets.get(table.sheet)
        if sheet is None:
            continue
        rated = any(column.field == "rating" for column in table.columns)
        for column in table.columns:
            place = next(
                (cell for cell in sheet.row_with_ends(table.header_row) if cell.address == column.cell), None
            )
            if place is None or column.field or rated:
                continue
            rows = range(table.header_row + 1, table.header_row + table.rows + 1)
            hues = Counter(hue_name(sheet.fill(row, place.column)) for row in rows)
            coloured = sum(hues[hue] for hue in RATING_HUES)
            if coloured >= LEAST_COLOURED and coloured >= COLOURED * len(rows):
                is_of_measures = table.kind == "indicators"
                yield _warning(
                    Source(table.sheet, column.cell),
                    f"{coloured} cells of this column are red, amber or green, and nothing was read from it: "
                    + (
                        "how a measure stands is worked out here, from its figures and its target."
                        if is_of_measures
                        else "perhaps these are ratings."
                    ),
                    column.header,
                    "" if is_of_measures else "Rating",
                )


DOUBTS: tuple[Callable[[PlanDocument], Iterator[Message]], ...] = (
    _fractions,
    _percentages_over_a_hundred,
    _themes_alike,
    _actions_without_words,
    _actions_twice,
    _much_unread,
    _days_far_off,
    _starts_after_it_is_due,
    _colours_unread,
)
