"""Writing which measures belong to a plan and what they evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from plans.models import MeasureLink, Plan
from plans.operations.history import Provenance, end_memberships


@dataclass(frozen=True)
class Evidences:
    """What a measure evidences, by key: one of the three, or none where it is only the plan's."""

    theme: int | None = None
    recommendation: int | None = None
    action: int | None = None


@transaction.atomic
def set_measure_links(
    plan: Plan,
    links: Mapping[int, Sequence[Evidences]],
    *,
    provenance: Provenance,
    with_actions: bool = True,
) -> None:
    """Make each measure's links on a plan exactly those given; without `with_actions` those to actions stay."""
    rows = MeasureLink.objects.filter(plan=plan, measure__in=list(links), known_to__isnull=True)
    if not with_actions:
        rows = rows.filter(action__isnull=True)
    current = {
        (link.measure_id, Evidences(link.theme_id, link.recommendation_id, link.action_id)): link.pk
        for link in rows
    }
    wanted = {(measure, link) for measure, measure_links in links.items() for link in measure_links}
    end_memberships(MeasureLink, [key for link, key in current.items() if link not in wanted], provenance)
    MeasureLink.objects.bulk_create(
        MeasureLink(
            plan=plan,
            measure_id=measure,
            theme_id=link.theme,
            recommendation_id=link.recommendation,
            action_id=link.action,
            **provenance.interval(),
        )
        for measure, link in sorted(wanted - current.keys(), key=str)
    )
