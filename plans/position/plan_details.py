"""What a plan was set up with on a day: its title, its words, its period, the inspection that it answers."""

from copy import copy
from datetime import date

from django.db.models import F
from django.utils import timezone

from plans.models import Plan, PlanVersion
from plans.models.history import fields_of


def plan_on(plan: Plan, day: date) -> Plan:
    """Return the plan as it was set up at the end of a day; a copy to read, where that is a day of the past.

    Today's details stand on the plan itself and cost no query. A day before the plan was entered is shown with what it
    was set up with first.
    """
    is_past = day < timezone.localdate()
    shown = day if is_past else None
    if plan.shown_as_at == shown:
        return plan
    versions = (
        PlanVersion.objects.filter(plan=plan.pk).select_related("inspection").order_by("known_from", "pk")
    )
    # A version that another followed on its own day never held at the end of one.
    first = versions.exclude(known_to=F("known_from")).first()
    version = versions.as_at(day).last() or first
    furnished = copy(plan)
    furnished.shown_as_at = shown
    if version:
        for name in fields_of(PlanVersion, "plan"):
            setattr(furnished, name, getattr(version, name))
    return furnished
