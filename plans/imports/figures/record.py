"""Records what a file of figures says, in one transaction: what is so already changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import transaction

from improvement.models import User
from improvement.origin import Origin, writing_from
from performance.analysis.measure_types import type_of_period
from performance.choices import ObservationStatus
from performance.models import Comparator, Measure, Observation
from performance.operations.measures import record_comparators, record_observations
from performance.sentences import in_unit
from performance.series import MeasureSeries, ObservationPoint, read_series
from plans.imports.figures.flat_file import FlatFile
from plans.imports.figures.long_form import FigureLine, read_figures
from plans.imports.figures.published import ComparatorLine
from plans.imports.other_plans import Definable, kept_here_alone
from plans.imports.run import ImportRefused
from plans.models import Plan
from plans.operations.receipts import keep_figure_import, keep_file
from plans.position import build_position


@dataclass
class FigureResult:
    """What an import of figures came to, or would: how many are new, changed and unchanged."""

    name: str
    known_on: date
    counts: dict[str, int] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    # What a person should look at before the figures are recorded.
    questions: list[str] = field(default_factory=list)
    # What was left out of account.
    notes: list[str] = field(default_factory=list)
    # What each figure is, by its cell: new, as it was, or what it changes.
    by_cell: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return it as the commands print it."""
        return {
            "file": self.name,
            "known_on": self.known_on.isoformat(),
            **self.counts,
            "changes": self.changes,
            "questions": self.questions,
            "notes": self.notes,
        }


@writing_from(Origin.IMPORT)
@transaction.atomic
def import_figures(
    plan: Plan,
    name: str,
    content: bytes,
    *,
    known_on: date,
    by: User | None = None,
    dry_run: bool = False,
    confirmed: bool = False,
    may_enter: Definable | None = None,
) -> FigureResult:
    """Read a file of figures into a plan's measures; raise ImportRefused with every error and change nothing.

    Figures far from the usual are refused too, until a person has `confirmed` that they are right. `may_enter` says of
    which measures whoever imports may enter figures; left out, of those that no other plan keeps.
    """
    position = build_position(plan, known_on)
    allowed = (may_enter or kept_here_alone(plan))({measure.measure_id for measure in position.measures})
    file, lines = read_figures(name, content, position, allowed)
    keys = sorted({line.measure.measure_id for line in lines})
    # Two imports at once wait for each other here.
    list(Measure.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    series = read_series(keys, known_on, whole=True)
    result = FigureResult(name, known_on, {"read": len(lines), "new": 0, "changed": 0, "unchanged": 0})
    rows = []
    for found in lines:
        known = _known(series[found.measure.measure_id], found)
        line = _with_known_cases(found, known, is_wide=file.is_wide)
        outcome = "new" if known is None else "unchanged" if _is_same(known, line) else "changed"
        result.counts[outcome] += 1
        if cell := line.record.cells.get("value"):
            result.by_cell[cell.address] = _outcome(outcome, known, line)
        if outcome != "unchanged":
            # What stands on record already was asked about when it came.
            if line.question and (known is None or known.value != line.entered.value):
                file.say("warning", line.record, "value", f"{line.question}: is this correct?")
            unit = line.measure.unit
            before = in_unit(known.value, unit) if known and known.value is not None else "nothing"
            now = "not available" if line.entered.value is None else in_unit(line.entered.value, unit)
            result.changes.append(
                f"Row {line.row}: {line.measure.name}, {line.period.words}: {before} → {now}"
            )
            rows.append(_observation(line, known, f"{name}, row {line.row}"[:300], known_on, by))
    asked = [message for message in file.messages if message.level == "warning"]
    result.questions = [message.sentence() for message in asked]
    result.notes = [message.sentence() for message in file.messages if message.level == "note"]
    if asked and not confirmed and not dry_run:
        raise ImportRefused(asked)
    if not dry_run:
        record_observations(rows)
        _keep(plan, file, result, by)
    return result


def _outcome(outcome: str, known: ObservationPoint | None, line: FigureLine) -> str:
    if outcome != "changed" or known is None:
        return outcome
    if known.value is None or known.value == line.entered.value:
        return "changed"
    return f"was {in_unit(known.value, line.measure.unit)}"


def _known(series: MeasureSeries, line: FigureLine) -> ObservationPoint | None:
    found = [
        figure
        for figure in series.observations
        if figure.measure_type == line.measure_type and figure.period_end == line.period.latest
    ]
    return found[-1] if found else None


def _with_known_cases(line: FigureLine, known: ObservationPoint | None, *, is_wide: bool) -> FigureLine:
    """Return a line that repeats the value that stands with the cases that stand: leaving them out takes none away.

    Where months stand across nothing can say that a figure is final: a provisional one that is repeated stays so.
    """
    entered = line.entered
    if (
        known is None
        or entered.value != known.value
        or (entered.numerator, entered.denominator) != (None, None)
    ):
        return line
    status = ObservationStatus(known.status) if is_wide else entered.status
    cases = replace(entered, numerator=known.numerator, denominator=known.denominator, status=status)
    return replace(line, entered=cases)


def _is_same(known: ObservationPoint, line: FigureLine) -> bool:
    entered = line.entered
    return (known.value, known.numerator, known.denominator, known.status) == (
        entered.value,
        entered.numerator,
        entered.denominator,
        entered.status,
    ) and entered.note in {"", known.reason}


def _observation(
    line: FigureLine, known: ObservationPoint | None, source: str, known_on: date, by: User | None
) -> Observation:
    return Observation(
        measure_id=line.measure.measure_id,
        measure_type=line.measure_type,
        period_start=line.period.earliest,
        period_end=line.period.latest,
        period_words=known.period_words if known else line.period.words,
        value=line.entered.value,
        numerator=line.entered.numerator,
        denominator=line.entered.denominator,
        status=line.entered.status,
        reason=line.entered.note[:300],
        source=source,
        known_on=known_on,
        by=by,
    )


@writing_from(Origin.IMPORT)
@transaction.atomic
def import_comparators(
    plan: Plan,
    measure_id: int,
    file: FlatFile,
    lines: Sequence[ComparatorLine],
    *,
    indicator: str,
    known_on: date,
    by: User | None = None,
    dry_run: bool = False,
) -> FigureResult:
    """Record others' figures for one of a plan's measures; what is so already changes nothing."""
    list(Measure.objects.select_for_update().filter(pk=measure_id))
    known = {
        (item.kind, item.period_words, item.place): item.value
        for item in read_series([measure_id], known_on)[measure_id].comparators
    }
    result = FigureResult(file.name, known_on, {"read": len(lines), "new": 0, "changed": 0, "unchanged": 0})
    result.questions = [message.sentence() for message in file.messages if message.level == "note"]
    rows = []
    for line in lines:
        before = known.get((line.kind, line.period.words, line.place))
        outcome = "new" if before is None else "unchanged" if before == line.value else "changed"
        result.counts[outcome] += 1
        if outcome != "unchanged":
            said = f"{line.kind.label}, {line.period.words}: "
            result.changes.append(
                f"{said}{'nothing' if before is None else in_unit(before, '')} → {in_unit(line.value, '')}"
            )
            rows.append(
                Comparator(
                    measure_id=measure_id,
                    kind=line.kind,
                    place=line.place[:120],
                    measure_type=type_of_period(line.period.earliest, line.period.latest, line.period.words),
                    period_start=line.period.earliest,
                    period_end=line.period.latest,
                    period_words=line.period.words,
                    value=line.value,
                    words=line.words,
                    source=f"{file.name}, column {indicator}"[:300],
                    known_on=known_on,
                    by=by,
                )
            )
    if not dry_run:
        record_comparators(rows)
        _keep(plan, file, result, by)
    return result


def _keep(plan: Plan, file: FlatFile, result: FigureResult, by: User | None) -> None:
    """Keep the file whole, with what it came to."""
    keep_figure_import(plan, keep_file(file.name, file.content), result.known_on, result.counts, by)
