"""Writing CSV that spreadsheets and business intelligence programs read alike, and in which no text is a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import StreamingHttpResponse

from improvement.downloads import attachment
from improvement.workbooks import LIVE_START

CSV_MEDIA_TYPE = "text/csv; charset=utf-8"


class _Echo:
    """Gives back what a CSV writer writes, line by line."""

    def write(self, line: str) -> str:
        return line


def csv_lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield rows as lines of CSV in UTF-8 with a mark by which Excel knows it; days as YYYY-MM-DD, nothing as empty."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([_cell(value) for value in row])


def _cell(value: object) -> object:
    if isinstance(value, str):
        return inert_text(value)
    if isinstance(value, Decimal):
        # 17.5000 is 17.5, and 20 is not 2E+1.
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value


def inert_text(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: with an apostrophe before it, which reading takes off again.

    Text that was typed with one gets another, so that what comes back is what was typed.
    """
    return f"'{text}" if text.lstrip("'").startswith(LIVE_START) else text


def csv_response(rows: Iterable[Sequence[Any]], name: str) -> StreamingHttpResponse:
    """Return rows as a download, sent line by line: a long one takes no more memory than a short one."""
    response = StreamingHttpResponse(csv_lines(rows), content_type=CSV_MEDIA_TYPE)
    response["Content-Disposition"] = attachment(name)
    response["Cache-Control"] = "private, no-store"
    return response
