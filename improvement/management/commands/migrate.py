"""migrate: Django's own; where a migration fails, the guards of the history are put back before it says so."""

from typing import Any

from django.core.management.commands.migrate import Command as DjangoCommand

from improvement.guards_in_migrations import put_back


class Command(DjangoCommand):
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            super().handle(*args, **options)
        except Exception:
            put_back(options["database"])
            raise
