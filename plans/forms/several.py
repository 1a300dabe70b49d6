"""What is typed of several actions at once: who leads them, where they stand, how they do, a date they ask for."""

from typing import Any

from django import forms

from improvement.forms import LongTextField
from improvement.written_dates import WrittenDate
from plans.forms.fields import OfficersField
from plans.forms.officers import OfficerChoices
from plans.forms.set_up import label_of, standing_themes
from plans.forms.updates import SUPPLIED
from plans.forms.written import written_day
from plans.models import Plan, Theme

REPLACE, ADD = "replace", "add"
# Fields by the right that they take, in the order in which they stand.
REPORTING = ("status", "progress", "to", "why_date")
SETTING_UP = ("lead_change", "leads", "theme", "why")


class SeveralForm(OfficerChoices):
    """One change for all the actions that were ticked, or for one in its row; what is left empty stays as it is."""

    status = forms.ChoiceField(label="Status", choices=[("", "No change"), *SUPPLIED], required=False)
    progress = LongTextField(
        label="Progress",
        help_text="The same words are recorded for each of them.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    to = forms.CharField(
        label="New due date to ask the board for",
        required=False,
        max_length=200,
        help_text="For example March 2027 or 31 March 2027. The current dates stand until the board agrees.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    why_date = LongTextField(
        label="Why the date must move", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    lead_change = forms.ChoiceField(
        label="Lead officers",
        choices=[
            ("", "Leave as they are"),
            (REPLACE, "Replace with the officers ticked below"),
            (ADD, "Add the officers ticked below"),
        ],
        widget=forms.RadioSelect,
        required=False,
    )
    leads = OfficersField(label="Officers")
    theme = forms.ModelChoiceField(
        queryset=Theme.objects.none(), required=False, empty_label="Leave as it is"
    )
    why = forms.CharField(label="Why it changes", max_length=500, required=False)

    def __init__(
        self, *args: Any, plan: Plan, count: int, reports: bool, sets_up: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if count == 1:
            self.fields["progress"].help_text = self.fields["to"].help_text = ""
        for name in (*(() if reports else REPORTING), *(() if sets_up else SETTING_UP)):
            del self.fields[name]
        if sets_up:
            self.choose_officers(plan, "leads")
            self.fields["theme"].label = plan.theme_word.capitalize()
            self.fields["theme"].queryset = standing_themes(plan)  # type: ignore[attr-defined]
            self.fields["theme"].label_from_instance = label_of  # type: ignore[attr-defined]
            if not self.fields["theme"].queryset.exists():  # type: ignore[attr-defined]
                del self.fields["theme"]

    def clean_to(self) -> WrittenDate | None:
        return written_day(self.cleaned_data["to"]) if self.cleaned_data["to"] else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        needs = [
            ("status", "progress", "Choose the status, or delete the progress."),
            ("progress", "status", "Enter the progress that goes with the status."),
            ("to", "why_date", "Enter the new due date, or delete why it must move."),
            ("why_date", "to", "Enter why the date must move."),
            (
                "lead_change",
                "leads",
                "Choose whether the officers ticked replace the lead officers or join them.",
            ),
            ("leads", "lead_change", "Tick the officers."),
            ("why", "lead_change", "Enter why it changes."),
            ("why", "theme", "Enter why it changes."),
        ]
        for name, given, problem in needs:
            if (
                name in self.fields
                and name not in self.errors
                and cleaned.get(given)
                and not cleaned.get(name)
            ):
                self.add_error(name, problem)
        if not self.errors and not any(
            cleaned.get(name) for name in ("status", "to", "lead_change", "theme")
        ):
            self.add_error(None, "Choose at least one thing to change.")
        return cleaned
