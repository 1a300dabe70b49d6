"""What the database holds of a plan now, in the same plain rows as a workbook gives."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from plans.imports.rows import text_key
from plans.models import (
    ActionLead,
    ActionRecommendation,
    ActionVersion,
    ImportedRow,
    MilestoneVersion,
    Plan,
    RecommendationTheme,
    RecommendationVersion,
    ThemePerson,
    ThemeVersion,
)
from plans.models.history import DueAsWritten, StartAsWritten


@dataclass(frozen=True)
class Known:
    """One thing on record: its key, its values, and what the last import said of it."""

    object_id: int
    key: str
    values: dict[str, Any]
    imported: dict[str, Any] | None = None
    scope: str = ""
    label: str = ""


@dataclass
class State:
    """Everything on record of a plan, by kind and object."""

    things: dict[str, dict[int, Known]] = field(default_factory=lambda: defaultdict(dict))

    def by_key(self, kind: str) -> dict[str, Known]:
        """Return a kind's things by key."""
        return {known.key: known for known in self.things[kind].values()}


def _due(version: DueAsWritten) -> dict[str, Any]:
    return _date(version.due_words, version.due_kind, version.due_earliest, version.due_latest)


def _start(version: StartAsWritten) -> dict[str, Any]:
    return _date(version.start_words, version.start_kind, version.start_earliest, version.start_latest)


def _date(words: str, kind: str, earliest: Any, latest: Any) -> dict[str, Any]:
    return {
        "words": words,
        "kind": kind,
        "earliest": earliest.isoformat() if earliest else None,
        "latest": latest.isoformat() if latest else None,
    }


def read_state(plan: Plan) -> State:
    """Return what is on record now. The number of queries does not grow with the plan."""
    state = State()
    last: dict[str, dict[int, ImportedRow]] = defaultdict(dict)
    for imported in ImportedRow.objects.filter(run__plan=plan).order_by("pk"):
        last[imported.kind][imported.object_id] = imported
    for kind, object_id, key, values, scope, label in (*_structure(plan), *_actions(plan)):
        imported_row = last[kind].get(object_id)
        state.things[kind][object_id] = Known(
            object_id,
            imported_row.key if imported_row else key,
            values,
            imported_row.values if imported_row else None,
            scope,
            label,
        )
    # Dated rows are compared with what was last imported of them: nobody edits them in place.
    for kind in ("measure", "target", "observation", "inspection", "stated_figure", "rating"):
        newest = {imported.key: imported for imported in last[kind].values()}
        for key, imported in newest.items():
            state.things[kind][imported.object_id] = Known(
                imported.object_id, key, imported.values, imported.values, label=key
            )
    return state


ThingRow = tuple[str, int, str, dict[str, Any], str, str]


def _structure(plan: Plan) -> list[ThingRow]:
    found: list[ThingRow] = []
    people: dict[tuple[int, str], list[list[str]]] = defaultdict(list)
    for person in (
        ThemePerson.objects.filter(theme__plan=plan, known_to=None).select_related("officer").order_by("pk")
    ):
        people[person.theme_id, person.part].append([person.officer.job_title, person.officer.name])
    for version in ThemeVersion.objects.filter(theme__plan=plan, known_to=None).select_related("theme"):
        values: dict[str, Any] = {
            "title": version.title,
            "outcome": version.outcome,
            **{f"{part}s": people[version.theme_id, part] for part in ("lead", "member", "sponsor")},
        }
        number = version.theme.number
        found.append(("theme", version.theme_id, str(number), values, "", f"Theme {number}"))
    themes: dict[int, list[int]] = defaultdict(list)
    for link in (
        RecommendationTheme.objects.filter(recommendation__plan=plan, known_to=None)
        .select_related("theme")
        .order_by("pk")
    ):
        themes[link.recommendation_id].append(link.theme.number)
    for item in RecommendationVersion.objects.filter(recommendation__plan=plan, known_to=None).select_related(
        "recommendation"
    ):
        values = {"text": item.text, "kind": item.kind, "themes": themes[item.recommendation_id]}
        number = item.recommendation.number
        found.append(
            ("recommendation", item.recommendation_id, str(number), values, "", f"Recommendation {number}")
        )
    milestones = MilestoneVersion.objects.filter(milestone__theme__plan=plan, known_to=None)
    for stone in milestones.select_related("milestone__theme"):
        key = f"{stone.milestone.theme.number} {stone.milestone.code}"
        values = {"text": stone.text, "status": stone.status, "due": _due(stone)}
        found.append(("milestone", stone.milestone_id, key, values, "", f"Milestone {key}"))
    return found


def _actions(plan: Plan) -> list[ThingRow]:
    leads: dict[int, list[list[str]]] = defaultdict(list)
    for lead in (
        ActionLead.objects.filter(action__plan=plan, known_to=None).select_related("officer").order_by("pk")
    ):
        leads[lead.action_id].append([lead.officer.job_title, lead.officer.name])
    serves: dict[int, list[int]] = defaultdict(list)
    for link in (
        ActionRecommendation.objects.filter(action__plan=plan, known_to=None)
        .select_related("recommendation")
        .order_by("pk")
    ):
        serves[link.action_id].append(link.recommendation.number)
    found: list[ThingRow] = []
    versions = ActionVersion.objects.filter(action__plan=plan, known_to=None, withdrawn=False)
    for version in versions.select_related("action", "theme").order_by("action__position"):
        number = version.theme.number if version.theme else None
        scope = f"{number} {' '.join(map(str, serves[version.action_id]))}"
        values = {
            "text": version.text,
            "theme": number,
            "recommendations": serves[version.action_id],
            "group": version.group,
            "leads": leads[version.action_id],
            "start": _start(version),
            "due": _due(version),
            "expected_outcome": version.expected_outcome,
            "status": version.status,
        }
        key = f"{scope} |  | {text_key(version.text)}"
        found.append(
            (
                "action",
                version.action_id,
                key,
                values,
                scope,
                f"{version.action.reference} {version.text[:80]}",
            )
        )
    return found
