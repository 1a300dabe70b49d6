"""How history is written: versions and memberships are closed and followed, never changed.

Each function takes a set and issues a number of queries that does not grow with it. Nothing else in the
program closes an interval.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from improvement.models import User
from plans.models import ImportRun
from plans.models.history import Interval, Version

# Fields that belong to the row itself and are never carried into the next version.
OWN_FIELDS = {"id", "known_from", "known_to", "recorded_at", "by", "import_run", "reason"}


@dataclass(frozen=True)
class Provenance:
    """Who says so, when the council knew it, and from which import it came."""

    known_on: date
    by: User | None = None
    import_run: ImportRun | None = None
    reason: str = ""

    def interval(self, known_on: date | None = None) -> dict[str, Any]:
        """Return the fields of a new version or membership."""
        return {"known_from": known_on or self.known_on, "by": self.by, "import_run": self.import_run}

    def dated(self, known_on: date | None = None) -> dict[str, Any]:
        """Return the fields of a new dated row."""
        return {"known_on": known_on or self.known_on, "by": self.by, "import_run": self.import_run}


def change_versions(
    model: type[Version],
    identity: str,
    changes: Mapping[int, Mapping[str, Any]],
    provenance: Provenance,
) -> list[Version]:
    """Follow each identity's current version by one with the given fields changed; return the new ones.

    `identity` is the version's foreign key, `changes` maps an identity's key to new field values. Values that
    are already so make no version. A change is never put before the version that it follows.
    """
    current = model._default_manager.filter(**{f"{identity}__in": list(changes), "known_to__isnull": True})
    followed: list[Version] = []
    new: list[Version] = []
    for version in current:
        wanted = changes[getattr(version, f"{identity}_id")]
        if all(_value(version, name) == _plain(value) for name, value in wanted.items()):
            continue
        carried = {
            field.attname: getattr(version, field.attname)
            for field in model._meta.concrete_fields
            if field.name not in OWN_FIELDS
        }
        day = max(provenance.known_on, version.known_from)
        following = model(**carried, **provenance.interval(day), reason=provenance.reason)
        for name, value in wanted.items():
            setattr(following, name, value)
        followed.append(version)
        new.append(following)
    _close(model, followed, {version.pk: row.known_from for version, row in zip(followed, new, strict=True)})
    return model._default_manager.bulk_create(new)


def _value(version: models.Model, name: str) -> object:
    field = version._meta.get_field(name)
    return getattr(version, getattr(field, "attname", name))


def _plain(value: object) -> object:
    return value.pk if isinstance(value, models.Model) else value


def _close(model: type[Interval], rows: Sequence[Interval], days: Mapping[int, date]) -> None:
    by_day: dict[date, list[int]] = {}
    for row in rows:
        by_day.setdefault(days[row.pk], []).append(row.pk)
    for day, keys in by_day.items():
        model._default_manager.filter(pk__in=keys).update(known_to=day)


def set_members(
    model: type[Interval],
    owner: str,
    member: str,
    wanted: Mapping[int, Sequence[int]],
    provenance: Provenance,
    **fixed: Any,
) -> None:
    """Make each owner's current members exactly those wanted: close the others, add the missing in order.

    `owner` and `member` are the membership's foreign keys; `fixed` are further fields that pick the kind of
    membership (a theme's leads, not its members).
    """
    current: dict[int, dict[int, Interval]] = {key: {} for key in wanted}
    rows = model._default_manager.filter(**{f"{owner}__in": list(wanted), "known_to__isnull": True}, **fixed)
    for row in rows:
        current[getattr(row, f"{owner}_id")][getattr(row, f"{member}_id")] = row
    ended = [
        row
        for key, members in current.items()
        for number, row in members.items()
        if number not in wanted[key]
    ]
    _close(model, ended, {row.pk: max(provenance.known_on, row.known_from) for row in ended})
    model._default_manager.bulk_create(
        model(**{f"{owner}_id": key, f"{member}_id": number}, **fixed, **provenance.interval())
        for key, members in wanted.items()
        for number in dict.fromkeys(members)
        if number not in current[key]
    )


def end_memberships(model: type[Interval], keys: Sequence[int], provenance: Provenance) -> None:
    """End memberships on the day known; they held until then and stay in the history."""
    rows = list(model._default_manager.filter(pk__in=keys, known_to__isnull=True))
    _close(model, rows, {row.pk: max(provenance.known_on, row.known_from) for row in rows})
