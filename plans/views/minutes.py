"""Minutes mode: stepping through a meeting, noting what it does, and closing it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods

from improvement.editing import ChangedMeanwhile
from improvement.numbers import whole
from improvement.typed.marking import post_only
from improvement.typed.refusing import Overtaken
from plans.access import Right
from plans.choices import MinutesStep
from plans.forms.minutes.rows import Room
from plans.forms.minutes.steps import Section, sections_of
from plans.forms.officers import asks_for_all, offers_all
from plans.models import MinutesDraft, PlannedMeeting, levels_on
from plans.operations.meetings import save_minutes_draft
from plans.position.board import PlannedPoint, read_board
from plans.procedures.close_meeting import close, drafts_of
from plans.views.meetings import planned_point
from plans.views.page import Page, form_page, open_today, posted

STEPS = list(MinutesStep)
CLOSED = (
    "This meeting was closed while you were typing. Its record can't be changed and does not include "
    "what you typed. Raise it at the next meeting, or with whoever keeps the board's record."
)


def _open(request: HttpRequest, slug: str, planned: int) -> tuple[Page, PlannedPoint, PlannedMeeting]:
    """Return a meeting whose minutes may be taken by this person today."""
    page = open_today(request, slug, Right.RECORD_DECISIONS)
    point = planned_point(page, page.board, planned)
    if point.meeting and request.method == "POST":
        raise Overtaken(CLOSED)
    if point.meeting:
        raise Http404("This meeting is closed")
    return page, point, get_object_or_404(PlannedMeeting, pk=planned, plan=page.plan)


def _room(page: Page, point: PlannedPoint) -> Room:
    """Return what the meeting could see: the plan on its day, or today where that is still to come."""
    day = min(point.meets_on, page.today)
    position = page.position_on(day)
    levels = list(levels_on(page.plan, day))
    return Room(page.plan, position, read_board(position), levels)


@require_GET
def minutes(request: HttpRequest, slug: str, planned: int) -> HttpResponse:
    """What has been noted under each step, and the button that closes the meeting."""
    page, point, row = _open(request, slug, planned)
    return _overview(page, point, row)


def _overview(page: Page, point: PlannedPoint, row: PlannedMeeting, refused: str = "") -> HttpResponse:
    drafts = drafts_of(row)
    room = _room(page, point)
    steps = [
        (step, _noted(step, room, drafts.get(step, []), point) if step in drafts else None) for step in STEPS
    ]
    return form_page(
        page,
        "plans/meetings/minutes.html",
        {
            "meeting": point,
            "steps": steps,
            "refused": refused,
            "may_close": point.meets_on <= page.today,
            "attended": MinutesStep.ATTENDANCE in drafts,
        },
        is_refused=bool(refused),
    )


def _noted(step: MinutesStep, room: Room, content: list[dict[str, Any]], point: PlannedPoint) -> list[str]:
    """Return what was noted under a step, a line each, as the minute taker reads it over before closing."""
    officers = {officer.pk: str(officer) for officer in room.officers}
    levels = {level.pk: level.name for level in room.levels}
    subjects = dict(room.subject_choices)
    moves = {move.change_id: (action, move) for action, move in room.position.waiting_dates}
    arising = {item.arising_id: item.text for item in room.board.open_arising}
    challenges = {item.challenge_id: item.question for item in room.board.open_challenges}
    lines = []
    for row in content:
        if step == MinutesStep.ATTENDANCE:
            lines.append(f"Chair: {officers.get(row['chair'], 'not named')}")
            lines.append("Present: " + "; ".join(officers.get(key, "") for key in row["present"]))
            if row["apologies"]:
                lines.append("Apologies: " + "; ".join(officers.get(key, "") for key in row["apologies"]))
        elif step == MinutesStep.ARISING and row["kind"] == "arising":
            done = "done. " if row["done"] else ""
            lines.append(f"{arising.get(row['id'], 'An action')}: {done}{row['note']}")
        elif step == MinutesStep.ARISING:
            content_with = " The board is content, so the challenge is closed." if row["closes"] else ""
            lines.append(f"{challenges.get(row['id'], 'A challenge')}: {row['answer']}{content_with}")
        elif step == MinutesStep.RATINGS:
            name = subjects.get(row["subject"], row["subject"]).partition(":")[0]
            lines.append(
                f"{name}: {levels.get(row['level'], 'a rating no longer on the scale')}. {row['reason']}"
            )
        elif step == MinutesStep.DATES and "actions" in row:
            lines.append(f"Actions {', '.join(row['actions'])} to {row['to']}: {row['reason']}")
        elif step == MinutesStep.DATES:
            pair = moves.get(row["change"])
            if pair:
                verb = "agreed" if row["agreed"] else "refused"
                lines.append(
                    f"Action {pair[0].reference} to {pair[1].to_shown}: {verb}. {row['note']}".strip()
                )
        elif step == MinutesStep.CHALLENGES:
            by = f" ({officers.get(row['asked_by'])})" if row["asked_by"] else ""
            answer = f" Answered: {row['answer']}" if row["answer"] else ""
            lines.append(f"{_about(row, subjects)}{row['question']}{by}{answer}")
        elif step == MinutesStep.DECISIONS:
            lines.append(f"{_about(row, subjects)}{row['text']}{_closing(row, room)}")
        else:
            due = date.fromisoformat(row["due_on"])
            lines.append(f"{row['text']} ({officers.get(row['owner'], '')}, by {due:%-d %B %Y})")
    return lines


def _about(row: dict[str, Any], subjects: dict[str, str]) -> str:
    return f"{subjects.get(row['about'], '').partition(':')[0]}: " if row["about"] else ""


def _closing(row: dict[str, Any], room: Room) -> str:
    """Say that a decision closes its recommendation, and which criteria that does not meet."""
    if not row.get("closes"):
        return ""
    number = whole(row["about"].partition(":")[2])
    item = room.position.recommendation(number) if number is not None else None
    unmet = [criterion.words for criterion in item.closing_criteria if not criterion.is_met] if item else []
    return f" This closes it{'. Not met: ' + '; '.join(unmet) if unmet else ', with every criterion met'}."


@require_http_methods(["GET", "POST"])
def minutes_step(request: HttpRequest, slug: str, planned: int, step: str) -> HttpResponse:
    """One step: its rows are kept as a draft, and the next step comes."""
    page, point, row = _open(request, slug, planned)
    if step not in MinutesStep:
        raise Http404("No such step")
    this = MinutesStep(step)
    draft = MinutesDraft.objects.filter(planned=row, step=this).first()
    content = draft.content if draft else []
    sections = sections_of(
        this, _room(page, point), content, posted(request), point.focus_number, point.chair_id
    )
    revision = draft.revision if draft else 0
    conflict = None
    is_sent = request.method == "POST" and not asks_for_all(request.POST)
    if is_sent and all(section.formset.is_valid() for section in sections):
        noted = [found for section in sections for form in section.rows if (found := form.content())]
        try:
            save_minutes_draft(row, this, noted, _revision(request), by=page.user)
        except ValidationError as closed:
            raise Overtaken(CLOSED) from closed
        except ChangedMeanwhile:
            conflict = _noted(this, _room(page, point), content, point)
        else:
            messages.success(request, f"{this.label}: saved.")
            if "more" in request.POST:
                return redirect("plans:minutes-step", slug, planned, step)
            following = STEPS[STEPS.index(this) + 1 :]
            if following:
                return redirect("plans:minutes-step", slug, planned, following[0].value)
            return redirect("plans:minutes", slug, planned)
    return form_page(
        page,
        "plans/meetings/step.html",
        {
            "position": page.position,
            "meeting": point,
            "step": this,
            "number": STEPS.index(this) + 1,
            "previous": STEPS[STEPS.index(this) - 1] if STEPS.index(this) else None,
            "steps": STEPS,
            "sections": sections,
            "revision": revision,
            "conflict": conflict,
            "errors": _errors(sections),
            "chooses_officers": this in {MinutesStep.ATTENDANCE, MinutesStep.CHALLENGES, MinutesStep.ACTIONS},
            "offers_all": offers_all(request.POST),
            "can_add": this
            in {MinutesStep.DATES, MinutesStep.CHALLENGES, MinutesStep.DECISIONS, MinutesStep.ACTIONS},
        },
        is_refused=is_sent,
        is_conflict=conflict is not None,
    )


def _revision(request: HttpRequest) -> int:
    return whole(request.POST.get("revision")) or 0


def _errors(sections: list[Section]) -> list[tuple[str, str]]:
    """Return every error of a step with the place that it links to."""
    found = []
    for section in sections:
        if not section.formset.is_bound:
            continue
        found += [("", error) for error in section.formset.non_form_errors()]
        for form in section.rows:
            for name, errors in form.errors.items():
                target = form[name].first_id if name in form.fields else ""  # type: ignore[attr-defined]
                found += [(target, str(error)) for error in errors]
    return found


@post_only("plans:minutes", "slug", "planned")
def close_minutes(request: HttpRequest, slug: str, planned: int) -> HttpResponse:
    """Make what was noted the record, all at once; from then on nothing of it can be changed."""
    page, point, row = _open(request, slug, planned)
    if not MinutesDraft.objects.filter(planned=row, step=MinutesStep.ATTENDANCE).exists():
        return _overview(page, point, row, "First record who was present.")
    try:
        held = close(row, page.today, page.user)
    except ValidationError as error:
        return _overview(page, point, row, " ".join(error.messages))
    messages.success(request, "The meeting is closed. Its ratings, dates and decisions have been recorded.")
    return redirect("plans:meeting", slug, held.pk)
