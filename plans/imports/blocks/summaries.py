"""Summary tables that stand beside the plan: averages of ratings, counts by rating, costs, who owns what."""

import re
from decimal import Decimal

from improvement.rounding import with_commas
from improvement.spreadsheets import Cell, Sheet
from plans.imports.blocks.declaration import Section
from plans.imports.blocks.reading import Reading
from plans.imports.document import Message
from plans.imports.kinds.action import ActionItem
from plans.imports.kinds.cost import CostItem
from plans.imports.kinds.stated_figure import StatedFigureItem
from plans.imports.parsers.money import read_financial_year, read_money
from plans.imports.parsers.people import plain
from plans.imports.parsers.statuses import read_number_level, read_rating
from plans.imports.values import Source

NUMBERED_TITLE = re.compile(
    r"^(?:theme|workstream|priority|aim)?\s*(?P<number>\d{1,2})\s*[.:)\-–]\s*(?P<title>.+)$", re.IGNORECASE
)
LETTERED_TITLE = re.compile(
    r"^(?:theme|workstream|priority|aim)?\s*(?P<number>[A-Z])\s*[.:)\-–]\s*(?P<title>.+)$"
)
THEMES_HEADING = re.compile(
    r"^(?:(?:our|the|\w+) )?(?P<word>aims|priorities|themes|workstreams|objectives)$", re.IGNORECASE
)
SINGULAR = {
    "aims": "aim",
    "priorities": "priority",
    "themes": "theme",
    "workstreams": "workstream",
    "objectives": "objective",
}
LEAST_DEFINITION = 20
LEAST_LEVELS = 3
TOTAL = re.compile(r"^(?:grand )?totals?\b", re.IGNORECASE)
RECURRENT = re.compile(
    r"^(?P<non>non[- ]?|one[- ]?off\b)?\s*(?:recurr(?:ent|ing)|one[- ]?off)?\s*costs?\b", re.IGNORECASE
)


def _number(cell: Cell | None) -> Decimal | None:
    if cell is None or isinstance(cell.value, bool) or not isinstance(cell.value, int | float):
        return None
    return Decimal(str(cell.value))


def read_averages(section: Section, reading: Reading) -> None:
    """Read printed averages by theme, and of the plan, for the previous and the current period."""
    header = section.header
    for row in section.rows:
        cells = {period: header.own(row, period) for period in ("previous", "current")}
        if not any(_number(cell) is not None for cell in cells.values()):
            continue
        label = next(
            (
                found
                for column in range(min(header.columns.values()) - 1, 0, -1)
                if (found := header.sheet.at(row, column)) is not None and found.row == row
            ),
            None,
        )
        match = NUMBERED_TITLE.match(plain(label.text)) if label else None
        scope, of = "plan", "the plan"
        if match and label:
            theme = reading.theme(int(match["number"]), label, match["title"])
            scope, of = f"theme.{theme.number}", f"{reading.document.theme_word} {theme.number}"
            reading.account.map(label)
        for period, cell in cells.items():
            value = _number(cell)
            if cell is None or value is None:
                continue
            reading.document.stated_figures.append(
                StatedFigureItem(
                    f"Average rating of {of}, {period} period",
                    value,
                    cell.text,
                    Source(cell.sheet, cell.address),
                    "score",
                    f"ratings.average.{scope}.{period}",
                )
            )
            reading.account.map(cell)


def read_rating_summary(section: Section, reading: Reading) -> None:
    """Read how many recommendations are said to have each rating, and what the council means by each."""
    header = section.header
    for row in section.rows:
        name, count, meaning = (header.own(row, field) for field in ("rating", "count", "meaning"))
        if name is None:
            continue
        code = read_rating(name.text)
        value = _number(count)
        if code and meaning:
            reading.document.level_meanings[code] = plain(meaning.text)
            reading.account.map(name, meaning)
        if value is None or count is None:
            continue
        total = "recommendation" in name.text.casefold() or TOTAL.match(name.text)
        if not (code or total):
            continue
        label = "Recommendations" if total else f"Recommendations rated {plain(name.text)}"
        rule = "recommendations.total" if total else f"recommendations.by_rating.{code}"
        reading.document.stated_figures.append(
            StatedFigureItem(label, value, count.text, Source(count.sheet, count.address), rule=rule)
        )
        reading.account.map(name, count)


def read_costs(section: Section, reading: Reading) -> None:
    """Read cost lines by financial year; a row that only names a kind of cost holds for the rows below it."""
    header = section.header
    recurrent: bool | None = None
    amounts = [(match, read_financial_year(match.cell.text)) for match in header.several("amount")]
    label_column = min(match.cell.column for match, _year in amounts) - 1
    for row in section.rows:
        label = header.sheet.at(row, label_column)
        cells = [(header.sheet.rows[row].get(match.cell.column), year) for match, year in amounts]
        if label is None:
            continue
        if not any(cell for cell, _year in cells):
            if match := RECURRENT.match(label.text.strip()):
                recurrent = not match["non"]
                reading.account.map(label)
            continue
        text = plain(label.text)
        for cell, year in cells:
            if cell is None:
                continue
            money = read_money(cell.text) if isinstance(cell.value, str) else None
            amount = money.amount if money else _number(cell)
            source = Source(cell.sheet, cell.address)
            if amount is None:
                reading.say(
                    "warning", cell, "The amount was not understood: kept as words.", cell.text, "£20,000"
                )
            if TOTAL.match(text):
                if amount is not None:
                    reading.document.stated_figures.append(
                        StatedFigureItem(
                            f"Total costs {year}", amount, cell.text, source, "pounds", f"costs.{year}"
                        )
                    )
            else:
                reading.document.costs.append(CostItem(text, year, cell.text, source, amount, recurrent))
            reading.account.map(cell, label)


def read_ownership(section: Section, reading: Reading) -> None:
    """Read who sponsors and who leads each theme."""
    header = section.header
    for row in section.rows:
        cell = header.own(row, "theme")
        text = plain(cell.text) if cell else ""
        match = NUMBERED_TITLE.match(text) or LETTERED_TITLE.match(text)
        if cell is None or match is None:
            continue
        said = match["number"]
        number = int(said) if said.isdigit() else ord(said) - 64
        theme = reading.theme(number, cell, match["title"])
        for part in ("sponsors", "leads", "members"):
            people = header.own(row, part)
            if people is not None:
                theme.people[part] = list(reading.people(people))
                reading.account.map(people)
        reading.account.map(cell)


def read_scale_key(sheet: Sheet, reading: Reading) -> None:
    """Read what the numbers of a scale mean: rows of a number and a definition, three or more together."""
    key: list[tuple[Cell, Cell]] = []
    for row in [*sheet.row_numbers(), None]:
        cells = [cell for cell in sheet.row(row) if reading.account.is_open(cell)] if row is not None else []
        if len(cells) >= 2 and read_number_level(cells[0].text) and len(cells[1].text) > LEAST_DEFINITION:
            key.append((cells[0], cells[1]))
            continue
        if len(key) >= LEAST_LEVELS:
            for number, meaning in key:
                code = number.text.strip()
                reading.document.level_meanings[code] = plain(meaning.text)
                if number.fill:
                    reading.document.level_colours[code] = f"#{number.fill}"
                reading.account.map(number, meaning)
        key = []


def read_theme_list(sheet: Sheet, reading: Reading) -> None:
    """Read a heading such as `Four aims` and the lines under it as themes, where no sheet is a theme's own."""
    if reading.themes:
        return
    heading: Cell | None = None
    number = 0
    for row in sheet.row_numbers():
        cells = sheet.row(row)
        # What stands in a row that a table took is one of its cells, whatever its words.
        is_free = all(reading.account.is_open(cell) for cell in cells)
        if heading is not None and (
            not is_free or cells[0].column != heading.column or row != heading.row + number + 1
        ):
            heading = None
        if heading is not None:
            number += 1
            reading.theme(number, cells[0], cells[0].text)
            reading.account.map(cells[0])
        elif is_free and not reading.themes and (match := THEMES_HEADING.match(plain(cells[0].text))):
            heading = cells[0]
            reading.document.theme_word = SINGULAR[match["word"].casefold()]
            reading.account.map(heading)


def explain_totals(reading: Reading) -> None:
    """Say which amount named in the table of actions would make a printed total of costs come out."""
    named: dict[Decimal, ActionItem] = {}
    for action in reading.document.actions:
        for amount in read_money(action.cost).parts:
            named.setdefault(amount, action)
    for figure in reading.document.stated_figures:
        if not figure.rule.startswith("costs."):
            continue
        year = figure.rule.removeprefix("costs.")
        lines = [
            line for line in reading.document.costs if line.financial_year == year and line.amount is not None
        ]
        difference = figure.value - sum(
            (line.amount for line in lines if line.amount is not None), Decimal(0)
        )
        if not difference:
            continue
        likely = [
            (abs(difference) / line.amount, line, line.amount + difference)
            for line in lines
            if line.amount and line.amount + difference in named
        ]
        text = f"The total does not come out of its lines: they differ by £{with_commas(abs(difference), 0)}."
        if likely:
            # Of several lines the one that need change least.
            _share, line, wanted = min(likely, key=lambda pair: pair[0])
            source = named[wanted].source
            text += (
                f" It would come out if {line.label} were £{with_commas(wanted, 0)}, an amount that stands in the "
                f"costs of the action at {source.sheet}!{source.cell}."
            )
        reading.document.messages.append(
            Message("note", figure.source.sheet, figure.source.cell, text, figure.words)
        )
