"""Where the tables of a workbook are, said by pointing: for each sheet a row and what each row below it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from improvement.spreadsheets import Sheet
from plans.imports.document import FoundTable
from plans.imports.picture import SheetPicture, draw_top
from plans.imports.pointing import AS_FOUND, KINDS, NOTHING, Pointed, point, pointed_at
from plans.imports.recognition import Recognition

# A workbook of more sheets than these is pointed at in its first ones.
MOST_SHEETS = 30


@dataclass
class SheetFields:
    """A sheet, a picture of its first rows, the tables recognised on it, and the names of its three boxes."""

    sheet: Sheet
    picture: SheetPicture
    kind: str
    row: str
    without: str
    found: Sequence[FoundTable]

    @property
    def is_recognised(self) -> bool:
        """Whether it is known of any table of the sheet what it is."""
        return any(table.kind != "unknown" for table in self.found)


class TablesForm(forms.Form):
    """What each sheet's rows are, which row its headings stand in, and whether it has none."""

    def __init__(
        self,
        *args: Any,
        seen: Recognition,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        filled = [sheet for sheet in seen.sheets if sheet.rows][:MOST_SHEETS]
        self.sheets = [
            self._add_sheet(number, sheet, [table for table in seen.tables if table.sheet == sheet.title])
            for number, sheet in enumerate(filled, start=1)
        ]

    def _add_sheet(self, number: int, sheet: Sheet, found: Sequence[FoundTable]) -> SheetFields:
        boxes = (f"kind_{number}", f"row_{number}", f"without_{number}")
        names = SheetFields(sheet, draw_top(sheet), *boxes, found)
        before = pointed_at(sheet) or Pointed(AS_FOUND)
        self.fields[names.kind] = forms.ChoiceField(
            label=f"Each row of {sheet.title} is",
            choices=[(AS_FOUND, "As it was recognised"), *KINDS.items()],
            required=False,
            initial=before.kind,
        )
        rows = [(str(row), f"Row {row}") for row, _cells in names.picture.rows]
        self.fields[names.row] = forms.ChoiceField(
            label=f"Row of the headings on {sheet.title}",
            choices=[("", ""), *rows],
            required=False,
            initial=str(before.row or ""),
        )
        self.fields[names.without] = forms.BooleanField(
            label="There are no headings: the chosen row is the first of the list",
            required=False,
            initial=not before.has_headings,
        )
        return names

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for names in self.sheets:
            pointed = {names.row, names.without} & set(self.changed_data)
            if cleaned.get(names.kind) == AS_FOUND and names.kind not in self.changed_data and pointed:
                self.add_error(names.kind, f"Say what each row of {names.sheet.title} is.")
            if cleaned.get(names.kind) not in {AS_FOUND, NOTHING, None} and not cleaned.get(names.row):
                self.add_error(
                    names.kind, f"Choose the row of the headings on {names.sheet.title}, or its first row."
                )
        return cleaned

    def rows(self) -> list[tuple[SheetFields, forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Return each sheet with its boxes: what each row is, the row chosen, whether there are no headings."""
        return [(names, self[names.kind], self[names.row], self[names.without]) for names in self.sheets]

    def tables(self) -> dict[str, dict[str, Any]]:
        """Return what the person says by the name of the sheet, in plain values, where it is not as before."""
        return {
            names.sheet.title: point(
                names.sheet,
                self.cleaned_data[names.kind],
                int(self.cleaned_data[names.row] or 0),
                has_headings=not self.cleaned_data[names.without],
            ).as_said()
            for names in self.sheets
            if {names.kind, names.row, names.without} & set(self.changed_data)
        }
