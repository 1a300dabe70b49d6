"""One form for what every committee's paper of a plan says alike, and for each paper's committee and its day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from improvement.date_fields import DayField
from improvement.forms import LongTextField
from plans.forms.dated import bounds_of
from plans.forms.fields import SeenField
from plans.forms.reports import ReportTextForm, initial_text
from plans.operations.reports import NewText
from plans.reports.document import Written
from plans.rules.committee_parts import kept_under
from plans.rules.date_bounds import PlanDays


@dataclass(frozen=True)
class StandingPart:
    """A part to write, of which paper, and its texts so far by their keys: a form may have been shown with any."""

    report: str
    part: Written
    texts: Mapping[int, str]

    @property
    def name(self) -> str:
        """The field's name."""
        return f"{kept_under(self.report, self.part.key)}-{self.part.key}"

    @property
    def shown(self) -> int:
        """The key of the text that stands; 0 for none."""
        return self.part.own.text_id if self.part.own else 0

    def text_shown(self, key: int) -> str:
        """Return what a form was shown with: the text of a key, else the draft."""
        return self.texts.get(key, "") or self.part.draft.strip()


class StandingPartsForm(forms.Form):
    """What every paper says alike. A field that is left as it was writes nothing."""

    def __init__(self, *args: Any, parts: Sequence[StandingPart], days: PlanDays, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parts = list(parts)
        for standing in parts:
            field = _field(standing.part)
            if isinstance(field, DayField):
                field.bounds = bounds_of(ReportTextForm, "text", days)
            self.fields[standing.name] = field
            self.fields[f"{standing.name}-shown"] = SeenField(initial=standing.shown)

    def changed(self) -> list[NewText]:
        """Return the texts that are not as they were; the draft itself is no text of one's own."""
        texts = []
        for standing in self.parts:
            part, entered = standing.part, self.cleaned_data[standing.name]
            shown = self.cleaned_data[f"{standing.name}-shown"]
            text = f"{entered:%-d %B %Y}" if part.is_day and entered else _lines(entered or "")
            if text == _lines(standing.text_shown(shown)):
                continue
            own = "" if text == part.draft.strip() else text
            texts.append(NewText(standing.report, part.key, own, part.draft, shown))
        return texts

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields under their headings: the cover, each paper's own, the implications."""
        found: dict[str, list[forms.BoundField]] = {}
        for standing in self.parts:
            found.setdefault(standing.part.under, []).append(self[standing.name])
        return list(found.items())


def _field(part: Written) -> forms.Field:
    initial = initial_text(part)
    if part.is_day:
        return DayField(label=part.label, subject="The day", required=False, initial=initial or None)
    if part.is_one_line:
        return forms.CharField(label=part.label, required=False, max_length=300, initial=initial)
    return LongTextField(
        label=part.label,
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        initial=initial,
    )


def _lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())
