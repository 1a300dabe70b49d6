"""Forms about reports: an analyst's own text, what a public version asks, issuing, and a custom report's columns."""

from datetime import date, datetime
from typing import Any

from django import forms

from improvement.forms import LongTextField
from plans.forms.dated import bounds_of
from plans.forms.fields import SeenField
from plans.reports.custom import Subject
from plans.reports.document import Question, Written
from plans.rules.date_bounds import PlanDays
from plans.rules.publishing_checks import CHECKS, WORDS


class ReportTextForm(forms.Form):
    """The analyst's text of one part of a report."""

    text = LongTextField(
        label="Your text",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Leave a blank line to start a new paragraph. Start a line with a dash for a bullet point.",
    )
    shown = SeenField()

    def __init__(self, *args: Any, part: Written, days: PlanDays, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.days = days
        if part.is_day:
            self.fields["text"] = forms.DateField(
                label="Day", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            )
        elif part.is_one_line:
            self.fields["text"] = forms.CharField(label="Your text", required=False, max_length=300)

    def clean_text(self) -> str:
        entered = self.cleaned_data["text"]
        if isinstance(entered, date):
            refused = bounds_of(type(self), "text", self.days).refusal("The day", entered)
            if refused:
                raise forms.ValidationError(refused)
            return f"{entered:%-d %B %Y}"
        return "\n".join(line.rstrip() for line in (entered or "").strip().splitlines())


def initial_text(part: Written) -> str | date:
    """Return what a form of a part begins with: its text, or the day that it says."""
    if part.is_day:
        try:
            return datetime.strptime(part.text, "%d %B %Y").date()
        except ValueError:
            return ""
    return part.text


class PublishForm(forms.Form):
    """How to deal with each total that would reveal a suppressed figure."""

    def __init__(self, *args: Any, questions: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, question in enumerate(questions):
            self.fields[f"question_{place}"] = forms.ChoiceField(
                label=question.text,
                choices=question.choices,
                initial=question.answer or None,
                widget=forms.RadioSelect,
                error_messages={"required": "Choose what to do."},
            )
        self.questions = questions

    def answers(self) -> dict[str, str]:
        """Return what was chosen, by the question's key."""
        return {
            question.key: self.cleaned_data[f"question_{place}"]
            for place, question in enumerate(self.questions)
        }


class ReadNamesForm(forms.Form):
    """Which of the words left standing in a public version are somebody's name, and which replaced ones are nobody's.

    The others that were shown are no names.
    """

    shown = forms.MultipleChoiceField(required=False)
    names = forms.MultipleChoiceField(required=False)
    left = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, words: list[str], replaced: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("shown", words), ("names", words), ("left", replaced)):
            self.fields[name].choices = [(word, word) for word in choices]  # type: ignore[attr-defined]


class IssueForm(forms.Form):
    """That a report leaves as it is."""

    version = forms.ChoiceField(
        label="Which version",
        choices=[("full", "Full version"), ("public", "Public version")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a version."},
    )
    checked = forms.MultipleChoiceField(
        label="For a public version: confirm each of these",
        choices=CHECKS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Leave them empty for a full version. What you confirm is kept with the report, under your name.",
    )
    note = forms.CharField(
        label="Note (optional)",
        required=False,
        max_length=500,
        help_text="For example: as sent to Democratic Services on 4 December.",
    )
    sure = forms.BooleanField(
        label="I have read the report. I understand that it can't be changed once it is issued.",
        error_messages={"required": "Tick the box to confirm that you have read the report."},
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("version") == "public" and set(typed.get("checked", ())) != set(WORDS):
            self.add_error(
                "checked",
                "Confirm each of these before you issue the public version. If you can’t confirm one, change the "
                "report first.",
            )
        return typed

    @property
    def is_public(self) -> bool:
        return bool(self.cleaned_data["version"] == "public")

    @property
    def confirmed(self) -> list[str]:
        """Return what was confirmed of a public version, in words; nothing of a full one."""
        return [WORDS[key] for key in self.cleaned_data["checked"]] if self.is_public else []


class WithdrawReportForm(forms.Form):
    """Why an issued report no longer stands."""

    reason = LongTextField(
        label="Why it is withdrawn",
        max_length=500,
        help_text="Everyone who sees the report reads this.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why the report is withdrawn."},
    )


class CustomReportForm(forms.Form):
    """A custom report: its columns, their order, its grouping and filters."""

    name = forms.CharField(
        label="Name", max_length=80, error_messages={"required": "Enter a name for the report."}
    )
    columns = forms.MultipleChoiceField(
        label="Columns",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one column."},
    )
    order = forms.CharField(
        label="Order of the columns (optional)",
        required=False,
        max_length=1000,
        help_text=(
            "Column headings separated by commas, in the order you want them: Reference, Due, last day. "
            "The rest follow as listed."
        ),
    )
    grouped_by = forms.ChoiceField(label="Grouped by", required=False)
    filters = forms.CharField(
        label="Filters (optional)",
        required=False,
        max_length=1000,
        help_text="Filter the list of actions or measures as you want it, then paste that page's address here.",
    )

    def __init__(self, *args: Any, subject: Subject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject = subject
        columns = self.fields["columns"]
        grouped = self.fields["grouped_by"]
        assert isinstance(columns, forms.MultipleChoiceField)
        assert isinstance(grouped, forms.ChoiceField)
        columns.choices = [(field.key, field.name) for field in subject.fields]
        grouped.choices = subject.group_choices
        if subject.key == "recommendations":
            del self.fields["filters"]

    def clean_filters(self) -> str:
        """Keep what follows the question mark of an address; its day and page are the report's own."""
        entered = self.cleaned_data["filters"].strip()
        query = entered.rpartition("?")[2] if "?" in entered else entered
        kept = [
            part
            for part in query.split("&")
            if part and part.partition("=")[0] not in {"as-at", "page", "print"}
        ]
        if any("=" not in part for part in kept):
            raise forms.ValidationError(
                "Paste the address of the filtered list, such as /plans/northmoor/actions/?status=on_target."
            )
        return "&".join(kept)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first = [name.strip() for name in self._headings(cleaned.get("order", "")) if name.strip()]
        keys = {field.name.casefold(): field.key for field in self.subject.fields}
        unknown = [name for name in first if name.casefold() not in keys]
        if unknown:
            self.add_error("order", f"There is no column called {', '.join(unknown)}.")
        wanted = cleaned.get("columns", [])
        ordered = [keys[name.casefold()] for name in first if name.casefold() in keys]
        cleaned["keys"] = [
            *(key for key in ordered if key in wanted),
            *(k for k in wanted if k not in ordered),
        ]
        return cleaned

    def _headings(self, text: str) -> list[str]:
        """Split headings at commas, minding those that hold one themselves."""
        names = sorted(
            (field.name for field in self.subject.fields if "," in field.name), key=len, reverse=True
        )
        marks = {name: f"\x00{place}\x00" for place, name in enumerate(names)}
        folded = text
        for name, mark in marks.items():
            start = folded.casefold().find(name.casefold())
            if start >= 0:
                folded = folded[:start] + mark + folded[start + len(name) :]
        back = {mark: name for name, mark in marks.items()}
        return [back.get(part.strip(), part) for part in folded.split(",")]
