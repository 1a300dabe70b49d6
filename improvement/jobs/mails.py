"""E-mails of accounts and invitations that have not gone, as a kind of job."""

from collections.abc import Callable

from improvement.jobs.kinds import Kind, Standing
from improvement.models import WaitingMail


def _work(taken: Callable[[], None]) -> bool:
    # What seals e-mails takes a while to import, and every command would wait for it.
    from improvement.outbox import send_next  # noqa: PLC0415 -- for a worker alone

    return send_next(taken)


def _standing() -> Standing:
    first = WaitingMail.objects.first()
    refused = WaitingMail.objects.exclude(error="")
    last = refused.last()
    return Standing(
        WaitingMail.objects.count(),
        first.created_at if first else None,
        refused.count(),
        last.error if last else "",
    )


MAILS = Kind("mails", "E-mails of accounts and invitations", _work, _standing)
