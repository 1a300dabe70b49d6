"""The request that is being answered, and its id, for whoever writes a line of a log."""

import logging
from contextvars import ContextVar

from django.http import HttpRequest

answered: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


def request_id() -> str:
    """Return the id of the request that is being answered; empty outside any."""
    return str(getattr(answered.get(), "id", ""))


class RequestIdFilter(logging.Filter):
    """Put the request's id into every line of the ordinary log."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id() or "-"
        return True
