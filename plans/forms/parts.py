"""What a plan administrator types of a plan's parts: recommendations, milestones, success measures, commitments."""

from typing import Any

from django import forms
from django.db.models import F, QuerySet
from django.utils.text import Truncator

from improvement.forms import LongTextField
from improvement.written_dates import WrittenDate
from plans.choices import RecommendationKind
from plans.forms.fields import OfficersField, TickedField, words_field
from plans.forms.officers import OfficerChoices
from plans.forms.set_up import ActionForm, label_of, standing_recommendations, standing_themes
from plans.forms.written import written_date
from plans.models import Action, Plan, Recommendation, Theme

HIGHEST_NUMBER = 999


def number_field(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=HIGHEST_NUMBER,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
        error_messages={"required": "Enter a number."},
    )


class RecommendationForm(OfficerChoices):
    """A recommendation's words, where it is worked on, and who leads the answer to it."""

    number = number_field("Number")
    text = LongTextField(
        label="The recommendation, in the inspectorate's words",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter the recommendation."},
    )
    kind = forms.ChoiceField(label="Type", choices=RecommendationKind.choices)
    outcome = words_field("Outcome sought (optional)", rows=3)
    themes = TickedField(queryset=Theme.objects.none(), required=False)
    leads = OfficersField(label="Who leads the answer to it (optional)")

    def __init__(self, *args: Any, plan: Plan, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        if not is_new:
            # Records, papers and links go by it: it is changed with the others', on a page that says so.
            del self.fields["number"]
        offer_themes(self, plan)
        self.choose_officers(plan, "leads")

    def clean_number(self) -> int:
        number: int = self.cleaned_data["number"]
        if self.plan.recommendations.filter(number=number).exists():
            raise forms.ValidationError(
                f"The plan has, or had, a recommendation {number}: enter another number."
            )
        return number


def offer_themes(form: forms.Form, plan: Plan) -> None:
    """Offer the plan's themes to tick; a plan without any is not asked."""
    field = form.fields["themes"]
    field.label = f"{plan.theme_word.capitalize()} (optional)"
    field.queryset = standing_themes(plan)  # type: ignore[attr-defined]
    field.label_from_instance = label_of  # type: ignore[attr-defined]
    if not field.queryset.exists():  # type: ignore[attr-defined]
        del form.fields["themes"]


class ChangeActionForm(ActionForm):
    """Another wording, lead, start, outcome or place of an action; once its due date stands, a request moves it."""

    recommendation = None  # type: ignore[assignment]
    recommendations = TickedField(
        queryset=Recommendation.objects.none(),
        required=False,
        label="Recommendations it is linked to (optional)",
    )
    reason = forms.CharField(
        label="Why it changes", max_length=500, error_messages={"required": "Enter why it changes."}
    )
    field_order = ("text", "leads", "theme", "recommendations", "start", "due", "expected_outcome", "reason")

    def __init__(self, *args: Any, plan: Plan, has_due: bool, is_sub_action: bool, **kwargs: Any) -> None:
        super().__init__(*args, plan=plan, **kwargs)
        if has_due:
            del self.fields["due"]
        if is_sub_action:
            # It stands where the sentence over it does.
            del self.fields["theme"]
            del self.fields["recommendations"]
        elif not standing_recommendations(plan).exists():
            del self.fields["recommendations"]


class MilestoneWordsForm(forms.Form):
    """What a milestone is, and when it is due."""

    text = LongTextField(
        label="Milestone",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Enter the milestone."},
    )
    due = forms.CharField(
        label="Due (optional)",
        required=False,
        max_length=200,
        help_text="For example March 2027 or 31 March 2027",
    )

    def clean_due(self) -> WrittenDate | None:
        """Return what the date means; None where it stands as it was, in whatever words an import brought it."""
        if "due" not in self.changed_data:
            return None
        return written_date(self.cleaned_data["due"])


class SuccessMeasureForm(forms.Form):
    """How it will be seen that an action, or a theme, succeeded."""

    theme = forms.ModelChoiceField(queryset=Theme.objects.none(), required=False, empty_label="Choose one")
    action = forms.ModelChoiceField(
        queryset=Action.objects.none(), label="Or an action", required=False, empty_label="Choose one"
    )
    text = LongTextField(
        label="How will we know",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter the success measure."},
    )
    due = forms.CharField(
        label="By when (optional)", required=False, max_length=200, help_text="For example March 2027"
    )

    def __init__(self, *args: Any, plan: Plan, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["theme"]
            del self.fields["action"]
            return
        self.fields["theme"].label = f"Of the whole {plan.theme_word}"
        self.fields["theme"].queryset = standing_themes(plan)  # type: ignore[attr-defined]
        self.fields["theme"].label_from_instance = label_of  # type: ignore[attr-defined]
        self.fields["action"].queryset = _standing_actions(plan)  # type: ignore[attr-defined]
        self.fields["action"].label_from_instance = _action_label  # type: ignore[attr-defined]

    def clean_due(self) -> WrittenDate | None:
        """Return what the date means; None where it stands as it was, in whatever words an import brought it."""
        if "due" not in self.changed_data:
            return None
        return written_date(self.cleaned_data["due"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "theme" in self.fields and bool(cleaned.get("theme")) == bool(cleaned.get("action")):
            self.add_error("theme", "Choose either one of these or an action.")
        return cleaned


def _standing_actions(plan: Plan) -> QuerySet[Action]:
    standing = plan.actions.filter(versions__known_to=None, versions__withdrawn=False)
    return standing.annotate(words=F("versions__text")).order_by("position")


def _action_label(action: Any) -> str:
    return Truncator(f"{action.reference} {action.words}").chars(90)


class CommitmentForm(forms.Form):
    """A commitment of a theme: the layer between it and its actions."""

    reference = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9.\-]{0,19}$",
        label="Reference",
        help_text="For example 1.2",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
        error_messages={
            "required": "Enter a reference.",
            "invalid": "Enter letters, numbers, dots and hyphens only, for example 1.2.",
        },
    )
    text = LongTextField(
        label="Commitment",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter the commitment."},
    )


class WithdrawForm(forms.Form):
    """Why a part leaves the plan."""

    reason = LongTextField(
        label="Why it leaves the plan",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why it leaves the plan."},
    )


class RenumberForm(forms.Form):
    """The numbers of a plan's themes and recommendations, all at once, so that two can change places."""

    reason = LongTextField(
        label="Why the numbers change",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Enter why the numbers change."},
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing: dict[str, list[Any]] = {
            "theme": list(standing_themes(plan)),
            "recommendation": list(standing_recommendations(plan)),
        }
        words = {"theme": plan.theme_word.capitalize(), "recommendation": "Recommendation"}
        for kind, items in self.standing.items():
            for item in items:
                name = f"{kind}-{item.pk}"
                self.fields[name] = number_field(f"{words[kind]} {label_of(item)}")
                self.initial[name] = item.number
        self.order_fields([name for name in self.fields if name != "reason"])

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        for kind, items in self.standing.items():
            taken: dict[int, Any] = {}
            for item in items:
                number = typed.get(f"{kind}-{item.pk}")
                if number in taken:
                    self.add_error(
                        f"{kind}-{item.pk}",
                        f"{taken[number].number} is to be {number} too: give one another.",
                    )
                elif number is not None:
                    taken[number] = item
        return typed

    def numbers(self, kind: str) -> dict[int, int]:
        """Return the numbers that were entered, by the key of a theme or recommendation."""
        return {item.pk: self.cleaned_data[f"{kind}-{item.pk}"] for item in self.standing[kind]}
