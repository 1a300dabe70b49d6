"""A report's public version: job titles in the place of names, in every cell and every sentence.

What else a public version leaves out is left out where the report is made: exempt items (eyes of the position),
internal columns and parts, counts under five (disclosure).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from improvement.models import Officer, User
from plans.models import Plan, PlanRole
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

NO_TITLE = "an officer"
SMALL_IN_TEXT = re.compile(r"\b([0-4]|one|two|three|four)\s+(?:out\s+)?of\s+(?:the\s+)?\d+\b", re.IGNORECASE)


def titles_of(plan: Plan) -> dict[str, str]:
    """Return what is printed in the place of each name that the plan's council and accounts hold; two queries."""
    titles: dict[str, str] = {}
    for officer in Officer.objects.filter(council=plan.council_id):
        title = officer.job_title or NO_TITLE
        if officer.name:
            # A person with several posts is known by the first.
            titles.setdefault(officer.name, title)
            titles[str(officer)] = title
    roles = PlanRole.objects.filter(plan=plan).select_related("user").order_by("pk")
    for user in {role.user for role in roles}:
        titles.setdefault(user.name, _title_of(user, titles))
    return {name: title for name, title in titles.items() if len(name) > 2}


def _title_of(user: User, titles: Mapping[str, str]) -> str:
    return titles.get(user.name, NO_TITLE)


def renamer(titles: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that puts titles in the place of names, the longest first, as whole words."""
    if not titles:
        return lambda text: text
    longest = sorted(titles, key=len, reverse=True)
    pattern = re.compile(
        r"(?<!\w)(" + "|".join(re.escape(name) for name in longest) + r")(?!\w)", re.IGNORECASE
    )
    known = {name.casefold(): title for name, title in titles.items()}
    return lambda text: pattern.sub(lambda match: known[match[1].casefold()], text)


def for_everybody(document: Document, titles: Mapping[str, str]) -> Document:
    """Return a report without the names of people, and with what it asks before it may leave."""
    rename = renamer(titles)
    asked = list(document.questions)
    for part in document.written():
        found = [match[0] for match in SMALL_IN_TEXT.finditer(part.text)]
        if found:
            asked.append(
                Question(
                    "",
                    f"{part.label}: the text says {', '.join(found)}. Text is printed as it was typed: write it anew "
                    "if it could identify somebody.",
                )
            )
    return replace(
        document,
        title=rename(document.title),
        produced_by=document.council,
        facts=[_written(fact, rename) for fact in document.facts],
        sections=[_section(section, rename) for section in document.sections],
        questions=asked,
    )


def _section(section: Section, rename: Callable[[str], str]) -> Section:
    parts = [
        _part(part, rename) for part in section.parts if not (isinstance(part, Written) and part.is_internal)
    ]
    return replace(section, parts=parts, heading=rename(section.heading), subtitle=rename(section.subtitle))


def _part(part: Part, rename: Callable[[str], str]) -> Part:
    if isinstance(part, Written):
        return _written(part, rename)
    if isinstance(part, Paragraph):
        return replace(part, text=rename(part.text))
    if isinstance(part, Bullets):
        return Bullets(tuple(rename(item) for item in part.items))
    if isinstance(part, Chart):
        return replace(part, alternative=rename(part.alternative))
    return _table(part, rename)


def _written(part: Written, rename: Callable[[str], str]) -> Written:
    own = (
        replace(part.own, text=rename(part.own.text), draft=rename(part.own.draft), by="")
        if part.own
        else None
    )
    return replace(part, draft=rename(part.draft), own=own)


def _table(table: Table, rename: Callable[[str], str]) -> Table:
    def cell(value: Value) -> Value:
        if isinstance(value, Link):
            return Link(rename(value.text), value.section)
        return rename(value) if isinstance(value, str) else value

    def row(found: Row) -> Row:
        return Row(tuple(cell(value) for value in found.values), found.is_parent)

    changes: dict[str, Any] = {"rows": [row(found) for found in table.rows]}
    if table.total:
        changes["total"] = row(table.total)
    return replace(table, columns=[Column(c.name, c.width, c.kind) for c in table.columns], **changes)
