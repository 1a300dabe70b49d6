"""What a report is made of: plain parts that a page, a workbook and a Word file each draw in their own way.

A report is built once from a position, as a `Document`. Whoever draws it adds nothing to it, so that a figure can't
differ between the page, Excel and Word.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from plans.position.points import Level
from plans.position.report_texts import OwnText

NOT_RATED = "Not yet rated"


class Kind(StrEnum):
    """What a column holds, which says how its cells are typed and drawn."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    DATE = "date"
    RATING = "rating"
    STATUS = "status"
    AGAINST = "against"


# What is set to the right, where it is no words.
NUMBERS = {Kind.NUMBER, Kind.PERCENT, Kind.MONEY}


@dataclass(frozen=True)
class Link:
    """Text that leads to another section of the same report, by that section's key."""

    text: str
    section: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Formula:
    """A figure that a workbook works out from its own cells; everywhere else its value is printed."""

    text: str
    value: int | float | Decimal

    def __str__(self) -> str:
        return str(self.value)


class Percentage(Decimal):
    """A figure in per cent, such as 8.3: printed with its sign; in a workbook a fraction, shown as per cent."""


@dataclass(frozen=True)
class Suppressed:
    """A figure that a public version does not print; the words say so."""

    words: str = "Fewer than 5"

    def __str__(self) -> str:
        return self.words


SUPPRESSED = Suppressed()
NOT_PUBLISHED = Suppressed("Not published")
Value = str | int | float | Decimal | date | Link | Formula | Suppressed | None


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in a workbook (about one character each), what it holds."""

    name: str
    width: float = 12
    kind: Kind = Kind.TEXT
    # A page has room for some; the workbook holds them all.
    is_on_paper: bool = True
    # Of a run of rows with the same words, paper says them beside the first.
    is_said_once: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a table; `is_parent` marks one that the rows below stand under."""

    values: tuple[Value, ...]
    is_parent: bool = False


@dataclass
class Table:
    """A table with one heading row. `name` is the table's own in a workbook, and unlike any other of the report."""

    name: str
    title: str
    columns: list[Column]
    rows: list[Row]
    # Printed under the table, and no part of it: Excel's sorting leaves it where it is.
    total: Row | None = None
    nothing: str = "None."
    note: str = ""
    # The sheet that holds it in a workbook, where that is not its section's.
    sheet: str = ""

    @property
    def column_names(self) -> list[str]:
        """The headings, each unlike any other: a plan's word for its themes may be `action` or `lead`."""
        names: list[str] = []
        for column in self.columns:
            name, number = column.name, 1
            while name.casefold() in {taken.casefold() for taken in names}:
                number += 1
                name = f"{column.name} ({number})"
            names.append(name)
        return names


@dataclass(frozen=True)
class Chart:
    """A drawing of columns of a table that stands in the same section, with the same in words for who can't see it.

    `stacked` draws bars, else lines.
    """

    title: str
    alternative: str
    table: str
    label_column: int
    value_columns: tuple[int, ...]
    stacked: bool = False
    colours: tuple[str, ...] = ()
    percent: bool = False
    # Right of its table; else below what was written last.
    is_beside: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; in a committee's report it gets a number."""

    text: str
    is_lede: bool = False
    number: int | None = None


@dataclass(frozen=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """Which rows of the plan a line of a draft comes from, each in words."""

    line: str
    rows: tuple[str, ...]


class SourcedText(str):
    """A drafted line that knows of which rows of the plan it was made, for whoever may write over it."""

    rows: str = ""

    @classmethod
    def of(cls, line: str, sources: Mapping[str, tuple[str, ...]]) -> "SourcedText":
        made = cls(line)
        made.rows = "; ".join(sources.get(line, ()))
        return made


@dataclass
class Written:
    """A part in words: the program's draft, or the analyst's own text in its place."""

    key: str
    label: str
    draft: str
    own: OwnText | None = None
    # Whether a committee expects it, so that an empty one is pointed out before the report is issued.
    is_needed: bool = True
    is_one_line: bool = False
    is_day: bool = False
    # The heading that it stands under, where its own label does not tell it from others.
    under: str = ""
    first_number: int | None = None
    # Of the draft's lines; a text of one's own has none.
    sources: tuple[Source, ...] = ()

    @property
    def text(self) -> str:
        return self.own.text if self.own else self.draft

    @property
    def full_label(self) -> str:
        return f"{self.under}: {self.label}" if self.under else self.label

    @property
    def is_empty(self) -> bool:
        return not self.text.strip()

    @property
    def is_outdated(self) -> bool:
        """Whether the draft says something else by now than it did when the analyst wrote over it."""
        # What a cover says in a line (All, No) is drafted for those who leave it so: nothing of the plan is in it.
        return self.own is not None and not self.is_one_line and self.own.draft != self.draft

    @property
    def blocks(self) -> list[Paragraph | Bullets]:
        """The text as paragraphs and bullets: an empty line ends a paragraph, a line with a dash is a bullet."""
        rows = {} if self.own else {source.line: source.rows for source in self.sources}
        blocks = [_sourced(block, rows) for block in blocks_of(self.text)]
        if self.first_number is None:
            return blocks
        number = self.first_number
        numbered: list[Paragraph | Bullets] = []
        for block in blocks:
            if isinstance(block, Paragraph):
                numbered.append(Paragraph(block.text, number=number))
                number += 1
            else:
                numbered.append(block)
        return numbered


def _sourced(block: Paragraph | Bullets, rows: Mapping[str, tuple[str, ...]]) -> Paragraph | Bullets:
    if isinstance(block, Bullets):
        return Bullets(tuple(SourcedText.of(item, rows) for item in block.items))
    return Paragraph(SourcedText.of(block.text, rows), block.is_lede, block.number)


def blocks_of(text: str) -> list[Paragraph | Bullets]:
    """Return typed text as paragraphs and bullets."""
    blocks: list[Paragraph | Bullets] = []
    lines: list[str] = []
    items: list[str] = []

    def end() -> None:
        if lines:
            blocks.append(Paragraph(" ".join(lines)))
        if items:
            blocks.append(Bullets(tuple(items)))
        lines.clear()
        items.clear()

    for line in text.splitlines():
        plain = line.strip()
        if not plain:
            end()
        elif plain.startswith(("- ", "• ", "* ")):
            if lines:
                end()
            items.append(plain[2:].strip())
        elif items:
            items[-1] += f" {plain}"
        else:
            lines.append(plain)
    end()
    return blocks


Part = Paragraph | Bullets | Written | Table | Chart


@dataclass
class Section:
    """A part of a report under a heading. Sections that name one sheet stand on it one below another."""

    key: str
    heading: str
    parts: list[Part]
    sheet: str
    level: int = 2
    subtitle: str = ""
    tab: str = "1D3557"
    is_wide: bool = False
    is_appendix: bool = False
    # What is for who makes the report stands on the page and in the workbook, and in no paper that is sent.
    is_on_paper: bool = True
    # The part of a paper that it stands in with others, such as each theme's progress, and what that is called.
    block: str = ""
    block_name: str = ""

    @property
    def is_silent(self) -> bool:
        """Whether it holds nothing but optional parts that are empty."""
        return all(isinstance(part, Written) and part.is_empty and not part.is_needed for part in self.parts)


@dataclass(frozen=True)
class Question:
    """Something to decide before a public version leaves: what it is about, why, and the ways out of it."""

    key: str
    text: str
    choices: tuple[tuple[str, str], ...] = ()
    answer: str = ""


@dataclass
class Document:
    """A report of a position, before anything draws it."""

    name: str
    title: str
    subtitle: str
    council: str
    plan: str
    as_at: date
    produced_by: str
    produced_at: datetime
    levels: list[Level]
    sections: list[Section] = field(default_factory=list)
    facts: list[Written] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    is_public: bool = False
    is_numbered: bool = False
    # Until it is issued.
    is_draft: bool = False
    # Whether there is a public version beside it, so that it says which one it is.
    has_versions: bool = True
    # Whether it is promised on a page: its lines then stand closer, its letters as large.
    is_one_page: bool = False

    def printed(self) -> list[Section]:
        """Return the sections that say something: an optional part that nobody wrote is no section."""
        return [section for section in self.sections if not section.is_silent]

    def on_paper(self) -> list[Section]:
        """Return those of them that stand in a paper: a Word file or a PDF."""
        return [section for section in self.printed() if section.is_on_paper]

    @property
    def version(self) -> str:
        if not self.has_versions:
            return ""
        version = "Public version" if self.is_public else "Full version"
        return f"Draft. {version}" if self.is_draft else version

    @property
    def header(self) -> str:
        """What stands at the top of each printed page."""
        draft = "DRAFT – " if self.is_draft else ""
        # A plan's title may begin with its council's name.
        whose = "" if self.plan.startswith(self.council) else f"{self.council} – "
        return f"{draft}{whose}{self.plan} – as at {self.as_at:%-d %B %Y}"

    def number_paragraphs(self) -> None:
        """Number the paragraphs of the report one after another, as committees refer to them; none of an appendix."""
        number = 1
        for section in self.sections:
            if section.is_appendix:
                continue
            for place, part in enumerate(section.parts):
                if isinstance(part, Written):
                    part.first_number = number
                    number += sum(isinstance(block, Paragraph) for block in part.blocks)
                elif isinstance(part, Paragraph) and not part.is_lede:
                    section.parts[place] = Paragraph(part.text, number=number)
                    number += 1

    def written(self) -> Iterator[Written]:
        """Yield every part that an analyst may write."""
        yield from self.facts
        for section in self.sections:
            yield from (part for part in section.parts if isinstance(part, Written))

    def tables(self) -> Iterator[Table]:
        for section in self.sections:
            yield from (part for part in section.parts if isinstance(part, Table))

    def table(self, name: str) -> Table:
        """Return a table by its name; KeyError for none."""
        for table in self.tables():
            if table.name == name:
                return table
        raise KeyError(name)

    @property
    def outdated(self) -> list[Written]:
        return [part for part in self.written() if part.is_outdated]

    @property
    def unwritten(self) -> list[Written]:
        return [part for part in self.written() if part.is_needed and part.is_empty]
