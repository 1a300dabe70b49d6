"""What is typed into the challenge log: questions and answers, barriers, what was said of actions arising."""

from typing import Any

from django import forms

from improvement.forms import LongTextField
from improvement.models import Officer
from plans.choices import Escalation
from plans.forms.fields import REFERENCES_HINT, SeenField, split_references
from plans.forms.officers import OfficerChoices
from plans.models import Plan
from plans.position.actions import ActionPosition
from plans.position.position import Position
from plans.procedures.subjects import key_of


class ChallengeForm(OfficerChoices):
    """A question put outside a minuted meeting."""

    question = LongTextField(
        label="Question",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter the question."},
    )
    asked_by = forms.ModelChoiceField(
        queryset=Officer.objects.none(),
        label="Asked by (optional)",
        required=False,
        empty_label="Not named",
    )
    about = forms.ChoiceField(label="About", required=False)

    def __init__(self, *args: Any, plan: Plan, position: Position, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_officers(plan, "asked_by")
        self.fields["about"].choices = subject_choices(position)  # type: ignore[attr-defined]


class QuestionForm(forms.Form):
    """What a board member asks between meetings."""

    question = LongTextField(
        label="Your question",
        help_text="Everyone who can see the plan reads it, with your name.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter your question."},
    )


def subject_choices(position: Position) -> list[tuple[str, str]]:
    """Return what a challenge or a decision can be about."""
    word = position.plan.theme_word.capitalize()
    return [
        ("", "The plan as a whole"),
        *(
            (key_of("theme", theme.number), f"{word} {theme.number}: {theme.title}")
            for theme in position.themes
        ),
        *(
            (key_of("recommendation", item.number), f"Recommendation {item.number}: {item.shown_text[:80]}")
            for item in position.recommendations
        ),
    ]


class ChallengeAnswerForm(forms.Form):
    answer = LongTextField(
        label="Answer",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter the answer."},
    )
    what_changed = LongTextField(
        label="What changed because of it (optional)",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    closes = forms.BooleanField(label="The board is content with the answer", required=False)

    def __init__(self, *args: Any, may_close: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_close:
            del self.fields["closes"]


class ArisingReportForm(forms.Form):
    note = LongTextField(
        label="What was done",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what was done."},
    )
    done = forms.BooleanField(label="It is done", required=False)


class BarrierForm(OfficerChoices):
    """What is the barrier? of which actions. `revision` is the barrier's when the form was shown."""

    revision = SeenField(initial=0)
    text = LongTextField(
        label="What is the barrier?",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what the barrier is."},
    )
    references = forms.CharField(
        label="Actions it is holding up",
        help_text=REFERENCES_HINT,
        error_messages={"required": "Enter the references of the actions."},
    )
    remedial_action = LongTextField(
        label="Remedial action (optional)", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    owner = forms.ModelChoiceField(
        queryset=Officer.objects.none(), label="Owner (optional)", required=False, empty_label="Not named"
    )
    escalation = forms.ChoiceField(
        label="Who has been asked to help",
        choices=Escalation.choices,
        help_text="Barriers with the board or the council's leadership go on the next agenda.",
    )
    is_resolved = forms.BooleanField(label="It has been resolved", required=False)
    outcome = LongTextField(
        label="How it was resolved",
        help_text="Only if it has been resolved",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: Any, plan: Plan, position: Position, own: set[str] | None = None, **kwargs: Any
    ) -> None:
        """`own` limits the actions to those that the person may report on; None is any."""
        super().__init__(*args, **kwargs)
        self.position, self.own = position, own
        self.choose_officers(plan, "owner")

    def clean_references(self) -> list[ActionPosition]:
        given = split_references(self.cleaned_data["references"])
        actions = {reference: self.position.action(reference) for reference in given}
        unknown = [reference for reference, action in actions.items() if action is None]
        if unknown:
            raise forms.ValidationError(f"Not on the plan: {', '.join(unknown)}.")
        others = [reference for reference in actions if self.own is not None and reference not in self.own]
        if others:
            raise forms.ValidationError(f"You do not report on: {', '.join(others)}.")
        return [action for action in actions.values() if action]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("is_resolved") and not cleaned.get("outcome"):
            self.add_error("outcome", "Enter how the barrier was resolved.")
        return cleaned
