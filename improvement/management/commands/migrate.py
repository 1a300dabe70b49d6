"""migrate: Django's own, one at a time; a migration that fails leaves the guards of the history in place."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.commands.migrate import Command as DjangoCommand
from django.db import connections

from improvement.guards_in_migrations import put_back

# A number of our own for PostgreSQL's advisory locks.
MIGRATING = 7_402_316


class Command(DjangoCommand):
    def handle(self, *args: Any, **options: Any) -> None:
        with one_at_a_time(options["database"]):
            try:
                super().handle(*args, **options)
            except Exception:
                put_back(options["database"])
                raise


@contextmanager
def one_at_a_time(database: str) -> Iterator[None]:
    """Wait while another migrates the same database: servers that start together would each make its tables.

    Whoever waited finds nothing left to do. The lock goes with its holder, however that ends.
    """
    connection = connections[database]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
        try:
            yield
        finally:
            if connection.is_usable():
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])
        return
    name = str(connection.settings_dict["NAME"])
    if name.startswith(("file:", ":memory:")):
        # In memory, and so nobody else's.
        yield
        return
    with Path(f"{name}.migrating").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
