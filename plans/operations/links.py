"""Writing which measures belong to a plan and what they evidence."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from plans.models import MeasureLink, Plan
from plans.operations.history import Provenance, end_memberships


@transaction.atomic
def set_measure_links(
    plan: Plan, links: Mapping[int, Sequence[tuple[int | None, int | None]]], *, provenance: Provenance
) -> None:
    """Make each measure's links on a plan exactly those given, as (theme key, recommendation key)."""
    current = {
        (link.measure_id, link.theme_id, link.recommendation_id): link.pk
        for link in MeasureLink.objects.filter(plan=plan, measure__in=list(links), known_to__isnull=True)
    }
    wanted = {(measure, *link) for measure, pairs in links.items() for link in pairs}
    end_memberships(MeasureLink, [key for link, key in current.items() if link not in wanted], provenance)
    MeasureLink.objects.bulk_create(
        MeasureLink(
            plan=plan,
            measure_id=measure,
            theme_id=theme,
            recommendation_id=recommendation,
            **provenance.interval(),
        )
        for measure, theme, recommendation in sorted(wanted - current.keys(), key=str)
    )
