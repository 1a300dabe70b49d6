"""Writing what a plan costs: lines by financial year, each held until another amount follows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from plans.models import CostLine, Plan
from plans.operations.history import Provenance, end_memberships


@dataclass(frozen=True)
class NewCostLine:
    """A cost line: what for, in which financial year, how much in pounds, paid every year or not, as written."""

    label: str
    financial_year: str
    amount: Decimal | None
    recurrent: bool | None = None
    words: str = ""


@transaction.atomic
def set_cost_lines(plan: Plan, lines: Sequence[NewCostLine], *, provenance: Provenance) -> list[CostLine]:
    """Make the plan's lines of these labels and years say this; return them in order. Others stay as they are."""
    current = {
        (row.label, row.financial_year): row for row in CostLine.objects.filter(plan=plan, known_to=None)
    }
    changed = [
        line
        for line in lines
        if (row := current.get((line.label[:300], line.financial_year))) is None
        or (row.amount, row.recurrent, row.words) != (line.amount, line.recurrent, line.words[:300])
    ]
    ended = [
        row.pk
        for line in changed
        if (row := current.get((line.label[:300], line.financial_year))) is not None
    ]
    end_memberships(CostLine, ended, provenance)
    places = {id(line): place for place, line in enumerate(lines)}
    added = CostLine.objects.bulk_create(
        CostLine(
            plan=plan,
            position=places[id(line)],
            label=line.label[:300],
            financial_year=line.financial_year,
            recurrent=line.recurrent,
            amount=line.amount,
            words=line.words[:300],
            **provenance.interval(),
        )
        for line in changed
    )
    for row in added:
        current[row.label, row.financial_year] = row
    return [current[line.label[:300], line.financial_year] for line in lines]
