"""Makes long reports beside the pages: asked for on a page, made by a process of its own, fetched when ready.

Everything that there is to know of one stands in the database, so that any worker behind the balancer answers, and a
maker that died is followed by another.
"""

import logging
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from threading import Event, Thread
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connections
from django.db.models import F, Q
from django.utils import timezone

from improvement.jobs.kinds import nobody_asks
from improvement.models import User
from improvement.own_commands import start
from plans.access import Access, Right, access_to
from plans.choices import UNFINISHED, RunState
from plans.issuing.files import forms_of, write_file
from plans.issuing.issue import issue_report
from plans.issuing.jobs import unfinished
from plans.issuing.making import make_report, report_labels, viewer_for
from plans.issuing.names import NamesNotRead
from plans.issuing.pdf import NoPdf
from plans.models import Plan, ReportRun
from plans.operations.history import Provenance
from plans.reports.custom import CUSTOM

logger = logging.getLogger(__name__)
LONG_PLAN = 1_000
# A maker says every few seconds that it lives.
SILENCE = timedelta(minutes=2)
SIGN_SECONDS = 20.0
KEPT = timedelta(days=1)
# How many a person may have waiting: each holds a maker for a minute or so.
MOST_WAITING = 3
BUILT = 60
# How often one is begun whose maker dies.
MOST_TRIES = 3
STOPPED = f"The server stopped {MOST_TRIES} times while it was being prepared. Tell whoever runs the server."
# In the place of a file's ending: the report is issued, with all its files.
ISSUE = "issue"


def right_for(report: str) -> Right:
    """Return the right that it takes to make a report: a custom one is a list with other columns."""
    return Right.EXPORT_LIST if report.startswith(CUSTOM) else Right.EXPORT_REPORT


def is_long(plan: Plan) -> bool:
    """Whether a plan is so large that its reports are made beside the pages."""
    return plan.actions.count() > LONG_PLAN


class Overtaken(Exception):
    """Another maker took the report: this one gave no sign of life for too long, and lives."""


class TooManyRuns(Exception):
    """The person has as many reports being made as one may have; the text says so."""


def start_run(
    plan: Plan,
    user: User,
    report: str,
    as_at: date,
    form: str,
    *,
    is_public: bool = False,
    note: str = "",
    confirmed: Sequence[str] = (),
) -> ReportRun:
    """Ask for a report, or find the one that the person asked for already and that is still being made.

    With `ISSUE` for a form it is issued, with a note and what was confirmed before.

    Raises TooManyRuns for who has too many being made.
    """
    ReportRun.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    asked: dict[str, Any] = {
        "plan": plan,
        "by": user,
        "report": report,
        "as_at": as_at,
        "form": form,
        "is_public": is_public,
        "note": note,
    }
    same = unfinished().filter(**asked).order_by("-created_at").first()
    if same is None and unfinished().filter(by=user).count() >= MOST_WAITING:
        raise TooManyRuns(
            f"{MOST_WAITING} of your reports are being prepared already. Wait until one of them is ready."
        )
    run = same or ReportRun.objects.create(**asked, confirmed=list(confirmed))
    # Whoever makes one now goes on with what waits.
    if not ReportRun.objects.filter(state=RunState.RUNNING, changed_at__gte=_silent_since()).exists():
        wake_maker()
    return run


def _silent_since() -> datetime:
    return timezone.now() - SILENCE


def is_stalled(run: ReportRun) -> bool:
    """Whether nobody has made anything of a report for so long that its maker must have died."""
    return run.state in UNFINISHED and run.changed_at < _silent_since()


def runs_of(plan: Plan, user: User) -> list[tuple[ReportRun, str]]:
    """Return the reports that a person asked for within a day, with what each is called, the newest first."""
    rows = ReportRun.objects.filter(plan=plan, by=user, created_at__gte=timezone.now() - KEPT).defer(
        "content"
    )
    names = report_labels(plan)
    return [(run, names[run.report]) for run in rows if run.report in names]


def wake_maker() -> None:
    """Start a process that makes what waits, unless a service of the machine does (REPORT_MAKER=service)."""
    if settings.REPORT_MAKER == "service":
        return
    start("make_reports", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def make_waiting() -> int:
    """Make every report that waits, one after another; return how many were made or failed."""
    count = 0
    while make_next():
        count += 1
    return count


def make_next(taken: Callable[[], None] = nobody_asks) -> bool:
    """Make the report that waited longest; return whether there was one."""
    run = _claim()
    if run is None:
        return False
    taken()
    _make(run)
    return True


def _claim() -> ReportRun | None:
    """Take a report that waits, or whose maker fell silent; of two makers one gets it."""
    silent = _silent_since()
    for run in ReportRun.objects.filter(
        Q(state=RunState.WAITING) | Q(state=RunState.RUNNING, changed_at__lt=silent)
    ).order_by("created_at"):
        taken = ReportRun.objects.filter(pk=run.pk, state=run.state, changed_at=run.changed_at)
        if run.tries >= MOST_TRIES:
            # What stops every maker would keep all of them from the other reports for ever.
            taken.update(state=RunState.FAILED, said=STOPPED, changed_at=timezone.now())
        elif taken.update(state=RunState.RUNNING, percent=5, tries=F("tries") + 1, changed_at=timezone.now()):
            return ReportRun.objects.select_related("plan__council", "plan__inspection", "by").get(pk=run.pk)
    return None


def _keep(run: ReportRun, **fields: Any) -> None:
    """Write what became of a report; raise Overtaken where it is another maker's by now.

    How often it was begun tells one maker from the next.
    """
    own = ReportRun.objects.filter(pk=run.pk, state=RunState.RUNNING, tries=run.tries)
    if not own.update(changed_at=timezone.now(), **fields):
        raise Overtaken


def _say(run: ReportRun) -> Callable[[int], None]:
    def told(percent: int) -> None:
        _keep(run, percent=percent)

    return told


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return error.check.problem if isinstance(error, NamesNotRead) else str(error)


@contextmanager
def _living(run: ReportRun) -> Iterator[None]:
    """Give a sign of life every few seconds, however long a step takes, from a thread that ends with the work."""
    if not settings.MAIL_BESIDE:
        yield
        return
    is_over = Event()

    def say() -> None:
        while not is_over.wait(SIGN_SECONDS):
            try:
                _keep(run)
            except Overtaken:
                break
            except DatabaseError:
                # Somebody writes for long, or the database is gone for a moment: the next sign may be given.
                logger.warning("No sign of life could be given of report run %s", run.pk)
        connections.close_all()

    thread = Thread(target=say, daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def _make(run: ReportRun) -> None:
    try:
        with _living(run):
            made = _made(run)
        _keep(run, **made)
    except Overtaken:
        logger.warning("Report run %s was taken by another maker", run.pk)


def _made(run: ReportRun) -> dict[str, Any]:
    """Make a report; return what is kept of it, or why it could not be made."""
    try:
        access = access_to(run.by, run.plan)
        # Asked for with a right that may have gone since.
        if not access.may(right_for(run.report)):
            raise PermissionError("You no longer have permission to create this report.")
        made = _issue(run, access) if run.form == ISSUE else _write(run, access)
    except Overtaken:
        raise
    except Exception as error:  # whatever went wrong is told to who waits for it, and the next report is made
        is_told = isinstance(error, PermissionError | NamesNotRead | NoPdf | ValidationError)
        if not is_told:
            # Kept for who runs the site; the next report is made all the same.
            logger.exception("Report run %s was not made", run.pk)
        reason = _reason(error) if is_told else "Something went wrong while the report was being prepared."
        return {"state": RunState.FAILED, "said": reason[:300]}
    return {"state": RunState.DONE, "percent": 100, **made}


def _write(run: ReportRun, access: Access) -> dict[str, Any]:
    """Make a report as a file; return what is kept of it."""
    told = _say(run)
    sees_exempt = viewer_for(run.report, access.viewer, is_public=run.is_public).see_exempt
    form = next(item for item in forms_of(run.report) if item.ending == run.form)
    document = make_report(
        run.plan,
        run.report,
        run.as_at,
        access.viewer,
        run.by.name,
        timezone.localtime(),
        is_public=run.is_public,
        leaves=True,
    )
    told(BUILT)
    file = write_file(run.plan, document, form, lambda share: told(BUILT + int(share * (99 - BUILT))))
    return {"name": file.name, "content": file.content, "sees_exempt": sees_exempt}


def _issue(run: ReportRun, access: Access) -> dict[str, Any]:
    """Issue a report, once: a maker that died after it was kept is followed by one that finds it."""
    if run.issued_id:
        return {}
    issued = issue_report(
        run.plan,
        run.report,
        run.as_at,
        access.viewer,
        timezone.localtime(),
        is_public=run.is_public,
        note=run.note,
        confirmed=run.confirmed,
        provenance=Provenance(run.as_at, run.by),
        told=_say(run),
        kept=lambda issued: _keep(run, issued=issued),
    )
    return {"name": issued.title[:200], "sees_exempt": issued.sees_exempt}
