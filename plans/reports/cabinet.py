"""The report to Cabinet: where the plan stands, progress by theme, what Cabinet is asked, and the plan itself."""

from improvement.counting import counted
from plans.choices import ProgressStatus
from plans.palette import GREEN, GREY, RED
from plans.position.measures import of_quality
from plans.position.themes import Division
from plans.reports.brief import Brief
from plans.reports.committee import (
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
from plans.reports.detailed_plan import plan_sections
from plans.reports.document import Document, Paragraph, Part, Section
from plans.reports.measures import over_time
from plans.reports.prose import opening, progress
from plans.reports.prose.conclusion import conclusion
from plans.reports.tables import (
    by_rating_table,
    by_status_table,
    by_theme_chart,
    by_theme_table,
    key_of,
    late_tables,
    meanings_table,
    milestones_table,
    recommendations_table,
    stated_figures_table,
)

RECOMMENDATION_COLUMNS = (
    "number",
    "recommendation",
    "themes",
    "rating",
    "rated_on",
    "reason",
    "actions",
    "actions_completed",
    "actions_overdue",
)


def cabinet_report(brief: Brief) -> Document:
    """Return the report to Cabinet."""
    position, plan = brief.position, brief.position.plan
    document = brief.document("cabinet", f"{plan.title}: report to Cabinet", is_numbered=True)
    committee = committee_name(brief, "Cabinet")
    document.facts = title_block(brief, "Cabinet")
    left_out = part_two(brief)
    document.sections = [
        words(brief, "purpose", "Purpose of the report", opening.purpose(brief, committee)),
        Section(
            "summary",
            "Summary",
            [
                brief.written("summary", "Summary", opening.summary(brief)),
                *([Paragraph(left_out)] if left_out else []),
            ],
            WORDS,
        ),
        words(brief, "background", "Background", opening.background(brief)),
        *_progress(brief),
        words(brief, "conclusion", "Conclusion", conclusion(brief), is_needed=False),
        words(brief, "recommendation", f"Recommendation to {committee}", opening.to_note(brief, committee)),
        words(brief, "reasons", "Reasons for the recommendation", is_needed=False),
        words(brief, "options", "Alternative options considered", is_needed=False),
        words(brief, "background-papers", "Background papers", opening.background_papers(brief)),
        implications(brief),
        _position(brief),
        Section(
            "recommendations",
            "Recommendations and ratings",
            [recommendations_table(brief.scope, _recommendation_columns(brief))],
            "Recommendations",
            tab=GREEN,
            is_appendix=True,
        ),
        *plan_sections(position, brief.scope),
        Section(
            "overdue",
            "Overdue actions",
            late_tables(brief.scope),
            "Overdue actions",
            subtitle=f"{brief.as_at_line} {_late_sentence(brief)}",
            tab=RED,
            is_appendix=True,
        ),
    ]
    if quality := _quality(brief):
        document.sections.append(quality)
    document.sections += [*kept_judgements(brief), *abbreviations(brief)]
    # A paper's figures that no row recomputes may be shares of few cases: they are for who makes the report.
    if position.stated_figures and not brief.is_public:
        document.sections.append(
            Section(
                "stated-figures",
                "Figures in your papers compared with the plan",
                [stated_figures_table(position, position.stated_figures, brief.figures_then)],
                "Figures in your papers",
                tab=GREY,
                is_appendix=True,
                is_on_paper=False,
            )
        )
    name_appendices(document.sections)
    document.number_paragraphs()
    return document


def _progress(brief: Brief) -> list[Section]:
    """Return each theme's progress, and that of what is in none: what went well, and what is required."""
    position = brief.position
    sections = []
    for theme in position.divisions:
        name, key = position.division_name(theme), key_of(theme)
        sentences = [] if theme.number is None else [f"Lead: {theme.leads_text or 'none recorded'}."]
        if theme.recommendations and theme.number is None:
            sentences.append(f"{_recommendations(theme).capitalize()}.")
        elif theme.recommendations:
            sentences.append(f"It addresses {_recommendations(theme)}.")
        if theme.rating:
            sentences.append(f"Overall it is rated {theme.rating.level.name}.")
        sentences += _counts(brief, theme)
        parts: list[Part] = [
            Paragraph(" ".join(sentences)),
            brief.written(
                f"good-progress-{key}",
                "Areas of good progress",
                progress.good_progress(brief, theme),
                is_needed=False,
                under=name,
            ),
            brief.written(
                f"further-action-{key}",
                "Further action required",
                progress.further_action(brief, theme),
                is_needed=False,
                under=name,
            ),
        ]
        by_theme = f"Progress by {position.plan.theme_word}"
        sections.append(Section(f"progress-{key}", name, parts, WORDS, block="progress", block_name=by_theme))
    return sections


def _counts(brief: Brief, theme: Division) -> list[str]:
    """Return how a theme's actions stand, in a sentence; none for a theme without any."""
    actions = theme.lowest_level_actions
    shares = [share for share in brief.position.status_shares(actions) if share.count]
    if not shares:
        return []
    if [share.key for share in shares] == [ProgressStatus.NOT_SUPPLIED]:
        whose = "its action" if len(actions) == 1 else f"its {len(actions)} actions"
        late = f"; {theme.late_words}" if theme.overdue_actions else ""
        return [
            f"No status that is known has been given for {whose}{late}."
            if late
            else f"No status has been given for {whose}."
        ]
    counts = ", ".join(f"{share.count} {share.label.lower()}" for share in shares)
    return [f"Of {counted(len(actions), 'action')}: {counts}; {theme.late_words}."]


def _recommendations(division: Division) -> str:
    numbers = ", ".join(str(item.number) for item in division.recommendations)
    return f"recommendation{'' if len(division.recommendations) == 1 else 's'} {numbers}"


def _position(brief: Brief) -> Section:
    position = brief.position
    parts: list[Part] = [
        Paragraph(position.sentence(), is_lede=True),
        by_rating_table(position),
        by_status_table(position),
    ]
    if position.milestones:
        parts.append(milestones_table(position))
    if position.divisions or not position.themes:
        parts += [by_theme_table(position), by_theme_chart(position)]
    parts.append(meanings_table(position, "Meanings"))
    return Section("position", "Position", parts, "Position", is_appendix=True)


def _quality(brief: Brief) -> Section | None:
    """Return practice judged good or above over time; None where fewer than two figures are known."""
    parts = [part for measure in of_quality(brief.position.measures) for part in over_time(brief, measure)]
    if not parts:
        return None
    heading = "Quality of practice: good or above over time"
    return Section("quality", heading, parts, "Quality", tab=GREEN, is_appendix=True)


def _recommendation_columns(brief: Brief) -> tuple[str, ...]:
    unsaid = bool(brief.position.past_due_without_status)
    return (*RECOMMENDATION_COLUMNS, *(["actions_past_due_status_not_supplied"] if unsaid else []))


def _late_sentence(brief: Brief) -> str:
    words = brief.position.late_words
    return f"{words[:1].upper()}{words[1:]}."
