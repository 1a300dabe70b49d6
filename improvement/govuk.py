"""Django's forms drawn with GOV.UK components: label or legend, hint, error, and an error summary above."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input

from improvement.date_fields import ThreeBoxes
from improvement.line_ends import new_lines, one_line

# Widgets that are a group of inputs: the group has a legend, and an error link goes to its first input.
GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple, ThreeBoxes)
CSS_CLASS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "govuk-textarea"),
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.Select, "govuk-select"),
    (forms.FileInput, "govuk-file-upload"),
    (Input, "govuk-input"),
)


class GovukBoundField(BoundField):
    """A field that knows how GOV.UK draws it."""

    @property
    def data(self) -> Any:
        """What was sent, its line ends made one kind: a box of one line takes none, a password stays as it is."""
        value = super().data
        widget = self.field.widget
        if (
            not isinstance(value, str)
            or not isinstance(self.field, forms.CharField)
            or isinstance(widget, forms.PasswordInput)
        ):
            return value
        return one_line(value) if isinstance(widget, Input) else new_lines(value)

    @property
    def is_group(self) -> bool:
        """Whether the field is several inputs under one legend."""
        return isinstance(self.field.widget, GROUPS)

    @property
    def is_single_checkbox(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def first_id(self) -> str:
        """The id of the input that an error link goes to."""
        return f"{self.auto_id}_0" if self.is_group else str(self.auto_id)

    @property
    def described_by(self) -> str:
        """The ids of the hint and the error, for the input to refer to."""
        parts = [f"{self.auto_id}_hint"] if self.help_text else []
        if self.errors:
            parts.append(f"{self.auto_id}_error")
        return " ".join(parts)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        attrs.pop("required", None)
        css = next((name for kind, name in CSS_CLASS if isinstance(widget, kind)), "")
        given = widget.attrs.get("class", "")
        if self.errors and css in {"govuk-input", "govuk-textarea", "govuk-select", "govuk-file-upload"}:
            given = f"{given} {css}--error"
        attrs["class"] = f"{css} {given}".strip()
        if self.described_by and not self.is_group:
            attrs["aria-describedby"] = self.described_by
        return attrs


class GovukRenderer(TemplatesSetting):
    """Draws every form of the site, filters included."""

    form_template_name = "govforms/form.html"
    field_template_name = "govforms/field.html"
    bound_field_class = GovukBoundField
