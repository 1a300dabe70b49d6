"""Where a write comes from: a page, the administration site, an import, or a command.

Set once at each door and read when a row of history is made. It belongs to the request or command that runs, and to
nothing that outlives it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import TextChoices


class Origin(TextChoices):
    NOT_KNOWN = "", "Not known"
    PAGE = "page", "Page"
    ADMINISTRATION = "admin", "Administration site"
    IMPORT = "import", "Import"
    COMMAND = "command", "Command"


_origin: ContextVar[str] = ContextVar("origin", default=Origin.COMMAND.value)


def current_origin() -> str:
    """Return where the write that is being made comes from."""
    return _origin.get()


@contextmanager
def writing_from(origin: Origin) -> Iterator[None]:
    """Say where what is written inside comes from."""
    token = _origin.set(origin.value)
    try:
        yield
    finally:
        _origin.reset(token)
