"""Figures of a period as their owners type them: one row a measure."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from improvement.periods import month_end, months_before
from improvement.written_numbers import read_number
from performance.analysis.entered import Entered, Problem, completed, problems, question_about
from performance.choices import ObservationStatus, Unit
from performance.series import ObservationPoint
from plans.forms.fields import ScannedFileField, SeenField
from plans.forms.pasted import PastedBlockForm

MONTHS_BACK = 24
CASE_UNITS = {Unit.PERCENT, Unit.RATIO}
NUMBER_ATTRIBUTES = {"inputmode": "decimal", "class": "govuk-input--width-5", "autocomplete": "off"}


def months_to_choose(today: date) -> list[tuple[str, str]]:
    """Return the months whose figures can be entered, newest first; the present one too, for provisional figures."""
    ends = [
        month_end(day.year, day.month) for day in (months_before(today, back) for back in range(MONTHS_BACK))
    ]
    return [(f"{end:%Y-%m}", f"{end:%B %Y}") for end in ends]


class NumberField(forms.DecimalField):
    """A number as people write it: 8.1%, 8,060. One that could be two, as 47,2 could, is asked about."""

    # What the number is of, for what is said of it.
    subject = ""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            written = read_number(value)
            if written.question:
                raise forms.ValidationError(
                    f"{self.subject}{written.question}. Enter it with a point for decimals and without other commas.",
                    code="doubtful",
                )
            value = value if written.value is None else str(written.value)
        return super().to_python(value)


class ChooseObservationsForm(forms.Form):
    """Which month, and whose measures."""

    period = forms.ChoiceField(label="Figures for", required=False)
    owner = forms.ChoiceField(label="Owner", required=False)
    which = forms.ChoiceField(
        label="Measures",
        required=False,
        choices=[("", "With figures, or due"), ("all", "Every measure")],
    )

    def __init__(self, *args: Any, today: date, owners: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = months_to_choose(today)  # type: ignore[attr-defined]
        self.fields["owner"].choices = [("", "All that I can enter"), *owners]  # type: ignore[attr-defined]


class ObservationForm(forms.Form):
    """One measure's figure for a period. Left as it was, it records nothing."""

    value = NumberField(
        label="Value",
        required=False,
        widget=forms.TextInput(attrs=NUMBER_ATTRIBUTES),
    )
    numerator = NumberField(
        label="Numerator",
        required=False,
        widget=forms.TextInput(attrs=NUMBER_ATTRIBUTES),
    )
    denominator = NumberField(
        label="Denominator",
        required=False,
        widget=forms.TextInput(attrs=NUMBER_ATTRIBUTES),
    )
    status = forms.ChoiceField(
        label="Status",
        choices=[(status.value, status.label.capitalize()) for status in ObservationStatus],
        initial=ObservationStatus.FINAL,
        required=False,
    )
    note = forms.CharField(
        label="Note, or why not available", required=False, max_length=300, widget=forms.TextInput()
    )
    confirmed = forms.BooleanField(label="Yes, it is correct", required=False)
    # The key of the figure that stood when the form was shown; 0 where none did.
    seen = SeenField(required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        name: str,
        unit: str,
        current: ObservationPoint | None,
        earlier: Sequence[Decimal],
        has_ended: bool,
        prefix: str,
    ) -> None:
        self.name, self.unit, self.current, self.earlier = name, Unit(unit), current, earlier
        initial: dict[str, Any] = {
            "seen": current.pk if current else 0,
            # A period that has not ended has no final figure yet.
            "status": ObservationStatus.FINAL if has_ended else ObservationStatus.PROVISIONAL,
        }
        if current:
            initial |= {
                "value": _plain(current.value),
                "numerator": _plain(current.numerator),
                "denominator": _plain(current.denominator),
                "status": current.status,
                "note": current.reason,
            }
        super().__init__(data, prefix=prefix, initial=initial)
        self.asks_to_confirm = False
        self.has_ended = has_ended
        for field_name, field in self.fields.items():
            if field_name in {"value", "numerator", "denominator"}:
                invalid = f"{name}: enter the {field_name} as a number, for example 61.5."
                field.error_messages["invalid"] = invalid
                field.subject = f"{name}: "  # type: ignore[attr-defined]
            field.label = f"{field.label}, {name}" if field_name != "confirmed" else field.label

    @property
    def takes_cases(self) -> bool:
        """Whether a numerator and a denominator belong to the unit."""
        return self.unit in CASE_UNITS

    @property
    def is_unchanged(self) -> bool:
        """Whether nothing was typed that is not so already."""
        return not set(self.changed_data) - {"confirmed", "seen"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors or self.is_unchanged:
            return cleaned
        if {"numerator", "denominator"} & set(self.changed_data) and "value" not in self.changed_data:
            # The cases were corrected: the share that stood was of the old ones.
            cleaned["value"] = None if self.unit == Unit.PERCENT else cleaned.get("value")
        entered = completed(self._entered(cleaned), self.unit)
        cleaned["entered"] = entered
        problems_found = problems(entered, self.unit)
        if not self.has_ended and entered.status == ObservationStatus.FINAL:
            problems_found.append(
                Problem("status", "The period has not ended: the figure can only be provisional.")
            )
        for problem in problems_found:
            self.add_error(problem.field, f"{self.name}: {problem.text}")
        # What stands already was looked at when it came.
        is_same = self.current is not None and self.current.value == entered.value
        question = "" if is_same else question_about(entered.value, self.earlier, self.unit)
        if question and not problems_found and not cleaned.get("confirmed"):
            self.asks_to_confirm = True
            self.add_error("confirmed", f"{self.name}: {question}")
        return cleaned

    def _entered(self, cleaned: dict[str, Any]) -> Entered:
        return Entered(
            cleaned.get("value"),
            cleaned.get("numerator"),
            cleaned.get("denominator"),
            ObservationStatus(cleaned.get("status") or ObservationStatus.FINAL),
            str(cleaned.get("note") or "").strip(),
        )


def _plain(value: Decimal | None) -> Decimal | None:
    """Return a number without trailing noughts, as a box shows it and as what is typed is compared with it."""
    return None if value is None else Decimal(f"{value.normalize():f}")


def unusual_field() -> forms.BooleanField:
    """Return the box by which a person says that figures far from the usual are right."""
    return forms.BooleanField(
        label="Unusual figures are correct",
        required=False,
        help_text="Only if the check asked about any",
    )


class PastedFiguresForm(PastedBlockForm):
    """A block of figures, or a column of them with the month that they are of."""

    period = forms.ChoiceField(
        label="Month (only for a block without headings)",
        required=False,
        help_text="For two columns: the measure, and its figure for this month",
    )
    confirmed = unusual_field()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period"].choices = [("", "The block has headings"), *months_to_choose(today)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("period") and cleaned.get("block") and any(len(row) > 2 for row in super().rows()):
            self.add_error(
                "period",
                "The block has more than two columns: paste it with its headings, or the two columns alone.",
            )
        return cleaned

    def rows(self) -> list[list[str]]:
        """Return the cells, under a heading in any case."""
        period = self.cleaned_data.get("period")
        return [["measure", period], *super().rows()] if period else super().rows()


class FigureFileForm(forms.Form):
    """A file of figures: the council's own in long form, or national ones as they are published."""

    file = ScannedFileField(
        label="File",
        help_text="CSV or Excel, up to 10 MB",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": "Choose a file.", "empty": "This file is empty."},
    )
    confirmed = unusual_field()
