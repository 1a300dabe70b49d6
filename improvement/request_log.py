"""The request log: a line of JSON for each request, with its page, how long it took and how many queries it asked.

Off until REQUEST_LOG names a file. A line names the page and never the address, which may hold a link's secret or what
somebody typed; the id is that of the other logs and of the answer's header.
"""

import json
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from improvement.request_ids import request_id

log = logging.getLogger("improvement.requests")


class _Counter:
    """Counts the queries of one request."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Callable[..., Any], *given: Any) -> Any:
        self.count += 1
        return execute(*given)


class RequestLogMiddleware:
    """Write a line when a request was answered. Stands second, so that the id is there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started, counter = time.perf_counter(), _Counter()
        with connection.execute_wrapper(counter):
            response = self.get_response(request)
        match = request.resolver_match
        line = {
            "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "request": request_id(),
            "method": request.method,
            "page": match.view_name if match else "",
            "status": response.status_code,
            "milliseconds": int((time.perf_counter() - started) * 1000),
            "queries": counter.count,
        }
        log.info(json.dumps(line))
        return response
