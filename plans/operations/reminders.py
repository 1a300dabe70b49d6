"""Sending one digest to one lead, at most once for each thing."""

from collections.abc import Sequence
from datetime import date

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

from improvement.one_line import one_line
from plans.models import Plan, Reminder, ReminderFailure
from plans.rules.reminders import Occasion


def send_digest(
    plan: Plan, address: str, name: str, occasions: Sequence[Occasion], *, today: date, site: str
) -> Reminder:
    """Record an e-mail, then hand it over; whatever stops it is recorded too, so that it is tried again.

    Recorded first: a machine that stops between the two leaves something untold rather than told twice. What was not
    handed over, for whatever reason, has not been told.
    """
    count = len(occasions)
    title = one_line(plan.title)
    subject = f"{title}: {count} item{'' if count == 1 else 's'} to look at"
    body = render_to_string(
        "plans/emails/reminder.txt",
        {
            "name": one_line(name),
            "title": title,
            "today": today,
            # Each keeps to its line, whatever was typed or imported.
            "lines": [one_line(occasion.words) for occasion in occasions],
            "address": f"{site}{plan.get_absolute_url()}my-actions/" if site else "",
        },
    )
    with transaction.atomic():
        reminder = Reminder.objects.create(
            plan=plan,
            address=address,
            known_on=today,
            subject=subject[:200],
            body=body,
            told=[occasion.key for occasion in occasions],
        )
    try:
        EmailMessage(reminder.subject, body, to=[address]).send()
    except Exception as error:
        ReminderFailure.objects.create(reminder=reminder, error=str(error)[:500] or type(error).__name__)
    return reminder
