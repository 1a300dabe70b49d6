"""Dates of several actions moved at once, as a board resolves: "timescales for these four are extended"."""

from typing import Any

from django import forms

from improvement.forms import LongTextField
from improvement.written_dates import WrittenDate
from plans.forms.fields import EXTENDED_HINT, MeetingField, meetings_of, split_references
from plans.forms.written import written_day
from plans.models import Plan
from plans.position.actions import ActionPosition
from plans.position.position import Position
from plans.rules.due_dates import before_start_words, has_passed, is_before_start, passed_words


class ExtensionFields:
    """Cleans the references of actions and the new date, for a form that knows the position."""

    position: Position
    cleaned_data: dict[str, Any]

    def clean_references(self) -> list[str]:
        """Return the references once each; name those that can't be extended, and why."""
        given = split_references(self.cleaned_data["references"])
        unknown, parents, closed, done = [], [], [], []
        for reference in given:
            action = self.position.action(reference)
            if action is None:
                unknown.append(reference)
            elif action.is_parent:
                parents.append(reference)
            elif action.closure:
                closed.append(reference)
            elif not action.is_open:
                done.append(reference)
        refusals = [
            f"{words}: {', '.join(refused)}."
            for words, refused in (
                ("Not on the plan", unknown),
                ("Has sub-actions with their own dates", parents),
                ("Closed", closed),
                ("Already completed", done),
            )
            if refused
        ]
        if refusals:
            raise forms.ValidationError(refusals)
        return given

    def clean_to(self) -> WrittenDate | None:
        words = self.cleaned_data["to"]
        to = written_day(words) if words else None
        if to is None or to.latest is None:
            return to
        # Minutes are taken of a day that may have passed: a date is to come where it was when the board met.
        if has_passed(to.latest, self.position.as_at):
            raise forms.ValidationError(passed_words(to.words, self.position.as_at))
        actions = self._named()
        early = [
            (action.reference, action.start.words)
            for action in actions
            if is_before_start(to.latest, action.start.earliest)
        ]
        if early:
            raise forms.ValidationError(before_start_words(to.words, early))
        earlier = [
            f"{action.reference} ({action.due.shown})"
            for action in actions
            if action.due.latest and action.due.latest >= to.latest
        ]
        if earlier:
            raise forms.ValidationError(
                f"This is not later than the current due date: {', '.join(earlier)}. Enter a later date, "
                "or leave these actions out."
            )
        return to

    def _named(self) -> list[ActionPosition]:
        actions = [self.position.action(reference) for reference in self.cleaned_data.get("references") or ()]
        return [action for action in actions if action is not None]


class ExtensionForm(ExtensionFields, forms.Form):
    """A resolution that moves several dates, and the meeting that made it."""

    references = forms.CharField(
        label="Actions",
        help_text=EXTENDED_HINT,
        error_messages={"required": "Enter the references of the actions."},
    )
    to = forms.CharField(
        label="New due date for all of them",
        max_length=200,
        help_text="For example March 2027, Quarter 2, 2027 or 31 March 2027",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
        error_messages={"required": "Enter the new due date."},
    )
    reason = LongTextField(
        label="The board's resolution",
        help_text="In the board's own words. It is shown beside each action's date.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what the board resolved."},
    )
    meeting = MeetingField()

    def __init__(self, *args: Any, plan: Plan, position: Position, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.position = position
        self.fields["meeting"].queryset = meetings_of(plan)  # type: ignore[attr-defined]
