"""What a table of actions' columns hold, decided by what stands in them."""

import re
from dataclasses import replace

from plans.imports.parsers.statuses import read_rating, read_status
from plans.imports.tables import Header

SHORT_PROGRESS = 25
URGENCY = re.compile(
    r"(?:very )?(?:high|medium|low|critical|urgent|essential|desirable|important|moderate)(?: priority)?|h|m|l|h/m|m/l",
    re.IGNORECASE,
)
# A column is taken for statuses or ratings when most of its words are.
MOST = 0.6


def settle_columns(header: Header, rows: list[int]) -> Header:
    """Decide by what stands below whether a column of progress holds statuses, ratings or a narrative."""
    columns = dict(header.columns)
    if "status" in columns:
        texts = [header.text(row, "status") for row in rows if header.own(row, "status")]
        said = [text for text in texts if text]
        statuses = sum(read_status(text) is not None for text in said)
        ratings = sum(read_rating(text) is not None for text in said)
        if said and ratings >= MOST * len(said) and "rating" not in columns:
            columns["rating"] = columns.pop("status")
        elif (
            said
            and statuses < MOST * len(said)
            and sum(map(len, said)) > SHORT_PROGRESS * len(said)
            and "update" not in columns
        ):
            columns["update"] = columns.pop("status")
    elif "rating" in columns and len(header.several("rating")) == 1:
        texts = [header.text(row, "rating") for row in rows if header.own(row, "rating")]
        statuses = sum(read_status(text) is not None and read_rating(text) is None for text in texts)
        if texts and statuses >= MOST * len(texts):
            columns["status"] = columns.pop("rating")
    if "leads" not in columns and "responsible" in columns:
        columns["leads"] = columns.pop("responsible")
    if "action" not in columns and "recommendation" in columns:
        columns["action"] = columns["recommendation"]
    if "theme" in columns and _is_urgency(header, rows, columns["theme"]):
        # How urgent an action is: kept as notes, and no theme.
        del columns["theme"]
    renamed = {column: name for name, column in columns.items()}
    taken = header.columns.values()
    matches = [
        replace(match, field=renamed.get(match.cell.column, ""))
        if match.field and match.cell.column in taken and match.field != "recommendation"
        else match
        for match in header.matches
    ]
    return replace(header, columns=columns, matches=matches)


def _is_urgency(header: Header, rows: list[int], column: int) -> bool:
    """Whether a column of priorities says how urgent an action is, not which of the plan's priorities it serves."""
    said = [text for row in rows if (text := header.sheet.text(row, column).strip())]
    return bool(said) and all(URGENCY.fullmatch(text) for text in said)
