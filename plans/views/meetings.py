"""The board's meetings: the forward plan, a meeting's agenda pack, the record of one that was held."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from improvement.downloads import download
from improvement.editing import ChangedMeanwhile
from improvement.numbers import whole
from improvement.periods import days_ago
from improvement.site_address import site_of
from plans.access import Right
from plans.forms.meetings import ForwardPlanForm, PlannedMeetingForm
from plans.models import Meeting, PlannedMeeting
from plans.operations.meetings import MeetingPlan, plan_meetings, rearrange_meeting
from plans.position.board import BoardRecord, PlannedPoint, read_board, read_next_meeting
from plans.position.changes import changes_between
from plans.position.held import read_held
from plans.position.snapshot import differences, record_of, without
from plans.reports.agenda_pack import AgendaPack, agenda_pack
from plans.reports.calendar import calendar
from plans.reports.changed import changed
from plans.rules.forward_plan import meeting_days, rotation
from plans.views.confirming import Question, ask, is_confirmed
from plans.views.page import Page, form_page, open_plan, open_today, posted, refuse_another_day


def planned_point(page: Page, board: BoardRecord, planned: int) -> PlannedPoint:
    """Return a meeting of the forward plan; answer 404 where there is none."""
    found = next((item for item in board.planned if item.planned_id == planned), None)
    if found is None:
        raise Http404("No such meeting")
    return found


@require_GET
def meetings(request: HttpRequest, slug: str) -> HttpResponse:
    """What comes next, the forward plan, and every meeting that was held."""
    page = open_plan(request, slug)
    board = page.board
    return render(
        request,
        "plans/meetings/list.html",
        {
            "page": page,
            "position": page.position,
            "board": board,
            "next_meeting": read_next_meeting(page.position, board),
            "held": list(reversed(page.position.meetings)),
        },
    )


@require_http_methods(["GET", "POST"])
def plan_year(request: HttpRequest, slug: str) -> HttpResponse:
    """A year of meetings at once, each with the theme whose turn it is."""
    page = open_today(request, slug, Right.PLAN_MEETINGS)
    form = ForwardPlanForm(posted(request), plan=page.plan, days=page.days)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        days = meeting_days(typed["first_day"], typed["count"], typed["every"])
        themes = [theme.theme_id for theme in page.position.working_themes or page.position.themes]
        first = typed["focus"].pk if typed["focus"] else None
        try:
            plan_meetings(
                page.plan,
                [
                    MeetingPlan(
                        day,
                        typed["title"],
                        typed["place"],
                        typed["chair"] and typed["chair"].pk,
                        focus,
                        days_ago(day, typed["opens"]) if typed["opens"] is not None else None,
                        days_ago(day, typed["closes"]) if typed["closes"] is not None else None,
                    )
                    for day, focus in zip(days, rotation(themes, len(days), first), strict=True)
                ],
                provenance=page.provenance,
            )
        except ValidationError as error:
            form.add_error("first_day", error)
        else:
            messages.success(
                request, f"{len(days)} meeting{'' if len(days) == 1 else 's'} added to the forward plan."
            )
            return redirect("plans:meetings", slug)
    return form_page(
        page,
        "plans/simple_form.html",
        {
            "form": form,
            "heading": "Plan a year of meetings",
            "button": "Add to the forward plan",
            "of_meetings": True,
        },
    )


@require_http_methods(["GET", "POST"])
def rearrange(request: HttpRequest, slug: str, planned: int) -> HttpResponse:
    """One meeting of the forward plan: another day, place, chair or theme."""
    page = open_today(request, slug, Right.PLAN_MEETINGS)
    found = planned_point(page, page.board, planned)
    if found.meeting:
        raise Http404("This meeting has been held")
    initial = {
        "revision": found.revision,
        "meets_on": found.meets_on,
        "title": found.title,
        "place": found.place,
        "chair": found.chair_id,
        "focus": found.focus_id,
        "returns_open_on": found.returns_open_on,
        "returns_close_on": found.returns_close_on,
    }
    form = PlannedMeetingForm(posted(request), plan=page.plan, initial=initial, days=page.days)
    is_conflict = False
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        fields = {
            "meets_on": typed["meets_on"],
            "title": typed["title"],
            "place": typed["place"],
            "chair_id": typed["chair"] and typed["chair"].pk,
            "focus_id": typed["focus"] and typed["focus"].pk,
            "returns_open_on": typed["returns_open_on"],
            "returns_close_on": typed["returns_close_on"],
        }
        row = get_object_or_404(PlannedMeeting, pk=planned, plan=page.plan)
        try:
            rearrange_meeting(row, typed["revision"], fields, provenance=page.provenance)
        except ChangedMeanwhile:
            is_conflict = True
            data = request.POST.copy()
            data["revision"] = str(found.revision)
            form = PlannedMeetingForm(data, plan=page.plan, days=page.days)
            form.add_error(
                None,
                f"Someone else rearranged this meeting while you were typing: it is now {found}. Your "
                "changes were not saved. Save again if you still want to make them.",
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _rearranged(found, row))
            return redirect("plans:meetings", slug)
    return form_page(
        page, "plans/meetings/rearrange.html", {"form": form, "meeting": found}, is_conflict=is_conflict
    )


@require_http_methods(["GET", "POST"])
def call_off(request: HttpRequest, slug: str, planned: int) -> HttpResponse:
    """A meeting taken off the forward plan, once it was said what goes with it."""
    page = open_today(request, slug, Right.PLAN_MEETINGS)
    found = planned_point(page, page.board, planned)
    if found.meeting:
        raise Http404("This meeting has been held")
    row = get_object_or_404(PlannedMeeting, pk=planned, plan=page.plan)
    if not is_confirmed(request):
        return ask(page, _calling_off(page, found, row))
    try:
        revision = whole(request.POST.get("revision"))
        rearrange_meeting(
            row, -1 if revision is None else revision, {"withdrawn": True}, provenance=page.provenance
        )
    except ChangedMeanwhile:
        messages.error(
            request, f"Someone else has rearranged this meeting: it is now {found}. It was not cancelled."
        )
        return redirect("plans:meeting-rearrange", slug, planned)
    messages.success(request, f"{found} has been cancelled.")
    return redirect("plans:meetings", slug)


def _calling_off(page: Page, found: PlannedPoint, row: PlannedMeeting) -> Question:
    """Return the question whether a meeting shall be called off."""
    goes = ["It is removed from the forward plan, and it can't be recorded as held."]
    noted, returned = row.drafts.count(), row.returns.count()
    if noted:
        goes.append(
            f"What was noted for its minutes ({noted} step{'' if noted == 1 else 's'}) can no longer be reached."
        )
    if returned:
        goes.append(
            f"{returned} return{'' if returned == 1 else 's'} for it, started or submitted, can no longer "
            "be accepted from the list."
        )
    elif found.returns_open_on:
        goes.append("No one is asked for a return for it any more.")
    return Question(
        f"Cancel {found}",
        "Cancel this meeting",
        reverse("plans:meeting-rearrange", args=[page.plan.slug, found.planned_id]),
        "",
        goes,
        [
            "The other meetings stay as planned.",
            "The audit trail, and the forward plan as at an earlier date, still show it.",
        ],
        {"revision": str(found.revision)},
    )


def _rearranged(before: PlannedPoint, planned: PlannedMeeting) -> str:
    """Say that a meeting was re-arranged, and what became of its returns."""
    now = planned.versions.get(known_to__isnull=True)
    if before.returns_close_on in {None, now.returns_close_on} or now.returns_close_on is None:
        return "Meeting rearranged."
    return (
        f"Meeting rearranged. The last day for returns is now {now.returns_close_on:%-d %B %Y}: it was "
        f"{before.returns_close_on:%-d %B %Y}. Each lead will see this on their pages, and will be told "
        "by e-mail when reminders next run."
    )


def pack_of(page: Page, board: BoardRecord, meeting: PlannedPoint) -> AgendaPack:
    """Return a meeting's papers: what moved is reckoned from the meeting before it, or from a cycle ago."""
    since = page.meeting_before or days_ago(page.as_at, page.plan.cycle_days)
    changes = changes_between(page.position_on(since), page.position)
    return agenda_pack(page.position, changes, board, meeting)


@require_GET
def agenda(request: HttpRequest, slug: str, planned: int) -> HttpResponse:
    """The papers of a meeting to come, made from the position: to read on a screen or print."""
    page = open_plan(request, slug)
    board = page.board
    pack = pack_of(page, board, planned_point(page, board, planned))
    return render(
        request,
        "plans/meetings/agenda.html",
        {
            "page": page,
            "position": page.position,
            "board": board,
            "pack": pack,
            "changes": pack.changes,
            "changed": changed(pack.changes, page.position),
        },
    )


@require_GET
def calendar_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The meetings to come as a calendar file, to add to one's own calendar."""
    page = open_plan(request, slug)
    refuse_another_day(page)
    address = site_of(request) + reverse("plans:meeting-agenda", args=[slug, 0]).replace("/0/", "/{}/")
    to_come = [item for item in page.board.to_come if item.meets_on >= page.as_at]
    text = calendar(to_come, slug, timezone.now(), address)
    return download(text.encode(), f"{slug}-meetings.ics", "text/calendar; charset=utf-8")


def held_meeting(page: Page, number: int) -> Meeting:
    """Return a meeting that was held by the page's day; answer 404 where there is none."""
    found = next((item for item in page.position.meetings if item.pk == number), None)
    if found is None:
        raise Http404("No such meeting")
    return found


@require_GET
def meeting(request: HttpRequest, slug: str, meeting: int) -> HttpResponse:
    """The record of a meeting: who came, what was decided, what it was told, and what was corrected since."""
    page = open_plan(request, slug)
    found = held_meeting(page, meeting)
    board = page.board
    record = getattr(found, "record", None)
    corrected = None
    # Whoever may not see exempt items is not shown what was corrected: their absence would say what they are.
    if record is not None and not page.position.withheld:
        then = page.position_on(found.held_on)
        corrected = differences(
            without(record.decided, then.withheld), record_of(then, read_board(then)), page.plan.theme_word
        )
    held = read_held(page.position, board, found)
    return render(
        request,
        "plans/meetings/meeting.html",
        {
            "page": page,
            "position": page.position,
            "meeting": found,
            "record": record,
            "made": differences(
                without(record.reported, page.position.withheld),
                without(record.decided, page.position.withheld),
                page.plan.theme_word,
            )
            if record and not page.position.withheld
            else None,
            "corrected": corrected,
            "held": held,
        },
    )
