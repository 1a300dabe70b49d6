"""The reports that there are, by the name that addresses and commands call them."""

from collections.abc import Callable
from dataclasses import dataclass

from plans.reports.action_log import action_log
from plans.reports.board import board_report
from plans.reports.brief import Brief
from plans.reports.cabinet import cabinet_report
from plans.reports.costs import costs_report
from plans.reports.document import Document
from plans.reports.measures import measures_report
from plans.reports.reconciliation import reconciliation_report
from plans.reports.scrutiny import scrutiny_report


@dataclass(frozen=True)
class ReportKind:
    """A report: what it is called, what it holds, and how it is made.

    One for a committee is published with its agenda, so exempt items are never in it; it comes as Word too.
    """

    name: str
    label: str
    about: str
    build: Callable[[Brief], Document]
    is_for_committee: bool = False


KINDS: dict[str, ReportKind] = {
    kind.name: kind
    for kind in (
        ReportKind(
            "cabinet",
            "Report to Cabinet",
            "Summary, progress by theme, what Cabinet is asked to agree, implications, ratings and the "
            "detailed plan.",
            cabinet_report,
            is_for_committee=True,
        ),
        ReportKind(
            "scrutiny",
            "Report to Scrutiny",
            "Each recommendation with its rating, measures, evidence and further actions, with detail on "
            "those that are not green.",
            scrutiny_report,
            is_for_committee=True,
        ),
        ReportKind(
            "board",
            "Highlight and exception report",
            "For the board: what has gone well since it last met, what is off track and what needs a "
            "decision.",
            board_report,
        ),
        ReportKind(
            "measures",
            "Measures",
            "The scorecard, and a sheet for each theme showing every measure over time as a table and a "
            "chart.",
            measures_report,
        ),
        ReportKind(
            "costs",
            "Costs",
            "Costs by line, financial year, and recurrent or one-off, with totals as formulas.",
            costs_report,
        ),
        ReportKind(
            "reconciliation",
            "Reconciliation",
            "Figures in your papers compared with what the plan gives, and why they differ.",
            reconciliation_report,
        ),
        ReportKind(
            "action-log",
            "Action log",
            "Everything in one flat table, one row per action, for pivot tables.",
            action_log,
        ),
    )
}
