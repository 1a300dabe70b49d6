"""Which of a council's officers a plan works with."""

from django.db.models import Q, QuerySet

from improvement.models import Officer
from plans.models import Plan
from plans.position.officer_parts import PARTS


def officers_of_council(plan: Plan) -> QuerySet[Officer]:
    """Return every officer of the plan's council, those apart that were merged into others."""
    return Officer.objects.filter(council=plan.council_id, merged_into=None)


def officers_named(plan: Plan) -> QuerySet[Officer]:
    """Return the officers whom a plan's record names, today or on any past day."""
    named = Q()
    for model, field, path in PARTS:
        named |= Q(
            pk__in=model._default_manager.filter(**{f"{field}__isnull": False, path: plan}).values(field)
        )
    return officers_of_council(plan).filter(named)


def officers_on(plan: Plan) -> QuerySet[Officer]:
    """Return the officers of a plan: whom it names, who have a role on it, and who stand on no plan yet.

    The last are those that were just added: on some plan they are to stand, and on no other they do.
    """
    elsewhere = Q()
    for model, field, _path in PARTS:
        elsewhere |= Q(pk__in=model._default_manager.filter(**{f"{field}__isnull": False}).values(field))
    # A role is asked by key alone: a join would give an officer twice.
    with_role = Officer.objects.filter(user__plan_roles__plan=plan).values("pk")
    unused = Officer.objects.filter(user__plan_roles=None).exclude(elsewhere).values("pk")
    named = officers_named(plan).values("pk")
    return officers_of_council(plan).filter(Q(pk__in=named) | Q(pk__in=with_role) | Q(pk__in=unused))
