"""Forms whose dates are held to the bounds of their plan."""

from typing import Any

from django import forms

from improvement.date_fields import DayField
from plans.rules.date_bounds import BOUNDS, DayBounds, PlanDays


def bounds_of(form: type[forms.BaseForm], name: str, days: PlanDays) -> DayBounds:
    """Return the bounds of a form's date; KeyError for a field that nobody has given any."""
    key = next(
        (key for base in form.__mro__ if (key := f"{base.__name__}.{name}") in BOUNDS),
        f"{form.__name__}.{name}",
    )
    return BOUNDS[key](days)


class DatedForm(forms.Form):
    """A form that tells each of its date fields between which days it may lie."""

    def __init__(self, *args: Any, days: PlanDays, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = days.today
        bind_bounds(self, days)


def bind_bounds(form: forms.BaseForm, days: PlanDays) -> None:
    """Tell each date field of a form between which days it may lie."""
    for name, field in form.fields.items():
        if isinstance(field, DayField):
            field.bounds = bounds_of(type(form), name, days)
