"""The scorecard and one measure's page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET
from django_tables2 import RequestConfig

from improvement.kept import KEPT
from improvement.unchanged import reads_alone
from performance.judgement import Judgement
from performance.models import GradeCount, MeasureVersion, Observation
from performance.series import read_series
from plans.access import Right
from plans.charts.measures import Mark, measure_chart
from plans.filters.measures import measure_filter
from plans.issuing.files import EXCEL, write_file
from plans.position.childrens_homes import home_judgements
from plans.position.measures import MeasurePosition
from plans.reports.brief import Brief
from plans.reports.scorecard import scorecard as scorecard_report
from plans.tables.measures import MeasureRow, ScorecardTable
from plans.views.page import Page, file_response, open_plan, refuse_another_day
from plans.views.presets import presets

# So many make a page of four screens.
PER_PAGE = 22
OFTEN_ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    ("All", {}),
    ("Off target", {"against": "missed"}),
    ("Worsening", {"direction": "worsening"}),
    ("Improving", {"direction": "improving"}),
    ("Stale figures", {"mind": "stale"}),
)
# The scorecard as small charts, asked for by `view`.
SMALL = "charts"
# Of what is kept: its drawings take about what so many rows of a position take.
WEIGHT_OF_A_ROW = 20


def scorecard_table(page: Page, measures: list[MeasurePosition]) -> ScorecardTable:
    """Return measures as a table whose links keep the day; what is off target comes first."""
    rows = _kept_rows(page)
    return ScorecardTable(
        sorted((rows[measure.measure_id] for measure in measures), key=lambda row: row.order)
    )


def _kept_rows(page: Page) -> dict[int, MeasureRow]:
    """Return the rows of the position's measures by key, kept as it is: nine small drawings each, drawn when shown."""
    viewer = page.access.viewer.without_need()

    def made() -> dict[int, MeasureRow]:
        return {
            measure.measure_id: MeasureRow(
                measure, reverse("plans:measure", args=[page.plan.slug, measure.code]) + page.as_at_query
            )
            for measure in page.position.measures
        }

    key = ("measure rows", page.plan.pk, page.as_at, page.is_past, viewer)
    return KEPT.get(page.plan.council, key, made, lambda rows: 1 + WEIGHT_OF_A_ROW * len(rows))


@require_GET
@reads_alone
def scorecard(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan's measures: filtered, sorted, paged; the address keeps all three."""
    page = open_plan(request, slug)
    found = measure_filter(page.position, request.GET)
    table = scorecard_table(page, found.measures())
    everything = "print" in request.GET
    RequestConfig(request, paginate=False if everything else {"per_page": PER_PAGE}).configure(table)
    part = "_scorecard_small" if request.GET.get("view") == SMALL else "_scorecard_table"
    template = f"plans/{part}.html" if request.headers.get("HX-Request") else "plans/scorecard.html"
    return render(
        request,
        template,
        {
            "page": page,
            "position": page.position,
            "filter": found,
            "table": table,
            "total": len(table.rows),
            "listed": "measures",
            "part": f"plans/{part}.html",
            "is_small": part == "_scorecard_small",
            "presets": presets(page, "measures", OFTEN_ASKED),
            "may_enter": bool(page.access.measures_to_enter(page.position)),
            "homes": home_judgements(page.plan, page.as_at),
        },
    )


@require_GET
def scorecard_export(request: HttpRequest, slug: str) -> HttpResponse:
    """Just the measures that the scorecard shows, in its order, as a workbook."""
    page = open_plan(request, slug, Right.EXPORT_LIST)
    found = measure_filter(page.position, request.GET)
    table = scorecard_table(page, found.measures())
    RequestConfig(request, paginate=False).configure(table)
    words = found.in_words()
    listed = scorecard_report(
        Brief(page.position, page.user.name, timezone.localtime()),
        [row.record.measure for row in table.rows],
        f"Filtered by {words}." if words else "All measures.",
    )
    refuse_another_day(page)
    return file_response(write_file(page.plan, listed, EXCEL))


def measure_of(page: Page, code: str) -> MeasurePosition:
    """Return a measure of the position; answer 404 where there is none."""
    found = next((measure for measure in page.position.measures if measure.code == code), None)
    if found is None:
        raise Http404("No such measure")
    return found


def _marks(page: Page, measure: MeasurePosition) -> list[Mark]:
    """Return when the board met, and when it changed the rating of what the measure evidences."""
    ratings: dict[object, list[str]] = {}
    for item in page.position.recommendations:
        if item.number in measure.recommendation_numbers:
            before = None
            for point in item.ratings:
                if point.level.code != before:
                    ratings.setdefault(point.known_on, []).append(f"{item.number} {point.level.name}")
                before = point.level.code
    marks = [Mark(day, f"Rated {', '.join(words)}") for day, words in ratings.items()]  # type: ignore[arg-type]
    rated = {mark.day for mark in marks}
    marks += [Mark(meeting.held_on) for meeting in page.position.meetings if meeting.held_on not in rated]
    return sorted(marks, key=lambda mark: mark.day)


@require_GET
@reads_alone
def measure(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """One measure over its whole history: in words, as a chart, and as a table that says the same."""
    page = open_plan(request, slug)
    found = measure_of(page, code)
    series = read_series([found.measure_id], page.as_at, whole=True)[found.measure_id]
    judgement = Judgement(series, page.as_at)
    may_define = not page.is_past and page.access.may_define(found)
    known = Observation.objects.as_at(page.as_at).filter(measure=found.measure_id)
    grades: dict[int, list[GradeCount]] = {}
    for count in GradeCount.objects.filter(observation__in=[figure.pk for figure in series.observations]):
        grades.setdefault(count.observation_id, []).append(count)
    current = {figure.pk for figure in series.observations}
    return render(
        request,
        "plans/measure.html",
        {
            "page": page,
            "position": page.position,
            "measure": found,
            "series": series,
            "judgement": judgement,
            "chart": measure_chart(judgement, found.version.get_unit_display(), _marks(page, found)),
            "figures": [
                (figure, judgement.point_signals(figure)) for figure in reversed(series.observations)
            ],
            "superseded": [
                row
                for row in known.select_related("by").order_by("-known_on", "-pk")
                if row.pk not in current
            ],
            "grades": [(figure, grades[figure.pk]) for figure in series.observations if figure.pk in grades],
            "may_define": may_define,
            "is_shared": not page.is_past and page.access.may_keep_measures and not may_define,
            "may_enter": not page.is_past and page.access.may_enter(found, page.position),
            "revised": series.revised(),
            "versions": MeasureVersion.objects.filter(measure=found.measure_id, known_from__lte=page.as_at)
            .select_related("by", "owner")
            .order_by("-known_from", "-pk"),
        },
    )
