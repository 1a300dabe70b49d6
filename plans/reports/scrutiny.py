"""The report to Scrutiny: each recommendation with its rating, measures, evidence and further actions; what is not
green in detail; what stands in the way."""

from improvement.rounding import rounding_note
from plans.palette import BLUE_LIGHT, GREEN
from plans.position.measures import MeasurePosition
from plans.reports.brief import Brief
from plans.reports.committee import (
    LETTERS,
    WORDS,
    abbreviations,
    committee_name,
    implications,
    kept_judgements,
    name_appendices,
    part_two,
    title_block,
    words,
)
from plans.reports.document import (
    Column,
    Document,
    Kind,
    Paragraph,
    Part,
    Row,
    Section,
    Table,
    Value,
)
from plans.reports.prose import detail, opening, progress
from plans.reports.prose.conclusion import conclusion
from plans.reports.prose.draft import Draft
from plans.reports.tables import (
    by_status_table,
    late_tables,
    meanings_table,
    measures_table,
    rated_otherwise_than_good,
    recommendations_table,
)
from plans.reports.why_different import rating_reasons, stated_ratings

COMMITTEE = "Overview and Scrutiny"
APPENDIX_A = (
    "number",
    "recommendation",
    "rating",
    "measures",
    "evidence",
    "further_actions",
    "lead_officers",
)
# Evidence is the longest by far.
APPENDIX_A_WIDTHS = {
    "recommendation": 36,
    "measures": 44,
    "evidence": 84,
    "further_actions": 56,
    "lead_officers": 24,
}
APPENDIX_B = (
    "recommendations",
    "measure",
    "outturn",
    "outturn_period",
    "latest",
    "period",
    "numerator",
    "denominator",
    "all_targets",
    "against_target",
    "direction_of_travel",
    "neighbours",
    "england",
    "unit",
)
OFF_PAPER = ("outturn_period", "numerator", "denominator")


def scrutiny_report(brief: Brief) -> Document:
    """Return the report to Scrutiny."""
    position, plan = brief.position, brief.position.plan
    document = brief.document("scrutiny", f"{plan.title}: report to Scrutiny", is_numbered=True)
    committee = committee_name(brief, COMMITTEE)
    document.facts = title_block(brief, COMMITTEE)
    left_out = part_two(brief)
    document.sections = [
        words(brief, "purpose", "Purpose of the report", opening.purpose(brief, committee)),
        words(brief, "policy", "Policy framework and previous decisions", is_needed=False),
        words(brief, "background", "Background", opening.background(brief)),
        _summary(brief, left_out),
        words(brief, "progress", "Progress", _progress(brief), is_needed=False),
        *_in_detail(brief),
        words(
            brief,
            "challenges",
            "Challenges to progress",
            "" if brief.is_public else detail.challenges(brief),
            is_needed=False,
        ),
        words(brief, "consultations", "Consultations"),
        words(brief, "resources", "Resource implications", opening.finance(brief)),
        words(brief, "timetable", "Timetable for decisions", is_needed=False),
        words(brief, "conclusion", "Conclusion", conclusion(brief), is_needed=False),
        words(brief, "recommendation", f"Recommendation to {committee}", opening.to_note(brief, committee)),
        words(brief, "background-papers", "Background papers", opening.background_papers(brief)),
        Section(
            "appendix-a",
            "Progress against the recommendations",
            [recommendations_table(brief.scope, APPENDIX_A, "AppendixA", APPENDIX_A_WIDTHS)],
            "Appendix A",
            tab=GREEN,
            is_wide=True,
            is_appendix=True,
        ),
        Section(
            "appendix-b",
            "Measures with outturn, current figure and targets",
            [measures_table(brief.scope, _in_order(brief), APPENDIX_B, "AppendixB", OFF_PAPER)],
            "Appendix B",
            tab=BLUE_LIGHT,
            is_wide=True,
            is_appendix=True,
        ),
        Section("overdue", "Overdue actions", late_tables(brief.scope), "Overdue actions", is_appendix=True),
        Section(
            "position",
            "Ratings and what they mean",
            [
                *([by_status_table(position)] if position.lowest_level_actions else []),
                meanings_table(position, "Meanings"),
            ],
            "Ratings",
            is_appendix=True,
        ),
        implications(brief),
    ]
    document.sections += [*kept_judgements(brief), *abbreviations(brief)]
    name_appendices(document.sections, LETTERS)
    document.number_paragraphs()
    return document


def _in_order(brief: Brief) -> list[MeasurePosition]:
    """Return the measures in the order of the recommendations that they evidence."""
    last = len(brief.position.recommendations) + 1
    return sorted(
        brief.position.measures, key=lambda measure: min(measure.recommendation_numbers, default=last)
    )


def _summary(brief: Brief, left_out: str) -> Section:
    parts: list[Part] = [brief.written("summary", "Summary", opening.summary(brief)), ratings_table(brief)]
    parts += [Paragraph(text) for text in rating_reasons(brief.position)]
    if left_out:
        parts.append(Paragraph(left_out))
    return Section("summary", "Summary of progress", parts, WORDS)


def ratings_table(brief: Brief) -> Table:
    """Return recommendations by rating beside the numbers that the council's paper states, where it states any."""
    position = brief.position
    stated = stated_ratings(position)
    before = {share.key: share.count for share in brief.earlier.rating_shares()}
    columns = [
        Column("Rating", 36, Kind.RATING),
        Column("Number", 12, Kind.NUMBER),
        Column("Share", 12, Kind.PERCENT),
        Column(f"On {brief.earlier.as_at:%-d %b %Y}", 16, Kind.NUMBER),
    ]
    if stated:
        columns += [Column("Stated", 12, Kind.NUMBER), Column("Difference", 12, Kind.NUMBER)]
    rows = []
    for share in position.rating_shares():
        values: list[Value] = [share.label, share.count, share.fraction, before.get(share.key, 0)]
        if stated:
            figure = stated.get(share.key)
            values += [figure.stated if figure else None, figure.difference if figure else None]
        rows.append(Row(tuple(values)))
    total: list[Value] = ["Total", len(position.recommendations), 1 if rows else 0, sum(before.values())]
    if stated:
        sums = [figure.stated for figure in stated.values() if figure.stated is not None]
        total += [sum(sums), None]
    return Table(
        "SummaryOfRatings",
        "Summary of ratings",
        columns,
        rows,
        total=Row(tuple(total)),
        note=rounding_note([share.count for share in position.rating_shares()]),
        sheet="Ratings",
    )


def _progress(brief: Brief) -> Draft:
    """Return what is rated good, a bullet a recommendation, then what went well in each theme."""
    position = brief.position
    draft = progress.rated_good(brief)
    for theme in position.divisions:
        if went_well := progress.good_progress(brief, theme, with_ratings=False):
            draft.paragraph(f"{position.division_name(theme).rstrip(' .')}.")
            draft.add(went_well)
    return draft


def _in_detail(brief: Brief) -> list[Section]:
    """Return a section for each recommendation that is not rated good, the worst first."""
    sections = []
    for item in rated_otherwise_than_good(brief.position):
        rated = item.rating.level.name if item.rating else "not yet rated"
        heading = f"Recommendation {item.number}: {rated}"
        sections.append(
            Section(
                f"recommendation-{item.number}",
                heading,
                [
                    Paragraph(item.shown_text, is_lede=True),
                    brief.written(
                        f"detail-{item.number}",
                        heading,
                        detail.rated_in_detail(brief, item),
                        is_needed=False,
                    ),
                ],
                WORDS,
                level=3,
                block="in-detail",
                block_name="Recommendations that are not rated good, in detail",
            )
        )
    return sections
