"""Fields that several forms use."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from improvement.triggers import MOST_CHARACTERS


class LongTextField(forms.CharField):
    """Words of any length up to a limit, which stands beside the box and in the answer.

    The browser is not told of it: it would cut what is pasted without a word. A line break counts once, however the
    browser writes it.
    """

    widget = forms.Textarea

    def __init__(self, *, max_length: int = MOST_CHARACTERS, help_text: str = "", **kwargs: Any) -> None:
        limit = f"Up to {max_length:,} characters."
        if help_text and help_text[-1] not in ".?!:":
            help_text += "."
        super().__init__(max_length=max_length, help_text=f"{help_text} {limit}".strip(), **kwargs)
        self.validators = [
            validator for validator in self.validators if not isinstance(validator, MaxLengthValidator)
        ]

    def to_python(self, value: Any) -> str:
        # Before what surrounds the words is taken off, and as the database counts them.
        text = super().to_python(
            value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value
        )
        return str(text or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if self.max_length is not None and len(value) > self.max_length:
            raise forms.ValidationError(
                f"Enter at most {self.max_length:,} characters: this has {len(value):,}.", code="max_length"
            )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}
