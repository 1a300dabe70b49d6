"""Long reports that are asked for, as a kind of job."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from improvement.jobs.kinds import Kind, Standing
from plans.choices import UNFINISHED, RunState
from plans.models import ReportRun

DAY = timedelta(days=1)


def unfinished() -> QuerySet[ReportRun]:
    """Return the reports that wait or are being made, the longest first."""
    return ReportRun.objects.filter(state__in=UNFINISHED).order_by("created_at")


def failed_in_a_day() -> QuerySet[ReportRun]:
    """Return the reports that could not be made within a day, the newest last."""
    since = timezone.now() - DAY
    return ReportRun.objects.filter(state=RunState.FAILED, changed_at__gte=since).order_by("changed_at")


def _work(taken: Callable[[], None]) -> bool:
    # All that writes reports takes a while to import, and every command would wait for it.
    from plans.issuing.runs import make_next  # noqa: PLC0415 -- for a worker alone

    return make_next(taken)


def _standing() -> Standing:
    first = unfinished().only("created_at").first()
    last = failed_in_a_day().only("said").last()
    return Standing(
        unfinished().count(),
        first.created_at if first else None,
        failed_in_a_day().count(),
        last.said if last else "",
    )


REPORTS = Kind("reports", "Reports being prepared", _work, _standing)
