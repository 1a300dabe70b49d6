"""The short form behind a link: no change, or a status and a sentence."""

from typing import Any

from django import forms

from improvement.forms import LongTextField
from plans.choices import ProgressStatus
from plans.forms.fields import SeenField
from plans.forms.updates import SUPPLIED

NO_CHANGE = "no_change"


class LinkUpdateForm(forms.Form):
    """One update of one action by its lead. Completion asks for evidence, and so for the whole form."""

    revision = SeenField()
    status = forms.ChoiceField(
        label="How does it stand?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the action stands."},
    )
    progress = LongTextField(
        label="What has happened since",
        required=False,
        help_text="A sentence or two. Not needed where nothing has changed. Do not name a child or a family.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, may_confirm: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        confirm = [(NO_CHANGE, "No change since the last update")] if may_confirm else []
        self.fields["status"].choices = [*confirm, *SUPPLIED]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("status") not in {None, NO_CHANGE} and not cleaned.get("progress", "").strip():
            self.add_error("progress", "Enter what has happened, in a sentence.")
        if cleaned.get("status") == NO_CHANGE and cleaned.get("progress", "").strip():
            self.add_error("status", "Choose a status to go with what has happened, or leave the box empty.")
        return cleaned

    @property
    def is_no_change(self) -> bool:
        """Whether it only confirms that nothing changed. The form must be valid."""
        return bool(self.cleaned_data["status"] == NO_CHANGE)

    def said(self, status: str) -> tuple[ProgressStatus, str]:
        """Return the status and the progress that are recorded; `status` is the action's as it stands."""
        if self.is_no_change:
            return ProgressStatus(status), ""
        return ProgressStatus(self.cleaned_data["status"]), self.cleaned_data["progress"]
