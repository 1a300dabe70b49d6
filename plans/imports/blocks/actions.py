"""Tables of actions: one row an action, or one row a success measure under an action merged over several."""

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from django.utils import timezone

from improvement.spreadsheets import Cell
from improvement.written_dates import WrittenDate
from plans.choices import ProgressStatus
from plans.imports.blocks.action_columns import CRITERION
from plans.imports.blocks.action_facts import (
    due_of,
    last_report,
    people_of,
    rating_for_status,
    status_for_rating,
)
from plans.imports.blocks.action_recommendations import own_numbers, recommendations_of, take_letters
from plans.imports.blocks.declaration import Section
from plans.imports.blocks.rating_columns import RatingPeriod, add_ratings, rating_periods, read_ratings
from plans.imports.blocks.reading import Reading, ThemeDraft
from plans.imports.blocks.success_measures import add_success_measure
from plans.imports.blocks.vocabulary import ACTION_COLUMNS
from plans.imports.kinds.action import ActionItem
from plans.imports.kinds.rating import RatingItem
from plans.imports.kinds.success_measure import SuccessMeasureItem
from plans.imports.kinds.update import UpdateItem
from plans.imports.parsers.officers import plain_lines
from plans.imports.parsers.statuses import is_word, read_dated_status
from plans.imports.tables import TOTAL, Header
from plans.imports.values import Source

DIVISION = r"(?:theme|work ?stream|priority|aim|objective|strand|area)"
# A number is a theme's where it stands alone or is parted from the words: "16 plus services" is a name.
NUMBERED_THEME = re.compile(
    rf"^(?:{DIVISION}\s*|[pt](?=\d))?(?P<number>\d{{1,2}})\s*(?:$|[.:)\-–]\s*(?P<text>.*)$)", re.IGNORECASE
)
THEME_HEADING = re.compile(
    rf"^{DIVISION}\s+(?P<number>\d{{1,2}})\s*[.:)\-–]?\s*(?P<title>.*)$", re.IGNORECASE
)
LONGEST_STATUS_WORDS = 200
NUMBER_OF_HEADER = re.compile(r"\s(?P<number>\d{1,2})$")
SHORT_HEADING, LONGEST_HEADING = 3, 12
# Columns whose words an action has as they stand.
PLAIN_WORDS = tuple(
    part.name
    for part in fields(ActionItem)
    if part.type in ("str", str) and part.name in ACTION_COLUMNS and part.name != "commitment"
)


def read_actions(section: Section, reading: Reading) -> None:
    """Read a table of actions into the document."""
    header = section.header
    theme = section.theme
    if header.columns["action"] == header.columns.get("recommendation"):
        section.own_numbers = own_numbers(header, section.rows)
    header_words = {cell.column: " ".join(cell.text.split()) for cell in header.cells()}
    periods = rating_periods(header)
    _say_if_undated(periods, reading)
    nested = "success_measure" in header.columns
    # Where nothing is merged and nothing pasted down, an empty cell means the same as above; else it is empty.
    inherits = (
        nested
        and not any(_is_merged_down(header, section.rows, name) for name in header.columns)
        and not _is_pasted_down(header, section.rows)
    )
    action: int | None = None
    top: Cell | None = None
    group = ""
    following = dict(zip(section.rows, section.rows[1:], strict=False))
    for row in section.rows:
        own_cells = header.sheet.row(row)
        cell = header.cell(row, "action")
        if cell is not None and cell.row != row and cell.row <= header.row:
            cell = None
        if _says(header, row, header_words) or take_letters(section, row, following.get(row), reading):
            reading.account.map(*own_cells)
            continue
        if heading := _heading_in(header, row, section.rows):
            action, top = None, None
            theme, group = _under_heading(heading, theme, reading)
            continue
        if _is_remark(header, row, cell):
            _keep_remark(header, row, cell, reading)
            continue
        named = _theme_of_row(header, row, reading) or theme
        if cell is None:
            if not nested and header.text(row, "recommendation") == "":
                _note_row(header, row, reading)
                continue
            if not inherits:
                action, top = None, None
        elif top is None or not _is_same_action(cell, top, nested=nested):
            action = _add_action(section, header, row, cell, named, reading, group)
            top = cell
            _add_criterion(header, row, action, named, reading)
        elif not nested:
            _join_row(header, row, action, reading)
        if nested:
            add_success_measure(header, row, action, named, periods, reading)
        elif action is not None and cell is not None and cell.row == row:
            ratings = read_ratings(header, row, periods, reading)
            add_ratings(header, row, "action", action, ratings, reading)
        reading.account.map(*(header.cell(row, name) for name in header.columns if name not in {"rating"}))
        reading.account.note(*own_cells)


def _add_criterion(header: Header, row: int, action: int, theme: ThemeDraft | None, reading: Reading) -> None:
    """Add how an action will be judged, where its own row says so and rates the action itself."""
    cell = header.own(row, CRITERION)
    if cell is not None:
        measures = reading.document.success_measures
        number = theme.number if theme else None
        source = Source(cell.sheet, cell.address)
        measures.append(SuccessMeasureItem(len(measures), number, action, plain_lines(cell.text), source))


def _says(header: Header, row: int, words: Mapping[int, str]) -> bool:
    """Whether a row says some words by column, as it says the header's again at the top of each printed page."""
    cells = header.sheet.row(row)
    return len(cells) > 1 and all(words.get(cell.column) == " ".join(cell.text.split()) for cell in cells)


def _is_same_action(cell: Cell, top: Cell, *, nested: bool) -> bool:
    """Whether a row's action is the one above: merged down, or pasted again beside each success measure."""
    if (cell.row, cell.column) == (top.row, top.column):
        return True
    return nested and plain_lines(cell.text) == plain_lines(top.text)


def _is_merged_down(header: Header, rows: list[int], field: str) -> bool:
    return any(
        cell is not None and cell.last_row > cell.row for cell in (header.cell(row, field) for row in rows)
    )


def _is_pasted_down(header: Header, rows: list[int]) -> bool:
    """Whether some action's words stand again in the row below: then an empty cell is an empty cell."""
    texts = [header.text(row, "action") for row in rows]
    return any(text and text == below for text, below in zip(texts, texts[1:], strict=False))


def _says_beside(header: Header, row: int) -> bool:
    """Whether a row says something beside its action: a lead, a date, a rating. A cell merged across says nothing."""
    beside = [name for name in header.columns if name not in {"action", "theme", "reference"}]
    cells = (header.own(row, name) for name in beside)
    return any(cell is not None and not cell.is_merged_across for cell in cells) or any(
        header.sheet.fill(row, column) for column in _rating_columns(header) if row not in header.sheet.rows
    )


def _is_remark(header: Header, row: int, action: Cell | None) -> bool:
    """Whether a row is a total or a line of text, not an action."""
    cells = header.sheet.row(row)
    if not cells:
        return True
    first = cells[0].text.strip()
    if TOTAL.match(first) and (
        TOTAL.fullmatch(first) or not (header.text(row, "leads") or header.text(row, "due"))
    ):
        return True
    said = _says_beside(header, row)
    filled = any(header.sheet.fill(row, column) for column in _rating_columns(header))
    if action is not None and action.row == row and not action.is_merged_across and (said or filled):
        return False
    if said:
        return (
            action is None
            and len(cells) == 1
            and "success_measure" in header.columns
            and not header.own(row, "success_measure")
        )
    # An action alone in its row: an action still, unless it is merged across or stands below a blank row.
    if action is not None and action.row == row and not action.is_merged_across:
        return row - 1 not in header.sheet.rows
    return action is None or action.is_merged_across or action.row != row


def _under_heading(
    heading: Cell, theme: ThemeDraft | None, reading: Reading
) -> tuple[ThemeDraft | None, str]:
    """Return the theme and the group word that hold below a heading inside a table."""
    text = " ".join(heading.text.split())
    reading.account.map(heading)
    if match := THEME_HEADING.match(text):
        return reading.theme(int(match["number"]), heading, match["title"]), ""
    return theme, text


def _keep_remark(header: Header, row: int, cell: Cell | None, reading: Reading) -> None:
    """Keep a total or a line of text as notes; say so where it could have been meant as an action."""
    if cell is not None and cell.row == row and not TOTAL.match(cell.text.strip()):
        reading.say(
            "warning",
            cell,
            "Kept as a note, not as an action: it stands alone below an empty row or across the table.",
            cell.text,
        )
    reading.account.note(*header.sheet.row(row))


def _say_if_undated(periods: list[RatingPeriod], reading: Reading) -> None:
    """Say that several rating columns of which none names a day are all dated with the workbook."""
    if len(periods) > 1 and not any(period.known_on for period in periods):
        cell = periods[0].match.cell
        reading.say(
            "warning",
            cell,
            "None of the rating columns names a month and a year: all are dated with the workbook's own day, the last "
            "column counts as the latest.",
            "; ".join(period.words for period in periods),
            "a header such as RAG 01/26",
        )


def _heading_in(header: Header, row: int, rows: list[int]) -> Cell | None:
    """Return the cell of a row that heads the rows below it: alone, short, and full rows follow."""
    cells = header.sheet.row(row)
    if len(cells) != 1 or "success_measure" in header.columns:
        return None
    cell = cells[0]
    words = cell.text.split()
    place = rows.index(row)
    follows = place + 1 < len(rows) and rows[place + 1] == row + 1 and _says_beside(header, row + 1)
    if not follows or TOTAL.match(cell.text.strip()) or not words:
        return None
    if THEME_HEADING.match(" ".join(words)) or (cell.is_merged_across and len(words) <= LONGEST_HEADING):
        return cell
    return cell if len(words) <= SHORT_HEADING and not cell.text.rstrip().endswith(".") else None


def _rating_columns(header: Header) -> list[int]:
    return [match.cell.column for match in header.matches if match.field == "rating"]


def _note_row(header: Header, row: int, reading: Reading) -> None:
    cells = header.sheet.row(row)
    reading.say("warning", cells[0], "A row without an action was kept as notes.", cells[0].text)
    reading.account.note(*cells)


def _theme_of_row(header: Header, row: int, reading: Reading) -> ThemeDraft | None:
    """Return the theme that a column, or the header over it, names; None where there is no such column."""
    if "theme" not in header.columns:
        return None
    over = next(match.cell for match in header.matches if match.field == "theme")
    cell = header.cell(row, "theme")
    if number := NUMBER_OF_HEADER.search(over.text.strip()):
        return reading.theme(int(number["number"]), over, cell.text if cell else "")
    if cell is None:
        return None
    text = " ".join(cell.text.split())
    if match := NUMBERED_THEME.match(text):
        return reading.theme(int(match["number"]), cell, match["text"] or "")
    for draft in reading.themes.values():
        if draft.title.casefold() == text.casefold():
            return draft
    following = max(reading.themes, default=0) + 1
    reading.document.unnumbered_themes.add(following)
    return reading.theme(following, cell, text)


def _add_action(
    section: Section,
    header: Header,
    row: int,
    cell: Cell,
    theme: ThemeDraft | None,
    reading: Reading,
    group: str = "",
) -> int:
    document = reading.document
    order = len(document.actions)
    status_cell = header.own(row, "status")
    status, done_on = read_dated_status(status_cell.text) if status_cell else (None, WrittenDate())
    if status_cell is None and (done := status_for_rating(header, row)):
        status = done
    rating = rating_for_status(header, status_cell, reading)
    unknown = status_cell if status is None and not rating else None
    completed = reading.date(header.own(row, "completed"))
    if (
        status_cell is None
        and status is None
        and completed.latest
        and completed.latest <= timezone.localdate()
    ):
        # A list of closed actions has a date closed, and no status beside it; a day to come is a plan.
        status = ProgressStatus.COMPLETED
    nested = "success_measure" in header.columns
    due, first_due = (WrittenDate(), WrittenDate()) if nested else due_of(header, row, reading)
    leads = () if nested else people_of(header, row, reading)
    plain_words: dict[str, Any] = {name: header.text(row, name) for name in PLAIN_WORDS}
    document.actions.append(
        ActionItem(
            order=order,
            theme=theme.number if theme else None,
            recommendations=recommendations_of(section, header, row, cell, reading),
            text=plain_lines(cell.text),
            group=group[:200],
            source=Source(cell.sheet, cell.address),
            leads=tuple(dict.fromkeys(leads)),
            start=reading.date(header.cell(row, "start")),
            due=due,
            first_due=first_due,
            status=status,
            commitment=section.commitment,
            completed=completed if completed.words else done_on,
            status_words=" ".join(unknown.text.split())[:LONGEST_STATUS_WORDS] if unknown else "",
            status_source=Source(unknown.sheet, unknown.address) if unknown else None,
            **plain_words,
        )
    )
    if rating and status_cell:
        source = Source(status_cell.sheet, status_cell.address)
        document.ratings.append(RatingItem("action", order, rating, source))
    if not nested:
        evidence = header.own(row, "evidence")
        update = last_report(header, row, reading)
        # A word for progress is kept as one and asked about; a sentence in its place is what is reported.
        sentence = unknown if unknown is not None and not is_word(unknown.text) else None
        said = [found for found in (update, sentence) if found]
        first = said[0] if said else evidence
        if first is not None:
            document.updates.append(
                UpdateItem(
                    order,
                    "\n".join(found.text.strip() for found in said),
                    Source(first.sheet, first.address),
                    plain_lines(evidence.text) if evidence else "",
                )
            )
    return order


def _join_row(header: Header, row: int, action: int | None, reading: Reading) -> None:
    """Add what stands in a further row of one merged action: more officers, more of the report."""
    if action is None:
        return
    item = reading.document.actions[action]
    more = (*reading.people(header.own(row, "leads")), *reading.people(header.own(row, "responsible")))
    if more:
        item = replace(item, leads=tuple(dict.fromkeys((*item.leads, *more))))
    due = header.own(row, "due")
    if due is not None:
        later = reading.date(due)
        if later.latest and (item.due.latest is None or later.latest > item.due.latest):
            reading.say("note", due, "Several dates stand beside one action: the last was taken.", due.text)
            item = replace(item, due=later)
    reading.document.actions[action] = item
    for name in ("rating", "status", "completed", "cost"):
        if (other := header.own(row, name)) is not None:
            reading.say(
                "warning",
                other,
                f"Several rows stand beside one action: this {name} was left out, the first row's was taken.",
                other.text,
            )
    if update := header.own(row, "update"):
        reading.document.updates.append(
            UpdateItem(action, update.text.strip(), Source(update.sheet, update.address))
        )
