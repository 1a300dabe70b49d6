"""What a board needs before it meets: what moved, the focus theme in depth, exceptions, what there is to decide."""

from dataclasses import dataclass
from datetime import date

from plans.choices import ProgressStatus
from plans.position.actions import ActionPosition
from plans.position.board import BoardRecord, PlannedPoint
from plans.position.changes import Changes
from plans.position.measures import MeasurePosition
from plans.position.points import Contradiction, DueMove
from plans.position.position import Position
from plans.position.recommendations import RecommendationPosition
from plans.position.themes import ThemePosition


@dataclass(frozen=True)
class FocusTheme:
    """The theme that a meeting looks at in depth."""

    theme: ThemePosition
    measures: list[MeasurePosition]

    @property
    def open_actions(self) -> list[ActionPosition]:
        return [action for action in self.theme.lowest_level_actions if action.is_open]

    @property
    def with_figure(self) -> list[MeasurePosition]:
        return [measure for measure in self.measures if measure.judgement.latest]

    @property
    def completed(self) -> int:
        """Those declared completed; what the board closed otherwise is not open, and not completed either."""
        return sum(action.status == ProgressStatus.COMPLETED for action in self.theme.lowest_level_actions)


@dataclass(frozen=True)
class AgendaPack:
    """A meeting's papers, all from one position and what it was at the last meeting."""

    meeting: PlannedPoint | None
    position: Position
    board: BoardRecord
    changes: Changes
    focus: FocusTheme | None

    @property
    def since(self) -> date:
        """The day of the meeting before."""
        return self.changes.since

    @property
    def worsening(self) -> list[MeasurePosition]:
        return [measure for measure in self.position.measures if measure.judgement.is_worsening]

    @property
    def off_target(self) -> list[MeasurePosition]:
        return [measure for measure in self.position.measures if measure.judgement.is_off_target]

    @property
    def measures_to_mind(self) -> list[MeasurePosition]:
        """Measures off target or worsening, each once."""
        return list(dict.fromkeys([*self.off_target, *self.worsening]))

    @property
    def proposed(self) -> list[RecommendationPosition | ThemePosition | ActionPosition]:
        return self.position.proposed

    @property
    def waiting_dates(self) -> list[tuple[ActionPosition, DueMove]]:
        return self.position.waiting_dates

    @property
    def on_self_report(self) -> list[RecommendationPosition]:
        """Recommendations rated good with nothing recent behind that but their own lead's word."""
        return [item for item in self.position.recommendations if item.stands_on_self_report]

    @property
    def questions(self) -> list[Contradiction]:
        """Open questions about recommendations and themes, which the board reads one by one."""
        return [
            contradiction
            for contradiction in self.position.open_contradictions
            if not contradiction.is_action
        ]

    @property
    def action_questions(self) -> dict[str, list[Contradiction]]:
        """Open questions about actions by what they ask, which the board reads as a list of actions."""
        by_kind: dict[str, list[Contradiction]] = {}
        for question in self.position.open_contradictions:
            if question.is_action:
                by_kind.setdefault(str(question.kind.label), []).append(question)
        return by_kind

    def to_decide(self) -> list[str]:
        """Return what the board has to decide, in plain words."""
        counted = (
            (len(self.proposed), "proposed rating", "proposed ratings"),
            (len(self.waiting_dates), "request to move a due date", "requests to move due dates"),
            (len(self.board.barriers_for_the_board), "barrier for the board", "barriers for the board"),
            (len(self.board.open_challenges), "open challenge", "open challenges"),
            (
                len(self.board.open_arising),
                "open action from earlier meetings",
                "open actions from earlier meetings",
            ),
        )
        return [f"{count} {one if count == 1 else many}" for count, one, many in counted if count]


def agenda_pack(
    position: Position, changes: Changes, board: BoardRecord, meeting: PlannedPoint | None
) -> AgendaPack:
    """Return a meeting's papers; `changes` is what moved since the meeting before it. None is planned yet: no focus."""
    number = meeting.focus_number if meeting else None
    theme = position.theme(number) if number is not None else None
    focus = FocusTheme(theme, position.measures_of_theme(theme.number)) if theme else None
    return AgendaPack(meeting, position, board, changes, focus)
