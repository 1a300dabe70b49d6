"""Success measures: rows under an action, or under a theme where the action's cell is empty."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from openpyxl.utils import get_column_letter

from improvement.written_dates import WrittenDate
from plans.imports.blocks.rating_columns import RatingPeriod, add_ratings, read_ratings
from plans.imports.blocks.reading import Reading, ThemeDraft
from plans.imports.kinds.success_measure import SuccessMeasureItem
from plans.imports.parsers.officers import plain_lines
from plans.imports.parsers.people import Person
from plans.imports.tables import Header
from plans.imports.values import Source


def add_success_measure(
    header: Header,
    row: int,
    action: int | None,
    theme: ThemeDraft | None,
    periods: list[RatingPeriod],
    reading: Reading,
) -> None:
    """Add the success measure of a row. A row can rate one that it does not word, or word one that nobody rated."""
    cell = header.own(row, "success_measure")
    ratings = read_ratings(header, row, periods, reading)
    if cell is None and not any(rating.code for rating in ratings):
        return
    if action is None and theme is None:
        if cell is not None:
            reading.say("warning", cell, "A success measure without an action was kept as notes.", cell.text)
        return
    if action is None and cell is not None:
        reading.say(
            "note", cell, "There is no action beside this success measure: it is kept under the theme."
        )
    order = len(reading.document.success_measures)
    reading.document.success_measures.append(
        SuccessMeasureItem(
            order,
            theme.number if theme else None,
            action,
            plain_lines(cell.text) if cell else "",
            Source(
                header.sheet.title,
                cell.address if cell else f"{get_column_letter(header.columns['success_measure'])}{row}",
            ),
            leads=reading.people(header.cell(row, "leads")),
            responsible=reading.people(header.cell(row, "responsible")),
            due=reading.date(header.cell(row, "due")),
            progress=header.text(row, "update"),
        )
    )
    add_ratings(header, row, "success_measure", order, ratings, reading)
    if action is not None and cell is not None:
        item = reading.document.actions[action]
        numbers = reading.markers(cell)
        if set(numbers) - set(item.recommendations):
            merged = tuple(sorted({*item.recommendations, *numbers}))
            reading.document.actions[action] = replace(item, recommendations=merged)


def give_actions_their_rows(reading: Reading) -> None:
    """Give each action the officers of its success measures and the last of their dates."""
    document = reading.document
    rows: dict[int, list[SuccessMeasureItem]] = {}
    for item in document.success_measures:
        if item.action is not None:
            rows.setdefault(item.action, []).append(item)
    for order, items in rows.items():
        action = document.actions[order]
        people: dict[Person, None] = dict.fromkeys(
            person for item in items for person in (*item.leads, *item.responsible)
        )
        due = max(_dues(items), key=lambda found: found.latest or date.min, default=action.due)
        document.actions[order] = replace(action, leads=action.leads or tuple(people), due=due)


def _dues(items: list[SuccessMeasureItem]) -> Iterator[WrittenDate]:
    return (item.due for item in items if item.due.words)
