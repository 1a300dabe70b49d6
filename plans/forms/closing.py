"""The board's decision that a recommendation or an action leaves the plan, or is taken back."""

from typing import Any

from django import forms

from improvement.forms import LongTextField
from plans.forms.fields import MeetingField, meetings_of
from plans.models import Plan


class ClosingForm(forms.Form):
    """The decision. `was` is how the thing stood when the form was shown: open, or closed."""

    was = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = LongTextField(
        label="What the board decided, and why",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter what the board decided, and why."},
    )
    meeting = MeetingField()

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = meetings_of(plan)  # type: ignore[attr-defined]
