"""Writing inspections and what they concluded: a judgement that is put right ends, and another follows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from improvement.models import Council
from plans.choices import Framework, JudgementGrade
from plans.models import Inspection, Judgement, Plan
from plans.operations.history import Provenance, end_memberships
from plans.operations.set_up import note_change, set_details
from plans.operations.structure import count_change

OVERALL = "Overall effectiveness"


@dataclass(frozen=True)
class NewInspection:
    """An inspection or visit to put on record: its fields, and the grade of each area that it judged."""

    fields: Mapping[str, Any]
    grades: Mapping[str, JudgementGrade] = field(default_factory=dict)


@transaction.atomic
def record_inspections(
    council: Council, items: Sequence[NewInspection], *, provenance: Provenance
) -> list[Inspection]:
    """Put a council's inspections on record with their judgements."""
    inspections = [Inspection(council=council, **item.fields) for item in items]
    for inspection in inspections:
        inspection.full_clean()
    added = Inspection.objects.bulk_create(inspections)
    judge(
        {inspection.pk: item.grades for inspection, item in zip(added, items, strict=True)},
        provenance=provenance,
    )
    return added


@transaction.atomic
def judge(grades: Mapping[int, Mapping[str, JudgementGrade | None]], *, provenance: Provenance) -> None:
    """Set what inspections concluded, by key and area; None where an area was not judged after all.

    An area's first judgement holds from the day that the inspection was known, whenever it is entered.
    """
    inspections = Inspection.objects.in_bulk(list(grades))
    current: dict[tuple[int, str], Judgement] = {}
    judged: set[tuple[int, str]] = set()
    for row in Judgement.objects.filter(inspection__in=grades):
        judged.add((row.inspection_id, row.area))
        if row.known_to is None:
            current[row.inspection_id, row.area] = row
    ended, new = [], []
    for key, areas in grades.items():
        for area, grade in areas.items():
            standing = current.get((key, area))
            if standing and standing.grade == grade:
                continue
            if standing:
                ended.append(standing.pk)
            if grade:
                is_first = (key, area) not in judged
                day = inspections[key].first_known_on if is_first else None
                if standing:
                    day = max(standing.known_from, provenance.known_on)
                new.append(Judgement(inspection_id=key, area=area, grade=grade, **provenance.interval(day)))
    end_memberships(Judgement, ended, provenance)
    Judgement.objects.bulk_create(new)


@transaction.atomic
def withdraw_inspections(keys: Sequence[int], *, provenance: Provenance) -> None:
    """Take inspections off the record from a day; one that a plan answers stays."""
    Inspection.objects.filter(pk__in=keys, plans__isnull=True, withdrawn_on=None).update(
        withdrawn_on=provenance.known_on
    )


@transaction.atomic
def set_inspection(
    plan: Plan,
    framework: Framework,
    grade: JudgementGrade | None,
    *,
    provenance: Provenance,
    **details: Any,
) -> Inspection:
    """Say which inspection a plan answers, making or changing it, with its overall judgement."""
    inspection = plan.inspection or Inspection(council=plan.council)
    standing = inspection.judgements.filter(area=OVERALL, known_to=None).first() if inspection.pk else None
    note_change(
        plan,
        "Inspection",
        {
            **{name: getattr(inspection, name) for name in details},
            "framework": inspection.framework,
            OVERALL: standing.grade if standing else "",
        },
        {**details, "framework": framework.value, OVERALL: grade.value if grade else ""},
        provenance=provenance,
    )
    inspection.framework = framework
    for name, value in details.items():
        setattr(inspection, name, value)
    inspection.full_clean()
    inspection.save()
    judge({inspection.pk: {OVERALL: grade}}, provenance=provenance)
    set_details(plan, {"inspection": inspection}, provenance=provenance)
    count_change(plan)
    return inspection


@transaction.atomic
def add_inspection(
    plan: Plan,
    framework: Framework,
    grade: JudgementGrade | None,
    areas: Mapping[str, JudgementGrade],
    *,
    provenance: Provenance,
    **details: Any,
) -> Inspection:
    """Put an inspection or visit of the plan's council on record, with its judgements."""
    grades = {**({OVERALL: grade} if grade else {}), **areas}
    new = NewInspection({"framework": framework, **details}, grades)
    (inspection,) = record_inspections(plan.council, [new], provenance=provenance)
    after = {"inspection": str(inspection), **{area: given.label for area, given in grades.items()}}
    note_change(plan, "Inspection added", {}, after, provenance=provenance)
    count_change(plan)
    return inspection
