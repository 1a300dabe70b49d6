"""What a file is recognised as, before anything is compared: its layout, tables, columns, and what is unsure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from improvement.spreadsheets import Sheet, SpreadsheetRefused, read_workbook
from plans.imports.blocks.vocabulary import FIELDS_OF
from plans.imports.document import FoundTable, Message, PlanDocument
from plans.imports.doubts import doubts_about
from plans.imports.layouts import LAYOUTS, LEAST_CONFIDENCE, scores_of
from plans.imports.layouts.declared import ACTION_LOG, DECLARED
from plans.imports.pointing import place, pointed_at
from plans.imports.status_words import settle_statuses

# Below this a column is asked about.
SURE = 0.7
# The layouts that read what a person pointed at, whatever else they read.
POINTED_IN = frozenset(layout.name for layout in DECLARED)


@dataclass
class Recognition:
    """A file as it was recognised. `document` is what it says, read by the likeliest layout."""

    layout: str
    confidence: float
    scores: dict[str, float]
    document: PlanDocument
    # Every sheet that was asked for, those among them that a person said are not to be read.
    sheets: list[Sheet] = field(default_factory=list, repr=False)

    @property
    def tables(self) -> list[FoundTable]:
        """The tables that were found and, after them, likely headers that nothing recognised."""
        return self.document.tables

    @property
    def unsure(self) -> list[tuple[FoundTable, int]]:
        """The columns that a person is asked about: a table and a column's place in it."""
        return [
            (table, place)
            for table in self.tables
            for place, column in enumerate(table.columns)
            if (column.field and column.confidence < SURE) or table.kind == "unknown"
        ]

    def as_json(self) -> dict[str, Any]:
        """Return what `recognise_workbook --json` prints."""
        return {
            "layout": self.layout,
            "confidence": round(self.confidence, 2),
            "layouts": {name: round(score, 2) for name, score in self.scores.items()},
            "council": self.document.council,
            "title": self.document.title,
            "as_at": self.document.known_on.isoformat() if self.document.known_on else None,
            "sheets": [
                {
                    "name": name,
                    **self.document.cells.get(name, {"mapped": 0, "noted": 0, "not_understood": 0}),
                    "blocks": [_table_json(table) for table in self.tables if table.sheet == name],
                }
                for name in (sheet.title for sheet in self.sheets)
            ],
            "messages": [message.__dict__ for message in self.document.messages],
        }


def _table_json(table: FoundTable) -> dict[str, Any]:
    return {
        "kind": table.kind,
        "header_row": table.header_row,
        "rows": table.rows,
        "columns": [
            {
                "cell": column.cell,
                "header": column.header,
                "field": column.field,
                "confidence": column.confidence,
                "why": column.why,
            }
            for column in table.columns
            if column.field
        ],
        "unmapped": [
            {"cell": column.cell, "header": column.header} for column in table.columns if not column.field
        ],
        "asks": [column.header for column in table.columns if column.field and column.confidence < SURE],
    }


def recognise_file(
    name: str,
    content: bytes,
    *,
    layout: str = "",
    choices: Mapping[str, str] | None = None,
    only: Collection[str] = (),
    statuses: Mapping[str, str] | None = None,
    tables: Mapping[str, Mapping[str, Any]] | None = None,
) -> Recognition:
    """Return what a file is recognised as; raise SpreadsheetRefused where it can't be opened.

    `choices` are fields by header words, `statuses` progress statuses by the words for them, as a person said.
    `only` names the sheets to read, where not all are wanted; `tables` are what a person pointed at, by sheet. Where
    no layout fits, or what was pointed at is of none, it is read as an action log, whose document then says what is
    missing.
    """
    read = read_workbook(content, name)
    sheets: list[Sheet] = read.sheets
    if only:
        missing = sorted(set(only) - {sheet.title for sheet in sheets})
        if missing:
            names = ", ".join(sheet.title for sheet in sheets)
            raise SpreadsheetRefused(f"There is no sheet {', '.join(missing)}. Its sheets: {names}.")
        sheets = [sheet for sheet in sheets if sheet.title in only]
    asked_for, sheets = sheets, place(sheets, tables or {})
    said = choices or {}
    scores = scores_of(sheets, said)
    best, confidence = (layout, 1.0) if layout else next(iter(scores.items()))
    reads = best if confidence >= LEAST_CONFIDENCE else ACTION_LOG.name
    if any(map(pointed_at, sheets)):
        reads, confidence = (reads if reads in POINTED_IN else ACTION_LOG.name), 1.0
    document = LAYOUTS[reads].read(sheets, said)
    document.sheets = sheets
    settle_statuses(document, statuses or {})
    document.messages += doubts_about(document)
    if read.not_seen:
        document.messages.append(Message("warning", "", "", read.not_seen))
    if read.has_uncalculated_formulas:
        document.messages.append(
            Message(
                "warning",
                "",
                "",
                "Some formulas have no stored result: open the workbook in Excel and save it.",
            )
        )
    return Recognition(reads, confidence, scores, document, asked_for)


def fields_of(kind: str) -> dict[str, str]:
    """Return the fields that a column of a kind of table can be said to mean, with their words for a person."""
    return FIELDS_OF.get(kind, FIELDS_OF["actions"])
