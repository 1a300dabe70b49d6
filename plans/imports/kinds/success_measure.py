"""Success measures: how an action, or a theme, says it will be judged."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from improvement.written_dates import WrittenDate
from plans.choices import OwnerPart
from plans.imports.changes import Change, changed_fields, new_ones
from plans.imports.kinds.fields import SharedFields
from plans.imports.kinds.kind import Identity, Kind
from plans.imports.kinds.officers import officers_named
from plans.imports.known import ON_RECORD, OnRecord
from plans.imports.parsers.people import Person
from plans.imports.values import Row, Source, child_key, numbered, stored, text_key
from plans.imports.writing import Context
from plans.models import Plan, SuccessMeasureOwner, SuccessMeasureVersion
from plans.operations.history import change_versions, set_members
from plans.operations.structure import NewSuccessMeasure, add_success_measures

if TYPE_CHECKING:
    from plans.imports.document import PlanDocument

OWNER_PARTS = {"leads": OwnerPart.LEAD, "responsible": OwnerPart.RESPONSIBLE}


@dataclass(frozen=True)
class SuccessMeasureItem:
    """A row under an action (its order) or, where the action's cell is empty, under a theme."""

    order: int
    theme: int | None
    action: int | None
    text: str
    source: Source
    leads: tuple[Person, ...] = ()
    responsible: tuple[Person, ...] = ()
    due: WrittenDate = WrittenDate()
    progress: str = ""


SHARED = SharedFields(SuccessMeasureItem, SuccessMeasureVersion)


def rows(document: "PlanDocument") -> Iterator[Row]:
    keys, seen = document.action_keys, Counter[str]()
    for item in document.success_measures:
        parent_key, own_key = _keys(item, keys, seen)
        yield Row(
            "success_measure",
            child_key(parent_key, own_key),
            {
                **SHARED.of_item(item),
                "action": item.action is not None,
                "theme": item.theme,
                **{name: stored(getattr(item, name)) for name in OWNER_PARTS},
            },
            item.source,
            parent_key=parent_key,
            own_key=own_key,
            label=item.text[:80] or "Success measure without words",
        )


def success_measure_keys(document: "PlanDocument") -> dict[int, str]:
    """Return each success measure's key by its order."""
    keys, seen = document.action_keys, Counter[str]()
    return {item.order: child_key(*_keys(item, keys, seen)) for item in document.success_measures}


def _keys(item: SuccessMeasureItem, actions: dict[int, str], seen: Counter[str]) -> tuple[str, str]:
    """Return what a success measure hangs on, and what tells it from others there."""
    parent_key = actions[item.action] if item.action is not None else f"theme {item.theme}"
    own = numbered(seen, f"{parent_key} {text_key(item.text) or 'not worded'}")
    return parent_key, own.removeprefix(f"{parent_key} ")


def recorded(plan: Plan) -> Iterator[OnRecord]:
    owners = officers_named(
        SuccessMeasureOwner.objects.filter(success_measure__plan=plan), "success_measure_id", "part"
    )
    versions = SuccessMeasureVersion.objects.filter(ON_RECORD, success_measure__plan=plan, known_to=None)
    for version in versions.select_related("theme").order_by("success_measure__pk"):
        key = version.success_measure_id
        values = {
            **SHARED.of_version(version),
            "action": version.action_id is not None,
            "theme": version.theme.number if version.theme else None,
            **{name: owners[key, part] for name, part in OWNER_PARTS.items()},
        }
        parent = version.action_id or -(version.theme_id or 0)
        own_key = text_key(version.text) or "not worded"
        yield OnRecord(key, own_key, values, str(parent), version.text[:80], parent, version.withdrawn)


def write(context: Context, changes: list[Change]) -> None:
    new = new_ones(changes)
    items = []
    for change in new:
        columns = SHARED.to_columns(change.row.values)
        if change.row.values["action"]:
            columns["action_id"] = context.written["action", change.row.parent_key]
        else:
            columns["theme_id"] = context.themes[change.row.values["theme"]]
        items.append(NewSuccessMeasure(columns))
    context.note(new, add_success_measures(context.plan, items, provenance=context.provenance))
    change_versions(
        SuccessMeasureVersion,
        "success_measure",
        changed_fields(changes, SHARED.to_columns),
        context.provenance,
    )
    for name, part in OWNER_PARTS.items():
        wanted = {
            context.written["success_measure", change.row.key]: context.officer_keys(change.values[name])
            for change in changes
            if name in change.values
        }
        set_members(SuccessMeasureOwner, "success_measure", "officer", wanted, context.provenance, part=part)


SUCCESS_MEASURE = Kind(
    "success_measure",
    rows,
    write,
    recorded,
    identity=Identity(SuccessMeasureVersion, "success_measure", "success_measure__plan"),
    hangs=True,
)
