"""Cover and implications: what every committee's paper of a plan says alike, on one page."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from improvement.editing import ChangedMeanwhile
from plans.access import Right
from plans.forms.standing_parts import StandingPart, StandingPartsForm
from plans.issuing.making import report_of
from plans.operations.history import Provenance
from plans.operations.reports import write_texts
from plans.position.report_texts import read_all_texts
from plans.position.viewer import PUBLIC
from plans.reports.catalogue import KINDS
from plans.rules.committee_parts import IMPLICATION, OF_ONE_PAPER, is_in_every_paper
from plans.rules.paper_layouts import is_own
from plans.views.page import Page, form_page, open_plan, posted

CONFLICT = (
    "Someone else changed the cover or the implications while you were typing. Nothing was saved. Compare with what is "
    "there now, then save again if you still want to replace it."
)


@require_http_methods(["GET", "POST"])
def standing_parts(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked once a plan: who reports, whom to ask, the implications; and each committee with its day."""
    page = open_plan(request, slug, Right.EXPORT_REPORT)
    page.is_report = True
    parts = _parts(page)
    form = StandingPartsForm(posted(request), parts=parts, days=page.days)
    is_conflict = False
    if form.is_bound and form.is_valid():
        try:
            write_texts(page.plan, form.changed(), provenance=Provenance(page.as_at, page.user))
        except ChangedMeanwhile:
            is_conflict = True
            data = request.POST.copy()
            data.update({f"{part.name}-shown": str(part.shown) for part in parts})
            form = StandingPartsForm(data, parts=parts, days=page.days)
            form.add_error(None, CONFLICT)
        else:
            messages.success(request, "Saved. Every paper says so from now on.")
            return redirect(reverse("plans:reports", args=[slug]) + page.as_at_query)
    return form_page(page, "plans/reports/standing.html", {"form": form}, is_conflict=is_conflict)


def _parts(page: Page) -> list[StandingPart]:
    """Return every such part once, with its text as it stands: the cover, each committee's own, the implications."""
    found: dict[str, StandingPart] = {}
    own: list[StandingPart] = []
    texts = read_all_texts(page.plan, page.as_at)
    # Both papers are of one position: that of what is published with an agenda.
    position = page.position_for(PUBLIC)
    for kind in (kind for kind in KINDS.values() if kind.is_for_committee):
        for part in report_of(position, kind.name, page.user.name, timezone.localtime()).written():
            if is_in_every_paper(part.key):
                under = "Implications" if part.key.startswith(IMPLICATION) else "Cover of every paper"
                standing = StandingPart(kind.name, replace(part, under=under), texts)
                # Before they were asked once, each paper had its own: the newest is what they say.
                if part.key not in found or standing.shown > found[part.key].shown:
                    found[part.key] = standing
            elif part.key in dict(OF_ONE_PAPER) or (part.is_one_line and is_own("cover", part.key)):
                own.append(StandingPart(kind.name, replace(part, under=kind.label), texts))
    cover = [part for part in found.values() if not part.part.key.startswith(IMPLICATION)]
    return [*cover, *own, *(part for part in found.values() if part not in cover)]
