"""System checks: the database has the triggers that keep history append-only."""

from collections.abc import Sequence

from django.core.checks import CheckMessage, Error, Tags, register

from improvement.revisions import missing_raisers
from improvement.triggers import missing_triggers


@register(Tags.database)
def triggers_are_installed(databases: Sequence[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """Report each guard that the database lacks (`check --database default`)."""
    return [
        Error(f"Trigger {name} is missing.", hint="Run `manage.py migrate`.", id="improvement.E001")
        for using in databases or []
        for name in (*missing_triggers(using), *missing_raisers(using))
    ]
