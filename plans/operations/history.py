"""How history is written: versions and memberships are closed and followed, never changed.

Each function takes a set and issues a number of queries that does not grow with it. Nothing else in the
program closes an interval.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from improvement import history
from improvement.history import close_intervals, follow_versions
from plans.models import ImportRun
from plans.models.history import Interval


@dataclass(frozen=True)
class Provenance(history.Provenance):
    """Who says so, when the council knew it, and from which import it came."""

    import_run: ImportRun | None = None

    def interval(self, known_on: date | None = None) -> dict[str, Any]:
        """Return the fields of a new version or membership."""
        return {"known_from": known_on or self.known_on, **self._keys}

    def dated(self, known_on: date | None = None) -> dict[str, Any]:
        """Return the fields of a new dated row."""
        return {"known_on": known_on or self.known_on, **self._keys}

    @property
    def _keys(self) -> dict[str, int | None]:
        """Who and which import, by key: an object set beside each of thousands of rows takes a third of making it."""
        run = self.import_run
        return {"by_id": self.by.pk if self.by else None, "import_run_id": run.pk if run else None}


def change_versions(
    model: type[history.Version],
    identity: str,
    changes: Mapping[int, Mapping[str, Any]],
    provenance: Provenance,
) -> list[Any]:
    """Follow each identity's current version by one with the given fields changed; return the new ones.

    `identity` is the version's foreign key, `changes` maps an identity's key to new field values. Values that
    are already so make no version. A change is never put before the version that it follows.
    """
    return follow_versions(
        model,
        identity,
        changes,
        provenance.known_on,
        {"by": provenance.by, "import_run": provenance.import_run, "reason": provenance.reason},
    )


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
    close_intervals(model, ended, {row.pk: max(provenance.known_on, row.known_from) for row in ended})
    model._default_manager.bulk_create(
        model(**{f"{owner}_id": key, f"{member}_id": number}, **fixed, **provenance.interval())
        for key, members in wanted.items()
        for number in dict.fromkeys(members)
        if number not in current[key]
    )


def end_memberships(model: type[Interval], keys: Sequence[int], provenance: Provenance) -> None:
    """End memberships on the day known; they held until then and stay in the history."""
    rows = list(model._default_manager.filter(pk__in=keys, known_to__isnull=True))
    close_intervals(model, rows, {row.pk: max(provenance.known_on, row.known_from) for row in rows})
