"""What the readers of blocks share: the document being filled, the account of cells, themes and officers met."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from improvement.spreadsheets import Cell, Sheet
from improvement.spreadsheets.colours import hue_name
from improvement.written_dates import (
    WrittenDate,
    days_come_first,
    month_first,
    months_come_first,
    read_date,
)
from improvement.written_numbers import WITH_A_POINT
from plans.imports.document import CellAccount, Message, PlanDocument
from plans.imports.kinds.recommendation import RecommendationItem
from plans.imports.kinds.theme import ThemeItem
from plans.imports.parsers.officers import (
    abbreviations_in,
    find_glossary,
    plain_lines,
    read_officer_words,
    spell_out,
)
from plans.imports.parsers.people import Person, plain
from plans.imports.parsers.statuses import (
    HUE_OF_CODE,
    read_leading_rating,
    read_number_level,
    read_status,
)
from plans.imports.values import Source

# The inspectorate's recommendation as council officers note it inside other text.
RECOMMENDATION_MARKER = re.compile(
    r"\bofsted\s+(?:rec(?:co|ommendation|s)?\.?\s*)?(?P<number>\d{1,2})\b", re.IGNORECASE
)
CODE_OF_HUE = {hue: code for code, hue in HUE_OF_CODE.items()}
TRACKER = "1 to 5 tracker"


@dataclass
class ThemeDraft:
    """A theme as it comes together from several sheets."""

    number: int
    source: Source
    title: str = ""
    outcome: str = ""
    how_will_we_know: str = ""
    letter: str = ""
    people: dict[str, list[Person]] = field(default_factory=dict)
    recommendations: list[int] = field(default_factory=list)


class Reading:
    """One workbook being read into one document."""

    def __init__(self, document: PlanDocument, sheets: list[Sheet], choices: Mapping[str, str]) -> None:
        self.document = document
        self.sheets = sheets
        self.choices = choices
        self.account = CellAccount(sheets)
        self.themes: dict[int, ThemeDraft] = {}
        self.recommendations: dict[int, RecommendationItem] = {}
        self.people_cells: dict[Person, Cell] = {}
        self.titles_said: set[tuple[int, str]] = set()
        # Whether a column's dates are written in an order, by sheet, column and who tells it.
        self.orders: dict[tuple[str, int, object], bool] = {}
        self.commitments_met: dict[int, set[str]] = {}
        # The last day of a period that the workbook scores, where its rating columns name periods.
        self.speaks_for: date | None = None
        # The day that the last of several versions of one list is named after.
        self.version_day: date | None = None

    def say(self, level: str, cell: Cell, text: str, found: str = "", expected: str = "") -> None:
        self.document.messages.append(Message(level, cell.sheet, cell.address, text, found, expected))

    def ask(self, cell: Cell, question: str) -> None:
        """Say of a number that it could be two, and was kept as words for it; an empty question says nothing."""
        if question:
            self.say("warning", cell, f"{question}: kept as words.", cell.text, WITH_A_POINT)

    # --- what a cell means ---------------------------------------------------------------------

    def people(self, cell: Cell | None) -> tuple[Person, ...]:
        """Return the officers that a cell names, as written; one spelling for each comes at the end."""
        if cell is None:
            return ()
        words = read_officer_words(cell.text)
        found = words.people
        for remark in words.remarks:
            self.say("note", cell, "Said of an officer and kept with the file, not with the officer.", remark)
        for person in found:
            self.people_cells.setdefault(person, cell)
        return found

    def date(self, cell: Cell | None) -> WrittenDate:
        """Return what a date cell means; what can't be read is kept as words, with a message."""
        if cell is None:
            return WrittenDate()
        found = read_date(cell.text)
        if found.kind == "suggestion" and found.suggestion and self._is_british(cell):
            found = replace(found, kind="exact", earliest=found.suggestion, latest=found.suggestion)
        if found.kind == "exact" and (american := month_first(cell.text)) and self._is_american(cell):
            found = WrittenDate(found.words, "suggestion", suggestion=american)
        if found.kind == "not_understood":
            self.say(
                "warning",
                cell,
                "The date was not understood: kept as words.",
                cell.text,
                "a date such as May 2026",
            )
        elif found.kind == "suggestion" and found.suggestion:
            self.say(
                "warning",
                cell,
                f"The date could be read as {found.suggestion:%-d %B %Y}: kept as words until accepted.",
                cell.text,
            )
        return found

    def _is_british(self, cell: Cell) -> bool:
        """Whether the other dates of a cell's column say that days come first: one in doubt is read as they are."""
        return self._column_says(cell, days_come_first)

    def _is_american(self, cell: Cell) -> bool:
        """Whether the other dates of a cell's column say that months come first: none of it is read day first."""
        return self._column_says(cell, months_come_first)

    def _column_says(self, cell: Cell, order: Callable[[Iterable[str]], bool]) -> bool:
        place = (cell.sheet, cell.column, order)
        if place not in self.orders:
            sheet = next(sheet for sheet in self.sheets if sheet.title == cell.sheet)
            texts = (row[cell.column].text for row in sheet.rows.values() if cell.column in row)
            self.orders[place] = order(texts)
        return self.orders[place]

    def level(self, sheet: Sheet, row: int, column: int) -> str:
        """Return the code of the rating in a cell: its letter, word or number, else its colour; empty for none."""
        cell = sheet.at(row, column)
        hue = CODE_OF_HUE.get(hue_name(sheet.fill(row, column)), "")
        if cell is None:
            return hue
        if not isinstance(cell.value, int | float | str):
            if not isinstance(cell.value, datetime):
                # A nought that a date format shows as a time: not yet rated.
                self.account.map(cell)
            return ""
        number = read_number_level(cell.text)
        code = number if number is not None else read_leading_rating(cell.text)
        if code is None and hue and len(cell.text.split()) > 1:
            code = hue
        is_status = read_status(cell.text) is not None
        if code is None and hue:
            code = hue
            if not is_status:
                self.say(
                    "warning",
                    cell,
                    f"The word is of no rating that is known: its fill, {HUE_OF_CODE[hue]}, was taken.",
                    cell.text,
                    "a letter, word or number of the plan's scale",
                )
        if code is None and is_status:
            # `Complete` among Red and Green says how the action stands (`status_for_rating`).
            self.account.map(cell)
            return ""
        if code is None:
            self.say(
                "warning",
                cell,
                "The rating was not understood: left unrated.",
                cell.text,
                "a letter, word or number of the plan's scale",
            )
            self.account.note(cell)
            return ""
        if code.isdigit() and self.document.rating_pattern != TRACKER:
            self.document.rating_pattern = TRACKER
        if code == "B":
            self.document.rating_pattern = "BRAG"
        if hue and code in HUE_OF_CODE and hue != code:
            self.say(
                "warning",
                cell,
                f"The fill is {HUE_OF_CODE[hue]} but the rating is {code}: the rating was taken.",
            )
        self.account.map(cell)
        return code

    # --- themes and recommendations ------------------------------------------------------------

    def theme(self, number: int, cell: Cell, title: str = "") -> ThemeDraft:
        """Return the draft of a theme, made where it is met first."""
        draft = self.themes.setdefault(number, ThemeDraft(number, Source(cell.sheet, cell.address)))
        title = plain(title)
        if title and not draft.title:
            draft.title = title
        elif title and not _same_title(title, draft.title) and (number, title) not in self.titles_said:
            self.titles_said.add((number, title))
            self.say(
                "note",
                cell,
                f"The {self.document.theme_word} is named differently elsewhere: {draft.title!r} is kept.",
                title,
            )
        return draft

    def recommendation(self, number: int, cell: Cell, text: str = "", **fields_found: Any) -> None:
        """Note a recommendation that the workbook names, with what it says of it."""
        known = self.recommendations.get(number)
        text = plain_lines(text)
        if known is None:
            known = RecommendationItem(number, text, Source(cell.sheet, cell.address), **fields_found)
        elif text and not known.text:
            known = replace(known, text=text, source=Source(cell.sheet, cell.address), **fields_found)
        elif fields_found:
            known = replace(known, **fields_found)
        self.recommendations[number] = known

    def markers(self, *cells: Cell | None) -> tuple[int, ...]:
        """Return the recommendations that some cells name (`Ofsted recco 2`), and note each."""
        numbers: dict[int, Cell] = {}
        for cell in cells:
            for match in RECOMMENDATION_MARKER.finditer(cell.text if cell else ""):
                numbers.setdefault(int(match["number"]), cell)  # type: ignore[arg-type]
        for number, cell in numbers.items():
            self.recommendation(number, cell)
        return tuple(sorted(numbers))

    # --- the end -------------------------------------------------------------------------------

    def finish(self) -> None:
        """Put themes and recommendations in order and give every officer one spelling."""
        document = self.document
        served: dict[int, list[int]] = {}
        for draft in self.themes.values():
            for number in draft.recommendations:
                served.setdefault(number, []).append(draft.number)
        for action in document.actions:
            for number in action.recommendations:
                if action.theme is not None and action.theme not in served.setdefault(number, []):
                    served[number].append(action.theme)
        document.recommendations = [
            replace(item, themes=item.themes or tuple(sorted(served.get(number, []))))
            for number, item in sorted(self.recommendations.items())
        ]
        document.themes = [
            ThemeItem(
                draft.number,
                draft.title or f"{document.theme_word.capitalize()} {draft.number}",
                draft.source,
                leads=tuple(draft.people.get("leads", ())),
                members=tuple(draft.people.get("members", ())),
                sponsors=tuple(draft.people.get("sponsors", ())),
                outcome=draft.outcome,
                how_will_we_know=draft.how_will_we_know,
            )
            for _number, draft in sorted(self.themes.items())
        ]
        self._settle_officers()

    def _settle_officers(self) -> None:
        """Make one officer of each name, under the fullest title; spell abbreviations out as the workbook does."""
        people = list(self.people_cells)
        names = {person.name for person in people if person.name}
        text = "\n".join(cell.text for sheet in self.sheets for cell in sheet.cells())
        short = {word for person in people for word in abbreviations_in(person.job_title)}
        glossary = find_glossary(short, text) if short else {}
        for word, phrase in sorted(glossary.items()):
            cell = next(self.people_cells[p] for p in people if word in abbreviations_in(p.job_title))
            self.say("note", cell, f"{word} is read as {phrase}, as the workbook spells it elsewhere.")
        titles: dict[str, str] = {}
        for person in people:
            if person.name:
                title = spell_out(person.job_title, glossary)
                if len(title) > len(titles.setdefault(person.name, "")):
                    titles[person.name] = title
        settled: dict[Person, tuple[Person, ...]] = {}
        for person in people:
            settled[person] = tuple(
                Person(titles.get(name, spell_out(person.job_title, glossary)), name)
                for name in _side_by_side(person.name, names)
            )
            if len(settled[person]) > 1:
                self.say(
                    "note",
                    self.people_cells[person],
                    "Read as two officers, both named elsewhere in the workbook.",
                    person.name,
                )
            elif (
                person.name
                and person.job_title
                and settled[person][0].job_title != spell_out(person.job_title, glossary)
            ):
                self.say(
                    "note",
                    self.people_cells[person],
                    f"{person.name} is one officer, under the fullest title: {settled[person][0].job_title!r}.",
                    person.job_title,
                )
        for name in ("themes", "recommendations", "actions", "success_measures"):
            items = getattr(self.document, name)
            items[:] = [_with_people(item, settled) for item in items]


def _same_title(one: str, other: str) -> bool:
    """Whether two titles are one, the shorter perhaps cut off."""
    first, second = (" ".join(title.casefold().rstrip(". ").split()) for title in (one, other))
    return first.startswith(second) or second.startswith(first)


def _side_by_side(name: str, names: set[str]) -> list[str]:
    """Return the two names that stand in one with only a blank between, where both are known; else the name."""
    words = name.split()
    for cut in range(2, len(words) - 1):
        first, second = " ".join(words[:cut]), " ".join(words[cut:])
        if first in names and second in names:
            return [first, second]
    return [name]


PEOPLE_FIELDS = ("leads", "members", "sponsors", "responsible")


def _with_people(item: Any, settled: Mapping[Person, tuple[Person, ...]]) -> Any:
    changed = {}
    for name in PEOPLE_FIELDS:
        value: tuple[Person, ...] = getattr(item, name, ())
        if value:
            people = tuple(
                dict.fromkeys(other for person in value for other in settled.get(person, (person,)))
            )
            if people != value:
                changed[name] = people
    return replace(item, **changed) if changed else item
