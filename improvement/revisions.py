"""A council's revision: a number that the database itself raises with every change that a page could show.

Whatever writes, by whatever door, raises it in its own transaction: each table from which foreign keys lead to a
council has triggers (the path is derived from the models), and a change that is rolled back raises nothing. Two
requests that find the same revision find the same rows, so what was worked out under one may be kept under it; see
`improvement/kept.py`.

On SQLite each row raises it at once; there is one writer at a time. PostgreSQL raises it at the end of the
transaction (a deferred trigger, once a council): raised earlier, two writers who hold other rows would wait for each
other.

What no page shows, or what always comes with a row that raises it, is left out: a model says so by
`raises_no_revision`. An account belongs to no council: when its name or its state changes, every council's revision is
raised.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.utils import CursorWrapper

from improvement.models import Council, User
from improvement.triggers import missing_among

EVENTS = ("INSERT", "UPDATE", "DELETE")
# Of an account, what pages say of it or depend on; a sign-in changes `last_login`, which is neither.
OF_AN_ACCOUNT = ("name", "email", "is_active", "is_staff", "is_superuser")
COUNCIL = Council._meta.db_table


@dataclass(frozen=True)
class Raiser:
    """One table whose changes raise a revision: of which council, as SQL over one of its rows."""

    table: str
    council_of_new: str
    council_of_old: str
    # The columns whose change counts; none for all of them.
    columns: tuple[str, ...] = ()

    def name(self, event: str) -> str:
        return f"{self.table}_revision_{event.lower()}"


def raisers() -> Iterator[Raiser]:
    """Yield every table that raises a revision, with the way from its rows to their council."""
    for model in apps.get_models():
        table = model._meta.db_table
        if model is Council:
            columns = tuple(
                str(field.column) for field in model._meta.local_concrete_fields if field.name != "revision"
            )
            yield Raiser(table, 'NEW."id"', 'OLD."id"', columns)
        elif model is User:
            every = f'SELECT "id" FROM "{COUNCIL}"'  # noqa: S608 -- a model's own table
            yield Raiser(table, every, every, OF_AN_ACCOUNT)
        elif not getattr(model, "raises_no_revision", False):
            new, old = (_council_of(model, row, ()) for row in ("NEW", "OLD"))
            if new and old:
                yield Raiser(table, new, old)


def _council_of(model: type[models.Model], row: str, passed: tuple[type[models.Model], ...]) -> str:
    """Return SQL for the council of a row; empty where no foreign key leads to one.

    A key that is always set is followed alone; of several that may be empty, the first that leads to a council.
    """
    ways: list[tuple[bool, int, str]] = []
    for field in model._meta.local_concrete_fields:
        target = field.related_model
        if target is None or isinstance(target, str) or target in (model, *passed):
            continue
        if target is Council:
            ways.append((field.null, len(passed), f'{row}."{field.column}"'))
            continue
        alias = f"at{len(passed)}"
        further = _council_of(target, alias, (*passed, model))
        if further:
            table = target._meta.db_table
            way = f'(SELECT {further} FROM "{table}" {alias} WHERE {alias}."id" = {row}."{field.column}")'  # noqa: S608
            ways.append((field.null, way.count("SELECT"), way))
    always = sorted((length, way) for may_be_empty, length, way in ways if not may_be_empty)
    if always:
        return always[0][1]
    sometimes = [way for _may_be_empty, _length, way in ways]
    return sometimes[0] if len(sometimes) == 1 else f"COALESCE({', '.join(sometimes)})" if sometimes else ""


def install_raisers(using: str = DEFAULT_DB_ALIAS, **kwargs: object) -> None:
    """Create every trigger that raises a revision, replacing what stands. Safe to call again and again."""
    connection = connections[using]
    create = _create_on_sqlite if connection.vendor == "sqlite" else _create_on_postgresql
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        needed = {model._meta.db_table for model in apps.get_models()}
        # While tables are still being made, a path through one that is missing could not be followed.
        if not needed <= tables:
            return
        for raiser in raisers():
            create(cursor, raiser)


def lift_raisers(using: str = DEFAULT_DB_ALIAS) -> None:
    """Drop every trigger that raises a revision, until `install_raisers` puts them back. On SQLite alone."""
    with connections[using].cursor() as cursor:
        for name in (raiser.name(event) for raiser in raisers() for event in EVENTS):
            cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')


def _create_on_sqlite(cursor: CursorWrapper, raiser: Raiser) -> None:
    for event in EVENTS:
        of_columns = ", ".join(f'"{column}"' for column in raiser.columns)
        of = f" OF {of_columns}" if of_columns and event == "UPDATE" else ""
        council = raiser.council_of_old if event == "DELETE" else raiser.council_of_new
        cursor.execute(f'DROP TRIGGER IF EXISTS "{raiser.name(event)}"')
        cursor.execute(
            f'CREATE TRIGGER "{raiser.name(event)}" AFTER {event}{of} ON "{raiser.table}" BEGIN '  # noqa: S608
            f'UPDATE "{COUNCIL}" SET "revision" = "revision" + 1 WHERE "id" IN ({council}); END'
        )


def _create_on_postgresql(cursor: CursorWrapper, raiser: Raiser) -> None:
    function = f"{raiser.table}_revision"
    # Once a transaction and council: what was raised already is noted in a setting that ends with the transaction.
    body = f"""
        DECLARE raised text;
        BEGIN
            FOR raised IN SELECT "id"::text FROM "{COUNCIL}" WHERE "id" IN (%s) LOOP
                IF coalesce(current_setting('improvement.raised', true), '') !~ ('(^|,)' || raised || '(,|$)') THEN
                    UPDATE "{COUNCIL}" SET "revision" = "revision" + 1 WHERE "id" = raised::bigint;
                    PERFORM set_config('improvement.raised',
                        coalesce(current_setting('improvement.raised', true), '') || ',' || raised, true);
                END IF;
            END LOOP;
            RETURN NULL;
        END"""  # noqa: S608 -- a model's own tables
    for event in EVENTS:
        council = raiser.council_of_old if event == "DELETE" else raiser.council_of_new
        columns = raiser.columns if event == "UPDATE" else ()
        changed = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in columns)
        when = f"WHEN ({changed})" if changed else ""
        name = raiser.name(event)
        cursor.execute(
            f'CREATE OR REPLACE FUNCTION "{function}_{event.lower()}"() RETURNS trigger AS $$ {body % council} $$ '
            "LANGUAGE plpgsql"
        )
        cursor.execute(f'DROP TRIGGER IF EXISTS "{name}" ON "{raiser.table}"')
        cursor.execute(
            f'CREATE CONSTRAINT TRIGGER "{name}" AFTER {event} ON "{raiser.table}" DEFERRABLE INITIALLY DEFERRED '
            f'FOR EACH ROW {when} EXECUTE FUNCTION "{function}_{event.lower()}"()'
        )


def missing_raisers(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return the names of triggers that should raise a revision and are not in the database."""
    expected = ((raiser.name(event), raiser.table) for raiser in raisers() for event in EVENTS)
    return missing_among(expected, using)
