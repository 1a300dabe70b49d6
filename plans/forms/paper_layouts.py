"""The form in which a council lays a committee's paper out: an order, a heading and a tick for each part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from plans.forms.fields import SeenField
from plans.rules.paper_layouts import GROUPS, LaidPart, own_key, problems

TITLES = {
    "cover": "Cover",
    "parts": "Parts of the report",
    "implications": "Implications",
}
# So many parts can be added at a time.
NEW = 2


@dataclass(frozen=True)
class LayoutRow:
    """A part's fields, with what it is usually called; empty for one that is being added."""

    usual: str
    order: forms.BoundField
    heading: forms.BoundField
    left_out: forms.BoundField | None


class PaperLayoutForm(forms.Form):
    """Where each part stands, under which heading, and whether it is left out; and parts of the council's own."""

    shown = SeenField()

    def __init__(
        self,
        *args: Any,
        layout: Mapping[str, Sequence[LaidPart]],
        usual: Mapping[str, Sequence[LaidPart]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.layout = layout
        self.usual = {part.key: part.heading for group in GROUPS for part in usual[group]}
        for group in GROUPS:
            for place, part in enumerate(layout[group], start=1):
                self._add(f"{group}-{place}", place, part.heading, part.is_left_out)
            for number in range(1, NEW + 1):
                self._add(f"{group}-new-{number}", len(layout[group]) + number, "", None)

    def _add(self, name: str, place: int, heading: str, is_left_out: bool | None) -> None:
        self.fields[f"{name}-order"] = forms.IntegerField(
            label=f"Position of {heading or 'what you add'}",
            min_value=1,
            max_value=99,
            required=is_left_out is not None,
            initial=place,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-2"}),
            error_messages={
                "required": f"Enter a position for {heading}.",
                "invalid": "A position must be a whole number, like 3.",
            },
        )
        self.fields[f"{name}-heading"] = forms.CharField(
            label=f"Heading of {heading}" if heading else "Heading of what you add",
            max_length=100,
            required=is_left_out is not None,
            initial=heading,
            error_messages={"required": f"Enter a heading for {heading}, or leave it out."},
        )
        if is_left_out is not None:
            self.fields[f"{name}-out"] = forms.BooleanField(
                label=f"Leave out {heading}", required=False, initial=is_left_out
            )

    def groups(self) -> list[tuple[str, list[LayoutRow]]]:
        """Return the rows of each table, under its title."""
        return [(TITLES[group], self._rows(group)) for group in GROUPS]

    def _rows(self, group: str) -> list[LayoutRow]:
        rows = [
            LayoutRow(
                self.usual.get(part.key, "Added by the council"),
                self[f"{group}-{place}-order"],
                self[f"{group}-{place}-heading"],
                self[f"{group}-{place}-out"],
            )
            for place, part in enumerate(self.layout[group], start=1)
        ]
        return rows + [
            LayoutRow("", self[f"{group}-new-{n}-order"], self[f"{group}-new-{n}-heading"], None)
            for n in range(1, NEW + 1)
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            for problem in problems(self.laid()):
                self.add_error(None, problem)
        return cleaned

    def laid(self) -> dict[str, list[LaidPart]]:
        """Return the layout as it was typed; what is moved or added goes before what stands at that position."""
        typed = self.cleaned_data
        laid = {}
        for group in GROUPS:
            found: list[tuple[int, bool, int, LaidPart]] = []
            for place, part in enumerate(self.layout[group], start=1):
                name = f"{group}-{place}"
                heading = " ".join(typed[f"{name}-heading"].split())
                order = typed[f"{name}-order"]
                laid_part = LaidPart(part.key, heading, typed[f"{name}-out"])
                found.append((order, order == place, place, laid_part))
            for number in range(1, NEW + 1):
                name = f"{group}-new-{number}"
                heading = " ".join(typed[f"{name}-heading"].split())
                if heading:
                    order = typed[f"{name}-order"] or len(found) + 1
                    found.append((order, False, number, LaidPart(own_key(group, heading), heading)))
            found.sort(key=lambda row: row[:3])
            laid[group] = [row[-1] for row in found]
        return laid
