"""Which of a council's officers a plan works with."""

from django.db.models import Model, Q, QuerySet

from improvement.models import Officer
from performance.models import MeasureVersion
from plans.models import (
    ActionArising,
    ActionLead,
    Attendance,
    BarrierVersion,
    Challenge,
    Meeting,
    Plan,
    PlannedMeetingVersion,
    RecommendationLead,
    SuccessMeasureOwner,
    ThemePerson,
    Update,
)

# Every table that names an officer, by which field, and the way from its row to the plan.
USES: tuple[tuple[type[Model], str, str], ...] = (
    (ThemePerson, "officer", "theme__plan"),
    (RecommendationLead, "officer", "recommendation__plan"),
    (ActionLead, "officer", "action__plan"),
    (SuccessMeasureOwner, "officer", "success_measure__plan"),
    (Update, "reported_by", "action__plan"),
    (MeasureVersion, "owner", "measure__plan_links__plan"),
    (PlannedMeetingVersion, "chair", "planned__plan"),
    (Meeting, "chair", "plan"),
    (Attendance, "officer", "meeting__plan"),
    (Challenge, "asked_by", "plan"),
    (ActionArising, "owner", "plan"),
    (BarrierVersion, "owner", "barrier__plan"),
)


def officers_of_council(plan: Plan) -> QuerySet[Officer]:
    """Return every officer of the plan's council, those apart that were merged into others."""
    return Officer.objects.filter(council=plan.council_id, merged_into=None)


def officers_on(plan: Plan) -> QuerySet[Officer]:
    """Return the officers of a plan: whom it names, who have a role on it, and who stand on no plan yet.

    The last are those that were just added: on some plan they are to stand, and on no other they do.
    """
    named, elsewhere = Q(user__plan_roles__plan=plan), Q()
    for model, field, path in USES:
        rows = model._default_manager.filter(**{f"{field}__isnull": False})
        named |= Q(pk__in=rows.filter(**{path: plan}).values(field))
        elsewhere |= Q(pk__in=rows.values(field))
    # A role is asked by key alone: a join would give an officer twice.
    found = Officer.objects.filter(named).values("pk")
    unused = Officer.objects.filter(user__plan_roles=None).exclude(elsewhere).values("pk")
    return officers_of_council(plan).filter(Q(pk__in=found) | Q(pk__in=unused))
