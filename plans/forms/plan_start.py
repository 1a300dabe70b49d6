"""What starts a plan: whose it is, what it is called, and how it is rated."""

from collections.abc import Iterable
from typing import Any

from django import forms

from improvement.models import Council
from plans.models import RatingScale


class PlanStartForm(forms.Form):
    """A new plan. A council that is not here yet is added by its name, by a system administrator."""

    title = forms.CharField(
        label="Title of the plan",
        max_length=200,
        help_text="For example Children's services improvement plan",
        error_messages={"required": "Enter a title."},
    )
    council = forms.ChoiceField(label="Council", required=False)
    new_council = forms.CharField(
        label="Or the name of a council that is not listed", max_length=200, required=False
    )
    theme_word = forms.CharField(
        label="What the plan's main divisions are called",
        max_length=40,
        initial="theme",
        help_text="In the singular, for example theme, workstream, priority or aim",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
        error_messages={"required": "Enter a word, for example theme."},
    )
    scale = forms.ModelChoiceField(
        queryset=RatingScale.objects.filter(plan=None),
        label="Rating scale",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose a scale."},
    )

    is_analyst = forms.BooleanField(
        label="I also import workbooks, record what the board decides and issue reports",
        help_text="Gives you the analyst's role too. Leave it blank if somebody else does this.",
        required=False,
        initial=True,
    )

    def __init__(self, *args: Any, councils: Iterable[Council], may_add_council: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(council.pk), council.name) for council in councils]
        if not may_add_council:
            del self.fields["new_council"]
        scale = self.fields["scale"]
        scale.label_from_instance = _scale_in_words  # type: ignore[attr-defined]
        council = self.fields["council"]
        is_one = len(choices) == 1 and not may_add_council
        council.choices = choices if is_one else [("", "Choose one"), *choices]  # type: ignore[attr-defined]

    def clean_theme_word(self) -> str:
        return str(self.cleaned_data["theme_word"]).strip().lower()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        name = " ".join(str(cleaned.get("new_council", "")).split())
        if not cleaned.get("council") and not name:
            self.add_error("council", "Choose a council.")
        if cleaned.get("council") and name:
            self.add_error("new_council", "Choose a council above, or enter a name here: not both.")
        if name and Council.objects.filter(name__iexact=name).exists():
            self.add_error("new_council", "This council is listed already: choose it above.")
        return cleaned


def _scale_in_words(scale: RatingScale) -> str:
    levels = ", ".join(level.name for level in scale.levels.all())
    return f"{scale.name}: {levels}"
