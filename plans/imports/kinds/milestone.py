"""Milestones: what a theme will have reached by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from improvement.written_dates import WrittenDate
from plans.choices import ProgressStatus
from plans.imports.changes import Change, changed_fields, new_ones
from plans.imports.kinds.fields import SharedFields
from plans.imports.kinds.kind import Identity, Kind
from plans.imports.known import ON_RECORD, OnRecord
from plans.imports.values import Row, Source
from plans.imports.writing import Context
from plans.models import MilestoneVersion, Plan
from plans.operations.history import change_versions
from plans.operations.structure import add_milestones

if TYPE_CHECKING:
    from plans.imports.document import PlanDocument


@dataclass(frozen=True)
class MilestoneItem:
    theme: int
    code: str
    text: str
    source: Source
    status: ProgressStatus = ProgressStatus.NOT_SUPPLIED
    due: WrittenDate = WrittenDate()
    known_on: date | None = None


SHARED = SharedFields(MilestoneItem, MilestoneVersion)


def rows(document: "PlanDocument") -> Iterator[Row]:
    for milestone in document.milestones:
        yield Row(
            "milestone",
            f"{milestone.theme} {milestone.code}",
            SHARED.of_item(milestone),
            milestone.source,
            known_on=milestone.known_on,
            label=f"Milestone {milestone.code} of {document.theme_word} {milestone.theme}",
        )


def recorded(plan: Plan) -> Iterator[OnRecord]:
    versions = MilestoneVersion.objects.filter(ON_RECORD, milestone__theme__plan=plan, known_to=None)
    for version in versions.select_related("milestone__theme"):
        key = f"{version.milestone.theme.number} {version.milestone.code}"
        yield OnRecord(
            version.milestone_id,
            key,
            SHARED.of_version(version),
            label=f"Milestone {key}",
            is_left_out=version.withdrawn,
        )


def write(context: Context, changes: list[Change]) -> None:
    new: dict[tuple[int, str], dict[str, Any]] = {}
    for change in new_ones(changes):
        number, code = change.row.key.split(" ", 1)
        columns = {**SHARED.to_columns(change.values), "known_on": change.row.known_on}
        new[context.themes[int(number)], code] = columns
    numbers = {key: number for number, key in context.themes.items()}
    for (theme, code), milestone in add_milestones(new, provenance=context.provenance).items():
        context.written["milestone", f"{numbers[theme]} {code}"] = milestone.pk
    change_versions(
        MilestoneVersion, "milestone", changed_fields(changes, SHARED.to_columns), context.provenance
    )


MILESTONE = Kind(
    "milestone",
    rows,
    write,
    recorded,
    identity=Identity(MilestoneVersion, "milestone", "milestone__theme__plan"),
)
