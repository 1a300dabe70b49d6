"""Reads a workbook by a layout's declaration: finds its tables wherever they stand and gives each to its reader."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from improvement.spreadsheets import Cell, Sheet
from plans.imports.blocks.candidates import unknown_tables
from plans.imports.blocks.declaration import Block, Layout, Section
from plans.imports.blocks.guessing import NOT_KNOWN, fill_gaps, guess_header
from plans.imports.blocks.guessing_measures import guess_measures
from plans.imports.blocks.labels import read_label
from plans.imports.blocks.measures_across import guess_across
from plans.imports.blocks.pointed import pointed_header
from plans.imports.blocks.rating_columns import rating_periods
from plans.imports.blocks.reading import Reading, ThemeDraft
from plans.imports.blocks.repeats import take_repeats, take_what_is_done
from plans.imports.blocks.success_measures import give_actions_their_rows
from plans.imports.blocks.summaries import explain_totals, read_scale_key, read_theme_list
from plans.imports.blocks.versions import day_of, latest_version
from plans.imports.blocks.vocabulary import FIELD_WORDS, could_head_a_table
from plans.imports.document import Message, PlanDocument
from plans.imports.naming import name_the_plan
from plans.imports.parsers.statuses import is_level
from plans.imports.pointing import pointed_at
from plans.imports.tables import Header, found_table, own_cells, read_header
from plans.imports.values import header_words

LONGEST_HEADER = 120
MOST_IN_A_HEADING = 2
# So many of the columns that tell a kind of table by themselves are enough, whatever stands beside them.
ENOUGH_ALONE = 3
FALLBACK_CONFIDENCE = 0.7
ONE_CELL_LABEL = re.compile(r"^(?P<label>[^:\n]{3,40}):\s+(?P<said>\S.*)$", re.DOTALL)
RECOMMENDATION_HEADING = re.compile(
    r"^(?:[\w']+\s+)?(?:recommendation|areas? for improvement)\s+(?P<number>\d{1,2})\s*[:.\-–]\s*(?P<text>\S.*)$",
    re.IGNORECASE,
)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def confidence(layout: Layout, sheets: list[Sheet], choices: Mapping[str, str]) -> float:
    """Return how sure it is that a workbook is in a layout: the share of its telling tables that are there."""
    seen: set[str] = set()
    for sheet in sheets:
        for row in sheet.row_numbers():
            if (found := _find_block(layout, sheet, row, choices)) is not None:
                seen.add(found[0].name)
                seen |= {f"{found[0].name}.{name}" for name in found[1].columns}
            elif (label := _label_of(layout, sheet, row)) is not None:
                seen.add(f"label.{label[0]}")
    if layout.is_fallback:
        return FALLBACK_CONFIDENCE if layout.tells & seen else 0.0
    return len(layout.tells & seen) / len(layout.tells)


def read(layout: Layout, sheets: list[Sheet], choices: Mapping[str, str]) -> PlanDocument:
    """Return the plan document of a workbook; problems are messages on it, each with its cell."""
    document = PlanDocument(layout=layout.name, theme_word=layout.theme_word)
    document.numbers_by_theme = layout.numbers_by_theme
    reading = Reading(document, sheets, choices)
    sheets = current_sheets(sheets, reading)
    if layout.is_fallback:
        sheets = _latest_version(layout, sheets, reading)
    reading.speaks_for = _last_scored_period(layout, sheets)
    # Tables of the plan as a whole first: they name what the themes' sheets only number.
    for in_themes in (False, True):
        for sheet in sheets:
            _read_sheet(layout, sheet, reading, in_themes=in_themes)
    give_actions_their_rows(reading)
    for sheet in sheets:
        read_scale_key(sheet, reading)
        read_theme_list(sheet, reading)
    explain_totals(reading)
    name_the_plan(document, _headings(sheets, reading), reading.account)
    if document.known_on is None and reading.version_day:
        document.known_on = reading.version_day
    if document.known_on is None and reading.speaks_for:
        document.known_on = reading.speaks_for
        document.messages.append(
            Message(
                "note",
                "",
                "",
                f"The workbook does not say the day that it speaks for: the last period with ratings ends on "
                f"{reading.speaks_for:%-d %B %Y}. Give another date if that is not it.",
            )
        )
    reading.finish()
    document.tables += unknown_tables(sheets, reading.account)
    document.left_over = reading.account.left_over()
    document.cells = reading.account.by_sheet()
    if not (document.actions or document.recommendations or document.measures):
        document.messages.append(
            Message("error", "", "", "No actions, no recommendations and no measures were found.")
        )
    return document


def _headings(sheets: list[Sheet], reading: Reading) -> list[Cell]:
    """Return the cells that nothing took and that head their row: what stands in a table names no plan."""
    return [
        cell
        for sheet in sheets
        for cell in sheet.cells()
        if reading.account.is_open(cell)
        and (cell.is_merged_across or len(sheet.rows[cell.row]) <= MOST_IN_A_HEADING)
    ]


def _latest_version(layout: Layout, sheets: list[Sheet], reading: Reading) -> list[Sheet]:
    """Return the sheets without the earlier versions of a list that is copied for each meeting."""
    found = []
    for sheet in sheets:
        blocks = [
            block
            for row in sheet.row_numbers()
            if (block := _find_block(layout, sheet, row, reading.choices))
        ]
        headers = [
            header for block, header in blocks if "action" in header.columns and "theme" not in header.columns
        ]
        if headers:
            found.append((sheet, headers))
    versions = latest_version(found)
    if len(found) == 1:
        reading.version_day = day_of(found[0][0])
    if versions is None:
        return sheets
    last, earlier = versions
    reading.version_day = day_of(last)
    for sheet in earlier:
        cells = list(sheet.cells())
        reading.say(
            "warning",
            cells[0],
            f"This sheet is an earlier version of the list on {last.title}: kept as notes. To bring it in as it stood "
            "then, import it by itself, the earliest first (--sheet).",
            sheet.title,
        )
        reading.account.note(*cells)
    return [sheet for sheet in sheets if sheet not in earlier]


def _find_block(
    layout: Layout, sheet: Sheet, row: int, choices: Mapping[str, str]
) -> tuple[Block, Header] | None:
    """Return the block whose header a row is, the one that explains most of the row first.

    Where a person pointed at a sheet's table, no other row of it is a header.
    """
    if (pointed := pointed_at(sheet)) is not None and pointed.kind in layout.pointed:
        if row != pointed.row:
            return None
        key = ("pointed", tuple(sorted(choices.items())))
        if key not in sheet.memo:
            block = layout.pointed[pointed.kind]
            sheet.memo[key] = block, pointed_header(sheet, pointed, block.name, block.columns, choices)
        return sheet.memo[key]  # type: ignore[return-value]
    if layout.guesses is not None and (guess := _guessed(layout, sheet, choices)) is not None:
        return guess if guess[1].row == row else None
    return _block_by_words(layout, sheet, row, choices)


def _block_by_words(
    layout: Layout, sheet: Sheet, row: int, choices: Mapping[str, str]
) -> tuple[Block, Header] | None:
    """Return the block whose header a row is by its words; worked out once."""
    if row not in _possible_headers(sheet, choices):
        return None
    key = ("block", layout.name, row, tuple(sorted(choices.items())))
    if key not in sheet.memo:
        sheet.memo[key] = _best_block(layout, sheet, row, choices)
    return sheet.memo[key]  # type: ignore[return-value]


def _guessed(layout: Layout, sheet: Sheet, choices: Mapping[str, str]) -> tuple[Block, Header] | None:
    """Return the table that a sheet has by what stands below a header, where no row is one by its words.

    Periods across with figures under them are a scorecard, whatever else its columns look like.
    """
    key = ("guess", tuple(sorted(choices.items())))
    if key not in sheet.memo:
        by_words = any(_block_by_words(layout, sheet, row, choices) for row in sheet.row_numbers())
        has_labels = any(_label_of(layout, sheet, row) for row in sheet.row_numbers())
        sheet.memo[key] = None if by_words or has_labels else _guess(layout, sheet, choices)
    return sheet.memo[key]  # type: ignore[return-value]


def _guess(layout: Layout, sheet: Sheet, choices: Mapping[str, str]) -> tuple[Block, Header] | None:
    if layout.guesses_measures and (measures := guess_measures(sheet, choices)):
        return layout.guesses_measures, measures
    if layout.guesses_across and (across := guess_across(sheet, choices)):
        return layout.guesses_across, across
    actions = guess_header(sheet, choices)
    return (layout.guesses, take_repeats(actions)) if layout.guesses and actions else None


def _possible_headers(sheet: Sheet, choices: Mapping[str, str]) -> set[int]:
    """Return the rows that say a word without which no table has a header: few, whatever the sheet's length."""
    key = ("possible headers", tuple(choices))
    if key not in sheet.memo:
        sheet.memo[key] = {
            row
            for row in sheet.rows
            if any(
                isinstance(cell.value, str)
                and len(cell.text) <= LONGEST_HEADER
                and (could_head_a_table(cell.text) or header_words(cell.text) in choices)
                for cell in sheet.row_with_ends(row)
            )
        }
    return sheet.memo[key]  # type: ignore[return-value]


def _header_of(block: Block, sheet: Sheet, row: int, choices: Mapping[str, str]) -> Header | None:
    """Return the header that a row is of a kind of table; worked out once for all layouts that know the kind."""
    key = ("header", block.name, row, tuple(sorted(choices.items())))
    if key not in sheet.memo:
        sheet.memo[key] = read_header(sheet, row, block.columns, set(block.required), choices)
    return sheet.memo[key]  # type: ignore[return-value]


def _best_block(
    layout: Layout, sheet: Sheet, row: int, choices: Mapping[str, str]
) -> tuple[Block, Header] | None:
    best: tuple[Block, Header] | None = None
    cells = own_cells(sheet, row)
    for block in layout.blocks:
        header = _header_of(block, sheet, row, choices)
        if header is None or (block.beside and not block.beside & header.columns.keys()):
            continue
        if any(len(cell.text) > LONGEST_HEADER for cell in cells):
            continue
        if "amount" in header.columns and _is_a_band(header):
            # A financial year over months or quarters heads no costs.
            continue
        named = sum(1 for match in header.matches if match.field)
        # A wide list of a system's own columns is told by the few that an action log can't do without.
        if named * 2 < len(cells) and len(block.tells_alone & header.columns.keys()) < ENOUGH_ALONE:
            continue
        if best is None or named > sum(1 for match in best[1].matches if match.field):
            best = (block, header)
    if best is not None and layout.guesses is not None and best[0].columns is layout.guesses.columns:
        return best[0], take_repeats(fill_gaps(take_what_is_done(best[1])))
    return best


def _is_a_band(header: Header) -> bool:
    """Whether a row's financial years head no amounts: merged over several columns, or with no room for a label."""
    if min(match.cell.column for match in header.several("amount")) == 1:
        return True
    return all(match.cell.is_merged_across for match in header.several("amount"))


def _label_of(layout: Layout, sheet: Sheet, row: int) -> tuple[str, Cell, Cell] | None:
    """Return a row's label, its cell and the cell beside it, where the row is a label and its text."""
    if pointed_at(sheet) is not None:
        return None
    cells = sheet.row(row)
    if len(cells) == 1 and (match := ONE_CELL_LABEL.match(cells[0].text.strip())):
        said = replace(cells[0], text=match["said"], value=match["said"])
        for name, pattern in layout.labels.items():
            if pattern.search(match["label"]):
                return name, cells[0], said
        return None
    if len(cells) < 2 or cells[1].column != max(cells[0].last_column, cells[0].column) + 1:
        return None
    if len(cells[0].text) > LONGEST_HEADER:
        return None
    text = " ".join(cells[0].text.split()).strip(" ?:")
    for name, pattern in layout.labels.items():
        if pattern.search(text):
            return name, cells[0], cells[1]
    return None


def _heading_of(sheet: Sheet, row: int) -> re.Match[str] | None:
    """Return what a row says as the heading of a recommendation, where it is one: a line by itself."""
    cells = sheet.row(row)
    return RECOMMENDATION_HEADING.match(" ".join(cells[0].text.split())) if len(cells) == 1 else None


def _read_sheet(layout: Layout, sheet: Sheet, reading: Reading, *, in_themes: bool) -> None:
    theme: ThemeDraft | None = None
    if in_themes:
        theme = _theme_of(layout, sheet, reading)
    section: Section | None = None
    block: Block | None = None
    commitment = ""
    recommendation: int | None = None
    above: list[Cell] = []
    for row in [*sheet.row_numbers(), None]:
        found = _find_block(layout, sheet, row, reading.choices) if row is not None else None
        label = _label_of(layout, sheet, row) if row is not None and found is None else None
        heading = _heading_of(sheet, row) if row is not None and in_themes and not (found or label) else None
        if heading and row is not None:
            header_above = section.header if section is not None else None
            _close(block, section, reading, in_themes=in_themes)
            recommendation = int(heading["number"])
            cell = sheet.row(row)[0]
            reading.recommendation(recommendation, cell, heading["text"])
            reading.account.map(cell)
            # Under a heading without a header of its own the columns carry on.
            section = (
                Section(header_above, [], theme, commitment, recommendation=recommendation)
                if header_above is not None
                else None
            )
            continue
        if row is None or found or label:
            _close(block, section, reading, in_themes=in_themes)
            block, section = None, None
        if row is None:
            break
        if found:
            block, header = found
            section = Section(header, [], theme, commitment, recommendation, tuple(above))
            # A list without headings begins in the row that stands for them.
            section.rows.extend([row] if header.is_made else [])
            above = []
        elif label:
            if in_themes:
                commitment = read_label(*label, theme, commitment, reading)
        elif section is not None:
            section.rows.append(row)
        else:
            above.extend(sheet.row(row))


def _close(block: Block | None, section: Section | None, reading: Reading, *, in_themes: bool) -> None:
    if block is None or section is None or block.in_themes is not in_themes:
        return
    if block.settle is not None:
        section.header = block.settle(section.header, section.rows)
    if not section.header.is_made:
        reading.account.map(*(match.cell for match in section.header.matches if match.field))
        reading.account.note(*(match.cell for match in section.header.matches if not match.field))
    reading.document.tables.append(found_table(block.name, section.header, section.rows))
    guessed = [match for match in section.header.matches if match.why.startswith(NOT_KNOWN)]
    if guessed:
        reading.say(
            "warning",
            guessed[0].cell,
            "The words of these headers are not known: they were taken for what stands below them. Look at each "
            "of them before you apply anything.",
            "; ".join(f"{match.cell.text}: {FIELD_WORDS[match.field]}" for match in guessed),
        )
    block.read(section, reading)


def _theme_of(layout: Layout, sheet: Sheet, reading: Reading) -> ThemeDraft | None:
    """Return the theme that a sheet is of: named by its first cells, else numbered by its own title."""
    if not any(_is_action_row(layout, sheet, row) for row in sheet.row_numbers()):
        return None
    cells = list(sheet.cells())[:6]
    for cell in cells:
        match = layout.theme_title.match(" ".join(cell.text.split()))
        if match and len(cell.text) < 200:
            found = _draft(match, match["title"], cell, reading)
            reading.account.map(cell)
            return found
    match = layout.theme_sheet.match(sheet.title.strip())
    return _draft(match, "", cells[0], reading) if match and cells else None


# `Examples` is none of it: one council quotes its figures there.
GUIDANCE = re.compile(
    r"^(?:read ?me|guidance|instructions?|how to\b.*|doc(?:ument)? (?:control|history)|version (?:control|history|log)"
    r"|change log|revision history)$",
    re.IGNORECASE,
)
EARLIER_COPY = re.compile(r"\b(?:old|copy|previous|archived?|superseded|backup)\b|\(\d+\)\s*$", re.IGNORECASE)


def current_sheets(sheets: list[Sheet], reading: Reading) -> list[Sheet]:
    """Return the sheets without copies of another one and without guidance; these are kept as notes.

    A sheet that somebody pointed at is read, whatever its name.
    """
    names = {sheet.title.casefold() for sheet in sheets}
    kept = []
    for sheet in sheets:
        stem = EARLIER_COPY.sub("", sheet.title).strip(" -_()").casefold()
        is_copy = bool(EARLIER_COPY.search(sheet.title) and stem and stem in names - {sheet.title.casefold()})
        is_guidance = len(sheets) > 1 and bool(GUIDANCE.match(sheet.title.strip()))
        if not (is_copy or is_guidance) or pointed_at(sheet):
            kept.append(sheet)
            continue
        cells = list(sheet.cells())
        if cells:
            what = "a copy of another" if is_copy else "guidance or a record of versions"
            reading.say("warning", cells[0], f"This sheet is named {what}: kept as notes.", sheet.title)
        reading.account.note(*cells)
    return kept


def _is_action_row(layout: Layout, sheet: Sheet, row: int) -> bool:
    found = _find_block(layout, sheet, row, {})
    return found is not None and found[0].in_themes and "theme_name" not in found[1].columns


def _draft(match: re.Match[str], title: str, cell: Cell, reading: Reading) -> ThemeDraft:
    said = match["number"].upper()
    letter = said if said in LETTERS else ""
    draft = reading.theme(LETTERS.index(said) + 1 if letter else int(said), cell, title)
    draft.letter = draft.letter or letter
    return draft


def _last_scored_period(layout: Layout, sheets: list[Sheet]) -> date | None:
    """Return the last day of the last period that any rating column holds a rating for."""
    days = []
    for sheet in sheets:
        for row in sheet.row_numbers():
            found = _find_block(layout, sheet, row, {})
            for period in rating_periods(found[1]) if found else ():
                column = period.match.cell.column
                scored = (
                    cell
                    for below in sheet.row_numbers()
                    if below > row and (cell := sheet.rows[below].get(column)) is not None
                )
                if period.known_on and any(is_level(cell.text) for cell in scored):
                    days.append(period.known_on)
    return max(days, default=None)
