"""Where plans name officers: the parts that give whoever signs in as the officer a right, and those that give none.

Officers are the council's. Every foreign key to one stands here (a test derives them from the models), with the way to
the plan that holds the row, so that nobody reaches into another plan through an officer of theirs.
"""

from typing import Any

from improvement.models import Officer, OfficerSpelling
from performance.models import MeasureVersion
from plans.models import (
    ActionArising,
    ActionLead,
    Attendance,
    BarrierVersion,
    Challenge,
    Meeting,
    PlannedMeetingVersion,
    RecommendationLead,
    SuccessMeasureOwner,
    ThemePerson,
    Update,
)

# The model, its foreign key to the officer, and the way to the plan.
GIVES_A_RIGHT: tuple[tuple[Any, str, str], ...] = (
    (ActionLead, "officer", "action__plan"),
    (ThemePerson, "officer", "theme__plan"),
    (RecommendationLead, "officer", "recommendation__plan"),
    (SuccessMeasureOwner, "officer", "success_measure__plan"),
    (MeasureVersion, "owner", "measure__plan_links__plan"),
    (ActionArising, "owner", "plan"),
    (BarrierVersion, "owner", "barrier__plan"),
)
# The same, and why the part gives no right. They name people all the same: a plan's record is not re-worded by another.
GIVES_NONE: tuple[tuple[Any, str, str, str], ...] = (
    (Challenge, "asked_by", "plan", "Who asked is printed; the answer is the lead's of what it is about."),
    (Meeting, "chair", "plan", "Who took the chair is printed; the analyst keeps the record."),
    (PlannedMeetingVersion, "chair", "planned__plan", "Who is to take the chair is printed."),
    (Attendance, "officer", "meeting__plan", "Who was there is printed."),
    (Update, "reported_by", "action__plan", "Whose word it was is printed; it is never changed."),
)
# Every part that names an officer.
PARTS: tuple[tuple[Any, str, str], ...] = (
    *GIVES_A_RIGHT,
    *((model, field, path) for model, field, path, _reason in GIVES_NONE),
)
# No part of a plan: an officer who was merged is asked about together with the one that they are now, and words that
# stood for an officer before are another way to write the same one.
OF_THE_OFFICER = ((Officer, "merged_into"), (OfficerSpelling, "officer"))


def plans_naming(officer: Officer) -> set[int]:
    """Return the keys of the plans whose record names an officer, or one merged into them, today or on any past day."""
    same = [officer.pk, *Officer.objects.filter(merged_into=officer).values_list("pk", flat=True)]
    return {
        plan
        for model, field, path in PARTS
        for plan in model._default_manager.filter(**{f"{field}__in": same, f"{path}__isnull": False})
        .values_list(path, flat=True)
        .distinct()
    }
