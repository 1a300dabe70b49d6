"""Revisions within one test, which never commits."""

from django.db import connection


def as_after_a_commit() -> None:
    """Have the database raise what it raises at the end of a transaction, as if one had ended here."""
    if connection.vendor == "postgresql":
        connection.check_constraints()
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('improvement.raised', '', true)")
