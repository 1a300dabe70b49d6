"""A plan document as flat rows: kind, key, plain field values. What two imports are compared by."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from plans.imports.document import PlanDocument, Source
from plans.imports.words.dates import WrittenDate
from plans.imports.words.people import Person

# The order in which kinds are written: what others refer to comes first.
KINDS = (
    "theme",
    "recommendation",
    "milestone",
    "action",
    "measure",
    "target",
    "observation",
    "inspection",
    "stated_figure",
    "rating",
)


@dataclass(frozen=True)
class Row:
    """One thing that a workbook says: its kind, what identifies it, its fields as JSON can hold them."""

    kind: str
    key: str
    values: dict[str, Any]
    source: Source
    scope: str = ""
    known_on: date | None = None
    parent_key: str = ""
    label: str = field(default="", compare=False)


def person_value(person: Person) -> list[str]:
    """Return a person as stored beside a row."""
    return [person.job_title, person.name]


def date_value(written: WrittenDate) -> dict[str, Any]:
    """Return a written date as stored beside a row."""
    return {
        "words": written.words,
        "kind": written.kind,
        "earliest": written.earliest.isoformat() if written.earliest else None,
        "latest": written.latest.isoformat() if written.latest else None,
    }


def number_value(number: Decimal | None) -> str | None:
    """Return a figure as stored beside a row: no trailing zeros, so that 40 and 40.00 are the same."""
    return None if number is None else f"{number.normalize():f}"


def text_key(text: str) -> str:
    """Return a text's letters and figures in lower case: what a re-typed cell keeps."""
    return " ".join(re.findall(r"\w+", text.casefold()))[:160]


def document_rows(document: PlanDocument) -> list[Row]:
    """Return every row of a document in the order in which it is written."""
    rows = [
        *_structure_rows(document),
        *_action_rows(document),
        *_measure_rows(document),
        *_other_rows(document),
    ]
    order = {kind: number for number, kind in enumerate(KINDS)}
    return sorted(rows, key=lambda row: order[row.kind])


def _structure_rows(document: PlanDocument) -> Iterator[Row]:
    for theme in document.themes:
        yield Row(
            "theme",
            str(theme.number),
            {
                "title": theme.title,
                "outcome": theme.outcome,
                "leads": [person_value(person) for person in theme.leads],
                "members": [person_value(person) for person in theme.members],
                "sponsors": [person_value(person) for person in theme.sponsors],
            },
            theme.source,
            known_on=theme.known_on,
            label=f"{document.theme_word.capitalize()} {theme.number}",
        )
    for item in document.recommendations:
        label = f"Recommendation {item.number}"
        yield Row(
            "recommendation",
            str(item.number),
            {"text": item.text, "kind": item.kind.value, "themes": list(item.themes)},
            item.source,
            label=label,
        )
        if item.rating:
            yield Row(
                "rating",
                f"recommendation {item.number}",
                {"level": item.rating},
                item.rating_source or item.source,
                label=f"{label}, rating",
            )
    for milestone in document.milestones:
        yield Row(
            "milestone",
            f"{milestone.theme} {milestone.code}",
            {"text": milestone.text, "status": milestone.status.value, "due": date_value(milestone.due)},
            milestone.source,
            known_on=milestone.known_on,
            label=f"Milestone {milestone.code} of {document.theme_word} {milestone.theme}",
        )


def _action_rows(document: PlanDocument) -> Iterator[Row]:
    seen: Counter[str] = Counter()
    keys: dict[int, str] = {}
    for action in document.actions:
        parent_key = keys.get(action.parent, "") if action.parent is not None else ""
        scope = f"{action.theme} {' '.join(map(str, action.recommendations))}"
        stem = f"{scope} | {parent_key.rpartition(' | ')[2][:60]} | {text_key(action.text)}"
        seen[stem] += 1
        # A text that stands twice is two actions (the same audit in two quarters): the count tells them apart.
        key = stem if seen[stem] == 1 else f"{stem} #{seen[stem]}"
        keys[action.order] = key
        values: dict[str, Any] = {
            "text": action.text,
            "theme": action.theme,
            "recommendations": list(action.recommendations),
            "group": action.group,
            "leads": [person_value(person) for person in action.leads],
            "start": date_value(action.start),
            "due": date_value(action.due),
            "expected_outcome": action.expected_outcome,
        }
        if action.status is not None:
            values["status"] = action.status.value
        yield Row("action", key, values, action.source, scope, parent_key=parent_key, label=action.text[:80])


def _measure_rows(document: PlanDocument) -> Iterator[Row]:
    for measure in document.measures:
        yield Row(
            "measure",
            measure.code,
            {
                "name": measure.name,
                "unit": measure.unit.value,
                "polarity": measure.polarity.value,
                "frequency": measure.frequency.value,
                "themes": list(measure.themes),
                "recommendations": list(measure.recommendations),
            },
            measure.source,
            label=measure.name,
        )
    for target in document.targets:
        values = {
            "measure": target.measure,
            "kind": target.kind.value,
            "words": target.words,
            "lowest": number_value(target.lowest),
            "highest": number_value(target.highest),
            "due": date_value(target.due),
            "source": target.origin,
            "wording": target.wording,
        }
        key = f"{target.measure} {target.kind.value} {target.due.words} {text_key(target.origin)}"
        yield Row(
            "target",
            key,
            values,
            target.source,
            known_on=target.known_on,
            label=f"{target.kind.label}: {target.words}",
        )
    for seen in document.observations:
        values = {
            "measure": seen.measure,
            "words": seen.words,
            "value": number_value(seen.value),
            "highest": number_value(seen.highest),
            "period": date_value(seen.period),
            "status": seen.status.value,
            "source": seen.origin,
            "wording": seen.wording,
        }
        key = f"{seen.measure} {seen.period.words} {text_key(seen.origin)}"
        yield Row(
            "observation",
            key,
            values,
            seen.source,
            known_on=seen.known_on,
            label=f"{seen.period.words}: {seen.words}",
        )


def _other_rows(document: PlanDocument) -> Iterator[Row]:
    for item in document.inspections:
        yield Row(
            "inspection",
            f"{item.framework.value} {item.setting} {item.inspected.words}",
            {
                "framework": item.framework.value,
                "setting": item.setting,
                "grade": item.grade.value,
                "inspected": date_value(item.inspected),
            },
            item.source,
            label=f"{item.framework.label}, {item.setting}",
        )
    seen: Counter[str] = Counter()
    for figure in document.stated_figures:
        stem = f"{figure.label} {figure.stated_on or ''}"
        seen[stem] += 1
        yield Row(
            "stated_figure",
            f"{stem} #{seen[stem]}",
            {
                "label": figure.label,
                "value": number_value(figure.value),
                "unit": figure.unit,
                "words": figure.words,
                "rule": figure.rule,
            },
            figure.source,
            known_on=figure.stated_on,
            label=figure.label,
        )


def is_blank(value: object) -> bool:
    """Return whether a cell gave nothing: a blank cell means no change."""
    return value in (None, "", []) or (isinstance(value, dict) and not value.get("words"))


def shown(value: object) -> str:
    """Return a field's value for a person to compare."""
    if isinstance(value, dict):
        return str(value.get("words") or "")
    if isinstance(value, list | tuple):
        return "; ".join(
            ", ".join(filter(None, part))
            if isinstance(part, Sequence) and not isinstance(part, str)
            else str(part)
            for part in value
        )
    return "" if value is None else str(value)
