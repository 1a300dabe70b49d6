"""A plan document as the flat rows that imports are compared by: each thing's key and plain values."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from improvement.one_line import one_line
from plans.choices import ProgressStatus
from plans.imports.document import ActionItem, PlanDocument
from plans.imports.tables import header_words
from plans.imports.values import (
    GIVEN_REFERENCE,
    KINDS,
    Row,
    child_key,
    date_value,
    number_value,
    numbered,
    person_value,
    text_key,
)


def document_rows(document: PlanDocument) -> list[Row]:
    """Return every row of a document in the order in which it is written."""
    rows = [
        *_structure_rows(document),
        *_action_rows(document),
        *_judgement_rows(document),
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
                "title": one_line(theme.title),
                "outcome": theme.outcome,
                "how_will_we_know": theme.how_will_we_know,
                "leads": [person_value(person) for person in theme.leads],
                "members": [person_value(person) for person in theme.members],
                "sponsors": [person_value(person) for person in theme.sponsors],
            },
            theme.source,
            known_on=theme.known_on,
            label=f"{document.theme_word.capitalize()} {theme.number}",
        )
    for commitment in document.commitments:
        yield Row(
            "commitment",
            f"{commitment.theme} {commitment.reference}",
            {"text": commitment.text, "theme": commitment.theme, "reference": commitment.reference},
            commitment.source,
            label=f"Commitment {commitment.reference}",
        )
    for item in document.recommendations:
        label = f"Recommendation {item.number}"
        yield Row(
            "recommendation",
            str(item.number),
            {
                "text": item.text,
                "kind": item.kind.value,
                "themes": list(item.themes),
                "outcome": item.outcome,
                "evidence": item.evidence,
                "further_actions": item.further_actions,
                "leads": [person_value(person) for person in item.leads],
            },
            item.source,
            label=label,
        )
        if item.rating:
            yield Row(
                "rating",
                f"recommendation {item.number}",
                {"level": item.rating},
                item.rating_source or item.source,
                scope="recommendation",
                parent_key=str(item.number),
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


def action_keys(document: PlanDocument) -> dict[int, str]:
    """Return each action's key by its order: where it stands and its words."""
    seen: Counter[str] = Counter()
    keys: dict[int, str] = {}
    for action in document.actions:
        parent_key = keys.get(action.parent, "") if action.parent is not None else ""
        stem = f"{_scope(action)} | {parent_key.rpartition(' | ')[2][:60]} | {text_key(action.text)}"
        # A text that stands twice is two actions: the same audit in two quarters.
        keys[action.order] = numbered(seen, stem)
    return keys


def _scope(action: ActionItem) -> str:
    return f"{action.theme} {' '.join(map(str, action.recommendations))}"


def _reference_stem(action: ActionItem, document: PlanDocument) -> str:
    """Return what an action's reference begins with: its commitment, its recommendation, its theme."""
    if action.commitment:
        return action.commitment
    if action.recommendations and not document.numbers_by_theme:
        return str(action.recommendations[0])
    return f"{document.theme_word[0].upper()}{action.theme}" if action.theme is not None else "A"


def _action_rows(document: PlanDocument) -> Iterator[Row]:
    keys = action_keys(document)
    references = Counter(action.reference for action in document.actions)
    for action in document.actions:
        parent_key = keys.get(action.parent, "") if action.parent is not None else ""
        scope, key = _scope(action), keys[action.order]
        values: dict[str, Any] = {
            "text": action.text,
            "theme": action.theme,
            "recommendations": list(action.recommendations),
            "group": action.group,
            "leads": [person_value(person) for person in action.leads],
            "start": date_value(action.start),
            "due": date_value(action.due),
            "expected_outcome": action.expected_outcome,
            "commitment": f"{action.theme} {action.commitment}" if action.commitment else "",
            "cost": action.cost,
        }
        if action.completed.latest and action.status == ProgressStatus.COMPLETED:
            values["completed_on"] = action.completed.latest.isoformat()
        if action.status is not None:
            values["status"] = action.status.value
        if action.reference:
            values[GIVEN_REFERENCE] = action.reference
        yield Row(
            "action",
            key,
            values,
            action.source,
            scope,
            parent_key=parent_key,
            label=action.text[:80],
            given_reference=action.reference if references[action.reference] == 1 else "",
            reference_stem=_reference_stem(action, document),
        )


def _judgement_rows(document: PlanDocument) -> Iterator[Row]:
    """Yield success measures, what is reported of actions, and ratings: all hang on what they judge."""
    keys = {"action": action_keys(document), "success_measure": dict[int, str]()}
    seen: Counter[str] = Counter()
    for item in document.success_measures:
        parent_key = keys["action"][item.action] if item.action is not None else f"theme {item.theme}"
        stem = text_key(item.text) or "not worded"
        seen[f"{parent_key} {stem}"] += 1
        count = seen[f"{parent_key} {stem}"]
        own_key = stem if count == 1 else f"{stem} #{count}"
        key = child_key(parent_key, own_key)
        keys["success_measure"][item.order] = key
        yield Row(
            "success_measure",
            key,
            {
                "text": item.text,
                "action": item.action is not None,
                "theme": item.theme,
                "leads": [person_value(person) for person in item.leads],
                "responsible": [person_value(person) for person in item.responsible],
                "due": date_value(item.due),
                "progress": item.progress,
            },
            item.source,
            parent_key=parent_key,
            own_key=own_key,
            label=item.text[:80] or "Success measure without words",
        )
    for update in document.updates:
        parent_key = keys["action"][update.action]
        own_key = numbered(seen, f"update of {parent_key}").removeprefix(f"update of {parent_key}")
        yield Row(
            "update",
            child_key(parent_key, f"update{own_key}"),
            {"progress": update.progress, "evidence": update.evidence},
            update.source,
            parent_key=parent_key,
            own_key=f"update{own_key}",
            label=f"Update: {update.progress[:60]}",
        )
    for rating in document.ratings:
        parent_key = keys[rating.of][rating.order]
        own_key = f"{rating.of} {header_words(rating.period)}".strip()
        yield Row(
            "rating",
            child_key(parent_key, own_key),
            {"level": rating.level, "period": rating.period},
            rating.source,
            scope=rating.of,
            known_on=rating.known_on,
            parent_key=parent_key,
            own_key=own_key,
            label=f"Rating {rating.level}, {rating.period}" if rating.period else f"Rating {rating.level}",
        )


def _measure_rows(document: PlanDocument) -> Iterator[Row]:
    counted: Counter[str] = Counter()
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
        key = numbered(
            counted, f"{target.measure} {target.kind.value} {target.due.words} {text_key(target.origin)}"
        )
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
        if seen.denominator is not None:
            values["numerator"] = number_value(seen.numerator)
            values["denominator"] = number_value(seen.denominator)
        key = numbered(counted, f"{seen.measure} {seen.period.words} {text_key(seen.origin)}")
        yield Row(
            "observation",
            key,
            values,
            seen.source,
            known_on=seen.known_on,
            label=f"{seen.period.words}: {seen.words}",
        )
    for other in document.comparators:
        yield Row(
            "comparator",
            numbered(counted, f"{other.measure} {other.kind.value} {other.period.words}"),
            {
                "measure": other.measure,
                "kind": other.kind.value,
                "value": number_value(other.value),
                "words": other.words,
                "period": date_value(other.period),
            },
            other.source,
            label=f"{other.kind.label}: {other.words}",
        )


def _other_rows(document: PlanDocument) -> Iterator[Row]:
    costs: Counter[str] = Counter()
    for cost in document.costs:
        yield Row(
            "cost",
            numbered(costs, f"{text_key(cost.label)} {cost.financial_year}"),
            {
                "label": cost.label,
                "financial_year": cost.financial_year,
                "recurrent": cost.recurrent,
                "amount": number_value(cost.amount),
                "words": cost.words,
            },
            cost.source,
            label=f"{cost.label}, {cost.financial_year}",
        )
    for item in document.inspections:
        yield Row(
            "inspection",
            f"{item.framework.value} {item.setting} {item.inspected.words}"[:300],
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
