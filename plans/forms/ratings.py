"""What the board decided of a recommendation or theme."""

from datetime import date
from typing import Any

from django import forms

from improvement.date_fields import DayField
from improvement.forms import LongTextField
from plans.forms.dated import DatedForm
from plans.forms.fields import MeetingField, meetings_of
from plans.models import Plan, RatingLevel, levels_on
from plans.models.independent_check import INDEPENDENT


class ProposalForm(forms.Form):
    """A rating with its reason. Levels show the plan's own definitions."""

    level = forms.ModelChoiceField(
        queryset=RatingLevel.objects.none(),
        label="Rating",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose the rating."},
    )
    reason = LongTextField(
        label="Reason",
        help_text="What shows it, and what has changed since the last rating.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter the reason for the rating."},
    )

    def __init__(self, *args: Any, plan: Plan, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level = self.fields["level"]
        level.queryset = levels_on(plan, on)  # type: ignore[attr-defined]
        level.label_from_instance = lambda item: f"{item.name}: {item.meaning}" if item.meaning else item.name  # type: ignore[attr-defined]


class RatingForm(ProposalForm):
    """The board's rating, with the meeting that gave it."""

    meeting = MeetingField()

    def __init__(self, *args: Any, plan: Plan, on: date, **kwargs: Any) -> None:
        super().__init__(*args, plan=plan, on=on, **kwargs)
        self.fields["meeting"].queryset = meetings_of(plan)  # type: ignore[attr-defined]
        self.fields["reason"].help_text = "What the board saw that led to this rating."


class MeetingForm(DatedForm):
    """A meeting of the board that was held."""

    title = forms.CharField(label="Board", max_length=200, initial="Improvement board")
    held_on = DayField(
        label="Held on", subject="The day of the meeting", error_messages={"required": "Enter the date."}
    )


class CheckForm(DatedForm):
    """What someone independent found of a recommendation."""

    source = forms.ChoiceField(
        label="Who checked",
        choices=[(source.value, source.label) for source in INDEPENDENT],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who checked."},
    )
    checked_on = DayField(
        label="Date of the check",
        subject="The day of the check",
        error_messages={"required": "Enter the date."},
    )
    confirms = forms.ChoiceField(
        label="Does the check confirm the progress?",
        choices=[("yes", "Yes, the progress is sustained in practice"), ("no", "No, not yet")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the check confirms the progress."},
    )
    finding = LongTextField(
        label="What was found",
        max_length=2000,
        help_text="Where to find the report, and what it says. Do not name children or families.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter what was found."},
    )
