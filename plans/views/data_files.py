"""The plan's data as CSV, as at a day, for whoever may export a list."""

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_GET

from improvement.csv_out import csv_response
from plans.access import Right
from plans.reports.data_files import DATA_FILES, lines
from plans.views.page import open_plan, refuse_another_day


@require_GET
def data_file(request: HttpRequest, slug: str, name: str) -> StreamingHttpResponse:
    """One table of the plan's data."""
    page = open_plan(request, slug, Right.EXPORT_LIST)
    refuse_another_day(page)
    file = DATA_FILES.get(name)
    if file is None:
        raise Http404("No such table")
    return csv_response(lines(file, page.position), f"{page.plan.slug}-{name}-{page.as_at:%Y-%m-%d}.csv")
