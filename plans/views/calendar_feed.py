"""A person's own dates for a calendar that asks for them by itself: what they lead and is due, the meetings to come."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from improvement import security_log
from improvement.site_address import site_of
from plans.access import Right, access_to
from plans.choices import TokenScope
from plans.operations.tokens import note_use, token_by
from plans.position.board import read_board
from plans.position.kept import kept_position
from plans.position.plan_details import plan_on
from plans.reports.calendar import calendar

MEDIA_TYPE = "text/calendar; charset=utf-8"


# Calendars send no header with a key: it stands in the address, and so opens dates alone.
@never_cache
@login_not_required
@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The open actions of whose key it is, on the days that they are due, and the meetings to come."""
    today = timezone.localdate()
    token = token_by(secret, TokenScope.CALENDAR, today)
    if token is None:
        return HttpResponse("There is no calendar at this address.", status=404, content_type="text/plain")
    access = access_to(token.user, token.plan)
    if not access.may(Right.VIEW):
        return HttpResponse(
            "Whoever made it may not see this plan any more.", status=404, content_type="text/plain"
        )
    security_log.note("calendar read", person=token.user_id, key=token.pk, plan=token.plan_id)
    note_use(token, timezone.now())
    position = kept_position(plan_on(token.plan, today), today, access.viewer)
    own = [
        action
        for action in position.lowest_level_actions
        if action.is_open and any(lead.user_id == token.user_id for lead in action.leads)
    ]
    slug, site = token.plan.slug, site_of(request)
    meetings = [item for item in read_board(position).to_come if item.meets_on >= today]
    text = calendar(
        meetings,
        slug,
        timezone.now(),
        site + reverse("plans:meeting-agenda", args=[slug, 0]).replace("/0/", "/{}/"),
        own,
        site + reverse("plans:action", args=[slug, "REFERENCE"]).replace("REFERENCE", "{}"),
    )
    return HttpResponse(text, content_type=MEDIA_TYPE)
