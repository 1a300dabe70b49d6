"""Reminders: when the next goes to whom, and every one that went."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from plans.access import Right
from plans.models import Reminder
from plans.position.board import read_arising
from plans.position.reminding import recipients
from plans.reach import readers_of
from plans.views.page import open_today

SHOWN = 100


@require_GET
def reminders(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is to be reminded next, of how much, and the e-mails that went, word for word."""
    page = open_today(request, slug, Right.PLAN_MEETINGS)
    people = recipients(page.position, read_arising(page.position), readers_of(page.plan))
    return render(
        request,
        "plans/reminders.html",
        {
            "page": page,
            "next": [
                (
                    person,
                    person.due_now(page.today),
                    person.next_day(page.today),
                )
                for person in people
            ],
            "sent": Reminder.objects.filter(plan=page.plan).select_related("failure").order_by("-pk")[:SHOWN],
        },
    )
