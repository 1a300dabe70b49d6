"""When the board meets next, for what only needs the day and no position."""

from datetime import date

from plans.models import Meeting, Plan, PlannedMeetingVersion


def next_meeting_on(plan: Plan, today: date) -> date | None:
    """Return the day of the next planned meeting, today's too, that has not been held; None for none; two queries."""
    held = Meeting.objects.as_at(today).filter(plan=plan).exclude(planned=None).values_list("planned_id")
    return (
        PlannedMeetingVersion.objects.as_at(today)
        .filter(planned__plan=plan, withdrawn=False, meets_on__gte=today)
        .exclude(planned_id__in=[key for (key,) in held])
        .order_by("meets_on")
        .values_list("meets_on", flat=True)
        .first()
    )
