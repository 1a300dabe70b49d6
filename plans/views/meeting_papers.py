"""A board's papers as Word files, and an e-mail that tells its members where they are."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from improvement.site_address import site_of
from improvement.typed.marking import records_nothing
from plans.access import Right
from plans.forms.meetings import SendForm
from plans.issuing.files import WORD, write_file
from plans.operations.reminders import Letter, not_reached, send_letters, told_already
from plans.position.held import read_held
from plans.reach import members_of
from plans.reports.agenda_pack import agenda_pack
from plans.reports.board_papers.minutes import minutes_paper
from plans.reports.board_papers.pack import pack_paper
from plans.reports.board_papers.summary import summary_paper
from plans.reports.brief import Brief
from plans.reports.document import Document
from plans.views.meetings import held_meeting, planned_point
from plans.views.page import (
    Page,
    allow,
    file_response,
    form_page,
    open_plan,
    open_today,
    posted,
    refuse_another_day,
)


def _brief(page: Page) -> Brief:
    return Brief(page.position, page.user.name, timezone.localtime())


def _word(page: Page, document: Document) -> HttpResponse:
    refuse_another_day(page)
    return file_response(write_file(page.plan, document, WORD))


@require_GET
def pack_file(request: HttpRequest, slug: str, planned: int) -> HttpResponse:
    """The agenda pack of a meeting to come, as a Word file."""
    page = open_plan(request, slug, Right.EXPORT_LIST)
    brief = _brief(page)
    point = planned_point(page, brief.board, planned)
    return _word(page, pack_paper(brief, agenda_pack(page.position, brief.changes, brief.board, point)))


@require_GET
def minutes_file(request: HttpRequest, slug: str, meeting: int) -> HttpResponse:
    """The minutes of a meeting that was held, as a Word file."""
    page = open_plan(request, slug, Right.EXPORT_LIST)
    brief = _brief(page)
    held = read_held(page.position, brief.board, held_meeting(page, meeting))
    return _word(page, minutes_paper(brief, held))


@require_GET
def summary_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The position on a page, as a Word file."""
    page = open_plan(request, slug, Right.EXPORT_LIST)
    return _word(page, summary_paper(_brief(page)))


# Mails can't be taken back: each is on record before it leaves, and is no part of one transaction with the others.
@records_nothing
@require_http_methods(["GET", "POST"])
def send_pack(request: HttpRequest, slug: str, planned: int) -> HttpResponse:
    """Tell the board's members by e-mail where the papers of a meeting to come are."""
    page = _open_to_send(request, slug)
    point = planned_point(page, page.board, planned)
    if point.meeting:
        raise Http404("This meeting has been held")
    address = reverse("plans:meeting-agenda", args=[slug, planned])
    file = reverse("plans:meeting-agenda-file", args=[slug, planned])
    return _send(page, f"the papers for {point}", address, file, f"pack|{planned}|{page.today}")


@records_nothing
@require_http_methods(["GET", "POST"])
def send_minutes(request: HttpRequest, slug: str, meeting: int) -> HttpResponse:
    """Tell the board's members by e-mail where the minutes of a meeting are."""
    page = _open_to_send(request, slug)
    held = held_meeting(page, meeting)
    address = reverse("plans:meeting", args=[slug, meeting])
    file = reverse("plans:meeting-file", args=[slug, meeting])
    return _send(page, f"the minutes of {held}", address, file, f"minutes|{meeting}|{page.today}")


def _open_to_send(request: HttpRequest, slug: str) -> Page:
    page = open_today(request, slug)
    allow(page.access.may_record_decisions or page.access.may_plan_meetings)
    return page


def _send(page: Page, what: str, address: str, file: str, key: str) -> HttpResponse:
    """Ask for the words that go with it, then send each member a link; what could not be sent is said by name."""
    told = told_already(page.plan, key)
    members = members_of(page.plan)
    left = [user for user in members if user.email not in told]
    form = SendForm(posted(page.request))
    can_send = bool(settings.EMAIL_HOST)
    if form.is_bound and form.is_valid() and can_send:
        letter = Letter(
            f"{page.plan.title}: {what}",
            "plans/emails/papers.txt",
            {
                "what": what,
                "title": page.plan.title,
                "by": page.user.name,
                "words": form.cleaned_data["words"],
                "link": f"{site_of(page.request)}{address}",
            },
            [key],
        )
        send_letters(page.plan, [(user.email, user.name) for user in left], letter, today=page.today)
        failed = not_reached(page.plan, key)
        reached = [user for user in left if user.email not in failed]
        said = f"On its way to {len(reached)} member{'' if len(reached) == 1 else 's'} of the board."
        if failed:
            names = ", ".join(str(user) for user in left if user.email in failed)
            messages.warning(
                page.request,
                f"{said} It could not be sent to {names}. Send it again: only they will get it.",
            )
        else:
            messages.success(page.request, f"{said} Whoever can't be reached is named under Send to members.")
        return redirect(address)
    failed = not_reached(page.plan, key)
    context = {
        "form": form,
        "what": what,
        "members": members,
        "left": left,
        "failed": [user for user in left if user.email in failed],
        "back": address,
        "file": file,
        "can_send": can_send,
    }
    return form_page(page, "plans/meetings/send.html", context, is_refused=form.is_bound and can_send)
