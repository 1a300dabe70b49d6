"""A day typed into three boxes, as GOV.UK asks for dates. Accepts `3`, `03`, `mar` and `March` for the month."""

from datetime import date
from typing import Any, Protocol

from django import forms

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PARTS = ("day", "month", "year")
# What a date can be read from at all; what a form makes of it is said by its bounds.
FIRST_YEAR, LAST_YEAR = 1900, 2199


class Bounds(Protocol):
    """Between which days a field may lie."""

    def refusal(self, subject: str, day: date) -> str:
        """Return the sentence that refuses a day and names what is allowed; empty for a day that is."""


class ThreeBoxes(forms.MultiWidget):
    """Three text boxes for day, month and year."""

    template_name = "django/forms/widgets/three_boxes.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {
            part: forms.TextInput(attrs={"inputmode": "numeric"}) for part in PARTS
        }
        super().__init__(boxes, attrs)

    def decompress(self, value: date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else [None, None, None]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_


class DayField(forms.Field):
    """A day from three boxes; each error says which part is wrong."""

    widget = ThreeBoxes
    # Set by the form, which knows the plan.
    bounds: Bounds | None = None
    default_error_messages = {"required": "Enter a date."}

    def __init__(self, *, subject: str = "The date", **kwargs: Any) -> None:
        self.subject = subject
        kwargs.setdefault("help_text", "For example, 31 3 2027")
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        parts = [str(part or "").strip() for part in (value or [])]
        if not any(parts):
            return None
        missing = [name for name, part in zip(PARTS, parts, strict=True) if not part]
        if missing:
            raise forms.ValidationError(f"{self.subject} must include a {' and a '.join(missing)}.")
        day, month, year = parts
        number = MONTHS.index(month[:3].lower()) + 1 if month[:3].lower() in MONTHS else month
        try:
            full_year = int(year) + (2000 if len(year) == 2 else 0)
            in_reach = FIRST_YEAR <= full_year <= LAST_YEAR
            day_entered = date(full_year if in_reach else FIRST_YEAR, int(number), int(day))
        except (ValueError, OverflowError):
            raise forms.ValidationError(f"{self.subject} must be a real date.") from None
        if not in_reach:
            raise forms.ValidationError(
                f"The year of {self.subject[0].lower()}{self.subject[1:]} must be between {FIRST_YEAR} and {LAST_YEAR}."
            )
        return day_entered

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and self.bounds is not None:
            refused = self.bounds.refusal(self.subject, value)
            if refused:
                raise forms.ValidationError(refused)
