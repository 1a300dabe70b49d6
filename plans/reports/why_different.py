"""Why a stated figure and the rows differ, as far as the rows themselves show it."""

from plans.position import Position
from plans.position.position import NOT_RATED, joined
from plans.position.stated import StatedPoint

BY_RATING = "recommendations.by_rating."


def stated_ratings(position: Position) -> dict[str, StatedPoint]:
    """Return the newest stated number of recommendations by rating, by the rating's code."""
    return {
        figure.rule.removeprefix(BY_RATING): figure
        for figure in position.stated_figures
        if figure.rule.startswith(BY_RATING) and figure.stated is not None
    }


def reasons(position: Position) -> list[str]:
    """Return in words why figures differ; empty where all that can be recomputed agree."""
    found = _ratings(position)
    explained = {figure.rule for figure in stated_ratings(position).values()}
    others = [
        figure
        for figure in position.stated_figures
        if figure.agrees is False and figure.rule not in explained
    ]
    for figure in others:
        found.append(
            f"{figure.label}: stated {figure.stated_shown or figure.words}, the rows give {figure.recomputed_shown} "
            f"({figure.difference_shown}). {figure.rule_said}"
        )
    return found


def _ratings(position: Position) -> list[str]:
    """Return why the stated numbers by rating differ: first of all, recommendations without a rating on record."""
    stated = stated_ratings(position)
    wrong = {code: figure for code, figure in stated.items() if figure.agrees is False}
    if not wrong:
        return []
    names = {share.key: share.label for share in position.rating_shares()}
    gaps = {code: int(figure.difference) for code, figure in wrong.items() if figure.difference is not None}
    said = joined(
        [
            f"{figure.stated_shown} {names.get(code, code)} stated, {figure.recomputed_shown} in the rows"
            for code, figure in wrong.items()
        ]
    )
    text = f"Ratings of recommendations: {said}."
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
            f" The difference is the {count} recommendation{'' if count == 1 else 's'} ({joined(unrated)}) whose "
            f"rating the workbook's rows leave out: the paper counts {them} as {levels}. No rating is made up here to "
            "make the two agree."
        )
    elif unrated:
        text += (
            f" Recommendation{'' if len(unrated) == 1 else 's'} {joined(unrated)} have no rating in the rows."
        )
    return [text]
