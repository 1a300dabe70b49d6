"""Entering a period's figures: all of an owner's measures on one page."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from improvement.periods import month_end, months_before
from performance.analysis.periods import is_due, period_of
from performance.choices import Frequency, MeasureType, Unit
from performance.models import Observation
from performance.operations.measures import ObservationsChanged, record_entered_observations
from performance.series import ObservationPoint
from plans.forms.figures import ChooseObservationsForm, ObservationForm, months_to_choose
from plans.position.measures import MeasurePosition
from plans.views.page import Page, allow, form_page, open_plan, open_today, posted


def _asked_month(page: Page) -> date:
    """Return the last day of the month asked for: by the address, else the last one that has ended."""
    asked = page.request.GET.get("period", "")
    if asked in dict(months_to_choose(page.today)):
        year, month = asked.split("-")
        return month_end(int(year), int(month))
    before = months_before(page.today, 1)
    last = month_end(before.year, before.month)
    if asked:
        page.notices.append(
            f"“{asked[:40]}” is not a month that figures can be entered for. {last:%B %Y} is used."
        )
    return last


def _chosen(page: Page, last: date) -> tuple[list[MeasurePosition], list[tuple[str, str]]]:
    """Return the measures to enter for a month, and the owners to choose from."""
    mine = [measure for measure in page.access.measures_to_enter(page.position) if measure.unit != Unit.WORDS]
    owners = {
        str(measure.version.owner_id): str(measure.version.owner) for measure in mine if measure.version.owner
    }
    asked, only = page.request.GET.get("owner", ""), page.request.GET.get("measure", "")
    due = [
        measure
        for measure in mine
        if is_due(measure.version.frequency, measure.version.measure_type, last.month)
        and (asked not in owners or str(measure.version.owner_id) == asked)
    ]
    if any(measure.code == only for measure in due):
        due = [measure for measure in due if measure.code == only]
    elif page.request.GET.get("which") != "all":
        # What comes now and then and never came yet would bury the month's work.
        kept = [
            measure
            for measure in due
            if measure.version.frequency != Frequency.IRREGULAR
            or any(figure.period_end for figure in measure.series.observations)
        ]
        due = kept or due
    return due, sorted(owners.items(), key=lambda item: item[1])


class Row:
    """One measure on the page: its form, the period, what stood before."""

    def __init__(self, page: Page, measure: MeasurePosition, last: date, data: Any) -> None:
        self.measure = measure
        self.measure_type = MeasureType(measure.version.measure_type)
        self.start, self.end, self.words = period_of(self.measure_type, last)
        of_type = [
            f for f in measure.series.observations if f.measure_type == self.measure_type and f.period_end
        ]
        self.known: ObservationPoint | None = next(
            (f for f in reversed(of_type) if f.period_end == self.end), None
        )
        earlier = [f for f in of_type if f.period_end and f.period_end < self.end and f.value is not None]
        self.before: ObservationPoint | None = earlier[-1] if earlier else None
        values: list[Decimal] = [f.value for f in earlier if f.value is not None]
        self.form = ObservationForm(
            data,
            prefix=measure.code,
            name=measure.name,
            unit=measure.unit,
            current=self.known,
            earlier=values,
            has_ended=self.end <= page.today,
        )
        self.changed_meanwhile = False

    def observation(self, page: Page) -> Observation:
        """Return the row to append for what was typed."""
        entered = self.form.cleaned_data["entered"]
        return Observation(
            measure_id=self.measure.measure_id,
            measure_type=self.measure_type,
            period_start=self.start,
            period_end=self.end,
            period_words=self.known.period_words if self.known else self.words,
            value=entered.value,
            numerator=entered.numerator,
            denominator=entered.denominator,
            status=entered.status,
            reason=entered.note,
            known_on=page.today,
            by=page.user,
        )


@require_http_methods(["GET", "POST"])
def enter_figures(request: HttpRequest, slug: str) -> HttpResponse:
    """A month's figures, one row a measure, the last period's value beside it. Nothing is half saved."""
    page = open_today(request, slug)
    allow(bool(page.access.measures_to_enter(page.position)))
    last = _asked_month(page)
    measures, owners = _chosen(page, last)
    data = posted(request)
    rows = [Row(page, measure, last, data) for measure in measures]
    is_refused = is_conflict = False
    if data is not None:
        valid = [row.form.is_valid() for row in rows].count(False) == 0
        typed = [row for row in rows if not row.form.is_unchanged]
        if valid and typed:
            try:
                record_entered_observations(
                    [row.observation(page) for row in typed],
                    {row.measure.measure_id: row.form.cleaned_data.get("seen") or 0 for row in typed},
                )
            except ObservationsChanged as changed:
                is_conflict = True
                rows = _over_the_changes(page, rows, data, last, set(changed.measures))
            else:
                count = len(typed)
                messages.success(request, f"{count} figure{'' if count == 1 else 's'} recorded.")
                return redirect(f"{request.path}?{request.GET.urlencode()}" if request.GET else request.path)
        elif valid:
            messages.error(request, "Nothing was changed: every figure is the same as the one recorded.")
            return redirect(f"{request.path}?{request.GET.urlencode()}" if request.GET else request.path)
        else:
            is_refused = True
    choose = ChooseObservationsForm(
        {
            "period": f"{last:%Y-%m}",
            "owner": request.GET.get("owner", ""),
            "which": request.GET.get("which", ""),
        },
        today=page.today,
        owners=owners,
    )
    return form_page(
        page,
        "plans/figures.html",
        {
            "rows": rows,
            "choose": choose,
            "last": last,
            "has_errors": is_refused,
            "is_conflict": is_conflict,
            "paste_url": reverse("plans:figures-paste", args=[slug]),
            "import_url": reverse("plans:figures-import", args=[slug]) if page.access.may_import else "",
        },
        is_refused=is_refused,
        is_conflict=is_conflict,
    )


def _over_the_changes(page: Page, rows: list[Row], data: Any, last: date, changed: set[int]) -> list[Row]:
    """Return the rows as typed, over the figures that somebody else recorded meanwhile."""
    fresh = open_plan(page.request, page.plan.slug)
    again = data.copy()
    measures = {measure.measure_id: measure for measure in fresh.position.measures}
    shown = []
    for row in rows:
        measure = measures[row.measure.measure_id]
        is_changed = measure.measure_id in changed
        if is_changed:
            known = Row(fresh, measure, last, None).known
            again[f"{measure.code}-seen"] = str(known.pk if known else 0)
        new = Row(fresh, measure, last, again)
        new.changed_meanwhile = is_changed
        shown.append(new)
    return shown
