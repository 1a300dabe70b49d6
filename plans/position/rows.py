"""How a stored row becomes a part of a position."""

from plans.models import ActionLead, RatingLevel, RecommendationLead, SuccessMeasureOwner, ThemePerson
from plans.models.history import DueAsWritten
from plans.position.points import DaysAsWritten, Level, OfficerName
from plans.position.viewer import Viewer


def level_of(level: RatingLevel) -> Level:
    return Level(
        level.code,
        level.name,
        level.meaning,
        level.colour,
        level.order,
        level.outlook,
        level.means_finished,
        level.value,
        level.scale_id,
    )


def due_of(version: DueAsWritten) -> DaysAsWritten:
    return DaysAsWritten(version.due_words, version.due_kind, version.due_earliest, version.due_latest)


def officer_of(
    link: ThemePerson | ActionLead | RecommendationLead | SuccessMeasureOwner, viewer: Viewer
) -> OfficerName:
    return OfficerName(link.officer_id, viewer.call(link.officer), link.officer.user_id)
