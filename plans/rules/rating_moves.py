"""Which way a rating moved, also where the plan took another scale into use in between."""

from typing import Protocol

from plans.choices import Outlook

BEST_FIRST = (Outlook.GOOD, Outlook.CAUTION, Outlook.POOR)


class Rated(Protocol):
    """A level of a scale, as this rule needs it: `order` 1 is the best of its own scale."""

    @property
    def code(self) -> str: ...
    @property
    def order(self) -> int: ...
    @property
    def outlook(self) -> str: ...
    @property
    def scale_id(self) -> int: ...


def rating_move(before: Rated | None, after: Rated | None) -> str:
    """Return improved, slipped, newly rated, no longer rated, on another scale, or empty where nothing moved.

    On one scale the levels' order decides. Levels of two scales can't be ordered; their outlooks (good, caution,
    poor) can, and where those are the same the rating only moved to another scale.
    """
    if before is None or after is None:
        return "newly rated" if after else "no longer rated" if before else ""
    if before.scale_id == after.scale_id:
        if before.code == after.code:
            return ""
        return "improved" if after.order < before.order else "slipped"
    was, now = BEST_FIRST.index(Outlook(before.outlook)), BEST_FIRST.index(Outlook(after.outlook))
    if was == now:
        return "" if before.code == after.code else "on another scale"
    return "improved" if now < was else "slipped"
