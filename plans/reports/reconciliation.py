"""The reconciliation: every figure that a paper states beside what the plan's rows give, and why the two differ."""

from improvement.counting import agreeing, counted
from plans.palette import GREY
from plans.position.stated import compared
from plans.reports.brief import Brief
from plans.reports.document import Document, Paragraph, Part, Section
from plans.reports.tables import stated_figures_table
from plans.reports.why_different import reasons


def reconciliation_report(brief: Brief) -> Document:
    """Return the reconciliation."""
    position = brief.position
    document = brief.document("reconciliation", f"{position.plan.title}: reconciliation")
    # A figure that no row recomputes may be a share of few cases: who makes the report sees it, not everybody.
    figures = [figure for figure in position.stated_figures if figure.rule or not brief.is_public]
    found = [compared(figure, brief.figures_then, position.as_at) for figure in figures]
    differing = [item for item in found if item.agrees is False]
    incomparable = [item for item in found if item.agrees is None and item.is_of_own_day]
    unknown = [item for item in found if item.agrees is None and not item.is_of_own_day]
    matching = sum(item.agrees is True for item in found)
    lede = (
        f"{counted(len(figures), 'figure')} {agreeing(len(figures), 'is', 'are')} stated in the council's papers. "
        f"{matching} {agreeing(matching, 'agrees', 'agree')} with what the plan's records give, "
        f"{len(differing)} {agreeing(len(differing), 'differs', 'differ')}, and "
        f"{len(unknown)} can't be recalculated from them."
        if figures
        else "No figures from your papers are recorded."
    )
    if incomparable:
        lede += (
            f" {counted(len(incomparable), 'figure')} {agreeing(len(incomparable), 'is', 'are')} from a date for which "
            "the plan has nothing to compare with."
        )
    parts: list[Part] = [
        Paragraph(lede, is_lede=True),
        *(Paragraph(text) for text in reasons(position, brief.figures_then)),
    ]
    parts.append(brief.written("note", "Note", is_needed=False))
    document.sections = [
        Section("summary", "Summary", parts, "Summary"),
        Section(
            "stated-figures",
            "Figures in your papers compared with the plan",
            [stated_figures_table(position, figures, brief.figures_then)],
            "Figures in your papers",
            tab=GREY,
        ),
    ]
    return document
