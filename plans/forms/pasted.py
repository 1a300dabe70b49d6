"""A block of cells as a spreadsheet gives it to the clipboard."""

from typing import Any

from django import forms

from improvement.forms import LongTextField
from improvement.spreadsheets.pasted import as_csv, cells_of


class PastedBlockForm(forms.Form):
    """One box for the cells; they come parted by tabs, a row a line."""

    block = LongTextField(
        label="Paste here",
        max_length=200_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "class": "app-pasted", "spellcheck": "false"}),
        help_text="In Excel select the cells with their headings, copy, and paste.",
        error_messages={"required": "Paste the cells with their headings."},
    )

    def clean_block(self) -> Any:
        block = self.cleaned_data["block"]
        if not block.strip():
            raise forms.ValidationError(self.fields["block"].error_messages["required"])
        return block.strip("\n")

    def rows(self) -> list[list[str]]:
        """Return the cells of a valid form's block."""
        return cells_of(str(self.cleaned_data["block"]))

    def content(self) -> bytes:
        """Return what a valid form's block is as a file."""
        return as_csv(self.rows())
