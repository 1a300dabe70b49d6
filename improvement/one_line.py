"""Titles, names and words are one line: they stand in headings, e-mail subjects, file names and headers."""

import re
from typing import Any

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import Exact

# What any reader of text takes for the end of a line (str.splitlines), with the blanks round it.
BREAKS = re.compile("\\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+\\s*")


def one_line(text: str) -> str:
    """Return a text on one line: a line break becomes a space."""
    return BREAKS.sub(" ", text.strip())


class OneLineField(models.CharField):
    """A CharField that is written as one line, whichever form, import, command or update writes it."""

    def to_python(self, value: Any) -> Any:
        value = super().to_python(value)
        return one_line(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(one_line(value) if isinstance(value, str) else value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = one_line(value)
            setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> Any:
        # A CharField to the database and to migrations.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


def one_line_constraint(name: str, *fields: str) -> models.CheckConstraint:
    """Return the constraint that the fields hold no line break, for what is written past the model."""
    # Not by `contains`: the field itself would make one line of the line break that is looked for.
    condition = models.Q(
        *(Exact(StrIndex(F(field), Value(mark)), 0) for field in fields for mark in ("\n", "\r"))
    )
    return models.CheckConstraint(
        condition=condition, name=name, violation_error_message="Enter this on one line."
    )
