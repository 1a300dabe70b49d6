"""What the database holds of a plan now, in the same plain rows as a workbook gives."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from performance.models import MeasureVersion, Observation
from performance.series import read_series
from plans.choices import OwnerPart
from plans.imports.values import number_value, text_key
from plans.models import (
    ActionLead,
    ActionRecommendation,
    ActionVersion,
    Commitment,
    ImportedRow,
    ImportUndo,
    MilestoneVersion,
    Plan,
    Rating,
    RecommendationLead,
    RecommendationTheme,
    RecommendationVersion,
    SuccessMeasureOwner,
    SuccessMeasureVersion,
    ThemePerson,
    ThemeVersion,
)
from plans.models.history import DueAsWritten, StartAsWritten, Version

DATED_KINDS = (
    "measure",
    "target",
    "observation",
    "comparator",
    "inspection",
    "cost",
    "update",
    "stated_figure",
    "rating",
)
UNDONE = "Import undone"
IDENTITIES: dict[str, tuple[type[Version], str, str]] = {
    "theme": (ThemeVersion, "theme_id", "theme__plan"),
    "recommendation": (RecommendationVersion, "recommendation_id", "recommendation__plan"),
    "milestone": (MilestoneVersion, "milestone_id", "milestone__theme__plan"),
    "action": (ActionVersion, "action_id", "action__plan"),
    "success_measure": (SuccessMeasureVersion, "success_measure_id", "success_measure__plan"),
}


@dataclass(frozen=True)
class Known:
    """One thing on record: its key, its values, and what the last import said of it."""

    object_id: int
    key: str
    values: dict[str, Any]
    imported: dict[str, Any] | None = None
    scope: str = ""
    label: str = ""
    # The object that it hangs on, where it hangs on one: a parent action, an action, a theme (below zero).
    parent_id: int = 0
    # It left the plan when an import was undone: the same row brings it back.
    withdrawn: bool = False


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
    undone: dict[str, dict[int, ImportedRow]] = defaultdict(dict)
    # Not joined: every row would bring its run's whole receipt with it.
    undone_runs = set(ImportUndo.objects.filter(run__plan=plan).values_list("run_id", flat=True))
    for imported in ImportedRow.objects.filter(run__plan=plan).order_by("pk"):
        which = undone if imported.run_id in undone_runs else last
        which[imported.kind][imported.object_id] = imported
    for kind, object_id, key, values, scope, label, parent_id in (
        *_structure(plan),
        *_actions(plan),
        *_success_measures(plan),
    ):
        imported_row = last[kind].get(object_id)
        state.things[kind][object_id] = Known(
            object_id,
            imported_row.key if imported_row else key,
            values,
            imported_row.values if imported_row else None,
            scope,
            label,
            parent_id,
        )
    # Dated rows are compared with what was last imported of them: nobody edits them in place.
    for kind in DATED_KINDS:
        newest = {imported.key: imported for imported in last[kind].values()}
        for key, imported in newest.items():
            state.things[kind][imported.object_id] = Known(
                imported.object_id,
                key,
                imported.values,
                imported.values,
                label=f"{imported.sheet}!{imported.cell} {key.rpartition(' | ')[2]}",
            )
    _set_current_ratings(plan, state)
    _set_current_definitions(state)
    _set_current_figures(state)
    _add_withdrawn(plan, state, undone)
    return state


def _add_withdrawn(plan: Plan, state: State, undone: dict[str, dict[int, ImportedRow]]) -> None:
    """Add what an undone import had brought, so that importing it again brings the same things back."""
    for kind, (model, identity, path) in IDENTITIES.items():
        gone = model._default_manager.filter(
            **{path: plan}, known_to=None, withdrawn=True, reason=UNDONE
        ).values_list(identity, flat=True)
        for object_id in gone:
            row = undone[kind].get(object_id)
            if row is not None:
                state.things[kind][object_id] = Known(object_id, row.key, {}, None, withdrawn=True)


def _set_current_ratings(plan: Plan, state: State) -> None:
    """Put what the board says now beside what the workbook said last, for ratings that are of no fixed period."""
    current: dict[tuple[str, int], str] = {}
    subject: dict[int, tuple[str, int]] = {}
    rows = (
        Rating.objects.filter(plan=plan, import_run__undo__isnull=True)
        .select_related("level")
        .order_by("known_on", "pk")
    )
    for rating in rows:
        thing = next(
            (name, key)
            for name in ("recommendation", "theme", "action", "success_measure")
            if (key := getattr(rating, f"{name}_id")) is not None
        )
        current[thing] = rating.level.code
        subject[rating.pk] = thing
    for number, known in state.things["rating"].items():
        if number in subject and not (known.imported or {}).get("period"):
            state.things["rating"][number] = replace(
                known, values={**known.values, "level": current[subject[number]]}
            )


def _set_current_definitions(state: State) -> None:
    """Put what a measure means now beside what the workbook said last: a person may have set it right."""
    versions = {
        version.measure_id: version
        for version in MeasureVersion.objects.filter(measure__in=state.things["measure"], known_to=None)
    }
    for key, known in state.things["measure"].items():
        version = versions.get(key)
        if version:
            now = {name: getattr(version, name) for name in ("name", "unit", "polarity", "frequency")}
            state.things["measure"][key] = replace(known, values={**known.values, **now})


def _set_current_figures(state: State) -> None:
    """Put the figure that stands for a period now beside what the workbook said last of it."""
    things = state.things["observation"]
    brought = Observation.objects.in_bulk(list(things))
    series = read_series({row.measure_id for row in brought.values()}, date.max, whole=True)
    standing = {
        (key, figure.measure_type, figure.period_end): figure
        for key, found in series.items()
        for figure in found.observations
        if figure.period_end
    }
    for key, known in things.items():
        row = brought.get(key)
        if row is None or row.period_end is None:
            continue
        figure = standing.get((row.measure_id, row.measure_type, row.period_end))
        if figure is not None and figure.pk != key:
            now = {
                "value": number_value(figure.value),
                "status": figure.status,
                "words": figure.words or number_value(figure.value) or "",
            }
            if "denominator" in known.values or figure.denominator is not None:
                now |= {
                    "numerator": number_value(figure.numerator),
                    "denominator": number_value(figure.denominator),
                }
            things[key] = replace(known, values={**known.values, **now})


ThingRow = tuple[str, int, str, dict[str, Any], str, str, int]


def _structure(plan: Plan) -> list[ThingRow]:
    found: list[ThingRow] = []
    people: dict[tuple[int, str], list[list[str]]] = defaultdict(list)
    for person in (
        ThemePerson.objects.filter(theme__plan=plan, known_to=None).select_related("officer").order_by("pk")
    ):
        people[person.theme_id, person.part].append([person.officer.job_title, person.officer.name])
    for version in ThemeVersion.objects.filter(
        theme__plan=plan, known_to=None, withdrawn=False
    ).select_related("theme"):
        values: dict[str, Any] = {
            "title": version.title,
            "outcome": version.outcome,
            "how_will_we_know": version.how_will_we_know,
            **{f"{part}s": people[version.theme_id, part] for part in ("lead", "member", "sponsor")},
        }
        number = version.theme.number
        found.append(("theme", version.theme_id, str(number), values, "", f"Theme {number}", 0))
    for commitment in Commitment.objects.filter(theme__plan=plan, known_to=None).select_related("theme"):
        number = commitment.theme.number
        values = {"text": commitment.text, "theme": number, "reference": commitment.reference}
        key = f"{number} {commitment.reference}"
        found.append(("commitment", commitment.pk, key, values, "", f"Commitment {commitment.reference}", 0))
    leads: dict[int, list[list[str]]] = defaultdict(list)
    for lead in (
        RecommendationLead.objects.filter(recommendation__plan=plan, known_to=None)
        .select_related("officer")
        .order_by("pk")
    ):
        leads[lead.recommendation_id].append([lead.officer.job_title, lead.officer.name])
    themes: dict[int, list[int]] = defaultdict(list)
    for link in (
        RecommendationTheme.objects.filter(recommendation__plan=plan, known_to=None)
        .select_related("theme")
        .order_by("pk")
    ):
        themes[link.recommendation_id].append(link.theme.number)
    for item in RecommendationVersion.objects.filter(
        recommendation__plan=plan, known_to=None, withdrawn=False
    ).select_related("recommendation"):
        values = {
            "text": item.text,
            "kind": item.kind,
            "themes": themes[item.recommendation_id],
            "outcome": item.outcome,
            "evidence": item.evidence,
            "further_actions": item.further_actions,
            "leads": leads[item.recommendation_id],
        }
        number = item.recommendation.number
        label = f"Recommendation {number}"
        found.append(("recommendation", item.recommendation_id, str(number), values, "", label, 0))
    milestones = MilestoneVersion.objects.filter(milestone__theme__plan=plan, known_to=None, withdrawn=False)
    for stone in milestones.select_related("milestone__theme"):
        key = f"{stone.milestone.theme.number} {stone.milestone.code}"
        values = {"text": stone.text, "status": stone.status, "due": _due(stone)}
        found.append(("milestone", stone.milestone_id, key, values, "", f"Milestone {key}", 0))
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
    for version in versions.select_related("action", "theme", "commitment__theme").order_by(
        "action__position"
    ):
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
            "cost": version.cost,
            "commitment": f"{version.commitment.theme.number} {version.commitment.reference}"
            if version.commitment
            else "",
            "completed_on": version.completed_on.isoformat() if version.completed_on else "",
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
                version.parent_id or 0,
            )
        )
    return found


def _success_measures(plan: Plan) -> list[ThingRow]:
    owners: dict[tuple[int, str], list[list[str]]] = defaultdict(list)
    for owner in (
        SuccessMeasureOwner.objects.filter(success_measure__plan=plan, known_to=None)
        .select_related("officer")
        .order_by("pk")
    ):
        owners[owner.success_measure_id, owner.part].append([owner.officer.job_title, owner.officer.name])
    found: list[ThingRow] = []
    versions = SuccessMeasureVersion.objects.filter(
        success_measure__plan=plan, known_to=None, withdrawn=False
    )
    for version in versions.select_related("theme").order_by("success_measure__pk"):
        key = version.success_measure_id
        values = {
            "text": version.text,
            "action": version.action_id is not None,
            "theme": version.theme.number if version.theme else None,
            "leads": owners[key, OwnerPart.LEAD],
            "responsible": owners[key, OwnerPart.RESPONSIBLE],
            "due": _due(version),
            "progress": version.progress,
        }
        parent = version.action_id or -(version.theme_id or 0)
        own = text_key(version.text) or "not worded"
        found.append(("success_measure", key, own, values, str(parent), version.text[:80], parent))
    return found
