"""What the plan costs: line by line, by financial year, recurrent or not; totals that work themselves out."""

from decimal import Decimal

from improvement.counting import agreeing, counted
from improvement.rounding import with_commas
from plans.palette import BLUE_LIGHT, GREY
from plans.position.points import CostPoint
from plans.reports.brief import Brief
from plans.reports.document import Column, Document, Formula, Kind, Paragraph, Row, Section, Table
from plans.reports.why_different import cost_reasons

RECURRENCE = {True: "Recurrent", False: "One-off", None: "Not stated"}


def costs_report(brief: Brief) -> Document:
    """Return the costs."""
    position = brief.position
    document = brief.document("costs", f"{position.plan.title}: costs")
    lines = position.costs
    worded = [line for line in lines if line.amount is None]
    total = sum((line.amount for line in lines if line.amount is not None), Decimal(0))
    lede = (
        f"{counted(len(lines), 'cost line')}, £{with_commas(total, 0)} in all."
        + (
            f" {len(worded)} {agreeing(len(worded), 'gives', 'give')} words but no amount; no amount is "
            "assumed for them."
            if worded
            else ""
        )
        if lines
        else "The plan has no cost lines."
    )
    document.sections = [
        Section(
            "totals",
            "Costs by financial year",
            [
                Paragraph(lede, is_lede=True),
                _by_year(lines),
                *(Paragraph(text) for text in cost_reasons(position)),
                brief.written("note", "Note", is_needed=False),
            ],
            "Totals",
        ),
        Section(
            "lines",
            "Costs line by line",
            [_lines(lines)],
            "Lines",
            subtitle=f"{brief.as_at_line} {lede}",
            tab=BLUE_LIGHT,
        ),
    ]
    if not lines:
        # One sentence says it: no sheet of noughts.
        document.sections = [
            Section(
                "totals", "Costs", [Paragraph(lede), brief.written("note", "Note", is_needed=False)], "Costs"
            )
        ]
    written = _actions(brief)
    if written.rows:
        document.sections.append(
            Section(
                "actions",
                "Costs by action, as written",
                [written],
                "Actions",
                subtitle=f"{brief.as_at_line} As worded in the plan, beside its actions.",
                tab=GREY,
            )
        )
    return document


def _lines(lines: list[CostPoint]) -> Table:
    rows = [
        Row((line.label, line.financial_year, RECURRENCE[line.recurrent], line.amount, line.words))
        for line in lines
    ]
    total = sum((line.amount for line in lines if line.amount is not None), Decimal(0))
    return Table(
        "Costs",
        "Costs line by line",
        [
            Column("What is paid for", 60),
            Column("Financial year", 16),
            Column("Recurrent or one-off", 16),
            Column("Amount", 16, Kind.MONEY),
            Column("As written", 40),
        ],
        rows,
        # Only the rows that a filter leaves.
        total=Row(("Total", "", "", Formula("=SUBTOTAL(109,Costs[Amount])", total), "")),
        nothing="The plan has no cost lines.",
    )


def _by_year(lines: list[CostPoint]) -> Table:
    years = sorted({line.financial_year for line in lines})
    kinds = [words for kept, words in RECURRENCE.items() if any(line.recurrent is kept for line in lines)]

    def amount(year: str, words: str) -> Decimal:
        return sum(
            (
                line.amount
                for line in lines
                if line.amount is not None
                and line.financial_year == year
                and (not words or RECURRENCE[line.recurrent] == words)
            ),
            Decimal(0),
        )

    rows = []
    for year in years:
        text = year.replace('"', '""')
        cells = [
            Formula(
                f'=SUMIFS(Costs[Amount],Costs[Financial year],"{text}",Costs[Recurrent or one-off],"{words}")',
                amount(year, words),
            )
            for words in kinds
        ]
        rows.append(
            Row(
                (
                    year,
                    *cells,
                    Formula(f'=SUMIFS(Costs[Amount],Costs[Financial year],"{text}")', amount(year, "")),
                )
            )
        )
    names = [*kinds, "All"]
    totals = [
        Formula(
            f"=SUBTOTAL(109,CostsByYear[{name}])",
            sum((amount(year, "" if name == "All" else name) for year in years), Decimal(0)),
        )
        for name in names
    ]
    return Table(
        "CostsByYear",
        "By financial year",
        [Column("Financial year", 46), *(Column(name, 18, Kind.MONEY) for name in names)],
        rows,
        total=Row(("Total", *totals)) if rows else None,
        nothing="The plan has no cost lines.",
        note="The figures are calculated from the Lines sheet.",
    )


def _actions(brief: Brief) -> Table:
    rows = [
        Row((action.reference, action.full_text, action.leads_text, action.cost))
        for action in brief.position.actions
        if action.cost
    ]
    return Table(
        "CostsByAction",
        "Costs by action, as written",
        [
            Column("Reference", 12),
            Column("Action", 70),
            Column("Lead officers", 34),
            Column("Cost, as written", 36),
        ],
        rows,
    )
