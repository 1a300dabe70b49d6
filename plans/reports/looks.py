"""Which words of a document are coloured: ratings as the plan's scale has them, statuses, standing against a target."""

from collections.abc import Iterable

from performance.analysis.judging import AgainstTarget
from plans.choices import ProgressStatus
from plans.palette import NOT_KNOWN, STATUS_LOOKS, TARGET_LOOKS, Look, rating_look
from plans.position.points import Level
from plans.reports.document import NOT_RATED, Kind


def looks_of(kind: Kind, levels: Iterable[Level]) -> dict[str, Look]:
    """Return the looks of a column's words; empty of a column whose words have none."""
    if kind == Kind.RATING:
        return {**{level.name: rating_look(level.colour) for level in levels}, NOT_RATED: NOT_KNOWN}
    if kind == Kind.STATUS:
        return {str(status.label): STATUS_LOOKS[status.value] for status in ProgressStatus}
    if kind == Kind.AGAINST:
        return {item.label: TARGET_LOOKS[item.value] for item in AgainstTarget}
    return {}
