"""The steps of a meeting's minutes: which rows each has, and what was noted in them before."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from plans.choices import MinutesStep
from plans.forms.minutes.rows import (
    ArisingRow,
    AttendanceRow,
    ChallengeAnswerRow,
    ChallengeRow,
    DateRow,
    DecisionRow,
    ExtensionRow,
    NewArisingRow,
    RatingRow,
    Room,
    Row,
)
from plans.position.position import Position
from plans.position.recommendations import RecommendationPosition
from plans.position.themes import ThemePosition
from plans.procedures.close_meeting import Content
from plans.procedures.subjects import key_of

MORE_ROWS = 3


class EveryRow(forms.BaseFormSet):
    """Rows that are each checked, also where the browser says that nothing was there at first."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "empty_permitted": False, "use_required_attribute": False}


@dataclass
class Section:
    """Rows of one kind under a heading; `nothing` is said where there are none."""

    heading: str
    formset: Any
    nothing: str = ""
    # Whether its rows are folded away until somebody wants them.
    is_folded: bool = False

    @property
    def rows(self) -> list[Row]:
        return list(self.formset)

    @property
    def is_open(self) -> bool:
        """Whether a folded section must show: something was noted in it, or is wrong."""
        if self.formset.is_bound:
            return any(row.errors or row["level"].value() for row in self.rows)
        return any(row.initial.get("level") for row in self.rows)


def sections_of(
    step: MinutesStep,
    room: Room,
    content: Content,
    data: QueryDict | None = None,
    focus: int | None = None,
    chair: int | None = None,
) -> list[Section]:
    """Return a step's rows, filled with what was noted before, or bound to what was posted."""

    def section(
        kind: type[Row],
        heading: str,
        initial: Content,
        nothing: str = "",
        more: int = 0,
        folded: bool = False,
        prefix: str = "",
    ) -> Section:
        # A row beyond those shown at first is no reason not to check it.
        made = forms.formset_factory(kind, formset=EveryRow, extra=more)(
            data, initial=initial, prefix=prefix or kind.__name__.lower(), form_kwargs={"room": room}
        )
        return Section(heading, made, nothing, folded)

    if step == MinutesStep.ATTENDANCE:
        return [section(AttendanceRow, "", content or [{"chair": chair}])]
    if step == MinutesStep.ARISING:
        noted = {(row["kind"], row["id"]): row for row in content}
        return [
            section(
                ArisingRow,
                "Actions from earlier meetings",
                [
                    noted.get(("arising", item.arising_id), {"id": item.arising_id})
                    for item in room.board.open_arising
                ],
                "No actions from earlier meetings are open.",
            ),
            section(
                ChallengeAnswerRow,
                "Open challenges",
                [
                    noted.get(("challenge", item.challenge_id), {"id": item.challenge_id})
                    for item in room.board.open_challenges
                ],
                "No challenges are open.",
            ),
        ]
    if step == MinutesStep.RATINGS:
        rated = {row["subject"]: row for row in content}
        first, others = _subjects_in_order(room.position, focus)
        return [
            section(
                RatingRow,
                "Proposed, or in focus",
                [rated.get(key, {"subject": key}) for key in first],
                "No ratings are proposed, and no theme is in focus.",
            ),
            section(
                RatingRow,
                "Other ratings",
                [rated.get(key, {"subject": key}) for key in others],
                "There is nothing else to rate.",
                folded=True,
                prefix="otherratingrow",
            ),
        ]
    if step == MinutesStep.DATES:
        decided = {
            row["change"]: {**row, "agreed": "yes" if row["agreed"] else "no"}
            for row in content
            if "change" in row
        }
        extended = [
            {"references": ", ".join(row["actions"]), "to": row["to"], "reason": row["reason"]}
            for row in content
            if "actions" in row
        ]
        return [
            section(
                DateRow,
                "Due dates requested",
                [
                    decided.get(move.change_id, {"change": move.change_id})
                    for _action, move in room.position.waiting_dates
                ],
                "No one has asked to move a due date.",
            ),
            section(ExtensionRow, "Due dates of several actions, by one resolution", extended, more=1),
        ]
    kinds: dict[MinutesStep, type[Row]] = {
        MinutesStep.CHALLENGES: ChallengeRow,
        MinutesStep.DECISIONS: DecisionRow,
        MinutesStep.ACTIONS: NewArisingRow,
    }
    return [section(kinds[step], "", [_from_json(row) for row in content], more=MORE_ROWS)]


def _from_json(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "due_on": date.fromisoformat(row["due_on"])} if row.get("due_on") else row


def _subjects_in_order(position: Position, focus: int | None) -> tuple[list[str], list[str]]:
    """Return what can be rated: first what is proposed or stands in the theme in focus, then everything else."""
    subjects: list[RecommendationPosition | ThemePosition] = [*position.themes, *position.recommendations]
    first: list[str] = []
    others: list[str] = []
    for subject in sorted(subjects, key=lambda subject: subject.proposal is None):
        numbers = (subject.number,) if isinstance(subject, ThemePosition) else subject.theme_numbers
        key = key_of("theme" if isinstance(subject, ThemePosition) else "recommendation", subject.number)
        (first if subject.proposal or focus in numbers else others).append(key)
    return first, others
