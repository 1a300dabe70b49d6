"""A report sent to who asked for it regularly: asked for, and stopped."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from plans.forms.report_schedules import ReportScheduleForm
from plans.issuing.files import forms_of
from plans.issuing.schedules import days_of
from plans.models import ReportSchedule
from plans.operations.report_schedules import add_schedule, end_schedule
from plans.views.page import form_page, open_plan, posted
from plans.views.reports import open_report


@require_http_methods(["GET", "POST"])
def schedule_report(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Ask to be sent a report every month, before each meeting, or once."""
    page, label = open_report(request, slug, name)
    page.is_form = True
    choices = [(form.ending, form.label) for form in forms_of(name)]
    form = ReportScheduleForm(posted(request), days=page.days, forms_to_have=choices)
    if form.is_bound and form.is_valid():
        try:
            schedule = add_schedule(page.plan, page.user, name, form.cleaned_data["form"], form.report_days())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"You will be sent “{label}” {days_of(schedule).in_words()}.")
            return redirect(f"{reverse('plans:reports', args=[slug])}#regularly")
    context = {"form": form, "name": name, "label": label, "can_send": bool(settings.EMAIL_HOST)}
    return form_page(page, "plans/reports/schedule.html", context)


@require_POST
def stop_schedule(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Stop sending a report to who asked for it. Open to whoever may open the plan: it takes nothing but one's own."""
    page = open_plan(request, slug)
    schedule = get_object_or_404(ReportSchedule, pk=number, plan=page.plan, user=page.user, ended_at=None)
    end_schedule(schedule, timezone.now())
    messages.success(request, "Stopped: you are not sent that report any more.")
    return redirect(f"{reverse('plans:reports', args=[slug])}#regularly")
