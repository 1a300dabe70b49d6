"""What a person types to be sent a report regularly: when, and as which file."""

from collections.abc import Sequence
from typing import Any

from django import forms

from improvement.date_fields import DayField
from plans.choices import SentWhen
from plans.forms.dated import DatedForm
from plans.rules.report_days import LAST_DAY, MOST_DAYS_BEFORE, ReportDays

NUMBER = {"class": "govuk-input--width-2", "inputmode": "numeric"}


class ReportScheduleForm(DatedForm):
    """Every month, before each meeting, or once; the box that belongs to the choice must be filled in."""

    when = forms.ChoiceField(
        label="When to send it",
        choices=SentWhen.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose when to send it."},
    )
    day_of_month = forms.IntegerField(
        label="Day of the month",
        help_text=f"For every month: from 1 to {LAST_DAY}",
        min_value=1,
        max_value=LAST_DAY,
        required=False,
        widget=forms.TextInput(attrs=NUMBER),
    )
    days_before = forms.IntegerField(
        label="Days before the meeting",
        help_text=f"For each board meeting of the forward plan: from 0, its own day, to {MOST_DAYS_BEFORE}",
        min_value=0,
        max_value=MOST_DAYS_BEFORE,
        required=False,
        widget=forms.TextInput(attrs=NUMBER),
    )
    on = DayField(
        label="Day to send it on",
        subject="The day",
        help_text="For a report that is sent once. For example, 31 3 2027",
        required=False,
    )
    form = forms.ChoiceField(label="File", widget=forms.RadioSelect)

    def __init__(self, *args: Any, forms_to_have: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].choices = forms_to_have  # type: ignore[attr-defined]
        self.fields["form"].initial = forms_to_have[0][0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        needed = {
            SentWhen.MONTHLY: ("day_of_month", "Enter the day of the month."),
            SentWhen.BEFORE_MEETING: ("days_before", "Enter how many days before the meeting."),
            SentWhen.ONCE: ("on", "Enter the day to send it on."),
        }
        if cleaned.get("when") in needed:
            name, words = needed[SentWhen(cleaned["when"])]
            if cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, words)
        return cleaned

    def report_days(self) -> ReportDays:
        """Return what a valid form says of when; boxes of the other choices are left out of account."""
        typed, when = self.cleaned_data, SentWhen(self.cleaned_data["when"])
        number = {SentWhen.MONTHLY: "day_of_month", SentWhen.BEFORE_MEETING: "days_before"}.get(when)
        return ReportDays(
            when,
            self.today,
            typed[number] if number else 0,
            typed["on"] if when == SentWhen.ONCE else None,
        )
