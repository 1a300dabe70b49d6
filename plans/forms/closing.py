"""The board's decision that a recommendation or an action leaves the plan, or is taken back."""

from typing import Any

from django import forms

from plans.models import Meeting, Plan


class ClosingForm(forms.Form):
    """The decision. `was` is how the thing stood when the form was shown: open, or closed."""

    was = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label="What the board decided, and why",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter what the board decided, and why."},
    )
    meeting = forms.ModelChoiceField(
        queryset=Meeting.objects.none(), label="Meeting (optional)", required=False, empty_label="No meeting"
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting"].queryset = plan.meetings.order_by("-held_on")  # type: ignore[attr-defined]
