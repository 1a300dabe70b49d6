"""Rows of a label and its text over a theme's tables: its outcome, its commitments, who sponsors and leads it."""

import re
from decimal import Decimal

from improvement.spreadsheets import Cell
from plans.choices import RecommendationKind
from plans.imports.blocks.reading import Reading, ThemeDraft
from plans.imports.kinds.commitment import CommitmentItem
from plans.imports.kinds.stated_figure import StatedFigureItem
from plans.imports.parsers.people import plain
from plans.imports.values import Source

NUMBERED = re.compile(
    r"^(?:ofsted|recommendation|rec)?\.?\s*(?P<number>\d{1,2})\s*[:.)\-–]\s*(?P<text>.+)$", re.IGNORECASE
)
# Two fifths of the words in common: the same commitment, reworded between the list and its table.
SAME_COMMITMENT = 0.4
KIND_HEADINGS = (
    (re.compile(r"^priority\b.*\bimmediate\b.*", re.IGNORECASE), RecommendationKind.PRIORITY_AND_IMMEDIATE),
    (re.compile(r"^areas? for improvement\b.*", re.IGNORECASE), RecommendationKind.AREA_FOR_IMPROVEMENT),
)


def read_label(
    label: str, cell: Cell, said: Cell, theme: ThemeDraft | None, commitment: str, reading: Reading
) -> str:
    """Read one labelled row and return the reference of the commitment that the next table stands under."""
    if label in {"previous_average", "current_average"}:
        _read_average(label, cell, said, theme, reading)
        return commitment
    if theme is None:
        return commitment
    reading.account.map(cell, said)
    text = said.text.strip()
    if label == "outcome":
        theme.outcome = text
    elif label == "how_will_we_know":
        theme.how_will_we_know = text
    elif label in {"leads", "sponsors", "members"}:
        theme.people[label] = list(reading.people(said))
    elif label == "recommendations":
        _read_recommendations(said, theme, reading)
    elif label == "commitments":
        for number, line in enumerate(filter(None, map(plain, text.split("\n"))), start=1):
            _commitment(theme, number, line, said, reading)
    elif label == "commitment":
        return _meet_commitment(said, theme, reading)
    return commitment


def _reference(theme: ThemeDraft, number: int) -> str:
    return f"{theme.letter}{number}" if theme.letter else f"{theme.number}.{number}"


def _commitment(theme: ThemeDraft, number: int, text: str, cell: Cell, reading: Reading) -> str:
    reference = _reference(theme, number)
    reading.document.commitments.append(
        CommitmentItem(theme.number, reference, text, Source(cell.sheet, cell.address))
    )
    return reference


def _meet_commitment(said: Cell, theme: ThemeDraft, reading: Reading) -> str:
    """Return the reference of the commitment over a table: the listed one that it is, in the order of the tables."""
    listed = [item for item in reading.document.commitments if item.theme == theme.number]
    text = plain(said.text)
    for item in listed:
        if item.text.rstrip(".").casefold() == text.rstrip(".").casefold():
            return item.reference
    met = reading.commitments_met.setdefault(theme.number, set())
    shared = [(_likeness(item.text, text), item) for item in listed if item.reference not in met]
    likely = max(shared, key=lambda pair: pair[0], default=None)
    if likely and likely[0] >= SAME_COMMITMENT:
        met.add(likely[1].reference)
        reading.say(
            "note",
            said,
            "The commitment is worded differently in the list above: the list's words are kept.",
            text,
        )
        return likely[1].reference
    return _commitment(theme, len(listed) + 1, text, said, reading)


def _likeness(one: str, other: str) -> float:
    """Return the share of two texts' words that both hold (Jaccard 1901)."""
    first, second = _words(one), _words(other)
    return len(first & second) / max(1, len(first | second))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _read_recommendations(said: Cell, theme: ThemeDraft, reading: Reading) -> None:
    """Read `Ofsted n: text` lines under the headings of their kind; lines without a number carry on."""
    kind = RecommendationKind.RECOMMENDATION
    number: int | None = None
    for line in filter(None, map(plain, said.text.split("\n"))):
        heading = next((found for pattern, found in KIND_HEADINGS if pattern.match(line)), None)
        if heading:
            kind, number = heading, None
        elif match := NUMBERED.match(line):
            number = int(match["number"])
            reading.recommendation(number, said, match["text"], kind=kind)
            theme.recommendations.append(number)
        elif number is not None:
            known = reading.recommendations[number]
            if line not in known.text:
                reading.recommendations[number] = type(known)(
                    **{**known.__dict__, "text": f"{known.text}\n{line}"}
                )
        else:
            reading.say("note", said, "A line before the first numbered recommendation was left out.", line)


def _read_average(label: str, cell: Cell, said: Cell, theme: ThemeDraft | None, reading: Reading) -> None:
    """Take a printed average of ratings as a claim; a whole number is its rounded form."""
    if not isinstance(said.value, int | float) or isinstance(said.value, bool):
        return
    period = label.partition("_")[0]
    of = f"{reading.document.theme_word} {theme.number}" if theme else "the plan"
    scope = f"theme.{theme.number}" if theme else "plan"
    whole = ".whole" if isinstance(said.value, int) else ""
    reading.document.stated_figures.append(
        StatedFigureItem(
            f"Average rating of {of}, {period} period" + (", whole number" if whole else ""),
            Decimal(str(said.value)),
            said.text,
            Source(said.sheet, said.address),
            "score",
            f"ratings.average.{scope}.{period}{whole}",
        )
    )
    reading.account.map(cell, said)
