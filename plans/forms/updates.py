"""What a lead types about an action, and about a due date that must move."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from improvement.date_fields import DayField
from improvement.forms import LongTextField
from improvement.written_dates import WrittenDate
from plans.choices import EvidenceSource, ProgressStatus
from plans.forms.dated import DatedForm
from plans.forms.fields import DecisionOnDate, LinkField, SeenField, words_field
from plans.forms.written import written_day
from plans.rules.completion import completion_problems

SUPPLIED = [
    choice
    for choice in ProgressStatus.choices
    if choice[0] in {ProgressStatus.NOT_STARTED, ProgressStatus.ON_TARGET, ProgressStatus.BEHIND_TARGET}
]


class UpdateForm(DatedForm):
    """One update of one action. `revision` is the action's when the form was shown."""

    revision = SeenField()
    status = forms.ChoiceField(
        label="What is the status of this action?",
        choices=[*SUPPLIED, (ProgressStatus.COMPLETED, ProgressStatus.COMPLETED.label)],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the status of the action."},
    )
    completed_on = DayField(
        label="Date completed",
        subject="The date completed",
        required=False,
        help_text="Only if it is completed. For example, 31 3 2026",
    )
    progress = LongTextField(
        label="Progress since the last update",
        help_text="What has been done and what difference it has made. Do not name a child or a family.",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Enter what has been done, or that nothing has changed."},
    )
    barriers = LongTextField(
        label="Barriers (optional)",
        help_text="What is holding things up, and what would help.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    next_steps = LongTextField(
        label="Next steps (optional)",
        help_text="What happens next and by when. If the action is behind, what brings it back on track.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    evidence = forms.CharField(
        label="Evidence (optional unless completed)",
        help_text=(
            "What shows it: a report, an audit result, minutes. Describe it, but do not include case details."
        ),
        required=False,
        max_length=500,
    )
    evidence_source = forms.ChoiceField(
        label="Where the evidence comes from", choices=EvidenceSource.choices, required=False
    )
    evidence_link = LinkField(label="Link to the evidence (optional)", required=False)
    no_evidence_reason = LongTextField(
        label="Why there is no evidence",
        help_text="Only if it is completed and there is no evidence.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def shows_something(self, cleaned: dict[str, Any]) -> bool:
        """Whether something shows that it is completed, or it is said why nothing does."""
        return bool(cleaned.get("evidence") or cleaned.get("no_evidence_reason"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "status" in cleaned:
            problems = completion_problems(
                cleaned["status"],
                cleaned.get("completed_on"),
                shows_something=self.shows_something(cleaned),
            )
            for name, problem in problems.items():
                if name not in self.errors:
                    self.add_error(name, problem)
        if cleaned.get("evidence_link") and not cleaned.get("evidence"):
            self.add_error("evidence", "Describe the evidence that the link leads to.")
        return cleaned


class CorrectionForm(UpdateForm):
    """An update said again by its author; its evidence stands unless it is unticked."""

    evidence_kept = forms.TypedMultipleChoiceField(
        label="Evidence to keep",
        help_text="Untick what should not have been there.",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, evidence: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if evidence:
            self.fields["evidence_kept"].choices = list(evidence)  # type: ignore[attr-defined]
            self.order_fields(
                ["revision", "status", "completed_on", "progress", "barriers", "next_steps", "evidence_kept"]
            )
        else:
            del self.fields["evidence_kept"]
        self.fields["evidence"].label = "More evidence (optional unless completed)"

    def shows_something(self, cleaned: dict[str, Any]) -> bool:
        return bool(cleaned.get("evidence_kept")) or super().shows_something(cleaned)


class QuickUpdateForm(forms.Form):
    """One row of several updates at once. Left empty, it records nothing; with words alone, the status stays.

    `standing` gives the actions' statuses by reference, of those that have one.
    """

    reference = forms.CharField(widget=forms.HiddenInput)
    revision = SeenField()
    status = forms.ChoiceField(label="Status", choices=[("", "As it stands"), *SUPPLIED], required=False)
    progress = LongTextField(label="Progress", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, standing: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing or {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("progress") and not cleaned.get("status"):
            cleaned["status"] = self.standing.get(str(cleaned.get("reference")), "")
        if cleaned.get("status") and not cleaned.get("progress"):
            self.add_error("progress", f"Enter the progress of action {cleaned.get('reference')}.")
        if cleaned.get("progress") and not cleaned.get("status"):
            self.add_error("status", f"Choose the status of action {cleaned.get('reference')}.")
        return cleaned

    @property
    def says_something(self) -> bool:
        return bool(self.cleaned_data.get("status"))


QuickUpdateFormSet = forms.formset_factory(QuickUpdateForm, extra=0)


class DueDateForm(forms.Form):
    """A request to move a due date, with its reason."""

    revision = SeenField()
    to = forms.CharField(
        label="New due date",
        max_length=200,
        help_text="For example March 2027, Quarter 2, 2027 or 31 March 2027",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
        error_messages={"required": "Enter the new due date."},
    )
    reason = LongTextField(
        label="Why the date must move",
        help_text=(
            "The board reads this when it decides. Ask for one realistic date rather than several short ones."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter why the date must move."},
    )

    def clean_to(self) -> WrittenDate:
        return written_day(self.cleaned_data["to"])


class DueDateDecisionForm(DecisionOnDate):
    """The board's answer to a request."""

    agreed = forms.ChoiceField(
        label="What did the board decide?",
        choices=[("yes", "Agree the new date"), ("no", "Refuse it: the current due date stands")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the board decided."},
    )
    note = words_field("Why (needed where it is refused)", rows=3)


class AnswerForm(forms.Form):
    """Why a judgement stands although the evidence disagrees. `basis` is the state of things that was read."""

    basis = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = LongTextField(
        label="Why you are keeping the judgement",
        help_text="This is printed beside the check, on screen and in reports.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter why you are keeping the judgement."},
    )
