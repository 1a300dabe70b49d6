"""Handing over: another officer takes on what one holds on a plan, from a day; what was said before stays theirs."""

from collections.abc import Collection

from django.db import transaction

from improvement.models import Officer
from performance.models import MeasureVersion
from performance.operations.measures import change_measures
from plans.models import BarrierVersion, Plan
from plans.operations.history import Provenance, change_versions
from plans.operations.people import pass_on
from plans.operations.set_up import note_change


@transaction.atomic
def hand_over(
    plan: Plan,
    officer: Officer,
    to: Officer,
    actions: Collection[int],
    measures: Collection[int],
    *,
    provenance: Provenance,
) -> None:
    """Give another officer what one holds on a plan: of actions and measures those, by key, that are theirs.

    What is finished stays whose it was: the caller leaves it out. Measures are the council's: who may not define one
    leaves it out too. What a meeting asked of the officer stays asked of them until a meeting asks another. Raises
    ValueError for the same officer or another council's.
    """
    if officer.pk == to.pk or officer.council_id != to.council_id or plan.council_id != to.council_id:
        raise ValueError("Choose another officer of the same council.")
    pass_on(officer, to, provenance=provenance, plan=plan, actions=actions)
    barriers = BarrierVersion.objects.filter(
        barrier__plan=plan, known_to=None, owner=officer, is_resolved=False
    )
    change_versions(
        BarrierVersion,
        "barrier",
        {key: {"owner": to} for key in barriers.values_list("barrier_id", flat=True)},
        provenance,
    )
    owned = MeasureVersion.objects.filter(measure__in=measures, known_to=None, owner=officer)
    change_measures(
        {key: {"owner": to} for key in owned.values_list("measure_id", flat=True)}, provenance=provenance
    )
    note_change(plan, "Handed over", {"holder": str(officer)}, {"holder": str(to)}, provenance=provenance)
