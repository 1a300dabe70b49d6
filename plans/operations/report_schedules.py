"""Asking for a report regularly, and stopping it."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from improvement.models import User
from plans.models import Plan, ReportSchedule
from plans.rules.report_days import ReportDays

MOST = 10


@transaction.atomic
def add_schedule(plan: Plan, user: User, report: str, form: str, days: ReportDays) -> ReportSchedule:
    """Have a report sent to a person regularly; the same one asked for again is the one that there is.

    Raises ValidationError for an eleventh on a plan.
    """
    asked = {
        "plan": plan,
        "user": user,
        "report": report,
        "form": form,
        "when": days.when,
        "number": days.number,
        "on": days.on,
        "ended_at": None,
    }
    same = ReportSchedule.objects.filter(**asked).first()
    if same:
        return same
    if ReportSchedule.objects.filter(plan=plan, user=user, ended_at=None).count() >= MOST:
        raise ValidationError(f"You are sent {MOST} reports of this plan already: stop one of them first.")
    return ReportSchedule.objects.create(**asked, begins_on=days.begins_on)


@transaction.atomic
def claim(schedule: ReportSchedule, occasion: str) -> bool:
    """Take it on to send a report for an occasion; whether nobody else had."""
    rows = ReportSchedule.objects.filter(pk=schedule.pk, ended_at=None).exclude(claimed_for=occasion)
    return bool(rows.update(claimed_for=occasion))


@transaction.atomic
def give_back(schedule: ReportSchedule) -> None:
    """Leave a report that could not be sent to the next time."""
    ReportSchedule.objects.filter(pk=schedule.pk).update(claimed_for=schedule.claimed_for)


@transaction.atomic
def note_sent(schedule: ReportSchedule, today: date) -> None:
    """Note when a report was last sent."""
    ReportSchedule.objects.filter(pk=schedule.pk).update(last_sent_on=today)


@transaction.atomic
def end_schedule(schedule: ReportSchedule, now: datetime, because: str = "") -> None:
    """Stop sending a report."""
    ReportSchedule.objects.filter(pk=schedule.pk, ended_at=None).update(ended_at=now, ended_because=because)
