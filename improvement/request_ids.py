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


class PageNameFilter(logging.Filter):
    """Name the page of a request in place of its address, which may hold a link's secret or what somebody typed."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        if isinstance(record.args, tuple) and isinstance(request, HttpRequest):
            name = match.view_name if match else "no page"
            record.args = tuple(name if arg == request.path else arg for arg in record.args)
        return True
