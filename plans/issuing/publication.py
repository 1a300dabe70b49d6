"""A report's public version: job titles in the place of names, in every cell and every sentence.

What else a public version leaves out is left out where the report is made: exempt items (eyes of the position),
internal columns and parts, counts under five (disclosure).
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from improvement.models import Officer, User
from plans.imports.words.officers import POST_WORDS
from plans.imports.words.people import plain
from plans.models import Plan
from plans.reports.document import (
    Bullets,
    Chart,
    Column,
    Document,
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

NO_TITLE = "an officer"
APOSTROPHES = "'’‘`´"
# A part of a name that is left over is pointed out where it is at least so long: shorter ones are words.
LEAST_PART = 4
MOST_NAMED = 12


def is_post(text: str) -> bool:
    """Whether words are a post's and not a person's name: one of them stands in posts, teams and bodies."""
    return any(word in POST_WORDS for word in re.findall(r"[a-z']+", text.casefold()))


def titles_of(plan: Plan) -> dict[str, str]:
    """Return what is printed in the place of each name that the plan's council and any account hold; two queries.

    Councils' workbooks have posts where names belong, and names where posts do: what has no word of a post is taken
    for a name, wherever it stands.
    """
    titles: dict[str, str] = {}
    posts: set[str] = set()
    for officer in Officer.objects.filter(council=plan.council_id):
        title = officer.job_title if is_post(officer.job_title) else NO_TITLE
        posts.add(officer.job_title.casefold())
        if officer.name and officer.job_title:
            titles[str(officer)] = title
        for name in (officer.name, officer.job_title):
            # A person with several posts is known by the first.
            if name and not is_post(name):
                titles.setdefault(name, title)
    for name in User.objects.order_by("pk").values_list("name", flat=True):
        # An account that is called by its post names nobody.
        if name.casefold() not in posts and not is_post(name):
            titles.setdefault(name, NO_TITLE)
    return {name: title for name, title in titles.items() if len(name) > 2}


def _folded(text: str) -> str:
    """Return text as names are compared: without accents, in one case, with one kind of blank and apostrophe."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    unaccented = "".join(character for character in decomposed if not unicodedata.combining(character))
    return plain(unaccented.replace(",", " "))


def _pattern(name: str) -> str:
    """Return a pattern of a name with any blanks between its words and any apostrophe in them."""
    words = [re.sub(f"[{APOSTROPHES}]", f"[{APOSTROPHES}]", re.escape(word)) for word in name.split()]
    return r"\s+".join(words)


def renamer(titles: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that puts titles in the place of names, as whole words, the longest first.

    `Jo Bell`, `JO  BELL`, `Bell, Jo` and `Ms Bell` are the same person.
    """
    if not titles:
        return lambda text: text
    known: dict[str, str] = {}
    patterns: list[str] = []
    for name in sorted(titles, key=len, reverse=True):
        title = titles[name]
        known.setdefault(_folded(name), title)
        patterns.append(_pattern(name))
        words = name.partition(",")[0].split()
        if len(words) > 1 and not is_post(name):
            first, last = " ".join(words[:-1]), words[-1]
            known.setdefault(_folded(f"{last} {first}"), title)
            patterns.append(rf"{_pattern(last)},\s*{_pattern(first)}")
            if len(last) >= LEAST_PART:
                for address in ("mr", "mrs", "ms", "miss", "dr", "cllr", "councillor"):
                    known.setdefault(f"{address} {_folded(last)}", title)
                patterns.append(rf"(?:Mrs?|Ms|Miss|Dr|Cllr|Councillor)\s+{_pattern(last)}")
    whole = re.compile(r"(?<!\w)(" + "|".join(patterns) + r")(?!\w)", re.IGNORECASE)
    return lambda text: whole.sub(lambda match: known.get(_folded(match[1]), NO_TITLE), text)


def for_everybody(document: Document, titles: Mapping[str, str]) -> Document:
    """Return a report without the names of people, and with what it asks before it may leave."""
    rename = renamer(titles)
    published = replace(
        document,
        # A report of the plan's own is called what somebody typed.
        name="own-report" if document.name.startswith("own-") else document.name,
        title=rename(document.title),
        subtitle=rename(document.subtitle),
        plan=rename(document.plan),
        produced_by=document.council,
        facts=[_written(fact, rename) for fact in document.facts],
        sections=[_section(section, rename) for section in document.sections],
    )
    published.questions = [*document.questions, *_to_read(published, titles)]
    return published


def _to_read(document: Document, titles: Mapping[str, str]) -> list[Question]:
    """Return what a person should read before the report leaves: small counts in typed text, parts of names."""
    asked = []
    parts = {word for name in titles for word in name.partition(",")[0].split() if len(word) >= LEAST_PART}
    left = {word for word in parts if word[:1].isupper() and not is_post(word)}
    fragment = re.compile(r"(?<!\w)(" + "|".join(map(re.escape, sorted(left))) + r")(?!\w)") if left else None
    for where, text in _texts(document):
        if found := small_counts_in(text):
            said = "; ".join(found[:MOST_NAMED]) + (" …" if len(found) > MOST_NAMED else "")
            asked.append(
                Question(
                    "", f"{where}: “{said}” may count under five people. Text is printed as it was typed."
                )
            )
        if fragment and (names := list(dict.fromkeys(fragment.findall(text)))):
            asked.append(
                Question("", f"{where}: {', '.join(names[:MOST_NAMED])} may be part of a person's name.")
            )
    return asked


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    """Yield what was typed, with where it stands: parts in words, and the longer texts of each table."""
    for section in document.sections:
        for part in section.parts:
            if isinstance(part, Written):
                inside = "" if part.label in section.heading else f", {part.label}"
                yield f"{section.heading}{inside}", part.text
            elif isinstance(part, Table):
                cells = [value for row in part.rows for value in row.values if isinstance(value, str)]
                yield part.title, "\n".join(cells)


def _section(section: Section, rename: Callable[[str], str]) -> Section:
    parts = [_part(part, rename) for part in section.parts]
    return replace(section, parts=parts, heading=rename(section.heading), subtitle=rename(section.subtitle))


def _part(part: Part, rename: Callable[[str], str]) -> Part:
    if isinstance(part, Written):
        return _written(part, rename)
    if isinstance(part, Paragraph):
        return replace(part, text=rename(part.text))
    if isinstance(part, Bullets):
        return Bullets(tuple(rename(item) for item in part.items))
    if isinstance(part, Chart):
        return replace(part, title=rename(part.title), alternative=rename(part.alternative))
    return _table(part, rename)


def _written(part: Written, rename: Callable[[str], str]) -> Written:
    own = (
        replace(part.own, text=rename(part.own.text), draft=rename(part.own.draft), by="")
        if part.own
        else None
    )
    return replace(part, label=rename(part.label), draft=rename(part.draft), own=own)


def _table(table: Table, rename: Callable[[str], str]) -> Table:
    def cell(value: Value) -> Value:
        if isinstance(value, Link):
            return Link(rename(value.text), value.section)
        return rename(value) if isinstance(value, str) else value

    def row(found: Row) -> Row:
        return Row(tuple(cell(value) for value in found.values), found.is_parent)

    changes: dict[str, Any] = {
        "title": rename(table.title),
        "note": rename(table.note),
        "nothing": rename(table.nothing),
        "columns": [Column(rename(c.name), c.width, c.kind) for c in table.columns],
        "rows": [row(found) for found in table.rows],
    }
    if table.total:
        changes["total"] = row(table.total)
    return replace(table, **changes)
