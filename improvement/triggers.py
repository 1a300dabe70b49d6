"""What the database itself refuses: changing or deleting history, and rows that join two plans.

A model is append-only by `append_only = True`; a version table, whose interval must be closed when the next
version comes, also names that column in `append_only_except`. `insert_guards` maps a guard's name to an SQL
condition over NEW that a new row must meet (constraints across tables, which CHECK cannot say).
Words that a person types are bounded in every append-only table; a model's `text_limits` gives a column another limit,
or none where the program itself writes it. What an import brings is kept whole, and what stands may stand again.
Triggers are put back after every migration. A migration that must write rows of history anew does so inside
`guards_lifted`, masking a person's name inside `guards_lifted_on`; tests that must empty the tables call
`remove_triggers` first (tests/conftest.py). Nothing else may.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.utils import CursorWrapper

from improvement.origin import Origin

# What a person may type into one box.
MOST_CHARACTERS = 10_000
TYPED = (Origin.PAGE, Origin.ADMINISTRATION)


@dataclass(frozen=True)
class Trigger:
    """One trigger: when it fires and the condition under which the database refuses."""

    name: str
    table: str
    event: str
    message: str
    columns: tuple[str, ...] = ()
    condition: str = ""


def _triggers_of(model: type[models.Model]) -> Iterator[Trigger]:
    table = model._meta.db_table
    if getattr(model, "append_only", False):
        allowed: frozenset[str] = getattr(model, "append_only_except", frozenset())
        columns = tuple(
            str(field.column) for field in model._meta.local_concrete_fields if field.name not in allowed
        )
        yield Trigger(f"{table}_no_change", table, "UPDATE", f"{table} is append-only", columns)
        yield Trigger(f"{table}_no_delete", table, "DELETE", f"{table} is append-only")
        yield from _text_limits(model)
    for name, condition in getattr(model, "insert_guards", {}).items():
        message = f"{table}: {name.replace('_', ' ')}"
        yield Trigger(f"{table}_{name}", table, "INSERT", message, condition=condition)


def _text_limits(model: type[models.Model]) -> Iterator[Trigger]:
    """Yield a guard for each column of words. A CHECK can't say it: a version carries on words that came longer."""
    table = model._meta.db_table
    limits: dict[str, int | None] = getattr(model, "text_limits", {})
    names = {field.name for field in model._meta.local_concrete_fields}
    for field in model._meta.local_concrete_fields:
        limit = limits.get(field.name, MOST_CHARACTERS)
        if not isinstance(field, models.TextField) or limit is None or "origin" not in names:
            continue
        typed_origins = ", ".join(f"'{origin.value}'" for origin in TYPED)
        stands = f'SELECT 1 FROM "{table}" earlier WHERE earlier."{field.column}" = NEW."{field.column}"'  # noqa: S608 -- a model's own
        is_short = f'length(NEW."{field.column}") <= {limit}'
        condition = f'{is_short} OR NEW."origin" NOT IN ({typed_origins}) OR EXISTS ({stands})'
        message = f"{table}.{field.column} is longer than {limit} characters"
        yield Trigger(f"{table}_{field.column}_length", table, "INSERT", message, condition=condition)


def expected_triggers() -> list[Trigger]:
    """Return every trigger that the models ask for."""
    return [trigger for model in apps.get_models() for trigger in _triggers_of(model)]


def _create_on_sqlite(cursor: CursorWrapper, trigger: Trigger, columns: list[str]) -> None:
    of_columns = " OF " + ", ".join(f'"{column}"' for column in columns) if columns else ""
    when = f"WHEN NOT ({trigger.condition})" if trigger.condition else ""
    cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}"')
    cursor.execute(
        f'CREATE TRIGGER "{trigger.name}" BEFORE {trigger.event}{of_columns} ON "{trigger.table}" {when} '
        f"BEGIN SELECT RAISE(ABORT, '{trigger.message}'); END"
    )


def _create_on_postgresql(cursor: CursorWrapper, trigger: Trigger, columns: list[str]) -> None:
    refuse = f"RAISE EXCEPTION '{trigger.message}' USING ERRCODE = 'integrity_constraint_violation';"
    body = f"IF NOT ({trigger.condition}) THEN {refuse} END IF; RETURN NEW;" if trigger.condition else refuse
    changed = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in columns)
    when = f"WHEN ({changed})" if changed else ""
    cursor.execute(
        f'CREATE OR REPLACE FUNCTION "{trigger.name}"() RETURNS trigger AS $$ BEGIN {body} END $$ LANGUAGE plpgsql'
    )
    cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}" ON "{trigger.table}"')
    cursor.execute(
        f'CREATE TRIGGER "{trigger.name}" BEFORE {trigger.event} ON "{trigger.table}" FOR EACH ROW {when} '
        f'EXECUTE FUNCTION "{trigger.name}"()'
    )


def _present_columns(connection: BaseDatabaseWrapper, cursor: CursorWrapper, table: str) -> set[str]:
    # Not Django's introspection, which parses the table's whole definition for what is asked of its names.
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} LIMIT 0")  # noqa: S608 -- a model's own table
    return {column[0] for column in cursor.description}


def install_triggers(using: str = DEFAULT_DB_ALIAS, **kwargs: object) -> None:
    """Create every trigger, replacing what stands. Safe to call again and again, at any state of migration."""
    connection = connections[using]
    create = _create_on_sqlite if connection.vendor == "sqlite" else _create_on_postgresql
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for trigger in expected_triggers():
            if trigger.table in tables:
                present = _present_columns(connection, cursor, trigger.table)
                create(cursor, trigger, [column for column in trigger.columns if column in present])


def remove_triggers(using: str = DEFAULT_DB_ALIAS) -> None:
    """Drop every trigger. For tests that empty the tables between cases, and for nothing else."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for trigger in expected_triggers():
            _drop(connection, cursor, trigger.name, trigger.table)


def _drop(connection: BaseDatabaseWrapper, cursor: CursorWrapper, name: str, table: str) -> None:
    on_table = "" if connection.vendor == "sqlite" else f' ON "{table}"'
    cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on_table}')


@contextmanager
def guards_lifted(schema_editor: BaseDatabaseSchemaEditor, *rewritten: type[models.Model]) -> Iterator[None]:
    """Let a migration change and delete rows of some append-only tables, and of no others; see CONTRIBUTING.md.

    What a new row must meet is asked all the same. Afterwards the guards stand as they stood: put back here, or, where
    anything failed, by the database, which undoes the whole. PostgreSQL lets nobody else at the tables meanwhile, and
    SQLite nobody else write.
    """
    with guards_lifted_on(schema_editor.connection, *rewritten):
        yield


@contextmanager
def guards_lifted_on(connection: BaseDatabaseWrapper, *rewritten: type[models.Model]) -> Iterator[None]:
    """The same outside a migration, which the law alone calls for: a person's name is masked."""
    tables = [model._meta.db_table for model in rewritten]
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        _check_foreign_keys(connection, cursor)
        standing = [
            (table, *guard) for table in tables for guard in _append_only_guards(connection, cursor, table)
        ]
        for table, name, _definition in standing:
            _drop(connection, cursor, name, table)
        yield
        _check_foreign_keys(connection, cursor)
        for _table, _name, definition in standing:
            cursor.execute(definition)


def _append_only_guards(
    connection: BaseDatabaseWrapper, cursor: CursorWrapper, table: str
) -> list[tuple[str, str]]:
    """Return the name and definition of a table's guards as the database has them: none in one that is just made."""
    names = [f"{table}_no_change", f"{table}_no_delete"]
    if connection.vendor == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s AND name IN (%s, %s)"
    else:
        query = (
            "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger "
            "WHERE tgrelid = quote_ident(%s)::regclass AND tgname IN (%s, %s)"
        )
    cursor.execute(query, [table, *names])
    return cursor.fetchall()


def _check_foreign_keys(connection: BaseDatabaseWrapper, cursor: CursorWrapper) -> None:
    """Have PostgreSQL check now what it would at the end: while a check waits, it lets no trigger of the table go."""
    if connection.vendor != "sqlite":
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def missing_triggers(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return the names of triggers that the database should have and has not."""
    return missing_among(((trigger.name, trigger.table) for trigger in expected_triggers()), using)


def missing_among(expected: Iterable[tuple[str, str]], using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return which of some triggers, each with its table, are missing from tables that are there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        present = {row[0] for row in cursor.fetchall()}
    return [name for name, table in expected if table in tables and name not in present]
