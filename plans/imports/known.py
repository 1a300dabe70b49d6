"""What is on record of a plan, as an import sees it."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

# Why a thing left the plan when the import that brought it was undone.
UNDONE = "Import undone"
# The versions that a workbook's rows can be: what stands, and what a person withdrew, which stays out.
ON_RECORD = Q(withdrawn=False) | ~Q(reason=UNDONE)


@dataclass(frozen=True)
class OnRecord:
    """One thing as it stands: its key, its values, where it stands, what it is called, what it hangs on.

    `parent_id` is of a parent action or an action; of a theme below zero; 0 where it hangs on nothing.
    """

    object_id: int
    key: str
    values: dict[str, Any]
    scope: str = ""
    label: str = ""
    parent_id: int = 0
    # A person withdrew it from the plan: a workbook that holds it still does not bring it back.
    is_left_out: bool = False


@dataclass(frozen=True)
class Known(OnRecord):
    """The same beside what the last import said of it, if one did."""

    imported: dict[str, Any] | None = None
    # It left the plan when an import was undone: the same row brings it back.
    withdrawn: bool = False


@dataclass
class State:
    """Everything on record of a plan, by kind and object."""

    kinds: dict[str, dict[int, Known]] = field(default_factory=lambda: defaultdict(dict))

    def by_key(self, kind: str) -> dict[str, Known]:
        """Return what is on record of a kind, by key."""
        return {known.key: known for known in self.kinds[kind].values()}
