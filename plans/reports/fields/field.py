"""One field of an action, a recommendation or a measure."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from improvement.counting import plural
from plans.position import Position
from plans.reports.document import Column, Kind, Row, Value

Item = TypeVar("Item")


@dataclass(frozen=True)
class Scope:
    """Of which position a cell speaks, and whether everybody will read it."""

    position: Position
    is_public: bool = False
    # Of a public version: figures that are left out so that no total gives another away, figures under five that may
    # be printed all the same, and measures whose year to date is left out. Keys of observations and measures.
    hidden: frozenset[int] = frozenset()
    allowed: frozenset[int] = frozenset()
    without_total: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Field(Generic[Item]):
    """A column that can be chosen: its stable name in data files, its heading, and what it says of an item.

    `is_internal` marks what leads tell the board and nobody else. `is_on_page`: the page of a thing tells it under the
    same name, where it says anything.
    """

    key: str
    name: str
    width: float
    kind: Kind
    value: Callable[[Item, Scope], Value]
    is_internal: bool = False
    is_on_page: bool = False

    def column(self, scope: Scope, width: float | None = None) -> Column:
        """Return the column, in the plan's own word for its main division."""
        word = scope.position.plan.theme_word
        name = self.name.replace("Themes", plural(word).capitalize()).replace("Theme", word.capitalize())
        return Column(name, width or self.width, self.kind)


def chosen(fields: Sequence[Field[Item]], keys: Sequence[str]) -> list[Field[Item]]:
    """Return fields by their keys, in the order of the keys; KeyError for one that does not exist."""
    by_key = {field.key: field for field in fields}
    return [by_key[key] for key in keys]


def page_facts(fields: Sequence[Field[Item]], item: Item, scope: Scope) -> list[tuple[str, Value]]:
    """Return what the page of an item tells of it by name, of such fields as say anything."""
    told = ((field.name, field.value(item, scope)) for field in fields if field.is_on_page)
    return [(name, value) for name, value in told if value not in (None, "")]


def columns_of(
    fields: Sequence[Field[Item]],
    scope: Scope,
    widths: Mapping[str, float] | None = None,
    off_paper: Collection[str] = (),
) -> list[Column]:
    """Return the columns of fields, some with a width of their own; internal ones are left out of a public version.

    `off_paper` names those that a page has no room for.
    """
    given = widths or {}
    return [
        replace(field.column(scope, given.get(field.key)), is_on_paper=field.key not in off_paper)
        for field in fields
        if not (scope.is_public and field.is_internal)
    ]


def rows_of(fields: Sequence[Field[Item]], items: Sequence[Item], scope: Scope) -> list[Row]:
    """Return a row of cells for each item."""
    kept = [field for field in fields if not (scope.is_public and field.is_internal)]
    return [Row(tuple(field.value(item, scope) for field in kept)) for item in items]
