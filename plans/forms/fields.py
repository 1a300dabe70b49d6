"""Fields that several forms of a plan have in common."""

import re
from typing import Any

from django import forms

from improvement.models import Officer
from improvement.numbers import whole
from plans.models import Meeting, Plan

REFERENCES_HINT = "Their references with commas, for example 1.5.3, 3.4"
EXTENDED_HINT = f"{REFERENCES_HINT}. A request that waits for one of them is replaced by the resolution."


def words_field(label: str, rows: int = 2) -> forms.CharField:
    """Return a field of words that may be left empty."""
    return forms.CharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": rows}))


def split_references(text: str) -> list[str]:
    """Return the references that were typed, once each."""
    return list(dict.fromkeys(part for part in re.split(r"[,;\s]+", text) if part))


class TickedField(forms.ModelMultipleChoiceField):
    """Rows to tick. A key past any key, which a database would not take, is one that is not there."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> Any:
        if isinstance(value, list | tuple):
            value = [key if whole(str(key)) is not None else "0" for key in value]
        return super().clean(value)


class OfficersField(TickedField):
    """Officers of a council as checkboxes."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(queryset=Officer.objects.none(), **kwargs)


def officers_of(plan: Plan) -> Any:
    """Return the officers to choose from: those that were not merged into others."""
    return Officer.objects.filter(council=plan.council, merged_into=None)


class MeetingField(forms.ModelChoiceField):
    """The meeting at which something was decided, where that is known."""

    def __init__(self) -> None:
        super().__init__(
            queryset=Meeting.objects.none(),
            label="Meeting (optional)",
            required=False,
            empty_label="No meeting",
        )


def meetings_of(plan: Plan) -> Any:
    """Return the meetings to choose from, the last first."""
    return plan.meetings.order_by("-held_on")
