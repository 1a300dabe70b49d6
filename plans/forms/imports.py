"""What an analyst gives: a workbook, the day that it speaks for, and the word to apply it."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from improvement.dates import DayField
from improvement.spreadsheets.opening import MAX_BYTES, TOO_LARGE


class WorkbookForm(forms.Form):
    """A council's workbook to import."""

    workbook = forms.FileField(
        label="Workbook",
        help_text="An Excel workbook (.xlsx) of up to 10 MB",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "Choose a workbook.", "empty": "This file is empty."},
    )
    as_at = DayField(
        label="The day that it speaks for (optional)",
        subject="The day",
        required=False,
        help_text="Left empty, it is taken from the workbook's own words, or today. For example, 31 3 2026",
    )

    def clean_workbook(self) -> UploadedFile:
        workbook: UploadedFile = self.cleaned_data["workbook"]
        if workbook.size is None or workbook.size > MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return workbook


class ApplyForm(forms.Form):
    """To apply what was previewed, or to leave it. `seen` is the fingerprint of the difference that was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    leave = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("leave") and not cleaned.get("seen"):
            raise forms.ValidationError("Look at the preview first, then apply it.")
        return cleaned
