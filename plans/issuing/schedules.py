"""Sends people the reports that they asked for regularly: a link, and a file where the plan allows it."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from plans.access import access_to
from plans.choices import SentWhen
from plans.issuing.files import forms_of, write_file
from plans.issuing.making import make_report, report_labels
from plans.issuing.runs import right_for
from plans.models import Plan, ReportSchedule
from plans.operations.reminders import Letter, send_letter
from plans.operations.report_schedules import claim, end_schedule, give_back, note_sent
from plans.operations.reports import NewFile
from plans.position.meeting_days import next_meeting_on
from plans.position.viewer import PUBLIC
from plans.rules.report_days import ReportDays, due_occasion, next_day

logger = logging.getLogger(__name__)
# Mail servers refuse what is larger; the link is in every e-mail.
LARGEST_ATTACHED = 8 * 1024 * 1024


@dataclass(frozen=True)
class Sent:
    """What became of a person's report on a day: sent, not sent, stopped, or only looked at."""

    schedule: ReportSchedule
    label: str
    outcome: str
    why: str = ""


@dataclass(frozen=True)
class Standing:
    """A report that a person is sent regularly, as their list shows it."""

    schedule: ReportSchedule
    label: str
    form: str
    words: str
    next_on: date | None
    # Whether it is due already, and goes with the next run.
    is_due: bool


def days_of(schedule: ReportSchedule) -> ReportDays:
    """Return when a report is sent."""
    return ReportDays(SentWhen(schedule.when), schedule.begins_on, schedule.number, schedule.on)


def standing_of(plan: Plan, user_id: int, today: date) -> list[Standing]:
    """Return the reports that a person is sent regularly."""
    rows = ReportSchedule.objects.filter(plan=plan, user=user_id, ended_at=None)
    labels, meets_on = report_labels(plan), next_meeting_on(plan, today)
    return [
        Standing(
            row,
            labels.get(row.report, row.report),
            next((form.label for form in forms_of(row.report) if form.ending == row.form), row.form),
            days_of(row).in_words(),
            next_day(days_of(row), today, meets_on),
            due_occasion(days_of(row), today, meets_on) not in {"", row.claimed_for},
        )
        for row in rows
    ]


def send_due(plan: Plan, today: date, site: str, *, dry_run: bool = False) -> Iterator[Sent]:
    """Send every report of a plan that is due, each once; yield what became of each.

    Whoever may not make the report any more is sent nothing, and it stops.
    """
    rows = ReportSchedule.objects.filter(plan=plan, ended_at=None).select_related("user")
    labels, meets_on = report_labels(plan), next_meeting_on(plan, today)
    for row in rows:
        label = labels.get(row.report, row.report)
        if why := _why_not(row, plan, labels):
            if not dry_run:
                end_schedule(row, timezone.now(), why)
            yield Sent(row, label, "stopped", why)
            continue
        occasion = due_occasion(days_of(row), today, meets_on)
        if not occasion or row.claimed_for == occasion:
            continue
        if dry_run:
            yield Sent(row, label, "due")
        elif claim(row, occasion):
            yield _send(plan, row, label, f"report|{row.pk}|{occasion}", today, site)


def _why_not(schedule: ReportSchedule, plan: Plan, labels: dict[str, str]) -> str:
    """Return why a report is to be sent no more; empty where it still is."""
    if not schedule.user.is_active:
        return "The account is closed."
    if schedule.report not in labels:
        return "The report was removed."
    if not access_to(schedule.user, plan).may(right_for(schedule.report)):
        return "The person may not make this report any more."
    return ""


def _send(plan: Plan, schedule: ReportSchedule, label: str, key: str, today: date, site: str) -> Sent:
    day = f"?as-at={today:%Y-%m-%d}"
    file = _attached(plan, schedule, today) if plan.reports_attached else None
    says = {
        "title": plan.title,
        "label": label,
        "today": today,
        "page": f"{site}{reverse('plans:report', args=[plan.slug, schedule.report])}{day}" if site else "",
        "file": f"{site}{reverse('plans:report-file', args=[plan.slug, schedule.report, schedule.form])}{day}",
        "attached": file.name if file else "",
        "words": days_of(schedule).in_words(),
        "stop": f"{site}{reverse('plans:reports', args=[plan.slug])}#regularly",
    }
    letter = Letter(
        f"{plan.title}: {label}", "plans/emails/report.txt", says, [key], files=[file] if file else []
    )
    reminder = send_letter(plan, schedule.user.email, schedule.user.name, letter, today=today)
    if hasattr(reminder, "failure"):
        give_back(schedule)
        return Sent(schedule, label, "not sent", reminder.failure.error)
    note_sent(schedule, today)
    if schedule.when == SentWhen.ONCE:
        end_schedule(schedule, timezone.now())
    return Sent(schedule, label, "sent")


def _attached(plan: Plan, schedule: ReportSchedule, today: date) -> NewFile | None:
    """Return the report as a file that leaves by e-mail, without exempt items; None for one too large or not written.

    Whatever stops one person's file, the link goes, and so do the others' reports.
    """
    try:
        form = next(item for item in forms_of(schedule.report) if item.ending == schedule.form)
        document = make_report(
            plan, schedule.report, today, PUBLIC, schedule.user.name, timezone.localtime(), leaves=True
        )
        file = write_file(plan, document, form)
    except Exception:
        logger.exception("Report %s of plan %s was not attached", schedule.report, plan.slug)
        return None
    return file if len(file.content) <= LARGEST_ATTACHED else None
