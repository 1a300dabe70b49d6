"""What an import must know of a kind of thing: how a workbook says it, what is on record of it, how it is written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models

from plans.imports.changes import Change
from plans.imports.known import Known, OnRecord
from plans.imports.values import Row
from plans.imports.writing import Context
from plans.models import Plan
from plans.models.history import Version

if TYPE_CHECKING:
    from plans.imports.document import PlanDocument


@dataclass(frozen=True)
class Identity:
    """The versions of a kind, the foreign key to what they are of, and the way from there to the plan."""

    versions: type[Version]
    name: str
    plan: str


@dataclass(frozen=True)
class Kind:
    """A kind of thing. What a module of this folder leaves out does not happen to its things."""

    name: str
    rows: Callable[["PlanDocument"], Iterator[Row]]
    write: Callable[[Context, list[Change]], None]
    # What is on record of it now; a dated kind is compared with what was last imported, as nobody edits it in place.
    recorded: Callable[[Plan], Iterator[OnRecord]] | None = None
    # Puts what stands now beside what was last imported of dated things, where a person may have said otherwise.
    correct: Callable[[Plan, dict[int, Known]], None] | None = None
    identity: Identity | None = None
    # It is known by what it hangs on, and by what tells it from others there.
    hangs: bool = False
    # Its rows stand until the import that wrote them is undone, and fall with it.
    falls_with_import: bool = False
    # It is taken back by a later row of its own: the figures of measures.
    figures: type[models.Model] | None = None

    @property
    def is_put_back(self) -> bool:
        """Whether undoing an import writes its values of before again, through its writer."""
        return not (self.falls_with_import or self.figures)
