"""Keeping measures: what they mean, what they are to reach, when their limits begin anew, counts by grade."""

from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from improvement.periods import month_end
from improvement.rounding import share_to_record
from performance.analysis.periods import period_of
from performance.choices import MeasureType, ObservationStatus, TargetKind, Unit
from performance.models import GradeCount, Measure, Observation, StepChange, Target
from performance.operations.measures import (
    NewMeasure,
    add_measures,
    change_measures,
    record_observations,
    record_step_changes,
    record_targets,
    withdraw,
)
from performance.sentences import in_unit
from plans.access import Right
from plans.forms.figures import months_to_choose
from plans.forms.measures import DefinitionForm, GradesForm, StepChangeForm, TargetForm, definition_initial
from plans.imports.measure_names import measure_code
from plans.models import Action, Recommendation, Theme
from plans.operations.links import Evidences, set_measure_links
from plans.position.measures import MeasurePosition
from plans.views.confirming import Question, ask, is_confirmed
from plans.views.measures import measure_of
from plans.views.page import Page, allow, form_page, open_today, posted


def _open(request: HttpRequest, slug: str, code: str) -> tuple[Page, MeasurePosition]:
    """Return the page and the measure of someone who may change it, today."""
    page = open_today(request, slug, Right.KEEP_MEASURES)
    found = measure_of(page, code)
    allow(page.access.may_define(found))
    return page, found


def _show(
    page: Page, form: object, heading: str, intro: str = "", *, is_conflict: bool = False
) -> HttpResponse:
    context = {"form": form, "heading": heading, "intro": intro, "of_measures": True}
    return form_page(page, "plans/simple_form.html", context, is_conflict=is_conflict)


def _evidences(page: Page, form: DefinitionForm) -> list[Evidences]:
    plan, typed = page.plan, form.cleaned_data
    themes = Theme.objects.filter(plan=plan, number__in=typed["themes"]).values_list("pk", flat=True)
    items = Recommendation.objects.filter(plan=plan, number__in=typed["recommendations"])
    actions = Action.objects.filter(plan=plan, reference__in=typed["actions"])
    return [
        *(Evidences(theme=key) for key in themes),
        *(Evidences(recommendation=key) for key in items.values_list("pk", flat=True)),
        *(Evidences(action=key) for key in actions.values_list("pk", flat=True)),
    ] or [Evidences()]


@require_http_methods(["GET", "POST"])
def add_measure(request: HttpRequest, slug: str) -> HttpResponse:
    """A new measure of the plan, and what it evidences."""
    page = open_today(request, slug, Right.KEEP_MEASURES)
    initial = {"unit": Unit.PERCENT, "measure_type": MeasureType.MONTH, "frequency": "monthly", "tolerance": 0,
               "dead_band": 0, "accumulation": "not_said"}  # fmt: skip
    form = DefinitionForm(posted(request), initial=initial, position=page.position)
    form.fields.pop("reason")
    if request.method == "POST" and form.is_valid():
        code = measure_code(form.cleaned_data["name"])
        if Measure.objects.filter(council=page.plan.council, code=code).exists():
            form.add_error("name", "The council already has a measure with this name: choose another name.")
        else:
            (made,) = add_measures(
                page.plan.council,
                [NewMeasure(code, form.definition_fields())],
                provenance=page.provenance,
            )
            set_measure_links(page.plan, {made.pk: _evidences(page, form)}, provenance=page.provenance)
            messages.success(request, "Measure added. Set its targets next.")
            return redirect("plans:measure", slug, code)
    return _show(page, form, "Add a measure")


@require_http_methods(["GET", "POST"])
def change_definition(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """What the measure means from today on, and what it evidences. The past keeps its own definition."""
    page, found = _open(request, slug, code)
    form = DefinitionForm(posted(request), initial=definition_initial(found), position=page.position)
    is_conflict = False
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["seen"] != found.version.pk:
            is_conflict = True
            data = request.POST.copy()
            data["seen"] = str(found.version.pk)
            form = DefinitionForm(data, position=page.position)
            form.is_valid()
            form.add_error(
                None,
                "Someone else changed this definition while you were typing. Nothing was saved. What you typed is "
                "below: check it against the measure's page, then save again.",
            )
        else:
            change_measures(
                {found.measure_id: form.definition_fields()},
                provenance=page.provenance.because(form.cleaned_data["reason"]),
            )
            set_measure_links(
                page.plan, {found.measure_id: _evidences(page, form)}, provenance=page.provenance
            )
            messages.success(request, "Definition saved.")
            return redirect("plans:measure", slug, code)
    return _show(page, form, f"Change “{found.name}”", is_conflict=is_conflict)


@require_http_methods(["GET", "POST"])
def add_target(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A baseline, checkpoint or target; one that revises another is kept beside it."""
    page, found = _open(request, slug, code)
    form = TargetForm(posted(request), targets=found.series.targets, unit=found.unit)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        figure, due = typed["figure"], typed["due"]
        record_targets(
            [
                Target(
                    measure_id=found.measure_id,
                    kind=TargetKind(typed["kind"]),
                    words=figure.words,
                    lowest=figure.lowest,
                    highest=figure.highest,
                    due_words=due.words,
                    due_earliest=due.earliest,
                    due_latest=due.latest,
                    revises=typed["revises"],
                    source=typed["source"],
                    known_on=page.today,
                    by=page.user,
                )
            ]
        )
        messages.success(request, "Target recorded.")
        return redirect("plans:measure", slug, code)
    return _show(page, form, "Set a target", found.name)


@require_http_methods(["GET", "POST"])
def add_step_change(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """From when the control limits are worked out anew. It needs a known cause."""
    page, found = _open(request, slug, code)
    form = StepChangeForm(posted(request), days=page.days)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["from_day"] > page.today:
            form.add_error(
                "from_day", "The change must have happened already: enter today or an earlier date."
            )
        else:
            record_step_changes(
                [
                    StepChange(
                        measure_id=found.measure_id,
                        from_day=form.cleaned_data["from_day"],
                        note=form.cleaned_data["note"].strip(),
                        known_on=page.today,
                        by=page.user,
                    )
                ]
            )
            messages.success(request, "Control limits are recalculated from that date.")
            return redirect("plans:measure", slug, code)
    return _show(page, form, "Recalculate the control limits", found.name)


@require_http_methods(["GET", "POST"])
def enter_grades(request: HttpRequest, slug: str, code: str) -> HttpResponse:
    """A month's audits or inspections by grade; the share that meets the standard is worked out from them."""
    page = open_today(request, slug)
    found = measure_of(page, code)
    allow(page.access.may_enter(found, page.position) and found.unit == Unit.PERCENT)
    form = GradesForm(posted(request), months=months_to_choose(page.today))
    if request.method == "POST" and form.is_valid():
        year, month = form.cleaned_data["period"].split("-")
        kind = MeasureType(found.version.measure_type)
        first, last, words = period_of(kind, month_end(int(year), int(month)))
        known = next(
            (f for f in found.series.observations if f.measure_type == kind and f.period_end == last), None
        )
        counts = form.counts()
        if known is not None and not form.cleaned_data["is_correction"]:
            form.add_error(
                "is_correction",
                f"{words} has {in_unit(known.value, found.unit) or 'no figure'} already: tick the box to "
                "record a correction.",
            )
        else:
            total, met = (
                sum(count for _grade, count, _meets in counts),
                sum(count for _grade, count, meets in counts if meets),
            )
            provisional = last > page.today
            record_observations(
                [
                    Observation(
                        measure_id=found.measure_id,
                        measure_type=kind,
                        period_start=first,
                        period_end=last,
                        period_words=words,
                        value=share_to_record(Decimal(met), Decimal(total)),
                        numerator=met,
                        denominator=total,
                        status=ObservationStatus.PROVISIONAL if provisional else ObservationStatus.FINAL,
                        known_on=page.today,
                        by=page.user,
                    )
                ],
                [
                    [
                        GradeCount(grade=grade, order=order, meets_standard=meets, count=count)
                        for order, (grade, count, meets) in enumerate(counts, start=1)
                    ]
                ],
            )
            messages.success(request, f"{met} of {total} meet the standard: recorded for {words}.")
            return redirect("plans:measure", slug, code)
    return _show(page, form, "Enter counts by grade", found.name)


@require_http_methods(["GET", "POST"])
def take_back_target(request: HttpRequest, slug: str, code: str, target: int) -> HttpResponse:
    """Take back a target set by mistake, after a question: it stands no longer from today, and stays in the record."""
    page, found = _open(request, slug, code)
    wrong = next((item for item in found.series.targets if item.pk == target), None)
    if wrong is None:
        raise Http404("No such target")
    if not is_confirmed(request):
        said = f"{wrong.get_kind_display()} {wrong.words} {wrong.due_words}".strip()
        return ask(
            page,
            Question(
                f"Withdraw a target for {found.name}",
                "Withdraw the target",
                reverse("plans:measure", args=[slug, code]),
                said,
                ["From today the measure is judged without it, on every plan that uses the measure."],
                [
                    "Dates before today are judged as they were.",
                    "It stays in the audit trail. You can set the same target again.",
                ],
            ),
        )
    withdraw(Target, [wrong], provenance=page.provenance)
    messages.success(request, "Target withdrawn. It still applies to earlier dates.")
    return redirect("plans:measure", slug, code)
