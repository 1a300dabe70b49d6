"""System checks: the database has the triggers that keep history append-only."""

from collections.abc import Sequence

from django.core.checks import CheckMessage, Tags, Warning, register

from improvement.revisions import missing_raisers
from improvement.triggers import missing_triggers


@register(Tags.database)
def triggers_are_installed(databases: Sequence[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """Report each guard that the database lacks (`check --database default`).

    A warning: `migrate` itself checks first, and must go on to put the trigger there.
    """
    return [
        Warning(f"Trigger {name} is missing.", hint="Run `manage.py migrate`.", id="improvement.W001")
        for using in databases or []
        for name in (*missing_triggers(using), *missing_raisers(using))
    ]
