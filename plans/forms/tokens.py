"""What a person types of a key for a program of theirs."""

from typing import Any

from django import forms

from plans.choices import TokenScope
from plans.models import Plan

DAYS = ((30, "30 days"), (90, "90 days"), (365, "A year"))


class TokenForm(forms.Form):
    """For which program, of which plan, for how long."""

    name = forms.CharField(
        label="What it is for",
        max_length=60,
        help_text="For example Power BI on my desk",
        error_messages={"required": "Enter what the key is for."},
    )
    scope = forms.ChoiceField(
        label="What it opens", choices=TokenScope.choices, initial=TokenScope.DATA, widget=forms.RadioSelect
    )
    plan = forms.ModelChoiceField(queryset=Plan.objects.none(), empty_label=None, label="Plan")
    days = forms.TypedChoiceField(label="How long it can be used", choices=DAYS, coerce=int, initial=90)

    def __init__(self, *args: Any, plans: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]
