"""Three answers that stand apart: is it delivered, is it working, is it embedded? Pure.

A plan can be all delivered and children no safer. Delivered asks the actions, working the measures, embedded whether
the measures held over several periods and someone independent confirmed it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from improvement.counting import agreeing, counted


class Answer(StrEnum):
    YES = "Yes"
    PARTLY = "Partly"
    NO = "Not yet"
    UNKNOWN = "No evidence yet"


@dataclass(frozen=True)
class Answered:
    """An answer and in a sentence why."""

    answer: Answer
    because: str


def _are(number: int, noun: str) -> str:
    return f"{counted(number, noun)} {agreeing(number, 'is', 'are')}"


def delivered(completed: int, with_status: int, total: int) -> Answered:
    """Answer from the actions: all completed, some, none. A status that nobody supplied says nothing."""
    if not total:
        return Answered(Answer.UNKNOWN, "It has no actions.")
    if not with_status:
        return Answered(
            Answer.UNKNOWN,
            f"No status has been given for its {counted(total, 'action')}.",
        )
    words = f"{completed} of {counted(total, 'action')} completed."
    if completed == total:
        return Answered(Answer.YES, words)
    return Answered(Answer.PARTLY if completed else Answer.NO, words)


def working(
    on_target: int, off_target: int, worsening: int, judged: int, total: int, stale: int = 0
) -> Answered:
    """Answer from the measures that can be judged: all on target and none worsening, some on target, none.

    `judged` counts those that can be set against a target, `total` all that evidence it, `stale` those judged whose
    next figure should have come: an old figure never says that something works today.
    """
    if not total:
        return Answered(Answer.UNKNOWN, "No measures are linked to it.")
    if not judged:
        return Answered(
            Answer.UNKNOWN, f"None of its {counted(total, 'measure')} can be compared with a target."
        )
    near, unjudged = judged - on_target - off_target, total - judged
    words = f"{on_target} of {counted(judged, 'measure')} on target"
    if near:
        words += f", {near} near it"
    if off_target:
        words += f", {off_target} off it"
    if unjudged:
        words += f"; {unjudged} more can't be compared with a target"
    if worsening:
        words += f"; {_are(worsening, 'measure')} worsening"
    if stale:
        words += (
            f"; {'the figure' if judged == 1 else f'{stale} of the figures'} "
            f"{'is' if stale == 1 else 'are'} stale"
        )
    if stale == judged:
        return Answered(Answer.UNKNOWN, f"{words}.")
    if on_target == judged and not worsening and not stale:
        return Answered(Answer.YES, f"{words}.")
    return Answered(Answer.PARTLY if on_target else Answer.NO, f"{words}.")


def embedded(periods: Sequence[int], needed: int, confirmed: bool | None) -> Answered:
    """Answer from how long each judged measure has been on target, and the newest independent check.

    `periods` holds for each measure with a target the periods running on it; `confirmed` is None without a check.
    """
    if not periods:
        return Answered(Answer.UNKNOWN, "No measures with a target show whether progress is sustained.")
    held = min(periods) >= needed
    checked = {
        True: "an independent check confirms it",
        False: "the latest independent check does not confirm it",
        None: "no independent check is recorded",
    }[confirmed]
    longest = (
        f"On target for {counted(needed, 'period')} running or more"
        if held
        else f"On target for {counted(min(periods), 'period')} running; {needed} {agreeing(needed, 'is', 'are')} needed"
    )
    if held and confirmed:
        return Answered(Answer.YES, f"{longest}; {checked}.")
    some = held or (confirmed and max(periods) > 0)
    return Answered(Answer.PARTLY if some else Answer.NO, f"{longest}; {checked}.")
