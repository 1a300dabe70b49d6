"""The agenda pack of a meeting to come: for decision, what moved, the theme in focus, exceptions, what is open."""

from collections.abc import Sequence

from improvement.counting import counted
from plans.position.actions import ActionPosition
from plans.reports.agenda_pack import AgendaPack
from plans.reports.board_papers.parts import (
    about,
    moved_since,
    name_of,
    not_for_all,
    section,
    told,
    where_any,
)
from plans.reports.brief import Brief
from plans.reports.document import (
    NOT_RATED,
    Bullets,
    Column,
    Document,
    Kind,
    Paragraph,
    Part,
    Row,
    Section,
    Table,
)
from plans.reports.tables import Rated, by_rating_table, by_status_table


def pack_paper(brief: Brief, pack: AgendaPack) -> Document:
    """Return the agenda pack of a meeting: for decision, what moved, the theme in focus, exceptions, what is open."""
    meeting = pack.meeting
    document = brief.document("agenda-pack", f"Agenda pack: {meeting}" if meeting else "Agenda pack")
    document.has_versions = False
    sections = [
        section("decide", "For decision", [*_opening(pack), _proposed(brief, pack), _dates(pack)]),
        section("position", f"Position, and what has changed since {pack.since:%-d %B %Y}", _position(brief)),
        *_focus(pack),
        *_exceptions(pack),
        section(
            "open",
            "Open from earlier meetings",
            [_challenges(brief), _arising(brief), *_decided(brief)],
        ),
    ]
    document.sections = [section("agenda", "Agenda", _agenda(brief, pack, sections)), *sections]
    return document


def _agenda(brief: Brief, pack: AgendaPack, sections: Sequence[Section]) -> list[Part]:
    """Return where the board meets, and the items in their order by number: every meeting's, and the pack's parts."""
    last, meeting = brief.position.last_meeting, pack.meeting
    place = f"{meeting.place}." if meeting and meeting.place else ""
    chair = f"Chair: {meeting.chair}." if meeting and meeting.chair else ""
    where = f"{place} {chair}".strip()
    items = [
        "Apologies and declarations of interest",
        *([f"Minutes of the meeting on {last.held_on:%-d %B %Y}"] if last else []),
        *(item.heading for item in sections if item.level == 2),
        "Any other business, and the next meeting",
    ]
    numbered = [Paragraph(words, number=number) for number, words in enumerate(items, start=1)]
    return [*not_for_all(brief), *([Paragraph(where)] if where else []), *numbered]


def _decided(brief: Brief) -> list[Part]:
    """Return what the board decided at its last meeting, so that the next one sees what it is bound by."""
    last = brief.position.last_meeting
    said = [
        f"{about(brief, item.subject)}{item.text}"
        for item in brief.board.decisions
        if last is not None and item.meeting_id == last.pk
    ]
    if not said or last is None:
        return []
    return [Paragraph(f"Decided on {last.held_on:%-d %B %Y}:"), Bullets(tuple(said))]


def _opening(pack: AgendaPack) -> list[Part]:
    lines = pack.to_decide()
    asked = f"The board is asked to consider {'; '.join(lines)}." if lines else "Nothing needs a decision."
    return [Paragraph(asked)]


def _proposed(brief: Brief, pack: AgendaPack) -> Table:
    rows = [
        Row(
            (
                name_of(brief, item),
                item.rating.level.name if item.rating else NOT_RATED,
                item.proposal.level.name,
                _shown_by_the_plan(item),
                f"{item.proposal.reason} ({item.proposal.by}, {item.proposal.known_on:%-d %B %Y})"
                if item.proposal.by
                else item.proposal.reason,
            )
        )
        for item in pack.proposed
        if item.proposal
    ]
    columns = [
        Column("Rating of", 40),
        Column("Now", 12, Kind.RATING),
        Column("Proposed", 12, Kind.RATING),
        Column("What the plan shows", 20),
        Column("Why", 36),
    ]
    return Table("Proposed", "Ratings proposed", columns, rows, nothing="No ratings are proposed.")


def _shown_by_the_plan(item: Rated) -> str:
    """Return what stands beside a proposal, so that nobody agrees to it on its reason alone."""
    if isinstance(item, ActionPosition):
        return item.status_label
    every = len(item.lowest_level_actions)
    if not every:
        return "No actions"
    done, late = len(item.completed_actions), len(item.overdue_actions)
    return f"{done} of {counted(every, 'action')} completed, {late} overdue"


def _dates(pack: AgendaPack) -> Table:
    rows = [
        Row(
            (
                f"{action.reference}: {action.full_text}",
                move.from_shown or "no date",
                move.to_shown,
                f"{move.reason} ({move.asked_by}, {move.asked_on:%-d %B %Y})"
                if move.asked_by
                else move.reason,
            )
        )
        for action, move in pack.waiting_dates
    ]
    columns = [Column("Action", 50), Column("From", 14), Column("To", 14), Column("Why", 40)]
    nothing = "No one has asked to move a due date."
    return Table("DatesAsked", "Requests to move due dates", columns, rows, nothing=nothing)


def _position(brief: Brief) -> list[Part]:
    position = brief.position
    tables: list[Part] = [by_rating_table(position)] if position.recommendations else []
    if position.lowest_level_actions:
        tables.append(by_status_table(position))
    return [Paragraph(position.sentence(), is_lede=True), *moved_since(brief), *tables]


def _focus(pack: AgendaPack) -> list[Section]:
    focus = pack.focus
    if focus is None:
        return []
    theme = focus.theme
    count = len(theme.lowest_level_actions)
    opening = (
        f"Lead: {theme.leads_text or 'not named'}. {focus.completed} of {count} "
        f"action{'' if count == 1 else 's'} completed, {theme.late_words}."
    )
    rows = [
        Row(
            (
                f"{item.number}. {item.shown_text}",
                item.rating.level.name if item.rating else NOT_RATED,
                item.rating.reason if item.rating else "",
                f"Delivered: {item.delivered.answer.lower()}. Working: {item.working.answer.lower()}. "
                f"Embedded: {item.embedded.answer.lower()}.",
            )
        )
        for item in theme.recommendations
    ]
    columns = [
        Column("Recommendation", 46),
        Column("Rating", 12, Kind.RATING),
        Column("Reason for the last rating", 36),
        Column("Three answers", 22),
    ]
    parts: list[Part] = [Paragraph(f"Outcome sought: {theme.outcome}")] if theme.outcome else []
    parts += [
        Paragraph(opening),
        Table("FocusRecommendations", "Recommendations", columns, rows, nothing="None stands here."),
        _actions("FocusActions", "Open actions", focus.open_actions, "No action is open."),
    ]
    lines = [told(measure.name, *measure.sentences) for measure in focus.with_figure]
    return [
        section("focus", f"In focus: {theme.title}", parts),
        *where_any("Measures with a figure", lines, level=3),
    ]


def _actions(name: str, title: str, actions: Sequence[ActionPosition], nothing: str) -> Table:
    rows = [
        Row(
            (
                f"{action.reference}: {action.full_text}",
                action.leads_text,
                action.due.shown or "no date",
                action.status_label,
                action.days_overdue or None,
            )
        )
        for action in actions
    ]
    columns = [
        Column("Action", 50),
        Column("Lead officer", 24),
        Column("Due", 16),
        Column("Status", 14, Kind.STATUS),
        Column("Days overdue", 9, Kind.NUMBER),
    ]
    return Table(name, title, columns, rows, nothing=nothing)


def _exceptions(pack: AgendaPack) -> list[Section]:
    position, board = pack.position, pack.board
    parts: list[Part] = [
        _actions("Overdue", "Overdue actions", position.overdue_actions, "No actions are overdue.")
    ]
    if unsaid := position.past_due_without_status:
        parts.append(_actions("Unsaid", "Past due, no status given", unsaid, ""))
    lists = (
        (
            "Measures off target or worsening",
            [told(item.name, *item.sentences) for item in pack.measures_to_mind],
        ),
        (
            "Where judgement and evidence disagree",
            [told(item.title, item.question) for item in pack.questions]
            + [
                f"{label}: {', '.join(item.reference for item in items)}"
                for label, items in pack.action_questions.items()
            ],
        ),
        (
            "Rated good on self-report alone",
            [f"Recommendation {item.number}: {item.shown_text}" for item in pack.on_self_report],
        ),
    )
    rows = [
        Row((barrier.text, barrier.remedial_action, barrier.owner))
        for barrier in board.barriers_for_the_board
    ]
    columns = [Column("Barrier", 50), Column("Remedial action", 40), Column("Owner", 24)]
    nothing = "No barriers have been escalated to the board."
    barriers = Table("ForTheBoard", "Barriers that need the board", columns, rows, nothing=nothing)
    return [
        section("exceptions", "Exceptions", [*parts, barriers]),
        *(found for heading, lines in lists for found in where_any(heading, lines, level=3)),
    ]


def _challenges(brief: Brief) -> Table:
    rows = [
        Row(
            (
                f"{about(brief, item.subject)}{item.question}",
                item.answers[-1].answer if item.answers else "Not answered yet",
                f"{item.asked_by or 'The board'}, {item.known_on:%-d %B %Y}",
                item.days_open,
            )
        )
        for item in brief.board.open_challenges
    ]
    columns = [
        Column("Question", 46),
        Column("Answer so far", 40),
        Column("Asked", 20),
        Column("Days open", 9, Kind.NUMBER),
    ]
    return Table("OpenChallenges", "Challenges", columns, rows, nothing="No challenges are open.")


def _arising(brief: Brief) -> Table:
    rows = [
        Row(
            (
                item.text,
                item.reports[-1].note if item.reports else "",
                item.owner,
                f"{item.due_on:%-d %B %Y}{' (overdue)' if item.is_overdue else ''}",
            )
        )
        for item in brief.board.open_arising
    ]
    columns = [Column("Action", 46), Column("Last update", 40), Column("Owner", 20), Column("Due", 18)]
    return Table("OpenArising", "Actions arising", columns, rows, nothing="None is open.")
