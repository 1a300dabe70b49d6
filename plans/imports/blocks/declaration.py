"""What a layout declares: which tables stand in its sheets and what names a theme. No program, no address."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from improvement.spreadsheets import Cell
from plans.imports.blocks.reading import Reading, ThemeDraft
from plans.imports.tables import Columns, Header


@dataclass
class Section:
    """A table that was found: its header, its rows, the theme and the commitment that it stands under."""

    header: Header
    rows: list[int]
    theme: ThemeDraft | None = None
    commitment: str = ""
    recommendation: int | None = None
    # Nothing but blank rows or the sheet's top stands between these cells and the header.
    above: Sequence[Cell] = ()
    # The recommendation that each row is, where a table's actions are recommendations themselves.
    own_numbers: dict[int, int] = field(default_factory=dict)
    # The recommendation whose row stands over rows (a), (b), (c).
    over_letters: int | None = None


@dataclass(frozen=True)
class Block:
    """A kind of table: the header words of its fields, those that it can't do without, and who reads it."""

    name: str
    columns: Columns
    required: frozenset[str]
    read: Callable[[Section, Reading], None]
    beside: frozenset[str] = frozenset()
    in_themes: bool = False
    # Fields that tell it from others by themselves, where several of them are named.
    tells_alone: frozenset[str] = frozenset()
    # What its rows say of its columns, before anybody is shown what they were taken for.
    settle: Callable[[Header, list[int]], Header] | None = None


@dataclass(frozen=True)
class Layout:
    """A way in which councils lay out a plan.

    `theme_sheet` matches the title of a theme's sheet; `theme_title` the cell at its top that names the theme.
    `tells` are the tables and labels that tell this layout from others.
    """

    name: str
    theme_word: str
    blocks: tuple[Block, ...]
    tells: frozenset[str]
    theme_sheet: re.Pattern[str]
    theme_title: re.Pattern[str]
    labels: Columns = field(default_factory=dict)
    numbers_by_theme: bool = False
    # A fallback takes any workbook that holds one of its tells, when no other layout fits better.
    is_fallback: bool = False
    # What a table is read as whose header nobody knows, where its contents tell.
    guesses: Block | None = None
    # The same of a scorecard: periods across, figures under them.
    guesses_measures: Block | None = None
    # And of one on its side: a measure a column, a period a row.
    guesses_across: Block | None = None
    # What a table is read by that a person pointed at, by its kind.
    pointed: Mapping[str, Block] = field(default_factory=dict)
