"""The minutes of a meeting that was held, as they are on record."""

from plans.position.held import HeldMeeting
from plans.reports.board_papers.parts import about, name_of, not_for_all, section, told, where_any
from plans.reports.brief import Brief
from plans.reports.document import (
    Column,
    Document,
    Kind,
    Paragraph,
    Part,
    Row,
    Table,
)


def minutes_paper(brief: Brief, held: HeldMeeting) -> Document:
    """Return the minutes of a meeting as they are on record."""
    meeting = held.meeting
    document = brief.document("minutes", f"Minutes: {meeting}")
    document.has_versions = False
    document.as_at = meeting.held_on
    document.subtitle = f"{brief.position.plan.title}. As on record on {brief.position.as_at:%-d %B %Y}."
    call = brief.position.viewer.call
    present = [call(item.officer) for item in held.attendances if item.was_present]
    absent = [call(item.officer) for item in held.attendances if not item.was_present]
    facts = (
        ("Place", meeting.place),
        ("Chair", call(meeting.chair)),
        ("Present", "; ".join(present)),
        ("Apologies", "; ".join(absent)),
    )
    opening: list[Part] = [Paragraph(f"{label}: {words}") for label, words in facts if words]
    document.sections = [
        section("meeting", "The meeting", [*not_for_all(brief), *opening]),
        *where_any("Actions from earlier meetings", _reported(held)),
        *where_any("Challenges answered", _answered(brief, held)),
        *([section("ratings", "Ratings", [_ratings_given(brief, held)])] if held.rated else []),
        *where_any("Due dates", _dates_decided(held)),
        *where_any("Challenges", _asked(brief, held)),
        *where_any("Decisions", [f"{about(brief, item.subject)}{item.text}" for item in held.decisions]),
        *where_any(
            "Actions arising",
            [f"{item.text} ({item.owner}, by {item.due_on:%-d %B %Y})" for item in held.arising],
        ),
    ]
    return document


def _reported(held: HeldMeeting) -> list[str]:
    return [
        told(f"{item.text.rstrip(' .:')} ({item.owner})", *(["Done."] if report.done else []), report.note)
        for item, report in held.reported
    ]


def _answered(brief: Brief, held: HeldMeeting) -> list[str]:
    return [
        f"{about(brief, item.subject)}{item.question} {answer.answer}"
        f"{f' What changed: {answer.what_changed}' if answer.what_changed else ''}"
        f"{' The board is content.' if answer.closes else ''}"
        for item, answer in held.answered
    ]


def _ratings_given(brief: Brief, held: HeldMeeting) -> Table:
    rows = [Row((name_of(brief, item), point.level.name, point.reason)) for _kind, item, point in held.rated]
    columns = [Column("Rating of", 50), Column("Rating", 12, Kind.RATING), Column("Why", 46)]
    return Table("RatingsGiven", "Ratings", columns, rows)


def _dates_decided(held: HeldMeeting) -> list[str]:
    return [
        f"Action {action.reference}, {action.full_text}: from {move.from_shown or 'no date'} to {move.to_shown}, "
        f"{move.state}."
        f"{f' Requested because: {move.reason}' if move.reason else ''}"
        f"{f' The board: {move.note}' if move.note else ''}"
        for action, move in held.dates
    ]


def _asked(brief: Brief, held: HeldMeeting) -> list[str]:
    return [
        f"{about(brief, item.subject)}{item.question}{f' ({item.asked_by})' if item.asked_by else ''}"
        f"{''.join(f' Answer: {answer.answer}' for answer in item.answers if answer.meeting_id == held.meeting.pk)}"
        for item in held.challenges
    ]
