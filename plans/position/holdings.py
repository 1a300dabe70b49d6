"""What an officer holds on a plan as known on one day: from a position and its board's record, without a query."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from plans.choices import ThemePart
from plans.position.actions import ActionPosition, SuccessMeasurePosition
from plans.position.board import ArisingPoint, BarrierPoint, BoardRecord
from plans.position.measures import MeasurePosition
from plans.position.points import OfficerName
from plans.position.position import Position
from plans.position.recommendations import RecommendationPosition
from plans.position.themes import ThemePosition


@dataclass
class Holdings:
    """Everything of a plan that is one officer's."""

    officer: OfficerName
    actions: list[ActionPosition] = field(default_factory=list)
    recommendations: list[RecommendationPosition] = field(default_factory=list)
    themes: list[tuple[ThemePosition, str]] = field(default_factory=list)
    success_measures: list[SuccessMeasurePosition] = field(default_factory=list)
    measures: list[MeasurePosition] = field(default_factory=list)
    barriers: list[BarrierPoint] = field(default_factory=list)
    arising: list[ArisingPoint] = field(default_factory=list)

    @property
    def open_actions(self) -> list[ActionPosition]:
        """The actions that are open: overdue ones first, then by due date."""
        found = [action for action in self.actions if action.is_open]
        return sorted(found, key=lambda a: (-a.days_overdue, a.due.latest is None, a.due.latest or a.as_at))

    @property
    def overdue_actions(self) -> list[ActionPosition]:
        return [action for action in self.actions if action.is_overdue]

    @property
    def finished_actions(self) -> list[ActionPosition]:
        return [action for action in self.actions if not action.is_open]

    @property
    def open_barriers(self) -> list[BarrierPoint]:
        return [barrier for barrier in self.barriers if not barrier.is_resolved]

    @property
    def open_arising(self) -> list[ArisingPoint]:
        return [item for item in self.arising if item.is_open]


def _themes_of(position: Position) -> Iterator[tuple[ThemePosition, str, OfficerName]]:
    for theme in position.themes:
        for part, people in theme.people.items():
            for person in people:
                yield theme, str(ThemePart(part).label), person


def holdings(position: Position, board: BoardRecord) -> dict[int, Holdings]:
    """Return what each officer holds, by key: of everybody whom the plan names on the day."""
    found: dict[int, Holdings] = {}

    def of(officer: OfficerName) -> Holdings:
        return found.setdefault(officer.officer_id, Holdings(officer))

    for action in position.lowest_level_actions:
        # A sub-action without a lead of its own is its sentence's lead's.
        for lead in action.leads or (action.parent.leads if action.parent else ()):
            of(lead).actions.append(action)
    for item in position.recommendations:
        for lead in item.leads:
            of(lead).recommendations.append(item)
    for theme, part, person in _themes_of(position):
        of(person).themes.append((theme, part))
    for success in position.success_measures:
        for officer in dict.fromkeys((*success.leads, *success.responsible)):
            of(officer).success_measures.append(success)
    for measure in position.measures:
        if owner := measure.version.owner:
            of(OfficerName(owner.pk, position.viewer.call(owner), owner.user_id)).measures.append(measure)
    for barrier in board.barriers:
        if barrier.owner_id:
            of(OfficerName(barrier.owner_id, barrier.owner, barrier.owner_user_id)).barriers.append(barrier)
    for arising in board.arising:
        of(OfficerName(arising.owner_id, arising.owner, arising.owner_user_id)).arising.append(arising)
    return found
