"""The council's inspections and visits as known on a day, and how each area was judged over time."""

from dataclasses import dataclass
from datetime import date

from django.db.models.functions import Coalesce

from plans.choices import Framework
from plans.models import Inspection, Plan


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
    found = plan.inspection
    known = (found.published_on or found.ended_on or found.started_on) if found else None
    return None if known and known > as_at else found


def read_inspections(plan: Plan, as_at: date) -> Inspections:
    """Return what was known of inspections of the council's service at the end of a day; two queries.

    An inspection is known when its report was published; one without a report, such as a monitoring visit, when it
    ended or began. Children's homes have a table of their own.
    """
    rows = tuple(
        Inspection.objects.filter(council=plan.council_id)
        .exclude(framework=Framework.CHILDRENS_HOME)
        .annotate(known=Coalesce("published_on", "ended_on", "started_on"))
        .filter(known__lte=as_at)
        .prefetch_related("judgements")
        .order_by("known", "pk")
    )
    graded = [{item.area: item.get_grade_display() for item in row.judgements.all()} for row in rows]
    areas = dict.fromkeys(area for grades in graded for area in grades)
    return Inspections(
        rows, tuple(JudgedArea(area, tuple(grades.get(area, "") for grades in graded)) for area in areas)
    )
