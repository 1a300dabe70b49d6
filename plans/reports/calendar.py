"""A board's meetings to come as a calendar file (iCalendar, RFC 5545): whole days, for no time of day is kept."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from plans.position.actions import ActionPosition
from plans.position.board import PlannedPoint

MOST_BYTES = 73


def calendar(
    meetings: Iterable[PlannedPoint],
    slug: str,
    made_at: datetime,
    address: str,
    actions: Iterable[ActionPosition] = (),
    action_address: str = "",
) -> str:
    """Return meetings as a calendar, and the days on which actions are due.

    `address` is where a meeting's papers are, with `{}` for its number; `action_address` the same for an action's
    reference. A meeting or an action keeps its mark when its day moves, so that a program which reads the file again
    moves it too.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Improvement plan tracker//EN"]
    for meeting in meetings:
        day = meeting.meets_on
        lines += [
            "BEGIN:VEVENT",
            f"UID:{slug}-meeting-{meeting.planned_id}@improvement-plan-tracker",
            f"SEQUENCE:{meeting.revision}",
            f"DTSTAMP:{made_at:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_inert(meeting.title)}",
            *([f"LOCATION:{_inert(meeting.place)}"] if meeting.place else []),
            f"URL:{address.format(meeting.planned_id)}",
            "END:VEVENT",
        ]
    for action in actions:
        if action.due.latest is None:
            continue
        lines += [
            "BEGIN:VEVENT",
            f"UID:{slug}-action-{action.action_id}@improvement-plan-tracker",
            f"SEQUENCE:{action.revision}",
            f"DTSTAMP:{made_at:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{action.due.latest:%Y%m%d}",
            f"DTEND;VALUE=DATE:{action.due.latest + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_inert(f'Due: {action.reference} {action.full_text}')}",
            f"URL:{action_address.format(action.reference)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _inert(text: str) -> str:
    """Return text in which nothing begins another line or another part."""
    one_line = " ".join(text.split())
    return one_line.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> list[str]:
    """Return a line in pieces of at most 75 bytes, the later ones set in by a blank; no letter is cut in two."""
    pieces, piece = [], ""
    for letter in line:
        if len((piece + letter).encode()) > MOST_BYTES:
            pieces.append(piece)
            piece = " "
        piece += letter
    return [*pieces, piece]
