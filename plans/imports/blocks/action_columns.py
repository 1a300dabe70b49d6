"""What a table of actions' columns hold, decided by what stands in them."""

import re
from dataclasses import replace

from improvement.spreadsheets.colours import hue_name
from plans.imports.parsers.statuses import read_rating, read_status
from plans.imports.tables import SAID, Header

SHORT_PROGRESS = 25
LEAST_WORDS = 3
LONGEST_ANSWER, NEARLY_ALL = 2, 0.8
# A code of its own: with a letter, and no more than a recommendation's number (`R1`, `Rec 2`).
CODE = re.compile(
    r"^(?!r(?:ec)?(?:ommendation)?\.?\s*\d+$)(?=.*\d)(?=.*[a-z])[\w./() -]{1,15}$", re.IGNORECASE
)
URGENCY = re.compile(
    r"(?:very )?(?:high|medium|low|critical|urgent|essential|desirable|important|moderate)(?: priority)?|h|m|l|h/m|m/l",
    re.IGNORECASE,
)
# A column is taken for statuses or ratings when most of its words are.
# The column of what says of each action how it will be judged, and no more (`settle_columns`).
CRITERION = "criterion"
MOST = 0.6
PROGRESS_FIELDS = frozenset({"status", "rating", "update"})


def settle_columns(header: Header, rows: list[int]) -> Header:
    """Decide by what stands below whether a column of progress holds statuses, ratings or a narrative."""
    columns = {
        name: column
        for name, column in header.columns.items()
        # A heading over nothing makes no success measures of rows, and takes nothing from them.
        if name != "success_measure" or header.texts(rows, column)
    }
    _settle_progress(header, rows, columns)
    if "action" in columns and "recommendation" in columns and _only_agrees(header, rows, columns["action"]):
        # What management says to a recommendation, where that is no more than `Accepted`: the recommendation is done.
        del columns["action"]
    if "reference" not in columns and "action" in columns:
        _take_the_codes(header, rows, columns)
    if "leads" not in columns and "responsible" in columns:
        columns["leads"] = columns.pop("responsible")
    if "action" not in columns and "recommendation" in columns:
        _take_the_words(header, rows, columns)
    if "success_measure" in columns and _one_for_each_action(header, rows):
        # The rest of the row is then the action's own: its rating, its dates, its report.
        columns[CRITERION] = columns.pop("success_measure")
    said = {match.field for match in header.matches if match.why == SAID}
    if "theme" in columns and "theme" not in said and _is_urgency(header, rows, columns["theme"]):
        # How urgent an action is: kept as notes, and no theme.
        del columns["theme"]
    renamed = {column: "success_measure" if name == CRITERION else name for name, column in columns.items()}
    taken = header.columns.values()
    matches = [
        replace(match, field=renamed.get(match.cell.column, ""))
        if match.field
        and match.cell.column in taken
        and (match.field != "recommendation" or renamed.get(match.cell.column, "") == "reference")
        else match
        for match in header.matches
    ]
    return replace(header, columns=columns, matches=matches)


def _settle_progress(header: Header, rows: list[int], columns: dict[str, int]) -> None:
    """Move columns between status, rating and report by what most of their cells are; none that a person named."""
    if any(match.why == SAID and match.field in PROGRESS_FIELDS for match in header.matches):
        return
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
            and (sum(map(len, said)) > SHORT_PROGRESS * len(said) or _are_sentences(said))
            and "update" not in columns
        ):
            columns["update"] = columns.pop("status")
    elif "rating" in columns and len(header.several("rating")) == 1:
        texts = [header.text(row, "rating") for row in rows if header.own(row, "rating")]
        statuses = sum(read_status(text) is not None and read_rating(text) is None for text in texts)
        if texts and statuses >= MOST * len(texts):
            columns["status"] = columns.pop("rating")
    if "status" not in columns and "update" in columns:
        texts = [header.text(row, "update") for row in rows if header.own(row, "update")]
        if texts and sum(read_status(text) is not None for text in texts) >= MOST * len(texts):
            columns["status"] = columns.pop("update")
    if "status" in columns and "rating" not in columns and _is_coloured(header, rows, columns["status"]):
        columns["rating"] = columns.pop("status")


def _are_sentences(said: list[str]) -> bool:
    """Whether what stands in the place of statuses is reports, however short: a few words and a full stop each."""
    return all(len(text.split()) >= LEAST_WORDS and text.rstrip().endswith(".") for text in said)


def _one_for_each_action(header: Header, rows: list[int]) -> bool:
    """Whether a success measure only says of each action how it will be judged, and has no row or rating of its own."""
    if "action" not in header.columns or len(header.several("rating")) > 1:
        return False
    worded = [row for row in rows if header.own(row, "success_measure")]
    actions = [header.own(row, "action") for row in worded]
    texts = [
        " ".join(cell.text.split()) for cell in actions if cell is not None and cell.last_row == cell.row
    ]
    return len(texts) == len(worded) and len(set(texts)) == len(texts)


def _take_the_words(header: Header, rows: list[int], columns: dict[str, int]) -> None:
    """Take for the action the column of recommendations that holds their words; one of numbers is the reference."""
    places = [match.cell.column for match in header.several("recommendation")] or [columns["recommendation"]]
    lengths = {place: sum(len(header.sheet.text(row, place)) for row in rows) for place in places}
    longest = max(places, key=lambda place: lengths[place])
    columns["action"] = columns["recommendation"] = longest
    for place in places:
        if place != longest and "reference" not in columns:
            columns["reference"] = place


def _is_coloured(header: Header, rows: list[int], column: int) -> bool:
    """Whether a column says by its fills alone how things stand: hardly a word, and colours in most of its cells."""
    if len(header.texts(rows, column)) * 4 > len(rows):
        return False
    return sum(bool(hue_name(header.sheet.fill(row, column))) for row in rows) > len(rows) / 2


def _only_agrees(header: Header, rows: list[int], column: int) -> bool:
    """Whether a column answers recommendations in a word or two, and says nothing that could be done."""
    over = next(cell.text for cell in header.cells() if cell.column == column)
    if "response" not in over.casefold():
        return False
    said = header.texts(rows, column)
    short = sum(len(text.split()) <= LONGEST_ANSWER for text in said)
    return bool(said) and short > NEARLY_ALL * len(said)


def _take_the_codes(header: Header, rows: list[int], columns: dict[str, int]) -> None:
    """Take for the reference a column of recommendations' codes, such as `A.1` or `PAY-01`, each its own."""
    for match in header.several("recommendation"):
        said = header.texts(rows, match.cell.column)
        if said and len(set(said)) == len(said) and all(CODE.match(text) for text in said):
            columns["reference"] = match.cell.column
            if len(header.several("recommendation")) == 1:
                columns.pop("recommendation", None)
            return


def _is_urgency(header: Header, rows: list[int], column: int) -> bool:
    """Whether a column of priorities says how urgent an action is, not which of the plan's priorities it serves."""
    said = header.texts(rows, column)
    return bool(said) and all(URGENCY.fullmatch(text) for text in said)
