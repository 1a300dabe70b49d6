"""A report's public version: job titles in the place of names, in every cell and every sentence.

Officers are called by their posts where the position is read (`Viewer.see_names`); names in typed text are replaced
here, once a person confirmed them. What else a public version leaves out is left out where the report is made:
exempt items (viewer of the position), internal columns and parts, counts under five (disclosure).
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from plans.reports.custom import CUSTOM
from plans.reports.document import (
    Bullets,
    Chart,
    Document,
    Kind,
    Link,
    Paragraph,
    Part,
    Question,
    Row,
    Section,
    Table,
    Value,
    Written,
)
from plans.rules.small_numbers import small_counts_in

MOST_NAMED = 12
# Columns whose words are the scale's or the program's.
SET_WORDS = {Kind.RATING, Kind.STATUS, Kind.AGAINST}
Rename = Callable[[str], str]


def for_everybody(document: Document, rename: Rename) -> Document:
    """Return a report without the names of people, and with what it asks before it may leave."""
    published = replace(
        document,
        # A custom report is called what somebody typed.
        name="custom-report" if document.name.startswith(CUSTOM) else document.name,
        title=rename(document.title),
        subtitle=rename(document.subtitle),
        plan=rename(document.plan),
        produced_by=document.council,
        facts=[_written(fact, rename) for fact in document.facts],
        sections=[_section(section, rename) for section in document.sections],
    )
    published.questions = [*document.questions, *_small_counts(published)]
    return published


def _small_counts(document: Document) -> list[Question]:
    """Return what a person should read before the report leaves: small counts in typed text."""
    asked = []
    for where, text in written_texts(document):
        if phrases := small_counts_in(text):
            quoted = "; ".join(phrases[:MOST_NAMED]) + (" …" if len(phrases) > MOST_NAMED else "")
            asked.append(
                Question(
                    "", f"{where}: “{quoted}” may count under five people. Text is printed as it was typed."
                )
            )
    return asked


def written_texts(document: Document) -> Iterator[tuple[str, str]]:
    """Yield what was typed, with where it stands: parts in words, and the longer texts of each table."""
    for section in document.sections:
        for part in section.parts:
            if isinstance(part, Written):
                inside = "" if part.label in section.heading else f", {part.label}"
                yield f"{section.heading}{inside}", part.text
            elif isinstance(part, Table):
                cells = [value for row in part.rows for value in row.values if isinstance(value, str)]
                yield part.title, "\n".join(cells)


def printed_texts(document: Document) -> Iterator[tuple[str, str]]:
    """Yield everything that a report prints in words and somebody may have typed, with where it stands."""
    yield from (("Title", words) for words in (document.title, document.subtitle))
    yield from ((fact.label, fact.text) for fact in document.facts)
    for section in document.sections:
        yield from ((section.heading, words) for words in (section.heading, section.subtitle))
        for part in section.parts:
            if isinstance(part, Written | Paragraph):
                yield section.heading, part.text
            elif isinstance(part, Bullets):
                yield section.heading, "\n".join(part.items)
            elif isinstance(part, Table):
                # Each cell alone, so that nothing is read across two of them.
                yield from ((part.title, words) for words in (part.title, part.note, *_words_in(part)))


def _words_in(table: Table) -> Iterator[str]:
    for row in table.rows:
        for value, column in zip(row.values, table.columns, strict=True):
            if isinstance(value, str | Link) and column.kind not in SET_WORDS:
                yield str(value)


def _section(section: Section, rename: Rename) -> Section:
    parts = [_part(part, rename) for part in section.parts]
    return replace(section, parts=parts, heading=rename(section.heading), subtitle=rename(section.subtitle))


def _part(part: Part, rename: Rename) -> Part:
    if isinstance(part, Written):
        return _written(part, rename)
    if isinstance(part, Paragraph):
        return replace(part, text=rename(part.text))
    if isinstance(part, Bullets):
        return Bullets(tuple(rename(item) for item in part.items))
    if isinstance(part, Chart):
        return replace(part, title=rename(part.title), alternative=rename(part.alternative))
    return _table(part, rename)


def _written(part: Written, rename: Rename) -> Written:
    own = (
        replace(part.own, text=rename(part.own.text), draft=rename(part.own.draft), by="")
        if part.own
        else None
    )
    return replace(part, label=rename(part.label), draft=rename(part.draft), own=own)


def _table(table: Table, rename: Rename) -> Table:
    def cell(value: Value) -> Value:
        if isinstance(value, Link):
            return Link(rename(value.text), value.section)
        return rename(value) if isinstance(value, str) else value

    def row(original: Row) -> Row:
        return Row(tuple(cell(value) for value in original.values), original.is_parent)

    changes: dict[str, Any] = {
        "title": rename(table.title),
        "note": rename(table.note),
        "nothing": rename(table.nothing),
        "columns": [replace(column, name=rename(column.name)) for column in table.columns],
        "rows": [row(original) for original in table.rows],
    }
    if table.total:
        changes["total"] = row(table.total)
    return replace(table, **changes)
