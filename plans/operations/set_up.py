"""Writing what a plan is set up with: its details, inspection, scale, and themes by form."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from improvement.models import Council
from plans.choices import Framework, JudgementGrade, ThemePart
from plans.models import Inspection, Judgement, Plan, RatingScale, Theme, ThemeVersion
from plans.operations.history import Provenance, change_versions
from plans.operations.people import set_theme_people
from plans.operations.structure import add_themes, adopt_scale, count_change

OVERALL = "Overall effectiveness"


@transaction.atomic
def change_plan(plan: Plan, details: Mapping[str, Any], colour: str) -> None:
    """Change a plan's details and its council's colour."""
    for name, value in details.items():
        setattr(plan, name, value)
    plan.full_clean()
    plan.save(update_fields=list(details))
    Council.objects.filter(pk=plan.council_id).update(colour=colour)
    count_change(plan)


@transaction.atomic
def set_inspection(
    plan: Plan, framework: Framework, grade: JudgementGrade | None, **details: Any
) -> Inspection:
    """Say which inspection a plan answers, making or changing it, with its overall judgement."""
    inspection = plan.inspection or Inspection(council=plan.council)
    inspection.framework = framework
    for name, value in details.items():
        setattr(inspection, name, value)
    inspection.full_clean()
    inspection.save()
    if grade:
        Judgement.objects.update_or_create(inspection=inspection, area=OVERALL, defaults={"grade": grade})
    else:
        Judgement.objects.filter(inspection=inspection, area=OVERALL).delete()
    Plan.objects.filter(pk=plan.pk).update(inspection=inspection)
    count_change(plan)
    return inspection


@transaction.atomic
def change_scale(plan: Plan, pattern: RatingScale, adopted_on: date) -> RatingScale:
    """Take another scale into use from a day; earlier ratings keep the scale that they were given on."""
    if pattern.plan_id is not None:
        raise ValidationError("Choose one of the scale patterns.")
    last = plan.rating_scales.order_by("-adopted_on").first()
    if last and last.adopted_on and adopted_on <= last.adopted_on:
        raise ValidationError(
            f"The present scale is in use from {last.adopted_on:%-d %B %Y}: choose a later day."
        )
    count_change(plan)
    return adopt_scale(plan, pattern.name, adopted_on)


@transaction.atomic
def save_theme(
    plan: Plan,
    theme: Theme | None,
    words: Mapping[str, str],
    people: Mapping[ThemePart, Sequence[int]],
    *,
    provenance: Provenance,
) -> Theme:
    """Add a theme with the next number, or follow its version by a changed one; set its people."""
    if theme is None:
        highest = plan.themes.aggregate(highest=Max("number"))["highest"] or 0
        theme = add_themes(plan, {highest + 1: words}, provenance=provenance)[highest + 1]
    else:
        change_versions(ThemeVersion, "theme", {theme.pk: words}, provenance)
    for part, officers in people.items():
        set_theme_people(part, {theme.pk: officers}, provenance=provenance)
    count_change(plan)
    return theme


@transaction.atomic
def keep_neighbours(plan: Plan, region: str, neighbours: Sequence[str]) -> None:
    """Keep the council's region and statistical neighbours for the next published file."""
    Council.objects.filter(pk=plan.council_id).update(
        region=region, statistical_neighbours="\n".join(neighbours)
    )
