"""E-mails to people of a plan, each recorded word for word: a lead's digest, where a board's papers are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

from improvement.one_line import one_line
from plans.models import Plan, Reminder, ReminderFailure
from plans.rules.reminders import Occasion


@dataclass(frozen=True)
class Letter:
    """An e-mail before it is addressed: its subject, its template with what that says, the keys of what it tells."""

    subject: str
    template: str
    says: Mapping[str, Any]
    told: Sequence[str]


def send_digest(
    plan: Plan, address: str, name: str, occasions: Sequence[Occasion], *, today: date, site: str
) -> Reminder:
    """Send a lead one digest of what there is to tell."""
    count = len(occasions)
    says = {
        "title": one_line(plan.title),
        "today": today,
        # Each keeps to its line, whatever was typed or imported.
        "lines": [one_line(occasion.words) for occasion in occasions],
        "address": f"{site}{plan.get_absolute_url()}my-actions/" if site else "",
    }
    subject = f"{plan.title}: {count} item{'' if count == 1 else 's'} to look at"
    letter = Letter(subject, "plans/emails/reminder.txt", says, [occasion.key for occasion in occasions])
    return send_letter(plan, address, name, letter, today=today)


def told_already(plan: Plan, key: str) -> set[str]:
    """Return the addresses that were told something, by its key, and that it reached; one query."""
    rows = Reminder.objects.filter(plan=plan, failure=None).values_list("address", "told")
    return {address for address, told in rows if key in told}


def send_letter(plan: Plan, address: str, name: str, letter: Letter, *, today: date) -> Reminder:
    """Record an e-mail, then hand it over; whatever stops it is recorded too, so that it is tried again.

    Recorded first, and for good: a machine that stops between the two leaves something untold rather than told twice.
    So it must not be called within a transaction. What was not handed over, for whatever reason, has not been told.
    """
    subject = one_line(letter.subject)
    body = render_to_string(letter.template, {**letter.says, "name": one_line(name)})
    with transaction.atomic():
        reminder = Reminder.objects.create(
            plan=plan,
            address=address,
            known_on=today,
            subject=subject[:200],
            body=body,
            told=list(letter.told),
        )
    try:
        EmailMessage(reminder.subject, body, to=[address]).send()
    except Exception as error:
        ReminderFailure.objects.create(reminder=reminder, error=str(error)[:500] or type(error).__name__)
    return reminder
