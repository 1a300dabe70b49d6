"""What plans add to the history that both apps keep (improvement/history.py): the import that a row came with."""

from datetime import date
from typing import Any

from django.db import models

from improvement import history
from improvement.history import OWN_FIELDS


class Imported(models.Model):
    """The import that wrote a row, where one did."""

    import_run = models.ForeignKey(
        "plans.ImportRun", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        abstract = True


class Dated(history.Dated, Imported):
    """A row that is only ever added: what the council knew on a day. It stands until its import is undone."""

    class Meta:
        abstract = True

    @classmethod
    def stands_on(cls, day: date) -> models.Q:
        return models.Q(import_run__undo__isnull=True) | models.Q(import_run__undo__known_on__gt=day)


class Interval(history.Interval, Imported):
    """A row that held from one day until another."""

    class Meta:
        abstract = True


class Version(history.Version, Imported):
    """One state of an identity row. `withdrawn` says that the thing left the plan; the row stays."""

    withdrawn = models.BooleanField(default=False)

    class Meta:
        abstract = True


class StartAsWritten(models.Model):
    """A start date as a council wrote it, and the days that the words can mean."""

    start_words = models.CharField("start, as written", max_length=200, blank=True)
    start_kind = models.CharField(max_length=20, default="none", editable=False)
    start_earliest = models.DateField(null=True, blank=True, editable=False)
    start_latest = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class DueAsWritten(models.Model):
    """A due date as a council wrote it, and the days that the words can mean. It is overdue after the latest."""

    due_words = models.CharField("due, as written", max_length=200, blank=True)
    due_kind = models.CharField(max_length=20, default="none", editable=False)
    due_earliest = models.DateField(null=True, blank=True, editable=False)
    due_latest = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


def fields_of(model: type[history.Version], identity: str) -> frozenset[str]:
    """Return the names of what a version says of its item: every field but the row's own and the item's key."""
    return frozenset(field.name for field in fields_in(model, identity))


def fields_in(model: type[history.Version], identity: str) -> list[Any]:
    """Return the fields that `fields_of` names, in the model's order.

    From the model itself, so that a field added to it is carried wherever a version is.
    """
    own = {*OWN_FIELDS, "import_run", "withdrawn", identity}
    return [field for field in model._meta.concrete_fields if field.name not in own]
