"""Triggers while SQLite migrates: lifted before, put back after, put back where a migration fails.

SQLite alters a table by making it anew, and while the old one is away every trigger that reads it is an error: adding a
column to plans fails on the trigger of actions. PostgreSQL needs none of this.
"""

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from improvement.revisions import install_raisers, lift_raisers
from improvement.triggers import install_triggers, remove_triggers


def lift_for_migrations(using: str = DEFAULT_DB_ALIAS, plan: Sequence[Any] = (), **kwargs: object) -> None:
    """Drop all triggers of a SQLite database that is about to be migrated; nothing where there is nothing to do."""
    if plan and connections[using].vendor == "sqlite":
        remove_triggers(using)
        lift_raisers(using)


def put_back(using: str = DEFAULT_DB_ALIAS) -> None:
    """Put all triggers back, at whatever state of migration: after one that failed, the history is guarded again."""
    install_triggers(using)
    install_raisers(using)
