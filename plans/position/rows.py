"""How a stored row becomes a part of a position."""

from plans.models import ActionLead, RatingLevel, RecommendationLead, SuccessMeasureOwner, ThemePerson
from plans.models.history import DueAsWritten
from plans.position.eyes import Eyes
from plans.position.parts import DaysAsWritten, Level, OfficerName


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
    link: ThemePerson | ActionLead | RecommendationLead | SuccessMeasureOwner, eyes: Eyes
) -> OfficerName:
    return OfficerName(link.officer_id, eyes.call(link.officer), link.officer.user_id)
