"""E-mails to people of a plan, each recorded word for word: a lead's digest, where a board's papers are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import unquote

from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from improvement.beside import beside
from improvement.one_line import one_line
from plans.models import Plan, Reminder, ReminderFailure
from plans.operations.reports import NewFile
from plans.rules.reminders import Occasion


@dataclass(frozen=True)
class Letter:
    """An e-mail before it is addressed: its subject, its template with what that says, the keys of what it tells."""

    subject: str
    template: str
    says: Mapping[str, Any]
    told: Sequence[str]
    # What is kept in the place of some of what it says: secrets are for the reader alone.
    kept: Mapping[str, Any] = field(default_factory=dict)
    # What goes with it; of these the name alone is kept, in the words.
    files: Sequence[NewFile] = ()


def send_digest(
    plan: Plan,
    address: str,
    name: str,
    occasions: Sequence[Occasion],
    *,
    today: date,
    site: str,
    links: Mapping[str, str] | None = None,
) -> Reminder:
    """Send a lead one digest of what there is to tell.

    `links` are the secrets by which they may update an action without signing in, by its reference. They stand in the
    e-mail alone: what is kept of it says only that there was one.
    """
    given = links or {}

    def line(occasion: Occasion, *, is_kept: bool) -> tuple[str, str]:
        secret = given.get(occasion.reference, "") if site else ""
        address = reverse("plans:update-by-link", args=["…" if is_kept else secret]) if secret else ""
        # Each keeps to its line, whatever was typed or imported.
        return one_line(occasion.words), f"{site}{unquote(address)}" if address else ""

    count = len(occasions)
    says = {
        "title": one_line(plan.title),
        "today": today,
        "lines": [line(occasion, is_kept=False) for occasion in occasions],
        "address": f"{site}{plan.get_absolute_url()}my-actions/" if site else "",
    }
    subject = f"{plan.title}: {count} item{'' if count == 1 else 's'} to look at"
    kept = {"lines": [line(occasion, is_kept=True) for occasion in occasions]}
    letter = Letter(
        subject, "plans/emails/reminder.txt", says, [occasion.key for occasion in occasions], kept
    )
    return send_letter(plan, address, name, letter, today=today)


def told_already(plan: Plan, key: str) -> set[str]:
    """Return the addresses that were told something, by its key, and that it reached; one query."""
    rows = Reminder.objects.filter(plan=plan, failure=None).values_list("address", "told")
    return {address for address, told in rows if key in told}


def send_letters(plan: Plan, people: Sequence[tuple[str, str]], letter: Letter, *, today: date) -> None:
    """Send an e-mail to several people, by (address, name), beside the page; each is recorded as `send_letter` does.

    By one connection: a mail server that is dead or says nothing is waited for once, and all are marked as not sent.
    Whom a process that ends meanwhile does not come to is not recorded either, and is sent it the next time.
    """

    def hand_over() -> None:
        connection = get_connection()
        why: Exception | None = None
        try:
            connection.open()
        except Exception as error:
            why = error
        for address, name in people:
            reminder, message = _record(plan, address, name, letter, today)
            if why:
                _failed(reminder, why)
                continue
            message.connection = connection
            _hand_over(reminder, message)
        if not why:
            connection.close()

    beside(hand_over)


def not_reached(plan: Plan, key: str) -> set[str]:
    """Return the addresses that something was to be told and that were not reached since; one query."""
    rows = Reminder.objects.filter(plan=plan).order_by("pk").values_list("address", "told", "failure")
    newest = {address: failure for address, told, failure in rows if key in told}
    return {address for address, failure in newest.items() if failure is not None}


def send_letter(plan: Plan, address: str, name: str, letter: Letter, *, today: date) -> Reminder:
    """Record an e-mail, then hand it over; whatever stops it is recorded too, so that it is tried again.

    Recorded first, and for good: a machine that stops between the two leaves something untold rather than told twice.
    So it must not be called within a transaction. What was not handed over, for whatever reason, has not been told.
    """
    reminder, message = _record(plan, address, name, letter, today)
    _hand_over(reminder, message)
    return reminder


def _record(
    plan: Plan, address: str, name: str, letter: Letter, today: date
) -> tuple[Reminder, EmailMessage]:
    subject = one_line(letter.subject)
    says = {**letter.says, "name": one_line(name)}
    body = render_to_string(letter.template, says)
    kept = render_to_string(letter.template, {**says, **letter.kept}) if letter.kept else body
    with transaction.atomic():
        reminder = Reminder.objects.create(
            plan=plan,
            address=address,
            known_on=today,
            subject=subject[:200],
            body=kept,
            told=list(letter.told),
        )
    message = EmailMessage(reminder.subject, body, to=[address])
    for file in letter.files:
        message.attach(file.name, file.content, file.media_type)
    return reminder, message


def _hand_over(reminder: Reminder, message: EmailMessage) -> None:
    try:
        message.send()
    except Exception as error:
        _failed(reminder, error)


def _failed(reminder: Reminder, error: Exception) -> None:
    ReminderFailure.objects.create(reminder=reminder, error=str(error)[:500] or type(error).__name__)
