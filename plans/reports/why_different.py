"""Why a stated figure and the rows differ, as far as the rows themselves show it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from plans.position import Position
from plans.position.position import NOT_RATED, joined
from plans.position.stated import StatedPoint, Then

BY_RATING, COSTS = "recommendations.by_rating.", "costs."


def stated_ratings(position: Position) -> dict[str, StatedPoint]:
    """Return the newest stated number of recommendations by rating, by the rating's code."""
    return {
        figure.rule.removeprefix(BY_RATING): figure
        for figure in position.stated_figures
        if figure.rule.startswith(BY_RATING) and figure.stated is not None
    }


def reasons(position: Position, then: Then | None = None) -> list[str]:
    """Return in words why figures differ; empty where all that can be recomputed agree.

    `then` gives what the rows gave on the days of the papers, where that is known.
    """
    # Where exempt items are left out, ratings differ for their sake too: each is told by itself.
    others = [
        figure
        for figure in position.stated_figures
        if position.hidden or not figure.rule.startswith(BY_RATING)
    ]
    return [*_left_out(position), *rating_reasons(position), *_differences(position, others, then or {})]


def cost_reasons(position: Position) -> list[str]:
    """Return in words why stated costs differ from the cost lines."""
    stated = [figure for figure in position.stated_figures if figure.rule.startswith(COSTS)]
    return _differences(position, stated, {})


def _differences(position: Position, figures: Iterable[StatedPoint], then: Then) -> list[str]:
    """Return a sentence for each figure that differs, one for a figure that is stated twice."""
    differing: dict[tuple[str, date, int | float | None], StatedPoint] = {}
    for figure in figures:
        if figure.agrees is False:
            differing.setdefault((figure.rule, figure.stated_on, figure.stated), figure)
    return [_difference(position, figure, then) for figure in differing.values()]


def _left_out(position: Position) -> list[str]:
    """Return that exempt items are missing from the rows, where a figure differs; which ones is not said."""
    count = len(position.hidden)
    if not count or all(figure.agrees is not False for figure in position.stated_figures):
        return []
    items = "1 item is" if count == 1 else f"{count} items are"
    return [f"{items} exempt and left out of this report; the figures in the papers may count them."]


def _difference(position: Position, figure: StatedPoint, then: Then) -> str:
    stated = figure.stated_shown or figure.words
    day = f"{figure.stated_on:%-d %B %Y}"
    on_the_day = then.get(figure.stated_on, {}).get(figure.rule)
    now = f"the plan at {position.as_at:%-d %B %Y} gives {figure.recomputed_shown}"
    if on_the_day is not None and figure.stated is not None and on_the_day == Decimal(str(figure.stated)):
        then_so = "and the plan gave that then; it has changed since"
        return f"{figure.label}: stated {stated} on {day}, {then_so}, and {now}."
    return (
        f"{figure.label}: stated {stated} on {day}, {now} ({figure.difference_shown}). {figure.rule_sentence}"
    )


def rating_reasons(position: Position) -> list[str]:
    """Return why the stated numbers by rating differ: first of all, recommendations without a rating on record.

    Nothing where exempt items are left out: what is missing is not to be guessed from the difference.
    """
    stated = stated_ratings(position)
    wrong = {code: figure for code, figure in stated.items() if figure.agrees is False}
    if not wrong or position.hidden:
        return []
    names = {share.key: share.label for share in position.rating_shares()}
    gaps = {code: int(figure.difference) for code, figure in wrong.items() if figure.difference is not None}
    differences = joined(
        [
            f"{figure.stated_shown} {names.get(code, code)} stated, {figure.recomputed_shown} in the plan"
            for code, figure in wrong.items()
        ]
    )
    text = f"Ratings of recommendations: {differences}."
    unrated = [str(item.number) for item in position.recommendations if item.rating is None]
    more = sum(gap for gap in gaps.values() if gap > 0)
    if (
        unrated
        and more == len(unrated)
        and not any(gap < 0 for code, gap in gaps.items() if code != NOT_RATED)
    ):
        count = len(unrated)
        levels = joined([names.get(code, code) for code, gap in gaps.items() if gap > 0])
        them = "it" if count == 1 else "them"
        text += (
            f" The difference is the {count} recommendation{'' if count == 1 else 's'} "
            f"({joined(unrated)}) with no rating in the workbook's rows: the paper counts {them} as "
            f"{levels}. No rating is added here to make the two agree."
        )
    elif unrated:
        text += (
            f" Recommendation{'' if len(unrated) == 1 else 's'} {joined(unrated)} "
            f"{'has' if len(unrated) == 1 else 'have'} no rating in the rows."
        )
    return [text]
