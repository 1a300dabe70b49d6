"""A day typed into three boxes, as GOV.UK asks for dates. Accepts `3`, `03`, `mar` and `March` for the month."""

from datetime import date
from typing import Any

from django import forms

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PARTS = ("day", "month", "year")
# Nothing that a plan speaks of lies outside; a typing slip does.
FIRST_YEAR, LAST_YEAR = 1900, 2199


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
            if not FIRST_YEAR <= int(year) + (2000 if len(year) == 2 else 0) <= LAST_YEAR:
                raise ValueError
            return date(int(year) + (2000 if len(year) == 2 else 0), int(number), int(day))
        except (ValueError, OverflowError):
            raise forms.ValidationError(f"{self.subject} must be a real date.") from None
