"""Does a piece of work beside the answer that a page gives, in a thread that leaves no connection behind."""

from collections.abc import Callable
from threading import Thread

from django.conf import settings
from django.db import connections, transaction


def beside(work: Callable[[], object]) -> None:
    """Do some work once what the page wrote is in the database for good. In tests (MAIL_BESIDE) it is done at once.

    For what may take as long as another machine likes. It ends with the process: what must not be lost is written down
    first.
    """
    if not settings.MAIL_BESIDE:
        work()
        return

    def apart() -> None:
        try:
            work()
        finally:
            connections.close_all()

    transaction.on_commit(lambda: Thread(target=apart, daemon=True).start())
