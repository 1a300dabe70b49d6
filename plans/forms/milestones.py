"""How a milestone stands, as the lead of its theme says."""

from typing import Any

from django import forms

from improvement.date_fields import DayField
from improvement.forms import LongTextField
from plans.choices import ProgressStatus
from plans.forms.dated import DatedForm
from plans.forms.fields import SeenField
from plans.forms.updates import SUPPLIED


class MilestoneForm(DatedForm):
    """A status, the day on which it was achieved, and what shows it. `version` is what the form was shown over."""

    version = SeenField()
    status = forms.ChoiceField(
        label="What is the status of this milestone?",
        choices=[*SUPPLIED, (ProgressStatus.COMPLETED, "Achieved")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the status of the milestone."},
    )
    achieved_on = DayField(
        label="Achieved on",
        subject="The day",
        required=False,
        help_text="Only if it has been achieved. For example, 31 3 2026",
    )
    reason = LongTextField(
        label="What shows it",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what shows it."},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        achieved = cleaned.get("status") == ProgressStatus.COMPLETED
        day = cleaned.get("achieved_on")
        if achieved and not day and "achieved_on" not in self.errors:
            self.add_error("achieved_on", "Enter the date it was achieved.")
        if day and not achieved and "status" in cleaned:
            self.add_error("achieved_on", "Leave the date blank, or choose Achieved.")
        return cleaned
