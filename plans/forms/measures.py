"""What a measure means and is to reach, as whoever keeps the plan's measures types it."""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import Truncator, slugify

from improvement.counting import plural
from improvement.date_fields import DayField
from improvement.forms import LongTextField
from improvement.models import Officer
from improvement.written_dates import WrittenDate
from performance.choices import Accumulation, Frequency, MeasureType, Polarity, TargetKind, Unit
from performance.models import Target
from plans.forms.dated import DatedForm
from plans.forms.fields import ScannedFileField, SeenField
from plans.forms.officers import OfficerChoices
from plans.forms.written import written_day
from plans.imports.parsers.figures import NUMBER, Figure, read_figure
from plans.imports.values import number_value
from plans.models import Plan
from plans.position import Position
from plans.position.measures import MeasurePosition

SHORT = {"class": "govuk-input--width-5", "inputmode": "decimal"}
GRADES = (
    ("outstanding", "Outstanding", True),
    ("good", "Good", True),
    ("requires_improvement", "Requires improvement", False),
    ("inadequate", "Inadequate", False),
)


class DefinitionForm(OfficerChoices):
    """A measure's definition and what it evidences on the plan."""

    name = forms.CharField(
        label="Name", max_length=300, error_messages={"required": "Enter the measure's name."}
    )
    definition = LongTextField(
        label="Definition (optional)",
        required=False,
        help_text="What is counted, and what it is a share of, so that two people count the same",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    unit = forms.ChoiceField(label="Unit", choices=Unit.choices)
    polarity = forms.ChoiceField(
        label="Which way is better",
        choices=Polarity.choices,
        widget=forms.RadioSelect,
        help_text=(
            "Without this the measure can rise or fall but not improve, and can't be judged against a "
            "single target"
        ),
        error_messages={"required": "Choose which way is better."},
    )
    measure_type = forms.ChoiceField(label="Period that each figure covers", choices=MeasureType.choices)
    frequency = forms.ChoiceField(label="How often it is due", choices=Frequency.choices)
    accumulation = forms.ChoiceField(
        label="How the year to date is calculated",
        choices=Accumulation.choices,
        help_text="Percentages are pooled from their numerators and denominators, never averaged",
    )
    tolerance = forms.DecimalField(
        label="Tolerance",
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=4,
        help_text="How far from the target still counts as near it, in the measure's own unit",
        widget=forms.TextInput(attrs=SHORT),
    )
    dead_band = forms.DecimalField(
        label="Dead band",
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=4,
        help_text="A change no larger than this counts as no change, in the measure's own unit",
        widget=forms.TextInput(attrs=SHORT),
    )
    owner = forms.ModelChoiceField(
        queryset=Officer.objects.none(),
        label="Owner (optional)",
        required=False,
        empty_label="Not named",
        help_text="If they have an account and a role on the plan, the owner can enter its figures",
    )
    source = forms.CharField(label="Source system (optional)", max_length=200, required=False)
    recommendations = forms.TypedMultipleChoiceField(
        label="Recommendations it relates to",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    themes = forms.TypedMultipleChoiceField(
        label="Themes", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    actions = forms.CharField(
        label="Actions (optional)",
        required=False,
        help_text="Their references, for example 1.4, 2.1",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    reason = forms.CharField(
        label="Reason for the change",
        max_length=500,
        required=False,
        help_text="Shown in the definition history. Past figures are not judged again",
    )
    # The key of the definition that the form was shown with: a later one is somebody else's.
    seen = SeenField(required=False)

    def __init__(self, *args: Any, position: Position, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.position = position
        plan = position.plan
        self.choose_officers(plan, "owner")
        self.fields["themes"].label = f"{plural(plan.theme_word).capitalize()} it relates to"
        self.fields["themes"].choices = [(t.number, f"{t.number}. {t.title}") for t in position.themes]  # type: ignore[attr-defined]
        self.fields["recommendations"].choices = [  # type: ignore[attr-defined]
            (item.number, f"{item.number}. {Truncator(item.shown_text).chars(110)}")
            for item in position.recommendations
        ]

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if not slugify(name):
            raise forms.ValidationError("Enter a name with letters or figures.")
        return name

    def clean_actions(self) -> list[str]:
        wanted = [part.strip() for part in str(self.cleaned_data["actions"]).split(",") if part.strip()]
        references = {action.reference for action in self.position.actions}
        missing = [reference for reference in wanted if reference not in references]
        if missing:
            raise forms.ValidationError(f"The plan has no action {', '.join(missing)}.")
        return wanted

    def definition_fields(self) -> dict[str, Any]:
        """Return the fields of the definition as they are stored."""
        names = (
            "name", "definition", "unit", "polarity", "measure_type", "frequency", "accumulation", "tolerance",
            "dead_band", "owner", "source",
        )  # fmt: skip
        return {name: self.cleaned_data[name] for name in names}


def definition_initial(measure: MeasurePosition) -> dict[str, Any]:
    """Return what a definition form shows of a measure."""
    version = measure.version
    return {
        "name": version.name,
        "definition": version.definition,
        "unit": version.unit,
        "polarity": version.polarity,
        "measure_type": version.measure_type,
        "frequency": version.frequency,
        "accumulation": version.accumulation,
        "tolerance": number_value(version.tolerance),
        "dead_band": number_value(version.dead_band),
        "owner": version.owner_id,
        "source": version.source,
        "recommendations": list(measure.recommendation_numbers),
        "themes": list(measure.theme_numbers),
        "actions": ", ".join(measure.action_references),
        "seen": version.pk,
    }


class TargetForm(forms.Form):
    """A baseline, a checkpoint or a target; one that revises another stands beside it."""

    kind = forms.ChoiceField(
        label="Kind",
        choices=[
            (kind.value, kind.label)
            for kind in (TargetKind.TARGET, TargetKind.CHECKPOINT, TargetKind.BASELINE, TargetKind.STANDARD)
        ],
        widget=forms.RadioSelect,
        initial=TargetKind.TARGET,
    )
    figure = forms.CharField(
        label="Figure",
        max_length=100,
        help_text="A value or a band, for example 18%, 65-70%, under 10%",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
        error_messages={"required": "Enter the figure."},
    )
    due = forms.CharField(
        label="By when (optional)",
        max_length=200,
        required=False,
        help_text="For example March 2027, Quarter 2, 2027 or 31 March 2027. If left blank, it always applies",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20"}),
    )
    revises = forms.ModelChoiceField(
        queryset=Target.objects.none(),
        label="Revises (optional)",
        required=False,
        empty_label="None: it is an additional target",
        help_text="The earlier target is kept and shown beside it",
    )
    source = forms.CharField(
        label="Where it was agreed (optional)",
        max_length=300,
        required=False,
        help_text="For example the board of 6 November 2026",
    )

    def __init__(self, *args: Any, targets: list[Target], unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        field = self.fields["revises"]
        field.queryset = Target.objects.filter(pk__in=[target.pk for target in targets])  # type: ignore[attr-defined]
        field.label_from_instance = (  # type: ignore[attr-defined]
            lambda target: f"{target.get_kind_display()} {target.words} {target.due_words}".strip()
        )

    def clean_figure(self) -> Figure:
        figure = read_figure(self.cleaned_data["figure"])
        if figure.question:
            raise forms.ValidationError(f"{figure.question}. Enter it with a point for decimals.")
        if figure.lowest is None and figure.highest is None:
            raise forms.ValidationError("Enter a value or a band, for example 18%, 65-70% or under 10%.")
        written = str(self.cleaned_data["figure"])
        numbers = re.findall(r"\d[\d.,]*\d|\d", written)
        if any(not re.fullmatch(NUMBER, number) for number in numbers) or len(numbers) > (
            2 if figure.lowest != figure.highest else 1
        ):
            raise forms.ValidationError("Enter one value or one band, with no other numbers.")
        if re.search(r"(?:^|\s)-\s?\d", written) or ("-" in written and figure.lowest == figure.highest):
            raise forms.ValidationError("A target can't be below 0.")
        ends = [end for end in (figure.lowest, figure.highest) if end is not None]
        if self.unit == Unit.PERCENT and any(end > 100 for end in ends):
            raise forms.ValidationError("A percentage must be between 0 and 100.")
        if self.unit == Unit.PERCENT and figure.unit == "count":
            return replace(figure, words=f"{figure.words}%")
        return figure

    def clean_due(self) -> WrittenDate:
        words = str(self.cleaned_data["due"]).strip()
        return written_day(words) if words else WrittenDate()


class StepChangeForm(DatedForm):
    """From when control limits are worked out anew, and why."""

    from_day = DayField(
        label="First day of the first period after the change",
        subject="The day",
        error_messages={"required": "Enter the date."},
    )
    note = LongTextField(
        label="What changed",
        max_length=500,
        help_text=(
            "A known cause, such as a new team or a different way of counting. Without one, the limits "
            "stay the same"
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what changed."},
    )


class GradesForm(forms.Form):
    """How many cases were given each grade in a month: audits, inspections of homes."""

    period = forms.ChoiceField(label="Month")
    is_correction = forms.BooleanField(label="This corrects the figure for that month", required=False)

    def __init__(self, *args: Any, months: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = months  # type: ignore[attr-defined]
        for name, label, _meets in GRADES:
            self.fields[name] = forms.IntegerField(
                label=label,
                min_value=0,
                max_value=100_000,
                initial=0,
                widget=forms.TextInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
                error_messages={"required": f"Enter how many were graded {label.lower()}, 0 for none."},
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        counts = [cleaned.get(name) for name, _label, _meets in GRADES]
        if all(count is not None for count in counts) and not sum(count or 0 for count in counts):
            raise forms.ValidationError("Enter at least one graded case.")
        return cleaned

    def counts(self) -> list[tuple[str, int, bool]]:
        """Return each grade's label, count, and whether it meets the standard; the best first."""
        return [(label, self.cleaned_data[name], meets) for name, label, meets in GRADES]


class NeighboursForm(forms.Form):
    """A published file of national figures, and which of them to set beside a measure."""

    file = ScannedFileField(
        label="Published file",
        help_text="CSV in the Explore education statistics layout, up to 10 MB",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": "Choose a file.", "empty": "This file is empty."},
    )
    measure = forms.ChoiceField(label="Measure")
    indicator = forms.CharField(
        label="Column with the figures",
        max_length=100,
        help_text="As written in the file's first row",
        error_messages={"required": "Enter the name of the column."},
    )
    where = LongTextField(
        label="Only rows where (optional)",
        required=False,
        help_text="One per line, for example placement_type=Total. If left blank, totals are used",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    region = forms.CharField(
        label="The council's region (optional)",
        max_length=80,
        required=False,
        help_text="As named in the file",
    )
    neighbours = LongTextField(
        label="Statistical neighbours (optional)",
        required=False,
        help_text="One per line, as named in the file. Their figure is the mean. The list is kept for next time",
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, plan: Plan, measures: list[MeasurePosition]
    ) -> None:
        initial = {"region": plan.council.region, "neighbours": plan.council.statistical_neighbours}
        super().__init__(data, files, initial=initial)
        self.fields["measure"].choices = [(measure.code, measure.name) for measure in measures]  # type: ignore[attr-defined]

    def clean_where(self) -> dict[str, str]:
        pairs = [line.partition("=") for line in str(self.cleaned_data["where"]).splitlines() if line.strip()]
        if any(not equals for _column, equals, _value in pairs):
            raise forms.ValidationError("Enter each as column=value, one per line.")
        return {column.strip(): value.strip() for column, _equals, value in pairs}

    def clean_neighbours(self) -> list[str]:
        return [line.strip() for line in str(self.cleaned_data["neighbours"]).splitlines() if line.strip()]
