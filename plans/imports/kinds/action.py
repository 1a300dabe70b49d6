"""Actions, and the sentences over sub-actions."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from improvement.written_dates import WrittenDate
from plans.choices import ProgressStatus
from plans.imports.changes import Change, changed_fields, changed_ones, new_ones
from plans.imports.kinds.fields import SharedFields
from plans.imports.kinds.kind import Identity, Kind
from plans.imports.kinds.officers import officers_named
from plans.imports.known import ON_RECORD, OnRecord
from plans.imports.parsers.people import Person
from plans.imports.values import FIRST_DUE, GIVEN_REFERENCE, Row, Source, numbered, stored, text_key
from plans.imports.writing import Context
from plans.models import Action, ActionLead, ActionRecommendation, ActionVersion, Plan
from plans.operations.due_dates import keep_first_dates, keep_moved_dates
from plans.operations.structure import NewAction, add_actions, change_actions

if TYPE_CHECKING:
    from plans.imports.document import PlanDocument


@dataclass(frozen=True)
class ActionItem:
    """An action, or the parent sentence of some. `order` is its place in the document; parents come first."""

    order: int
    theme: int | None
    recommendations: tuple[int, ...]
    text: str
    source: Source
    parent: int | None = None
    group: str = ""
    leads: tuple[Person, ...] = ()
    start: WrittenDate = WrittenDate()
    due: WrittenDate = WrittenDate()
    expected_outcome: str = ""
    status: ProgressStatus | None = None
    reference: str = ""
    commitment: str = ""
    cost: str = ""
    completed: WrittenDate = WrittenDate()
    # When it was due at first, where its source says so beside another date.
    first_due: WrittenDate = WrittenDate()
    # A word for progress that no status is known by, and its cell.
    status_words: str = ""
    status_source: Source | None = None


SHARED = SharedFields(ActionItem, ActionVersion)


def action_keys(document: "PlanDocument") -> dict[int, str]:
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


def _reference_stem(action: ActionItem, document: "PlanDocument") -> str:
    """Return what an action's reference begins with: its commitment, its recommendation, its theme."""
    if action.commitment:
        return action.commitment
    if action.recommendations and not document.numbers_by_theme:
        return str(action.recommendations[0])
    return f"{document.theme_word[0].upper()}{action.theme}" if action.theme is not None else "A"


def rows(document: "PlanDocument") -> Iterator[Row]:
    keys = document.action_keys
    references = Counter(action.reference for action in document.actions)
    for action in document.actions:
        values: dict[str, Any] = {
            **SHARED.of_item(action),
            "theme": action.theme,
            "recommendations": list(action.recommendations),
            "leads": stored(action.leads),
            "commitment": f"{action.theme} {action.commitment}" if action.commitment else "",
        }
        if action.completed.latest and action.status == ProgressStatus.COMPLETED:
            values["completed_on"] = stored(action.completed.latest)
        if action.first_due.words:
            values[FIRST_DUE] = stored(action.first_due)
        if action.reference:
            values[GIVEN_REFERENCE] = action.reference
        yield Row(
            "action",
            keys[action.order],
            values,
            action.source,
            _scope(action),
            parent_key=keys.get(action.parent, "") if action.parent is not None else "",
            label=action.text[:80],
            given_reference=action.reference if references[action.reference] == 1 else "",
            reference_stem=_reference_stem(action, document),
        )


def recorded(plan: Plan) -> Iterator[OnRecord]:
    leads = officers_named(ActionLead.objects.filter(action__plan=plan), "action_id")
    serves: dict[int, list[int]] = defaultdict(list)
    links = ActionRecommendation.objects.filter(action__plan=plan, known_to=None)
    for served, number in links.order_by("pk").values_list("action_id", "recommendation__number"):
        serves[served].append(number)
    versions = ActionVersion.objects.filter(ON_RECORD, action__plan=plan, known_to=None)
    beside = ("action_id", "parent_id", "withdrawn", "action__reference", "theme__number")
    commitment = ("commitment__theme__number", "commitment__reference")
    columns = (*SHARED.column_names, "completed_on")
    for version in versions.order_by("action__position").values_list(
        *beside, *commitment, *columns, named=True
    ):
        key, number = version.action_id, version.theme__number
        scope = f"{number} {' '.join(map(str, serves[key]))}"
        values = {
            **SHARED.of_version(version),
            "theme": number,
            "recommendations": serves[key],
            "leads": leads[key],
            "commitment": f"{version.commitment__theme__number} {version.commitment__reference}"
            if version.commitment__reference
            else "",
            "completed_on": stored(version.completed_on) or "",
        }
        yield OnRecord(
            key,
            f"{scope} |  | {text_key(version.text)}",
            values,
            scope,
            f"{version.action__reference} {version.text[:80]}",
            version.parent_id or 0,
            version.withdrawn,
        )


def write(context: Context, changes: list[Change]) -> None:
    _add(context, new_ones(changes))
    if not context.is_undo:
        keep_moved_dates(
            {
                change.known.object_id: change.values["due"]
                for change in changes
                if change.known and not change.known.withdrawn and "due" in change.values
            },
            "Changed in the council's workbook.",
            provenance=context.provenance,
        )
    changed = changed_ones(changes)
    change_actions(
        changed_fields(changes, lambda values: _columns(context, values)),
        provenance=context.provenance,
        leads={
            key: context.officer_keys(values["leads"]) for key, values in changed.items() if "leads" in values
        },
        recommendations={
            key: [context.recommendations[number] for number in values["recommendations"]]
            for key, values in changed.items()
            if "recommendations" in values
        },
    )


def _columns(context: Context, values: dict[str, Any]) -> dict[str, Any]:
    columns = SHARED.to_columns(values)
    if "completed_on" in values:
        day = values["completed_on"]
        columns["completed_on"] = date.fromisoformat(day) if day else None
    if "commitment" in values:
        columns["commitment_id"] = context.commitments[values["commitment"]] if values["commitment"] else None
    if "theme" in values:
        columns["theme_id"] = context.themes.get(values["theme"])
    return columns


def _add(context: Context, new: list[Change]) -> None:
    index = {change.row.key: number for number, change in enumerate(new)}
    known_parents = Action.objects.in_bulk(
        [
            context.written["action", change.row.parent_key]
            for change in new
            if change.row.parent_key and change.row.parent_key not in index
        ]
    )
    items = []
    for change in new:
        values, parent_key = change.values, change.row.parent_key
        items.append(
            NewAction(
                _columns(context, values),
                context.officer_keys(values["leads"]),
                [context.recommendations[number] for number in values["recommendations"]],
                change.row.reference_stem,
                given_reference=change.row.given_reference,
                parent=index.get(parent_key) if parent_key else None,
                parent_action=known_parents.get(context.written.get(("action", parent_key), 0)),
            )
        )
    added = add_actions(context.plan, items, provenance=context.provenance)
    context.note(new, added)
    keep_first_dates(
        {
            action.pk: change.row.values[FIRST_DUE]
            for action, change in zip(added, new, strict=True)
            if FIRST_DUE in change.row.values
        },
        "The workbook gives the first date beside the one that holds.",
        provenance=context.provenance,
    )


ACTION = Kind("action", rows, write, recorded, identity=Identity(ActionVersion, "action", "action__plan"))
