"""Officers whose words somebody has still to tell apart: which are the post, and which the person's name."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from plans.access import Right
from plans.forms.officer_names import ConfirmOfficersForm
from plans.issuing.names import unsure_officers
from plans.operations.set_up import confirm_officers
from plans.position.officers import officers_named
from plans.views.page import form_page, open_today, posted


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Each officer of the plan that is unsure, with a proposal; and how the others are called in published papers."""
    page = open_today(request, slug, Right.CONFIRM_OFFICERS)
    form = ConfirmOfficersForm(posted(request), officers=unsure_officers(page.plan))
    back = request.POST.get("next") or request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = ""
    if form.is_bound and form.is_valid():
        confirmed = confirm_officers(page.plan, form.readings(), provenance=page.provenance)
        count = len(confirmed)
        messages.success(request, f"{count} officer{'' if count == 1 else 's'} confirmed.")
        return redirect(back or request.path)
    confirmed_rows = officers_named(page.plan).filter(is_confirmed=True)
    return form_page(page, "plans/officers.html", {"form": form, "confirmed": confirmed_rows, "next": back})
