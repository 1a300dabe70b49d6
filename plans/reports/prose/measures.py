"""Which of a theme's figures are worth a line in a paper, and what is said of each."""

from collections.abc import Callable, Sequence

from improvement.counting import agreeing, counted
from performance.prose import prose, subject
from plans.position.measures import MeasurePosition
from plans.reports.brief import Brief
from plans.reports.fields.measures import any_suppressed, sentences_of
from plans.reports.prose.draft import Draft

# A summary that names everything is no summary: the appendices do.
MOST_MEASURES = 3


def does_well(measure: MeasurePosition) -> bool:
    """Whether a figure is on target, or on its way there."""
    judgement = measure.judgement
    if judgement.is_worsening:
        return False
    return judgement.is_on_target or (judgement.is_improving and not judgement.is_off_target)


def needs_attention(measure: MeasurePosition) -> bool:
    """Whether a figure misses its target, or worsens."""
    return measure.judgement.is_off_target or measure.judgement.is_worsening


def in_prose(measure: MeasurePosition, brief: Brief) -> str:
    """Return what a paper says of a measure; of suppressed figures only that they are."""
    if any_suppressed(measure, brief.scope):
        return f"{subject(measure.name)}: {sentences_of(measure, brief.scope)}"
    return " ".join(prose(measure.judgement, measure.name))


def add_measures(
    draft: Draft,
    brief: Brief,
    measures: Sequence[MeasurePosition],
    lede: str,
    wanted: Callable[[MeasurePosition], bool] | None = None,
) -> None:
    """Add the measures that are wanted, those on or off target first, and how many more there are.

    `lede` is the paragraph over them. Where none has a figure, one sentence says so.
    """
    # On which list a suppressed figure stands would say how large it is.
    shown = [measure for measure in measures if wanted is None or not any_suppressed(measure, brief.scope)]
    chosen = [measure for measure in shown if wanted is None or wanted(measure)]
    told = [measure for measure in chosen if measure.judgement.latest]
    told.sort(key=lambda measure: not measure.judgement.is_judged)
    silent = len(chosen) - len(told)
    if not told:
        if silent:
            draft.paragraph(
                "Its measure has no figure yet."
                if silent == 1
                else f"None of its {silent} measures has a figure yet."
            )
        return
    draft.paragraph(lede)
    for measure in told[:MOST_MEASURES]:
        draft.bullet(in_prose(measure, brief), f"Figures of {measure.code}")
    more = len(told) - MOST_MEASURES
    left = [counted(more, "more measure")] if more > 0 else []
    if silent:
        has = agreeing(silent, "has", "have")
        left.append(f"{counted(silent, 'measure')} that {has} no figure yet")
    draft.bullet(f"And {' and '.join(left)}." if left else "")
