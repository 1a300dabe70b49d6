"""The council's inspections and visits as known on a day, and how each area was judged over time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plans.choices import Framework
from plans.models import Inspection, Judgement, Plan


@dataclass(frozen=True)
class JudgedArea:
    """An area with its judgement at each inspection, oldest first; empty where it was not judged."""

    area: str
    grades: tuple[str, ...]


@dataclass(frozen=True)
class Inspections:
    """Inspections of the service, oldest first, and the areas that they judged."""

    found: tuple[Inspection, ...]
    areas: tuple[JudgedArea, ...]


def answered_inspection(plan: Plan, as_at: date) -> Inspection | None:
    """Return the inspection that a plan answers, where it was known on a day; one without a date always is."""
    inspection = plan.inspection
    day = inspection.first_known_on if inspection else None
    return None if day and day > as_at else inspection


def judgements_on(inspections: Iterable[Inspection], as_at: date) -> dict[int, list[Judgement]]:
    """Return how each inspection's areas stood judged at the end of a day, by its key; one query.

    What was put right since is shown as it was thought then. An area's first judgement came with the report.
    """
    rows: dict[tuple[int, str], list[Judgement]] = defaultdict(list)
    keys = [inspection.pk for inspection in inspections]
    for row in Judgement.objects.filter(inspection__in=keys).order_by("pk") if keys else ():
        rows[row.inspection_id, row.area].append(row)
    judged: dict[int, list[Judgement]] = defaultdict(list)
    for (key, _area), history in rows.items():
        standing = [
            row
            for number, row in enumerate(history)
            if (number == 0 or row.known_from <= as_at) and (row.known_to is None or row.known_to > as_at)
        ]
        judged[key] += standing[:1]
    return judged


def read_inspections(plan: Plan, as_at: date) -> Inspections:
    """Return what was known of inspections of the council's service at the end of a day; two queries.

    Children's homes have a table of their own.
    """
    rows = tuple(
        Inspection.objects.filter(council=plan.council_id)
        .exclude(framework=Framework.CHILDRENS_HOME)
        .known(as_at)
    )
    judged = judgements_on(rows, as_at)
    graded = [{item.area: item.get_grade_display() for item in judged[row.pk]} for row in rows]
    areas = dict.fromkeys(area for grades in graded for area in grades)
    return Inspections(
        rows, tuple(JudgedArea(area, tuple(grades.get(area, "") for grades in graded)) for area in areas)
    )
