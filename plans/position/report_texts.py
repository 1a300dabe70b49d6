"""What analysts wrote into a plan's reports, and which reports were issued, as known on a day."""

from dataclasses import dataclass
from datetime import date, datetime

from plans.models import CustomReport, IssuedReport, PaperLayout, PaperTemplate, Plan, ReportText
from plans.rules.committee_parts import EVERY_PAPER, kept_under


@dataclass(frozen=True)
class OwnText:
    """What an analyst wrote in place of a draft: about which day, by whom, and over which draft."""

    text_id: int
    text: str
    draft: str
    about: date
    by: str
    recorded_at: datetime


def read_texts(plan: Plan, report: str, as_at: date) -> dict[str, OwnText]:
    """Return the texts that hold for a report of a day, by part: of each the newest about that day or an earlier one.

    What was written about a later position says nothing of an earlier one; what every paper says alike is kept once for
    all. One query.
    """
    names = [report, EVERY_PAPER]
    rows = ReportText.objects.as_at(as_at).filter(plan=plan, report__in=names).select_related("by")
    return {
        row.part: OwnText(
            row.pk, row.text, row.draft, row.known_on, str(row.by) if row.by else "", row.recorded_at
        )
        for row in rows.order_by("known_on", "pk")
    }


def read_text_history(plan: Plan, report: str, part: str, as_at: date) -> list[ReportText]:
    """Return everything that was written into one part of a report, the newest first."""
    names = {report, kept_under(report, part)}
    rows = ReportText.objects.as_at(as_at).filter(plan=plan, report__in=names, part=part)
    return list(rows.select_related("by").order_by("-known_on", "-pk"))


def read_all_texts(plan: Plan, as_at: date) -> dict[int, str]:
    """Return every text that was ever written into a plan's reports, by its key; one query."""
    return dict(ReportText.objects.as_at(as_at).filter(plan=plan).values_list("pk", "text"))


def read_issued(plan: Plan, as_at: date, *, sees_exempt: bool) -> list[IssuedReport]:
    """Return the issued reports that this viewer may open, newest first, without their contents."""
    rows = IssuedReport.objects.as_at(as_at).filter(plan=plan)
    if not sees_exempt:
        rows = rows.filter(sees_exempt=False)
    rows = rows.select_related("by", "withdrawal__by").defer("document", "position")
    return list(rows.order_by("-recorded_at", "-pk"))


def read_issued_before(issued: IssuedReport, *, sees_exempt: bool) -> IssuedReport | None:
    """Return the report that an issued one follows: the newest of its kind and version that still stands."""
    rows = IssuedReport.objects.filter(
        plan=issued.plan_id,
        report=issued.report,
        is_public=issued.is_public,
        pk__lt=issued.pk,
        withdrawal=None,
    )
    if not sees_exempt:
        rows = rows.filter(sees_exempt=False)
    return rows.order_by("-recorded_at", "-pk").first()


def read_layout(plan: Plan, report: str, as_at: date) -> PaperLayout | None:
    """Return how the plan's council lays a committee's paper out, whichever plan it was said on; one query."""
    rows = PaperLayout.objects.as_at(as_at).filter(plan__council=plan.council_id, report=report)
    return rows.order_by("known_on", "pk").last()


def read_template(plan: Plan) -> PaperTemplate | None:
    """Return the Word file on which the plan's council writes its papers today; None for none; one query.

    Whichever plan it was given on, and of whatever day a paper is: its letterhead is today's.
    """
    newest = PaperTemplate.objects.filter(plan__council=plan.council_id).order_by("pk").last()
    return newest if newest and not newest.is_removed else None


def read_custom_reports(plan: Plan) -> dict[str, CustomReport]:
    """Return the plan's custom reports that stand, by their short name."""
    newest: dict[str, CustomReport] = {}
    for row in CustomReport.objects.filter(plan=plan).select_related("by").order_by("pk"):
        newest[row.slug] = row
    kept = {slug: row for slug, row in newest.items() if not row.is_removed}
    return dict(sorted(kept.items(), key=lambda item: item[1].name.casefold()))
