"""A plan's rating scale: one of the patterns, or the council's own levels."""

from decimal import Decimal
from typing import Any

from django import forms

from improvement.date_fields import DayField
from plans.choices import Outlook
from plans.forms.dated import DatedForm
from plans.forms.fields import words_field
from plans.models import RatingScale
from plans.rules.scales import MOST, LevelDraft, scale_problems


class ScaleForm(DatedForm):
    """One of the scales that councils use, from a day."""

    pattern = forms.ModelChoiceField(
        queryset=RatingScale.objects.filter(plan=None), label="Scale", widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": "Choose a scale."},
    )  # fmt: skip
    adopted_on = DayField(label="In use from", subject="The day")


class OwnScaleForm(ScaleForm):
    """What a scale of the council's own is called, and from when it is used."""

    name = forms.CharField(
        label="Name of the scale",
        max_length=100,
        help_text="For example Board's five grades",
        error_messages={"required": "Enter a name for the scale."},
    )
    pattern = None  # type: ignore[assignment]


class LevelForm(forms.Form):
    """One level of a scale; without a word it is none."""

    name = forms.CharField(label="Word", max_length=60, required=False)
    code = forms.CharField(label="Code, where there is little room", max_length=10, required=False)
    meaning = words_field("What it means")
    colour = forms.CharField(
        label="Colour", required=False, widget=forms.TextInput(attrs={"type": "color", "class": "app-colour"})
    )
    outlook = forms.ChoiceField(label="It counts as", choices=Outlook.choices, required=False)
    value = forms.DecimalField(
        label="Number, if you make averages",
        required=False,
        max_digits=6,
        decimal_places=2,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "decimal"}),
    )
    means_finished = forms.BooleanField(label="It means that it is finished", required=False)

    @property
    def is_left_empty(self) -> bool:
        return not (self.cleaned_data.get("name") or self.cleaned_data.get("code"))

    def draft(self) -> LevelDraft:
        """Return the level as it was typed. The form must be valid."""
        typed = self.cleaned_data
        value: Decimal | None = typed["value"]
        return LevelDraft(
            typed["code"],
            typed["name"],
            typed["meaning"],
            typed["colour"].lower(),
            typed["outlook"] or Outlook.CAUTION,
            typed["means_finished"],
            value,
        )


class BaseLevelFormSet(forms.BaseFormSet):
    """The levels of a scale, the best first."""

    def clean(self) -> None:
        if any(self.errors):
            return
        filled = [form for form in self.forms if not form.is_left_empty]
        for form in filled:
            if not form.cleaned_data["name"]:
                form.add_error("name", "Enter the word of this level.")
        if any(form.errors for form in filled):
            return
        for place, field, problem in scale_problems([form.draft() for form in filled]):
            if place is None:
                raise forms.ValidationError(problem)
            filled[place].add_error(field, problem)

    def is_valid(self) -> bool:
        # `clean` adds errors to single forms, which Django counts before it.
        return super().is_valid() and not any(form.errors for form in self.forms)

    def drafts(self) -> list[LevelDraft]:
        """Return the levels that were typed. The forms must be valid."""
        return [form.draft() for form in self.forms if not form.is_left_empty]

    def all_errors(self) -> list[tuple[str, Any]]:
        """Return every error with the place that it links to."""
        return [("", error) for error in self.non_form_errors()] + [
            (form[name].id_for_label, error)
            for form in self.forms
            for name, errors in form.errors.items()
            for error in errors
        ]


LevelFormSet: type[BaseLevelFormSet] = forms.formset_factory(  # type: ignore[assignment]
    LevelForm, formset=BaseLevelFormSet, extra=0, min_num=MOST, max_num=MOST, absolute_max=MOST
)
