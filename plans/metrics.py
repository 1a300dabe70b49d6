"""The plans' own numbers for a monitor: reports that wait, e-mails that did not go."""

from django.db.models import Min
from django.utils import timezone

from improvement.metrics import Gauge, age
from plans.issuing.jobs import DAY, failed_in_a_day, unfinished
from plans.models import PendingImport, ReminderFailure


def _reports_waiting() -> float:
    return unfinished().count()


def _longest_wait() -> float:
    first = unfinished().aggregate(first=Min("created_at"))["first"]
    return age(first) or 0


def _reports_failed() -> float:
    return failed_in_a_day().count()


def _mails_not_sent() -> float:
    return ReminderFailure.objects.filter(recorded_at__gte=timezone.now() - DAY).count()


def _imports_waiting() -> float:
    return PendingImport.objects.count()


GAUGES = (
    Gauge("reports_waiting", "Long reports that wait or are being made.", _reports_waiting),
    Gauge(
        "reports_longest_wait_seconds", "How long the first of them has waited, in seconds.", _longest_wait
    ),
    Gauge("reports_failed_a_day", "Long reports that could not be made in the last day.", _reports_failed),
    Gauge(
        "mails_not_sent_a_day", "E-mails that the mail server did not take in the last day.", _mails_not_sent
    ),
    Gauge("imports_previewed", "Workbooks that were read and wait to be applied.", _imports_waiting),
)
