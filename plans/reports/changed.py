"""What moved, as a page lists it: for the worse, for the better, otherwise; each line a title, from what to what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from improvement.counting import plural
from plans.position.actions import ActionPosition
from plans.position.changes import ActionMove, Changes, MilestoneMove, RatingMove
from plans.position.measures import MeasurePosition
from plans.position.position import Position
from plans.position.recommendations import RecommendationPosition


@dataclass(frozen=True)
class ChangeLine:
    """One thing that moved. `page` and `key` name its page; a thing that left the plan has none."""

    title: str
    note: str
    page: str = ""
    key: str | int = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class ChangeGroup:
    """Things of which the same is to be said."""

    heading: str
    lines: Sequence[ChangeLine]


@dataclass
class Changed:
    """What moved: groups that are not empty, by whether it is worse, better, or neither."""

    worse: list[ChangeGroup] = field(default_factory=list)
    better: list[ChangeGroup] = field(default_factory=list)
    otherwise: list[ChangeGroup] = field(default_factory=list)

    @property
    def columns(self) -> list[tuple[str, list[ChangeGroup]]]:
        """Return the columns that hold anything, with what each says."""
        named = (
            ("Worse", self.worse),
            ("Better", self.better),
            ("Dates and other changes", self.otherwise),
        )
        return [(heading, groups) for heading, groups in named if groups]


def changed(changes: Changes, position: Position, *, with_requests: bool = False) -> Changed:
    """Return what moved up to a position, and `with_requests` which due dates are asked for on its day."""
    asked = [
        _of_action(action, before=move.from_shown or "no date", after=move.to_shown)
        for action, move in (position.waiting_dates if with_requests else ())
    ]
    on_ladder = {"improved", "slipped"}
    word = position.plan.theme_word
    themes = plural(word).capitalize()

    def rated(*directions: str) -> Iterable[ChangeLine]:
        return (_of_theme(move, word) for move in changes.theme_ratings if move.direction in directions)

    def milestones(*directions: str) -> Iterable[ChangeLine]:
        return (_of_milestone(move) for move in changes.other_milestones if move.direction in directions)

    found = Changed()
    for groups, told in (
        (
            found.worse,
            (
                ("Recommendations that slipped", map(_of_rating, changes.slipped)),
                (f"{themes} that slipped", rated("slipped")),
                ("Newly overdue", map(_overdue, changes.newly_overdue)),
                ("Fell behind", map(_of_move, changes.fell_behind)),
                ("Passed their date, no status given", map(_overdue, changes.newly_past_due)),
                ("Milestones that fell behind", milestones("slipped")),
                ("Reopened by the board", map(_of_either, changes.reopened)),
                ("Measures that went off target", map(_of_measure, changes.off_target)),
            ),
        ),
        (
            found.better,
            (
                ("Recommendations that improved", map(_of_rating, changes.improved)),
                (f"{themes} that improved", rated("improved")),
                ("Closed by the board", map(_of_either, changes.closed)),
                ("Milestones reached", map(_of_milestone, changes.reached)),
                ("Completed", map(_of_action, changes.completed)),
                (
                    "Picked up",
                    (_of_move(move) for move in changes.restated if move.direction == "improved"),
                ),
                ("Measures that reached the target", map(_of_measure, changes.reached_target)),
            ),
        ),
        (
            found.otherwise,
            (
                ("New dates asked for", asked),
                ("Due dates moved", map(_of_move, changes.moved_dates)),
                ("Recommendations otherwise rated", map(_of_rating, changes.otherwise_rated)),
                (
                    f"{themes} otherwise rated",
                    rated(*{move.direction for move in changes.theme_ratings} - on_ladder),
                ),
                ("Milestones otherwise changed", milestones("improved", "")),
                (
                    "Other changes of status",
                    (_of_move(move) for move in changes.restated if move.direction not in on_ladder),
                ),
                ("Recommendations added", map(_of_item, changes.items_added)),
                (
                    "Recommendations that left the plan",
                    (replace(_of_item(i), page="") for i in changes.items_removed),
                ),
                ("Added", map(_of_action, changes.added)),
                ("Left the plan", map(_left, changes.removed)),
            ),
        ),
    ):
        for heading, lines in told:
            if listed := list(lines):
                groups.append(ChangeGroup(heading, listed))
    return found


def _of_rating(move: RatingMove) -> ChangeLine:
    return ChangeLine(
        move.title or "The text is not given in the council's workbook.",
        f"Recommendation {move.number}",
        "recommendation",
        move.number,
        move.before.name if move.before else "Not rated",
        move.after.name if move.after else "Not rated",
    )


def _of_theme(move: RatingMove, word: str) -> ChangeLine:
    return replace(
        _of_rating(move), title=move.title, note=f"{word.capitalize()} {move.number}", page="theme"
    )


def _of_milestone(move: MilestoneMove) -> ChangeLine:
    item = move.milestone
    return ChangeLine(
        item.text, f"Milestone {item.code}", "theme", item.theme_number, move.before, move.after
    )


def _of_either(item: RecommendationPosition | ActionPosition) -> ChangeLine:
    return _of_action(item) if isinstance(item, ActionPosition) else _of_item(item)


def _of_item(item: RecommendationPosition) -> ChangeLine:
    return ChangeLine(item.shown_text, f"Recommendation {item.number}", "recommendation", item.number)


def _of_action(action: ActionPosition, *, before: str = "", after: str = "") -> ChangeLine:
    note = f"{action.reference}, {action.leads_text}" if action.leads_text else action.reference
    return ChangeLine(action.full_text, note, "action", action.reference, before, after)


def _overdue(action: ActionPosition) -> ChangeLine:
    line = _of_action(action)
    return ChangeLine(line.title, f"{line.note}; due {action.due.shown}", line.page, line.key)


def _of_move(move: ActionMove) -> ChangeLine:
    return _of_action(move.action, before=move.before, after=move.after)


def _left(action: ActionPosition) -> ChangeLine:
    return ChangeLine(action.full_text, action.reference)


def _of_measure(measure: MeasurePosition) -> ChangeLine:
    return ChangeLine(measure.name, "Measure", "measure", measure.code)
