"""Fields that several forms of a plan have in common."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from improvement.forms import LongTextField
from improvement.models import Officer
from improvement.numbers import whole
from improvement.virus_scan import NotAccepted, refuse_infected
from plans.models import Meeting, Plan
from plans.models.evidence import LONGEST_LINK

REFERENCES_HINT = "Action references separated by commas, for example 1.5.3, 3.4"
# Printed beside the request's own reason: without one, a refusal reads as if that were the board's.
WHY_REFUSED = "Enter why the board refused the new date. It is printed in the minutes."
EXTENDED_HINT = f"{REFERENCES_HINT}. Any waiting request for one of them is replaced by the resolution."


class SeenField(forms.IntegerField):
    """The key or revision that a form was shown with, hidden in it.

    Anything else than a number of that kind is one that stands no more: the form comes back with what was typed.
    """

    widget = forms.HiddenInput

    def clean(self, value: Any) -> int | None:
        if value in self.empty_values:
            return super().clean(value)
        number = whole(str(value).strip())
        return -1 if number is None else number


def words_field(label: str, rows: int = 2) -> LongTextField:
    """Return a field of words that may be left empty."""
    return LongTextField(label=label, required=False, widget=forms.Textarea(attrs={"rows": rows}))


class DecisionOnDate(forms.Form):
    """A decision on a new due date: one that is refused is refused with the board's own reason."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("agreed") == "no" and not cleaned.get("note"):
            self.add_error("note", WHY_REFUSED)
        return cleaned


def split_references(text: str) -> list[str]:
    """Return the references that were typed, once each."""
    return list(dict.fromkeys(part for part in re.split(r"[,;\s]+", text) if part))


class LinkField(forms.CharField):
    """A web address. Each error says what is the matter with it, and the limit is its column's."""

    widget = forms.URLInput

    def clean(self, value: Any) -> str:
        link = str(super().clean(value) or "")
        if not link:
            return ""
        if len(link) > LONGEST_LINK:
            raise forms.ValidationError(
                f"The link has {len(link):,} characters: it can have {LONGEST_LINK:,} at most."
            )
        scheme, colon, _rest = link.partition("://")
        if not colon:
            link = f"https://{link}"
        elif scheme.lower() not in {"http", "https"}:
            raise forms.ValidationError("Enter a link that begins with https:// or http://.")
        try:
            URLValidator(schemes=["http", "https"])(link)
        except ValidationError:
            raise forms.ValidationError(
                "This is not a complete web address. Copy it from the browser, without spaces, for example "
                "https://www.example.gov.uk/report."
            ) from None
        return link


class ScannedFileField(forms.FileField):
    """A file that the council's virus scanner, where there is one, finds nothing in."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file:
            content = file.read()
            file.seek(0)
            try:
                refuse_infected(content)
            except NotAccepted as refused:
                raise forms.ValidationError(str(refused)) from None
        return file


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
