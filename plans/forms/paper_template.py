"""The Word file on which a council's papers are written."""

from typing import Any

from django import forms

from improvement.spreadsheets.sandbox import in_sandbox
from improvement.spreadsheets.scanning import SpreadsheetRefused
from improvement.uploads import CheckedUpload, UploadRefused, check_upload
from improvement.word_templates import LARGEST


class PaperTemplateForm(forms.Form):
    """One Word file, without anything in it that runs or is fetched."""

    file = forms.FileField(
        label="Word file",
        help_text=f".docx, up to {LARGEST // 1024**2} MB",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"required": "Choose a Word file.", "empty": "This file is empty."},
    )

    def clean_file(self) -> CheckedUpload:
        file: Any = self.cleaned_data["file"]
        content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise forms.ValidationError(
                f"This file is larger than {LARGEST // 1024**2} MB. Make its pictures smaller and save it."
            )
        if not (file.name or "").lower().endswith(".docx"):
            raise forms.ValidationError("Choose a .docx file: in Word, Save as, Word document.")
        try:
            checked = check_upload(file.name, content)
            problem = in_sandbox("improvement.word_templates:problem_of", content, {})
        except (UploadRefused, SpreadsheetRefused) as refused:
            raise forms.ValidationError(str(refused)) from None
        if problem:
            raise forms.ValidationError(problem.decode())
        return checked
