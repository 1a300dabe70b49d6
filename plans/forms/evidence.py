"""What shows it: a file, a link, one of the plan's measures, or an audit's result in words."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from improvement.forms import LongTextField
from improvement.rounding import with_commas
from improvement.uploads import MAX_BYTES, NAMES, CheckedUpload, UploadRefused, check_upload
from plans.choices import EvidenceSource
from plans.forms.fields import LinkField
from plans.operations.evidence import kept_of
from plans.position.position import Position


class EvidenceForm(forms.Form):
    """One piece of evidence."""

    description = LongTextField(
        label="What it is, and what it shows",
        max_length=500,
        help_text="Do not include case details here or in the file.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Describe the evidence."},
    )
    source = forms.ChoiceField(
        label="Where it comes from",
        choices=EvidenceSource.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where it comes from."},
    )
    file = forms.FileField(
        label="File (optional)",
        required=False,
        help_text=f"{NAMES}, up to 20 MB. Only people who can see the plan can open it.",
        error_messages={"empty": "This file is empty."},
    )
    link = LinkField(label="Link (optional)", required=False)
    measure = forms.TypedChoiceField(label="Measure (optional)", required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, position: Position, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = position.plan
        self.fields["measure"].choices = [  # type: ignore[attr-defined]
            ("", "None"),
            *((str(measure.measure_id), measure.name) for measure in position.measures),
        ]

    def clean_file(self) -> CheckedUpload | None:
        given: UploadedFile | None = self.cleaned_data["file"]
        if given is None:
            return None
        if given.size is not None and given.size > MAX_BYTES:
            raise forms.ValidationError(
                f"This file is larger than 20 MB (it has {with_commas(given.size / 1024 / 1024, 1)} MB). "
                "Attach the part that shows the point."
            )
        left = settings.EVIDENCE_QUOTA - kept_of(self.plan)
        if given.size is not None and given.size > left:
            raise forms.ValidationError(
                f"The plan keeps as much evidence as it may ({with_commas(settings.EVIDENCE_QUOTA / 1024 / 1024, 0)} "
                "MB). Attach a link, or ask whoever keeps this server for more room."
            )
        try:
            return check_upload(given.name or "", given.read())
        except UploadRefused as refused:
            raise forms.ValidationError(str(refused)) from None


class WithdrawFileForm(forms.Form):
    """Why a file is shown to nobody any more, and whether it is erased."""

    reason = LongTextField(
        label="Why",
        max_length=500,
        help_text="Everyone who sees the plan reads this: do not repeat what must not be seen.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why the file is withdrawn."},
    )
    erase = forms.BooleanField(
        label="Erase the file too",
        required=False,
        help_text="It can't be brought back, but from a backup.",
    )

    def __init__(self, *args: Any, may_erase: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_erase:
            del self.fields["erase"]
