"""What is typed about an inspection or visit, and about actions that a new plan takes on."""

from typing import Any

from django import forms

from plans.choices import JudgementGrade
from plans.forms.fields import TickedField
from plans.forms.set_up import InspectionForm
from plans.models import Action, Plan, Theme

AREAS = 6


class VisitForm(InspectionForm):
    """An inspection or visit with its overall judgement, and the judgements of some areas."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, AREAS + 1):
            self.fields[f"area_{number}"] = forms.CharField(
                label=f"Area {number} (optional)", max_length=200, required=False
            )
            self.fields[f"grade_{number}"] = forms.ChoiceField(
                label=f"Judgement of area {number}",
                choices=[("", "Not given"), *JudgementGrade.choices],
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not (cleaned.get("started_on") or cleaned.get("published_on")) and not self.errors:
            self.add_error("started_on", "Enter when it started, or when its report was published.")
        seen = set()
        for number in range(1, AREAS + 1):
            area, grade = cleaned.get(f"area_{number}", "").strip(), cleaned.get(f"grade_{number}")
            if area and not grade:
                self.add_error(f"grade_{number}", f"Choose the judgement of {area}.")
            if grade and not area:
                self.add_error(f"area_{number}", "Enter which area was judged.")
            if area and area.casefold() in seen:
                self.add_error(f"area_{number}", f"{area} is entered twice.")
            seen.add(area.casefold())
        return cleaned

    def judgements(self) -> dict[str, JudgementGrade]:
        """Return the judgement of each area that was typed."""
        cleaned = self.cleaned_data
        return {
            cleaned[f"area_{number}"].strip(): JudgementGrade(cleaned[f"grade_{number}"])
            for number in range(1, AREAS + 1)
            if cleaned[f"area_{number}"].strip()
        }


class CarryOverForm(forms.Form):
    """Which unfinished actions of an earlier plan go on here, and in which theme."""

    theme = forms.ModelChoiceField(
        queryset=Theme.objects.none(),
        label="Where they continue",
        empty_label=None,
        error_messages={"required": "Choose where they continue."},
    )
    actions = TickedField(
        queryset=Action.objects.none(),
        label="Unfinished actions",
        error_messages={"required": "Choose the actions to carry over."},
    )

    def __init__(
        self, *args: Any, plan: Plan, earlier: Plan, unfinished: dict[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = plan.themes.order_by("number")  # type: ignore[attr-defined]
        rows = earlier.actions.filter(pk__in=unfinished).select_related("plan")
        self.fields["actions"].queryset = rows  # type: ignore[attr-defined]
        self.fields["actions"].label_from_instance = lambda action: unfinished[action.pk]  # type: ignore[attr-defined]
