"""What a workbook says of measures that other plans of the council keep: nothing is written into those.

Measures are the council's, known by their names' codes, and two plans' workbooks may name the same one. Where whoever
imports may define it on every plan that keeps it, it is updated as ever. Else the plan gets a measure of its own, which
loses nothing and touches nobody; or, where the plan keeps the other one already or the person says so, what the sheet
says of it is kept as notes. Either is said with sheet and cell before anything is written.
"""

import hashlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from performance.models import Measure
from plans.imports.document import LeftOver, Message, PlanDocument
from plans.imports.kinds.measure import MeasureItem
from plans.imports.known import Known
from plans.imports.measure_names import LONGEST_CODE
from plans.models import Plan
from plans.position.measures import plans_keeping

OWN, LEAVE = "own", "leave"
# Given the keys of some measures, returns those that whoever imports may define.
Definable = Callable[[Collection[int]], set[int]]


@dataclass(frozen=True)
class OtherPlansMeasure:
    """A measure of the workbook that another plan keeps and whoever imports may not define, and what is done."""

    item: MeasureItem
    is_kept: bool
    answer: str

    @property
    def is_own(self) -> bool:
        """Whether the plan gets a measure of its own."""
        return self.answer == OWN

    @property
    def is_question(self) -> bool:
        """Whether a person can say otherwise: not where the plan keeps the other plan's measure already."""
        return not self.is_kept


def kept_here_alone(plan: Plan | None) -> Definable:
    """Return what may be defined for a plan by who is nobody in particular: what no other plan keeps."""
    own = {plan.pk} if plan else set()

    def definable(measures: Collection[int]) -> set[int]:
        keeping = plans_keeping(measures)
        return {key for key in measures if keeping.get(key, set()) <= own}

    return definable


def own_code(code: str, slug: str) -> str:
    """Return the code of a plan's own measure beside another plan's of that code: always the same."""
    full = f"{code}-{slug}"
    if len(full) <= LONGEST_CODE:
        return full
    mark = hashlib.sha256(full.encode()).hexdigest()[:6]
    return f"{full[: LONGEST_CODE - 7].strip('-')}-{mark}"


def set_apart(
    document: PlanDocument,
    plan: Plan | None,
    *,
    council: str,
    slug: str,
    definable: Definable,
    answers: Mapping[str, str],
    otherwise: str = OWN,
) -> list[OtherPlansMeasure]:
    """Take from a document what would be written into other plans' measures; return those measures.

    `answers` are a person's, by the measure's code; `otherwise` holds where there is none. What has been the plan's own
    since an earlier import stays so.
    """
    codes = {item.code: own_code(item.code, slug) for item in document.measures}
    measures = Measure.objects.filter(code__in={*codes, *codes.values()})
    on_record = dict(
        (
            measures.filter(council=plan.council_id) if plan else measures.filter(council__name=council)
        ).values_list("code", "pk")
    )
    keeping = plans_keeping(on_record.values())
    here = plan.pk if plan else None
    may = definable(on_record.values())
    found, renamed = [], {}
    for item in document.measures:
        own = on_record.get(codes[item.code])
        key = on_record.get(item.code)
        if own is not None and here in keeping.get(own, set()) and own in may:
            renamed[item.code] = codes[item.code]
        elif key is not None and key not in may:
            is_kept = here in keeping.get(key, set())
            answer = LEAVE if is_kept else answers.get(item.code, otherwise)
            if answer == OWN and own is not None and own not in may:
                answer = LEAVE
            found.append(OtherPlansMeasure(item, is_kept, answer))
            if answer == OWN:
                renamed[item.code] = codes[item.code]
    _rename(document, renamed)
    left_out = {other.item.code for other in found if not other.is_own}
    held = _leave_out(document, left_out)
    document.messages += [_message(other, held.get(other.item.code, 0)) for other in found]
    return found


def still_there(
    missing: Collection[tuple[str, Known]], others: Collection[OtherPlansMeasure]
) -> list[tuple[str, Known]]:
    """Return what is really missing from a workbook: not what was left out of it."""
    codes = {other.item.code for other in others if not other.is_own}
    return [
        (kind, known)
        for kind, known in missing
        if not ((kind == "measure" and known.key in codes) or (known.imported or {}).get("measure") in codes)
    ]


def _rename(document: PlanDocument, codes: Mapping[str, str]) -> None:
    document.measures = [replace(item, code=codes.get(item.code, item.code)) for item in document.measures]
    document.targets = [
        replace(item, measure=codes.get(item.measure, item.measure)) for item in document.targets
    ]
    document.observations = [
        replace(item, measure=codes.get(item.measure, item.measure)) for item in document.observations
    ]
    document.comparators = [
        replace(item, measure=codes.get(item.measure, item.measure)) for item in document.comparators
    ]


def _leave_out(document: PlanDocument, codes: Collection[str]) -> dict[str, int]:
    """Turn what a document says of some measures into notes on its rows; return how many cells each one's took."""
    if not codes:
        return {}
    names = {item.code: item.name for item in document.measures}
    said: dict[tuple[str, str, str], list[str]] = {}

    def note(code: str, sheet: str, cell: str, words: str) -> None:
        said.setdefault((code, sheet, cell), []).append(words)

    for measure in document.measures:
        if measure.code in codes:
            note(measure.code, measure.source.sheet, measure.source.cell, measure.name)
    for target in document.targets:
        if target.measure in codes:
            words = f"{target.kind.label} {target.due.words}: {target.words}"
            note(target.measure, target.source.sheet, target.source.cell, words)
    for figure in document.observations:
        if figure.measure in codes:
            words = f"{figure.period.words}: {figure.words}"
            note(figure.measure, figure.source.sheet, figure.source.cell, words)
    for other in document.comparators:
        if other.measure in codes:
            words = f"{other.kind.label} {other.period.words}: {other.words}"
            note(other.measure, other.source.sheet, other.source.cell, words)
    held: dict[str, int] = {}
    for (code, sheet, cell), words_of_cell in said.items():
        held[code] = held.get(code, 0) + 1
        text = "; ".join(dict.fromkeys(words_of_cell))
        document.left_over.append(
            LeftOver(sheet, cell, text if names[code] in text else f"{names[code]}, {text}", understood=True)
        )
        counts = document.cells.get(sheet)
        if counts and counts["mapped"]:
            counts["mapped"] -= 1
            counts["noted"] += 1
    document.measures = [item for item in document.measures if item.code not in codes]
    document.targets = [item for item in document.targets if item.measure not in codes]
    document.observations = [item for item in document.observations if item.measure not in codes]
    document.comparators = [item for item in document.comparators if item.measure not in codes]
    return held


def _message(other: OtherPlansMeasure, cells: int) -> Message:
    source = other.item.source
    too = " too" if other.is_kept else ""
    text = f"Another plan of the council keeps this measure{too}, and you may not define it there. "
    if other.is_own:
        text += "What is there stays as it is: this plan gets a separate measure, using what the sheet says about it."
    else:
        text += (
            f"Its definition, targets and figures stay as they are; what the sheet says of it ({cells} "
            f"cell{'' if cells == 1 else 's'}) is kept as notes on the rows."
        )
    return Message("warning", source.sheet, source.cell, text, other.item.name)
