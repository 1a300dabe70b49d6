"""What an analyst gives: a workbook, the day that it speaks for, and the word to apply it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from improvement.date_fields import DayField
from improvement.rounding import percentage
from improvement.spreadsheets.opening import ENDINGS, MAX_BYTES, too_large
from plans.choices import ExplainedStatus
from plans.forms.dated import DatedForm
from plans.forms.fields import ScannedFileField
from plans.imports.blocks.vocabulary import FIELD_WORDS
from plans.imports.document import FoundColumn, FoundTable, StatusWord
from plans.imports.layouts import LAYOUT_WORDS
from plans.imports.recognition import SURE, Recognition, fields_of
from plans.imports.tables import SEVERAL
from plans.imports.values import header_words

# A word for progress of which nobody said what it means, and one that is said to mean no status.
NOT_SAID, STAYS = "Not said yet", "words"
STATUSES = ExplainedStatus.choices
# Fields that several columns of one table may hold, each of them read.
MAY_STAND_AGAIN = SEVERAL | {"leads", "update", "responsible"}
# A column of more words than these is no column of statuses.
MOST_WORDS = 30


class WorkbookForm(DatedForm):
    """A council's workbook to import."""

    workbook = ScannedFileField(
        label="Workbook",
        help_text="An Excel workbook (.xlsx or .xls), a CSV file, an OpenDocument spreadsheet (.ods) or a Word "
        "document with tables (.docx), up to 10 MB",
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        error_messages={"required": "Choose a workbook.", "empty": "This file is empty."},
    )
    as_at = DayField(
        label="Date of the position it shows (optional)",
        subject="The day",
        required=False,
        help_text="If left blank, the date given in the workbook is used, or today. For example, 31 3 2026",
    )

    def clean_workbook(self) -> UploadedFile:
        workbook: UploadedFile = self.cleaned_data["workbook"]
        if workbook.size is None or workbook.size > MAX_BYTES:
            raise forms.ValidationError(too_large(workbook.size or 0))
        return workbook


class RecognisedForm(DatedForm):
    """What was recognised, for a person to correct: the layout, the day, each header's field, how to read blanks."""

    layout = forms.ChoiceField(label="Layout")
    as_at = DayField(
        label="Date of the position the workbook shows",
        subject="The day",
        error_messages={"required": "Enter the date of the position the workbook shows."},
        help_text="Ratings, dates and statuses are known from this date. For example, 31 3 2026",
    )
    accept_suggestions = forms.BooleanField(
        label="Accept the suggested dates where a date is in a foreign order or can be read two ways",
        required=False,
    )
    blank_means_empty = forms.BooleanField(
        label="Treat an empty cell as clearing the value",
        help_text="Otherwise an empty cell changes nothing",
        required=False,
    )

    def __init__(
        self, *args: Any, seen: Recognition, statuses: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.words: dict[str, StatusWord] = {}
        for number, word in enumerate(seen.document.status_words[:MOST_WORDS], start=1):
            name = f"word_{number}"
            self.words[name] = word
            self.fields[name] = forms.ChoiceField(
                label=word.words,
                choices=[
                    ("", NOT_SAID),
                    *STATUSES,
                    (STAYS, "None of these: it stays a word"),
                ],
                required=False,
                initial=_chosen(word.key, statuses or {}),
            )
        layout = self.fields["layout"]
        assert isinstance(layout, forms.ChoiceField)  # noqa: S101 -- for the type checker
        layout.choices = [(name, LAYOUT_WORDS[name]) for name in seen.scores]
        self.columns: dict[str, RecognisedColumn] = {}
        for table in seen.tables:
            for column in table.columns:
                self._add_column(table, column)

    def _add_column(self, table: FoundTable, column: FoundColumn) -> None:
        words = header_words(column.header)
        same_header = next((item for item in self.columns.values() if item.words == words), None)
        if same_header is not None:
            same_header.times += 1
            return
        name = f"column_{len(self.columns) + 1}"
        self.columns[name] = RecognisedColumn(words, table, column)
        # What it was taken for can always be said again, whatever the table.
        fields = {**fields_of(table.kind)}
        if column.field:
            fields.setdefault(column.field, FIELD_WORDS.get(column.field, column.field))
        self.fields[name] = forms.ChoiceField(
            label=column.header,
            choices=[("", "Keep as notes"), *sorted(fields.items(), key=lambda pair: pair[1])],
            required=False,
            initial=column.field,
        )

    def clean(self) -> dict[str, Any]:
        """Refuse two columns of one table for one field, where the table can have but one: the other would be lost."""
        cleaned = super().clean() or {}
        given: dict[tuple[str, int, str], str] = {}
        for name, column in self.columns.items():
            field = cleaned.get(name) or ""
            if not field or field in MAY_STAND_AGAIN:
                continue
            place = (column.table.sheet, column.table.header_row, field)
            other = given.setdefault(place, name)
            if other != name:
                both = f"“{self.fields[other].label}” and “{self.fields[name].label}”"
                meaning = FIELD_WORDS.get(field, field).lower()
                self.add_error(
                    name, f"{both} can’t both be the {meaning}: choose one and keep the other as notes."
                )
        return cleaned

    def word_rows(self) -> list[tuple[StatusWord, forms.BoundField]]:
        """Return each word for progress that no status is known by, with its box."""
        return [(word, self[name]) for name, word in self.words.items()]

    def statuses(self) -> dict[str, str]:
        """Return what the person says that words for progress mean, by word."""
        said = {word.key: self.cleaned_data[name] for name, word in self.words.items()}
        return {key: "" if status == STAYS else status for key, status in said.items() if status}

    def rows(self) -> list[tuple["RecognisedColumn", forms.BoundField]]:
        """Return each header with its field's box, those to be asked about first."""
        rows = [(column, self[name]) for name, column in self.columns.items()]
        return sorted(rows, key=lambda row: not row[0].is_unsure)

    def choices(self) -> dict[str, str]:
        """Return what the person says by header words: otherwise than was recognised, or of what they were asked."""
        return {
            column.words: self.cleaned_data[name]
            for name, column in self.columns.items()
            if column.is_unsure or self.cleaned_data[name] != column.column.field
        }


def _chosen(word: str, statuses: Mapping[str, str]) -> str:
    """Return what was said of a word before, as its box says it."""
    return (statuses[word] or STAYS) if word in statuses else ""


@dataclass
class RecognisedColumn:
    """A header, the table that it stands over first, and how many tables have it."""

    words: str
    table: FoundTable
    column: FoundColumn
    times: int = 1

    @property
    def is_unsure(self) -> bool:
        """Whether a person is asked about it."""
        return self.table.kind == "unknown" or (bool(self.column.field) and self.column.confidence < SURE)

    @property
    def confidence(self) -> int:
        """How sure the field is, per cent."""
        return int(percentage(self.column.confidence))


class ApplyForm(forms.Form):
    """To apply what was previewed, or to leave it. `seen` is the fingerprint of the difference that was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    leave = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("leave") and not cleaned.get("seen"):
            raise forms.ValidationError("Check the preview first, then apply it.")
        return cleaned
