"""The colours of statuses and of standing against a target in documents; ratings take those of the plan's own scale."""

from performance.analysis.judging import AgainstTarget
from plans.choices import ProgressStatus

STATUS_COLOURS = {
    "completed": "#00703c",
    "on_target": "#bfe3d0",
    "behind_target": "#ffbf00",
    "not_started": "#dbe4ee",
    "not_supplied": "#f3f2f1",
}
STATUS_COLOURS_BY_WORD = {str(ProgressStatus(key).label): colour for key, colour in STATUS_COLOURS.items()}
AGAINST_COLOURS = {
    str(AgainstTarget(key).label): colour
    for key, colour in (
        ("met", "#00703c"),
        ("near", "#ffdf80"),
        ("missed", "#d4351c"),
        ("not_due", "#f3f2f1"),
    )
}
AGAINST_KEYS = {str(item.label): item.value for item in AgainstTarget}
NOT_RATED_COLOUR = "#f3f2f1"
