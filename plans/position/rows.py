"""How a stored row becomes a part of a position."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Min

from improvement.models import Officer, User
from plans.models import ActionVersion, RatingLevel
from plans.models.history import DueAsWritten
from plans.position.points import DaysAsWritten, Level, OfficerName
from plans.position.position import Position
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


def officer_names(position: Position) -> dict[int, OfficerName]:
    """Return the council's officers as the position's viewer calls them, by key; one query."""
    return {
        officer.pk: OfficerName(officer.pk, position.viewer.call(officer), officer.user_id)
        for officer in Officer.objects.filter(council=position.plan.council_id)
    }


def account_names(keys: Iterable[int | None], viewer: Viewer) -> dict[int | None, str]:
    """Return what a viewer calls some accounts, by key, with nothing for nobody; one query."""
    accounts = User.objects.filter(pk__in={key for key in keys if key is not None})
    return {None: "", **{account.pk: viewer.call(account) for account in accounts}}


def added_on(actions: Collection[int]) -> dict[int, date]:
    """Return since when each of some actions has been in its plan, by key; one query."""
    rows = ActionVersion.objects.filter(action__in=actions).values_list("action").order_by()
    return dict(rows.annotate(first=Min("known_from")))
