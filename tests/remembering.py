"""Positions remembered between requests, for tests that ask for many pages of one plan.

A position is made of a plan's rows, the day and the viewer alone. While no row is written, the same three give the same
position, and the crawl of a hundred pages builds it once and not a hundred times. A write of any row forgets them; a
rollback brings back those of the rows that it brings back. At a module's end each is built again and compared: a page
that changed what it was shown would be found.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model

from plans.models import Plan
from plans.position import Position, build_position
from plans.position.board import BoardRecord
from plans.position.viewer import EVERYTHING, Viewer

# Where positions are built for pages, reports and tests' own questions.
READERS = (
    "plans.views.page",
    "plans.position.kept",
    "plans.issuing.making",
    "plans.issuing.issue",
    "plans.reports.brief",
)
# What changes no row that a position is made of: reading, leaving a savepoint, who is signed in, what is being typed.
CHANGES_NOTHING = re.compile(
    r'\(*(?:SELECT|RELEASE|(?:INSERT INTO|UPDATE|DELETE FROM) "(?:django_session|improvement_sentform|improvement_draft)"'
    r'|UPDATE "improvement_user" SET "last_login" = %s WHERE)'
)
SAVEPOINT, ROLLBACK = "SAVEPOINT ", "ROLLBACK TO SAVEPOINT "

Key = tuple[int, date, Viewer]


def laid_out(position: Position | BoardRecord) -> list[Any]:
    """Return everything that a position holds, thing by thing, each by its place where another refers to it."""
    things: list[Any] = [position]
    places = {id(position): 0}

    def place(thing: Any) -> Any:
        if isinstance(thing, list | tuple):
            return [place(part) for part in thing]
        if isinstance(thing, dict):
            return {key: place(value) for key, value in thing.items()}
        if isinstance(thing, Model):
            return type(thing), [getattr(thing, field.attname) for field in thing._meta.concrete_fields]
        if not is_dataclass(thing):
            return thing
        if id(thing) not in places:
            places[id(thing)] = len(things)
            things.append(thing)
        return type(thing), places[id(thing)]

    # The list grows while it is walked.
    return [[place(getattr(thing, part.name)) for part in fields(thing)] for thing in things]


class Remembered:
    """Positions of the rows that a test begins with, and those since the newest write of a test."""

    def __init__(self) -> None:
        self.at_first: dict[Key, Position] = {}
        self.since_write: dict[Key, Position] | None = None
        self.savepoints: dict[str, dict[Key, Position] | None] = {}
        self.given: set[Key] = set()

    def position(self, plan: Plan, as_at: date, viewer: Viewer = EVERYTHING) -> Position:
        """Return a plan's position, as `build_position` does."""
        if connection.force_debug_cursor:
            # Somebody counts queries: those of building one are what a page costs.
            return build_position(plan, as_at, viewer)
        key = (plan.pk, as_at, viewer)
        if self.since_write is None:
            found = self.at_first
            self.given.add(key)
        else:
            found = self.since_write
        if key not in found:
            found[key] = build_position(plan, as_at, viewer)
        return found[key]

    def watch(self, execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        """Forget when a statement may change a row, and remember again what is rolled back; Django calls this for each."""
        if sql.startswith(SAVEPOINT):
            self.savepoints[sql.removeprefix(SAVEPOINT)] = self.since_write
        elif sql.startswith(ROLLBACK):
            self.since_write = self.savepoints.get(sql.removeprefix(ROLLBACK), {})
        elif not CHANGES_NOTHING.match(sql):
            self.since_write = {}
        return execute(sql, params, many, context)

    @contextmanager
    def during_a_test(self) -> Iterator[None]:
        """Hand out remembered positions until the test's rollback brings back the first rows."""
        self.since_write, self.savepoints = None, {}
        with pytest.MonkeyPatch.context() as patch, connection.execute_wrapper(self.watch):
            for name in READERS:
                patch.setattr(import_module(name), "build_position", self.position)
            yield

    @contextmanager
    def with_other_rows(self) -> Iterator[None]:
        """Begin anew with rows that a module keeps for all its tests, and go back to what was there."""
        before, self.at_first = self.at_first, {}
        try:
            yield
        finally:
            self.at_first = before

    def unlike_the_rows(self) -> list[Key]:
        """Return which positions that a module's tests were given are no longer what the rows give."""
        given, self.given = self.given, set()
        return [
            key
            for key in given & self.at_first.keys()
            if laid_out(self.at_first[key]) != laid_out(build_position(Plan.objects.get(pk=key[0]), *key[1:]))
        ]


POSITIONS = Remembered()
