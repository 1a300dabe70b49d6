"""The position on a page: in a sentence, what moved, what needs the board and why, is it working."""

from plans.position.overview import failing, gravest, needing_the_board
from plans.reports.board_papers.parts import briefly, bullets, moved_in_short, not_for_all, section, told
from plans.reports.brief import Brief
from plans.reports.document import (
    NOT_RATED,
    Bullets,
    Column,
    Document,
    Kind,
    Paragraph,
    Row,
    Table,
)
from plans.reports.prose.opening import moved_by_the_board

# As many of each as leave it on one page.
MOST_DISAGREEMENTS, MOST_MEASURES, MOST_NEEDING = 2, 3, 5
# Characters of a cell; the reason of what is off its course is told in full.
BRIEF_CELL, WHOLE_REASON = 66, 180


def summary_paper(brief: Brief) -> Document:
    """Return the position on a page: in a sentence, what needs the board and why, what moved, is it working."""
    position = brief.position
    document = brief.document("summary", f"{position.plan.title}: summary")
    document.has_versions, document.is_one_page = False, True
    needing = needing_the_board(position)
    measures = failing(position.measures)[:MOST_MEASURES]
    questions = gravest(position.open_contradictions, MOST_DISAGREEMENTS)
    rows = [
        Row(
            (
                briefly(f"{item.number}. {item.shown_text}", BRIEF_CELL),
                item.rating.level.name if item.rating else NOT_RATED,
                briefly(
                    item.rating.reason if item.rating else "",
                    WHOLE_REASON if item.is_rated_poor else BRIEF_CELL,
                ),
                len(item.overdue_actions),
            )
        )
        for item in needing[:MOST_NEEDING]
    ]
    columns = [
        Column("Recommendation", 50),
        Column("Rating", 12, Kind.RATING),
        Column("Why", 44),
        Column("Actions overdue", 10, Kind.NUMBER),
    ]
    needs = Table("NeedsTheBoard", "What needs the board", columns, rows, nothing="No recommendation does.")
    if (more := len(needing) - MOST_NEEDING) > 0:
        needs.note = f"{more} more recommendation{'' if more == 1 else 's'} that the board needs to look at."
    document.sections = [
        section(
            "moved",
            f"Position, and since {brief.changes.since:%-d %B %Y}",
            [
                *not_for_all(brief),
                Paragraph(position.sentence(), is_lede=True),
                *([Paragraph(decided)] if (decided := moved_by_the_board(brief)) else []),
                *moved_in_short(brief),
            ],
        ),
        section("needs", "What needs the board", [needs]),
        section(
            "working",
            "Is it working?",
            [
                Paragraph(position.measure_counts.sentence()),
                *(
                    [Bullets(tuple(told(item.name, *item.sentences[:3]) for item in measures))]
                    if measures
                    else []
                ),
            ],
        ),
        section(
            "disagree",
            "Where ratings and evidence disagree",
            [bullets((told(briefly(item.title), item.question) for item in questions), "Nowhere.")],
        ),
    ]
    return document
