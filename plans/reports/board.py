"""The board's highlight and exception report: what went well since it met, what is off track, what to decide."""

from plans.palette import GREEN, GREY, ORANGE, RED
from plans.reports.agenda_pack import AgendaPack, agenda_pack
from plans.reports.brief import Brief
from plans.reports.document import NOT_RATED, Column, Document, Kind, Paragraph, Part, Row, Section, Table
from plans.reports.fields.actions import ACTION_FIELDS
from plans.reports.fields.field import chosen, columns_of, rows_of
from plans.reports.tables import (
    by_rating_table,
    by_status_table,
    by_theme_chart,
    by_theme_table,
    late_tables,
    measures_table,
    questions_table,
    rated_title,
)

COMPLETED = ("reference", "action", "theme_number", "lead_officers", "completed_on", "progress", "evidence")
MEASURES = (
    "measure",
    "latest",
    "period",
    "target",
    "target_by",
    "against_target",
    "direction_of_travel",
    "before",
    "in_words",
    "unit",
)


def board_report(brief: Brief) -> Document:
    """Return the highlight and exception report as at the day: before the next meeting, since the one before."""
    position = brief.position
    coming = brief.next_meeting
    pack = agenda_pack(position, brief.changes, brief.board, coming.planned if coming else None)
    document = brief.document("board", f"{position.plan.title}: highlight and exception report")
    for_meeting = f"For the {coming.title} of {coming.meets_on:%-d %B %Y}. " if coming else ""
    document.sections = [
        Section(
            "summary",
            "Position",
            [
                Paragraph(for_meeting + position.sentence(), is_lede=True),
                brief.written(
                    "summary", "Key points for the board", _summary_draft(brief, pack), is_needed=False
                ),
                by_rating_table(position),
                by_status_table(position),
                by_theme_table(position, linked=False),
                by_theme_chart(position),
            ],
            "Position",
        ),
        Section(
            "highlights",
            f"Highlights since {brief.changes.since:%-d %B %Y}",
            _highlights(brief),
            "Highlights",
            tab=GREEN,
        ),
        Section(
            "overdue",
            "Exceptions: overdue actions",
            late_tables(brief.scope),
            "Overdue actions",
            tab=RED,
        ),
        Section(
            "measures",
            "Exceptions: measures off target or worsening",
            [measures_table(brief.scope, pack.measures_to_mind, MEASURES, "MeasuresToMind")],
            "Measures",
            tab=RED,
        ),
    ]
    if not brief.is_public:
        document.sections += _between_the_board_and_its_officers(brief, pack)
    return document


def _between_the_board_and_its_officers(brief: Brief, pack: AgendaPack) -> list[Section]:
    """Return what a public version leaves out: requests, barriers, challenges, questions to leads."""
    position = brief.position
    return [
        Section(
            "decide",
            "For decision",
            [_proposals(pack), _dates(pack)],
            "For decision",
            tab=ORANGE,
        ),
        Section(
            "open",
            "Open from earlier meetings",
            [_barriers(brief), _challenges(brief), _arising(brief)],
            "Open",
            tab=GREY,
        ),
        Section(
            "questions",
            "Where judgement and evidence disagree",
            [questions_table(position.contradictions)],
            "Checks to answer",
            subtitle=f"{brief.as_at_line} Each one is for the lead: {len(position.open_contradictions)} "
            f"waiting for an answer, {len(position.answered_contradictions)} answered.",
            tab=ORANGE,
        ),
    ]


def _summary_draft(brief: Brief, pack: AgendaPack) -> str:
    lines = [] if brief.changes.is_empty else [brief.changes.sentence()]
    # What waits for the board is between the board and its officers.
    lines += [] if brief.is_public else [f"{line}." for line in pack.to_decide()]
    return "\n".join(f"- {line}" for line in lines)


def _highlights(brief: Brief) -> list[Part]:
    changes, scope = brief.changes, brief.scope
    fields = chosen(ACTION_FIELDS, COMPLETED)
    moves = [
        Row(
            (
                f"{of} {move.number}",
                move.title,
                move.before.name if move.before else NOT_RATED,
                move.after.name if move.after else NOT_RATED,
                move.direction,
            )
        )
        for of, rated in (
            ("Recommendation", changes.ratings),
            (brief.position.plan.theme_word.capitalize(), changes.theme_ratings),
        )
        for move in rated
    ]
    parts: list[Part] = [
        Table(
            "RatingsMoved",
            "Ratings that changed",
            [
                Column("Of", 20),
                Column("Text", 50),
                Column("Before", 14, Kind.RATING),
                Column("Now", 14, Kind.RATING),
                Column("Which way", 18),
            ],
            moves,
            nothing="No ratings changed.",
        ),
    ]
    completed = Table(
        "ActionsCompleted",
        "Actions completed",
        columns_of(fields, scope),
        rows_of(fields, changes.completed, scope),
        nothing="No actions were completed.",
    )
    reached = measures_table(scope, changes.reached_target, MEASURES, "TargetsReached")
    reached.title, reached.nothing = "Targets reached", "No measures reached their target."
    for table in (completed, reached):
        if table.rows:
            # Columns of their own widths, and so sheets of their own.
            table.sheet = table.title
        else:
            table.columns = table.columns[:1]
        parts.append(table)
    return parts


def _proposals(pack: AgendaPack) -> Table:
    word = pack.position.plan.theme_word.capitalize()
    rows = [
        Row(
            (
                *rated_title(item, word),
                item.rating.level.name if item.rating else NOT_RATED,
                item.proposal.level.name,
                item.proposal.reason,
                item.proposal.by,
                item.proposal.known_on,
            )
        )
        for item in pack.proposed
        if item.proposal
    ]
    return Table(
        "ProposedRatings",
        "Ratings proposed",
        [
            Column("Of", 20),
            Column("Text", 50),
            Column("Now", 14, Kind.RATING),
            Column("Proposed", 14, Kind.RATING),
            Column("Why", 40),
            Column("Proposed by", 22),
            Column("On", 13, Kind.DATE),
        ],
        rows,
        nothing="No proposed ratings.",
    )


def _dates(pack: AgendaPack) -> Table:
    rows = [
        Row(
            (
                f"Action {action.reference}",
                action.full_text,
                move.from_shown,
                move.to_shown,
                move.reason,
                move.asked_by,
                move.asked_on,
            )
        )
        for action, move in pack.waiting_dates
    ]
    return Table(
        "DatesAskedToMove",
        "Requests to move due dates",
        [
            Column("Of", 20),
            Column("Text", 50),
            Column("From", 14),
            Column("To", 14),
            Column("Why", 40),
            Column("Asked by", 22),
            Column("On", 13, Kind.DATE),
        ],
        rows,
        nothing="No one has asked to move a due date.",
    )


def _barriers(brief: Brief) -> Table:
    rows = [
        Row(
            (
                barrier.number,
                barrier.text,
                barrier.remedial_action,
                barrier.owner,
                barrier.escalation_label,
                ", ".join(action.reference for action in barrier.actions),
            )
        )
        for barrier in brief.board.open_barriers
    ]
    return Table(
        "Barriers",
        "Barriers",
        [
            Column("Number", 12, Kind.NUMBER),
            Column("Barrier", 50),
            Column("Remedial action", 40),
            Column("Owner", 24),
            Column("Escalation", 20),
            Column("Actions", 16),
        ],
        rows,
        nothing="No barriers are open.",
    )


def _challenges(brief: Brief) -> Table:
    rows = [
        Row(
            (
                challenge.asked_by,
                challenge.question,
                challenge.answers[-1].answer if challenge.answers else "Not answered yet",
                challenge.known_on,
                challenge.days_open,
            )
        )
        for challenge in brief.board.open_challenges
    ]
    return Table(
        "Challenges",
        "Challenges of the board",
        [
            Column("Asked by", 24),
            Column("Question", 50),
            Column("Answer so far", 40),
            Column("Asked on", 24, Kind.DATE),
            Column("Days open", 12, Kind.NUMBER),
        ],
        rows,
        nothing="No open challenges.",
    )


def _arising(brief: Brief) -> Table:
    rows = [
        Row(
            (
                arising.number,
                arising.text,
                arising.reports[-1].note if arising.reports else "",
                arising.owner,
                arising.due_on,
                "Yes" if arising.is_overdue else "No",
            )
        )
        for arising in brief.board.open_arising
    ]
    return Table(
        "ActionsArising",
        "Actions arising",
        [
            Column("Number", 12, Kind.NUMBER),
            Column("Action", 50),
            Column("Last update", 40),
            Column("Owner", 24),
            Column("Due", 20, Kind.DATE),
            Column("Overdue", 16),
        ],
        rows,
        nothing="No open actions from earlier meetings.",
    )
