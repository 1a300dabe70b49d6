"""System checks: the database has the triggers that keep history append-only."""

from collections.abc import Sequence

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register

from improvement.jobs.daily import begins_at
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


@register()
def daily_time_is_a_time(**kwargs: object) -> list[CheckMessage]:
    """Report a time of day that is none: no round would ever be run."""
    try:
        begins_at()
    except ValueError:
        found = f"DAILY_AT is {settings.DAILY_AT!r}, not a time of day."
        return [Error(found, hint="Write it as 06:30.", id="improvement.E002")]
    return []
