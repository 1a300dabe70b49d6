"""Rows that are only ever added, and can be taken back by a later one."""

from datetime import date
from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class TakenBackQuerySet(models.QuerySet[Row]):
    """Rows known on a day that no later row takes back.

    A later row with `withdrawn` takes back the earlier ones that are alike in the model's `same_thing` fields.
    """

    def as_at(self, day: date) -> "TakenBackQuerySet[Row]":
        """Keep the rows that stood at the end of `day`."""
        same: tuple[str, ...] = self.model.same_thing  # type: ignore[attr-defined]
        alike: dict[str, Any] = {name: models.OuterRef(name) for name in same}
        later = self.model._default_manager.filter(
            withdrawn=True, known_on__lte=day, pk__gt=models.OuterRef("pk"), **alike
        )
        return self.filter(known_on__lte=day, withdrawn=False).exclude(models.Exists(later))
