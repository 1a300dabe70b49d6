"""The neutral plan document: what a workbook says, whatever its layout. Plain values, no database.

Everything carries the sheet and cell that it came from. People are named, not yet officers; dates are words
with the days that they can mean; a figure that the workbook prints is a claim (`StatedFigureItem`).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from improvement.spreadsheets import Cell, Sheet
from plans.imports.kinds.action import ActionItem, action_keys
from plans.imports.kinds.closure import ClosureItem
from plans.imports.kinds.commitment import CommitmentItem
from plans.imports.kinds.comparator import ComparatorItem
from plans.imports.kinds.cost import CostItem
from plans.imports.kinds.inspection import InspectionItem
from plans.imports.kinds.measure import MeasureItem
from plans.imports.kinds.milestone import MilestoneItem
from plans.imports.kinds.observation import ObservationItem
from plans.imports.kinds.rating import RatingItem
from plans.imports.kinds.recommendation import RecommendationItem
from plans.imports.kinds.stated_figure import StatedFigureItem
from plans.imports.kinds.success_measure import SuccessMeasureItem
from plans.imports.kinds.target import TargetItem
from plans.imports.kinds.theme import ThemeItem
from plans.imports.kinds.update import UpdateItem
from plans.imports.values import Source, header_words


@dataclass(frozen=True)
class Message:
    """Something that a person should know of a cell: what was found and what was expected.

    An `error` stops the import; a `warning` asks for a look; a `note` explains a reading.
    """

    level: str
    sheet: str
    cell: str
    text: str
    found: str = ""
    expected: str = ""

    def sentence(self) -> str:
        """Return the message as one line for a screen or a terminal."""
        where = f"{self.sheet}!{self.cell}: " if self.sheet else ""
        lines = " / ".join(line.strip() for line in self.found.splitlines() if line.strip())
        found = f" Found: “{lines}”." if lines else ""
        expected = f" Expected: {self.expected}." if self.expected else ""
        return f"{where}{self.text}{found}{expected}"


@dataclass(frozen=True)
class LeftOver:
    """A cell that no field takes: a note that hangs on its row, or something not understood."""

    sheet: str
    cell: str
    text: str
    understood: bool


class CellAccount:
    """Answers for every cell that holds something: mapped to a field, kept as a note, or not understood."""

    def __init__(self, sheets: Iterable[Sheet]) -> None:
        self._open: dict[tuple[str, int, int], Cell] = {
            (sheet.title, cell.row, cell.column): cell for sheet in sheets for cell in sheet.cells()
        }
        self.mapped: Counter[str] = Counter()
        self.noted: Counter[str] = Counter()
        self.notes: list[LeftOver] = []

    def _take(self, cell: Cell) -> bool:
        return self._open.pop((cell.sheet, cell.row, cell.column), None) is not None

    def map(self, *cells: Cell | None) -> None:
        """Say that a field took these cells."""
        for cell in cells:
            if cell is not None and self._take(cell):
                self.mapped[cell.sheet] += 1

    def note(self, *cells: Cell | None) -> None:
        """Say that these cells are kept as notes on their rows."""
        for cell in cells:
            if cell is not None and self._take(cell):
                self.noted[cell.sheet] += 1
                self.notes.append(LeftOver(cell.sheet, cell.address, cell.text, understood=True))

    def is_open(self, cell: Cell) -> bool:
        """Return whether nothing has taken a cell yet."""
        return (cell.sheet, cell.row, cell.column) in self._open

    def left_over(self) -> list[LeftOver]:
        """Return the notes and, after them, every cell that nothing took."""
        rest = [
            LeftOver(cell.sheet, cell.address, cell.text, understood=False) for cell in self._open.values()
        ]
        return [*self.notes, *rest]

    def by_sheet(self) -> dict[str, dict[str, int]]:
        """Return how many cells of each sheet were mapped, noted, not understood."""
        unread = Counter(sheet for sheet, _row, _column in self._open)
        titles = dict.fromkeys([*self.mapped, *self.noted, *unread])
        return {
            title: {
                "mapped": self.mapped[title],
                "noted": self.noted[title],
                "not_understood": unread[title],
            }
            for title in titles
        }


@dataclass
class StatusWord:
    """A word that no status is known by: as it is written first, where that is, and how many actions have it."""

    words: str
    source: Source
    times: int = 1

    @property
    def key(self) -> str:
        """The word as it is remembered."""
        return header_words(self.words)


@dataclass(frozen=True)
class FoundColumn:
    """A column of a table: its header, the field that it was taken for (or none), how sure that is and why."""

    cell: str
    header: str
    field: str
    confidence: float
    why: str


@dataclass(frozen=True)
class FoundTable:
    """A table that was recognised: what it is, where its header stands, how many rows it has, its columns."""

    kind: str
    sheet: str
    header_row: int
    rows: int
    columns: tuple[FoundColumn, ...]

    @property
    def words(self) -> str:
        """What it is, in words for a person."""
        return {"unknown": "a table of an unknown kind", "indicators": "measures"}.get(self.kind, self.kind)


@dataclass
class PlanDocument:
    """Everything that one workbook says of one plan."""

    layout: str
    rating_pattern: str = "RAG"
    council: str = ""
    title: str = ""
    theme_word: str = "theme"
    known_on: date | None = None
    # Whether actions are numbered within their theme rather than within their recommendation.
    numbers_by_theme: bool = False
    # What the workbook names without a number: numbered here as it came.
    unnumbered_themes: set[int] = field(default_factory=set)
    unnumbered_recommendations: set[int] = field(default_factory=set)
    # What the workbook says its ratings mean, by code.
    level_meanings: dict[str, str] = field(default_factory=dict)
    # The colours of its key, as #rrggbb, by code.
    level_colours: dict[str, str] = field(default_factory=dict)
    themes: list[ThemeItem] = field(default_factory=list)
    commitments: list[CommitmentItem] = field(default_factory=list)
    recommendations: list[RecommendationItem] = field(default_factory=list)
    milestones: list[MilestoneItem] = field(default_factory=list)
    actions: list[ActionItem] = field(default_factory=list)
    success_measures: list[SuccessMeasureItem] = field(default_factory=list)
    ratings: list[RatingItem] = field(default_factory=list)
    updates: list[UpdateItem] = field(default_factory=list)
    closures: list[ClosureItem] = field(default_factory=list)
    costs: list[CostItem] = field(default_factory=list)
    measures: list[MeasureItem] = field(default_factory=list)
    targets: list[TargetItem] = field(default_factory=list)
    observations: list[ObservationItem] = field(default_factory=list)
    comparators: list[ComparatorItem] = field(default_factory=list)
    inspections: list[InspectionItem] = field(default_factory=list)
    stated_figures: list[StatedFigureItem] = field(default_factory=list)
    left_over: list[LeftOver] = field(default_factory=list)
    cells: dict[str, dict[str, int]] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    # Words for progress that no status is known by, whether or not a person has said since what they mean.
    status_words: list[StatusWord] = field(default_factory=list)
    # The tables that were found and what each of their columns was taken for: what a person can correct.
    tables: list["FoundTable"] = field(default_factory=list)
    # The cells themselves, for a picture of what a message stands on.
    sheets: list[Sheet] = field(default_factory=list, repr=False)

    @cached_property
    def action_keys(self) -> dict[int, str]:
        """Each action's key by its order, worked out once: rows are asked for when all has been read."""
        return action_keys(self)

    @property
    def errors(self) -> list[Message]:
        """The messages that stop an import."""
        return [message for message in self.messages if message.level == "error"]
