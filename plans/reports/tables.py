"""Tables that several reports hold alike, each made from the position."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from improvement.counting import plural
from improvement.rounding import rounding_note
from plans.choices import Outlook, ProgressStatus
from plans.palette import STATUS_LOOKS
from plans.position import Position
from plans.position.actions import ActionPosition
from plans.position.measures import MeasurePosition
from plans.position.points import Contradiction
from plans.position.position import Share
from plans.position.recommendations import RecommendationPosition
from plans.position.stated import Compared, StatedPoint, Then, compared
from plans.position.themes import Division, ThemePosition
from plans.reports.document import (
    NOT_RATED,
    Chart,
    Column,
    Formula,
    Kind,
    Link,
    Part,
    Row,
    Table,
    Value,
)
from plans.reports.fields.actions import ACTION_FIELDS
from plans.reports.fields.field import Scope, chosen, columns_of, rows_of
from plans.reports.fields.measures import MEASURE_FIELDS
from plans.reports.fields.recommendations import RECOMMENDATION_FIELDS
from plans.rules.overdue import PAST_DUE_NO_STATUS
from plans.rules.stated_figures import plain_number

STATUSES = (
    ProgressStatus.COMPLETED,
    ProgressStatus.ON_TARGET,
    ProgressStatus.BEHIND_TARGET,
    ProgressStatus.NOT_STARTED,
    ProgressStatus.NOT_SUPPLIED,
)
VERDICTS = {None: "Can't be recalculated", True: "Yes", False: "No"}
VERDICTS_OF_OWN_DAY = {None: "Nothing to compare", True: "Yes, on that date", False: "No"}

Rated = RecommendationPosition | ThemePosition | ActionPosition


def shares_table(
    name: str, title: str, first_word: str, shares: Sequence[Share], kind: Kind, sheet: str = ""
) -> Table:
    """Return counts and shares, with their total."""
    total = sum(share.count for share in shares)
    rows = [Row((share.label, share.count, share.fraction)) for share in shares]
    return Table(
        name,
        title,
        [Column(first_word, 36, kind), Column("Number", 14, Kind.NUMBER), Column("Share", 13, Kind.PERCENT)],
        rows,
        total=Row(
            (
                "Total",
                Formula(f"=SUBTOTAL(109,{name}[Number])", total),
                Formula(f"=SUBTOTAL(109,{name}[Share])", 1 if total else 0),
            )
        ),
        note=rounding_note([share.count for share in shares]),
        sheet=sheet,
    )


def by_rating_table(position: Position, sheet: str = "") -> Table:
    """Return recommendations by rating."""
    return shares_table(
        "RecommendationsByRating",
        "Recommendations by rating",
        "Rating",
        position.rating_shares(),
        Kind.RATING,
        sheet,
    )


def by_status_table(position: Position, sheet: str = "") -> Table:
    """Return lowest-level actions by progress status."""
    return shares_table(
        "ActionsByStatus",
        "Actions by progress status",
        "Status",
        position.status_shares(),
        Kind.STATUS,
        sheet,
    )


def milestones_table(position: Position, sheet: str = "") -> Table:
    """Return milestones by status."""
    return shares_table(
        "MilestonesByStatus",
        "Milestones by status",
        "Status",
        position.milestone_shares(),
        Kind.STATUS,
        sheet,
    )


def key_of(division: Division) -> str:
    """Return how parts of a report that tell of a theme, or of what is in none, are named."""
    return "none" if division.number is None else str(division.number)


def theme_section(division: Division) -> str:
    """Return the key of a theme's section of the detailed plan."""
    return f"plan-{key_of(division)}"


def by_theme_table(position: Position, sheet: str = "", *, linked: bool = True) -> Table:
    """Return themes with lead, rating, actions by status, overdue; each leads to its part of the detailed plan."""
    word = position.plan.theme_word.capitalize()
    statuses = _statuses_shown(position)
    unsaid = bool(position.past_due_without_status)
    rows = []
    for division in position.divisions:
        counts = {share.key: share.count for share in position.status_shares(division.lowest_level_actions)}
        name = (
            f"{word} {division.number}" if division.number is not None else position.division_name(division)
        )
        if division.number is not None and division.title:
            name = f"{division.number}. {division.title}"
        rows.append(
            Row(
                (
                    Link(name, theme_section(division)) if linked else name,
                    division.leads_text,
                    division.rating.level.name if division.rating else NOT_RATED,
                    len(division.lowest_level_actions),
                    *(counts.get(status.value, 0) for status in statuses),
                    len(division.overdue_actions),
                    *([len(division.past_due_without_status)] if unsaid else []),
                )
            )
        )
    columns = [
        Column(word, 36),
        Column("Lead", 28),
        Column("Rating", 13, Kind.RATING),
        Column("Actions", 11, Kind.NUMBER),
        *(Column(str(status.label), 11, Kind.NUMBER) for status in statuses),
        Column("Overdue", 11, Kind.NUMBER),
        *([Column(PAST_DUE_NO_STATUS.capitalize(), 12, Kind.NUMBER)] if unsaid else []),
    ]
    table = Table(
        "ThemePositions",
        f"By {position.plan.theme_word}",
        columns,
        rows,
        nothing=f"No {position.plan.theme_word} contains anything yet.",
        note=(
            f"An action whose recommendation is worked on in several {plural(position.plan.theme_word)} is counted "
            "once, in its own."
        ),
        sheet=sheet,
    )
    table.total = _summed(table, 3)
    return table


def _summed(table: Table, first: int) -> Row:
    """Return a total row: the sums of the columns from `first` on, which Excel works out anew as rows are filtered."""
    sums: list[Value] = ["Total", *[""] * (first - 1)]
    for place, name in list(enumerate(table.column_names))[first:]:
        figures = [value for row in table.rows if isinstance(value := row.values[place], int)]
        # In a workbook's formula a heading with a comma in it stands in brackets of its own.
        column = name if name.isalnum() else f"[{name}]"
        sums.append(Formula(f"=SUBTOTAL(109,{table.name}[{column}])", sum(figures)))
    return Row(tuple(sums))


def _statuses_shown(position: Position) -> list[ProgressStatus]:
    shown = {share.key for share in position.status_shares()}
    return [status for status in STATUSES if status != ProgressStatus.NOT_SUPPLIED or status.value in shown]


def by_theme_chart(position: Position) -> Chart:
    """Return the drawing of each theme's actions by status."""
    word = position.plan.theme_word
    statuses = _statuses_shown(position)
    descriptions = []
    for division in position.divisions:
        shares = [share for share in position.status_shares(division.lowest_level_actions) if share.count]
        counts = ", ".join(f"{share.count} {share.label.lower()}" for share in shares) or "no actions"
        descriptions.append(
            f"{'in no ' + word if division.number is None else f'{word} {division.number}'}: {counts}"
        )
    return Chart(
        f"Actions by {word} and progress status",
        f"Bars of actions by progress status. {'; '.join(descriptions)}.",
        "ThemePositions",
        0,
        tuple(range(4, 4 + len(statuses))),
        stacked=True,
        colours=tuple(STATUS_LOOKS[status.value].fill for status in statuses),
    )


def recommendations_table(
    scope: Scope,
    keys: Sequence[str],
    name: str = "Recommendations",
    widths: Mapping[str, float] | None = None,
) -> Table:
    """Return every recommendation with chosen columns."""
    fields = chosen(RECOMMENDATION_FIELDS, keys)
    return Table(
        name,
        "Recommendations",
        columns_of(fields, scope, widths),
        rows_of(fields, scope.position.recommendations, scope),
        nothing="The plan has no recommendations yet.",
    )


def late_tables(scope: Scope) -> list[Part]:
    """Return overdue actions, the longest overdue first; then those past due of which no status is given, if any."""
    position = scope.position
    tables = [
        _late_table(
            scope, "OverdueActions", "Overdue actions", position.overdue_actions, "No actions are overdue."
        )
    ]
    if position.past_due_without_status:
        title = PAST_DUE_NO_STATUS.capitalize()
        # Nobody said that they are not done: they have no days overdue.
        without = position.past_due_without_status
        tables.append(_late_table(scope, "PastDueNoStatus", title, without, "", ("days_overdue", "status")))
    return [*tables]


def _late_table(
    scope: Scope,
    name: str,
    title: str,
    actions: Sequence[ActionPosition],
    nothing: str,
    left_out: Collection[str] = (),
) -> Table:
    every = (
        "reference",
        "action",
        "lead_officers",
        "due_as_written",
        "due_last_day",
        "days_overdue",
        "status",
        "progress",
        "next_steps",
    )
    keys = [key for key in every if key not in left_out]
    fields = chosen(ACTION_FIELDS, keys)
    return Table(
        name,
        title,
        columns_of(
            fields,
            scope,
            {"action": 40, "lead_officers": 22, "progress": 34, "next_steps": 30},
            off_paper=("due_last_day", "status"),
        ),
        rows_of(fields, actions, scope),
        nothing=nothing,
    )


SCORECARD = (
    "measure",
    "recommendations",
    "latest",
    "period",
    "figure_status",
    "numerator",
    "denominator",
    "target",
    "target_from",
    "target_to",
    "target_by",
    "against_target",
    "direction_of_travel",
    "before",
    "before_period",
    "year_to_date",
    "outturn",
    "neighbours",
    "england",
    "in_words",
    "unit",
    "polarity",
    "code",
)


def measures_table(
    scope: Scope,
    measures: Iterable[MeasurePosition],
    keys: Sequence[str] = SCORECARD,
    name: str = "Scorecard",
    off_paper: Collection[str] = (),
) -> Table:
    """Return measures with chosen columns; `off_paper` names those that a page has no room for."""
    fields = chosen(MEASURE_FIELDS, keys)
    return Table(
        name,
        "Measures",
        columns_of(fields, scope, off_paper=off_paper),
        rows_of(fields, list(measures), scope),
        nothing="The plan has no measures.",
    )


def meanings_table(position: Position, sheet: str = "") -> Table:
    """Return what each rating means in this plan."""
    rows = [Row((level.name, level.code, level.meaning)) for level in position.levels]
    rows.append(Row((NOT_RATED, "", "No rating has been given. It is never counted as red, or as zero.")))
    return Table(
        "RatingMeanings",
        "What the ratings mean",
        [Column("Rating", 36, Kind.RATING), Column("Code", 10), Column("What the plan means by it", 70)],
        rows,
        sheet=sheet,
    )


def questions_table(questions: Sequence[Contradiction]) -> Table:
    """Return where the judgement and the evidence disagree, with answers."""
    rows = []
    for contradiction in questions:
        answered_on = contradiction.answered_on
        settled = f"{contradiction.answered_by}, {answered_on:%-d %B %Y}" if answered_on else ""
        rows.append(
            Row(
                (
                    str(contradiction.kind.label),
                    contradiction.title,
                    contradiction.question,
                    contradiction.answer or "Waiting for an answer",
                    settled,
                )
            )
        )
    return Table(
        "Questions",
        "Where judgement and evidence disagree",
        [
            Column("Question", 26),
            Column("About", 48),
            Column("What is asked", 48),
            Column("Answer", 32),
            Column("Answered", 18),
        ],
        rows,
        nothing="None.",
    )


def stated_figures_table(position: Position, figures: Sequence[StatedPoint], then: Then) -> Table:
    """Return figures that papers state beside what the rows give, on the report's day and on the paper's own."""
    rows: list[Row] = [
        Row(
            (
                figure.label,
                figure.stated_on,
                _figure(figure.stated, figure.words),
                figure.recomputed,
                figure.difference,
                plain_number(then.get(figure.stated_on, {}).get(figure.rule)),
                _verdict(compared(figure, then, position.as_at)),
                figure.rule_sentence,
                f"{figure.sheet}!{figure.cell}" if figure.sheet else "",
            )
        )
        for figure in figures
    ]
    return Table(
        "StatedFigures",
        "Figures in your papers compared with the plan",
        [
            Column("Figure", 40),
            Column("Stated on", 15, Kind.DATE),
            Column("Stated", 14, Kind.NUMBER),
            Column("Recalculated", 14, Kind.NUMBER),
            Column("Difference", 13, Kind.NUMBER),
            Column("The plan gave on that date", 14, Kind.NUMBER),
            Column("Agrees", 20),
            Column("How it was recalculated", 52),
            Column("Where it is stated", 22),
        ],
        rows,
        nothing="No figures from your papers are recorded.",
        note=(
            f"Recalculated as at {position.as_at:%-d %B %Y}. A figure of an earlier paper agrees or differs by "
            "what the plan gave on that date; an empty cell means that nothing was known then."
        ),
    )


def _verdict(found: Compared) -> str:
    return (VERDICTS_OF_OWN_DAY if found.is_of_own_day else VERDICTS)[found.agrees]


def _figure(stated: int | float | None, words: str) -> Value:
    return words if stated is None else stated


def rated_otherwise_than_good(position: Position) -> list[RecommendationPosition]:
    """Return recommendations that are not rated good, worst first; those not rated come last."""
    order = {Outlook.POOR: 0, Outlook.CAUTION: 1}

    def rank(item: RecommendationPosition) -> int:
        return order.get(Outlook(item.rating.level.outlook), 2) if item.rating else 3

    items = [item for item in position.recommendations if not item.is_rated_good]
    return sorted(items, key=lambda item: (rank(item), item.number))


def rated_title(item: Rated, word: str) -> tuple[str, str]:
    """Return what a rated thing is called, and its words; `word` is the plan's for a theme."""
    if isinstance(item, RecommendationPosition):
        return f"Recommendation {item.number}", item.shown_text
    if isinstance(item, ThemePosition):
        return f"{word} {item.number}", item.title
    return f"Action {item.reference}", item.full_text
