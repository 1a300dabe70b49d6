"""What whoever keeps the server asks of it: is it alive, is it ready, how well is it; and its first administrator."""

import secrets

from allauth.account.utils import perform_login
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from improvement import __version__
from improvement.accounts.forms import NewPersonForm
from improvement.first_steps import is_key, is_set_up, make_first_administrator
from improvement.health import checks, is_ready
from improvement.jobs.kinds import KINDS
from improvement.metrics import MEDIA_TYPE, as_text
from improvement.models import BackupMade, User, Worker
from improvement.refusals import INVALID
from improvement.typed.marking import records_nothing

UNWELL, NO_KEY = 503, 401


@login_not_required
@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Whether this process answers; nothing else is asked, so that a slow database does not have it restarted."""
    return JsonResponse({"status": "ok", "version": __version__})


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Whether the server can serve: what is needed, each well or not. Words are for who administers it, not here."""
    found = checks()
    answer = {check.name: "ok" if check.is_well else "not well" for check in found}
    is_well = is_ready(found)
    return JsonResponse(
        {"status": "ok" if is_well else "not well", "checks": answer}, status=200 if is_well else UNWELL
    )


@login_not_required
@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The server's numbers for a monitor that shows the key of METRICS_KEY; not there where none is set."""
    if not settings.METRICS_KEY:
        raise Http404("No numbers are given")
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    if not secrets.compare_digest(shown.encode(), settings.METRICS_KEY.encode()):
        return HttpResponse("A key is needed.\n", status=NO_KEY, content_type="text/plain")
    return HttpResponse(as_text(), content_type=MEDIA_TYPE)


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """How well the server is, in words, for system administrators."""
    user = request.user
    if not isinstance(user, User) or not user.is_superuser:
        raise PermissionDenied
    found = checks()
    return render(
        request,
        "health.html",
        {
            "checks": found,
            "is_ready": is_ready(found),
            "version": __version__,
            "backups": BackupMade.objects.all()[:10],
            "jobs": [(kind.label, kind.standing()) for kind in KINDS],
            "workers": Worker.objects.all(),
        },
    )


class FirstAdministratorForm(NewPersonForm):
    """Who administers the system first."""

    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        help_text="You sign in with it.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Enter your e-mail address."},
    )
    field_order = ("name", "email", "password")

    @property
    def address(self) -> str:
        return str(self.cleaned_data.get("email", ""))

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=address).exists():
            raise forms.ValidationError("There is an account with this e-mail address: enter another.")
        return address


@records_nothing
@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def first_steps(request: HttpRequest) -> HttpResponse:
    """Make the first administrator of a new server. Once there is one, this page is not there."""
    if is_set_up():
        raise Http404("This server is set up")
    key = request.POST.get("key") or request.GET.get("key", "")
    if not is_key(key):
        return render(request, "first_steps.html", {"has_key": False}, status=403 if key else 200)
    form = FirstAdministratorForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        user = make_first_administrator(typed["name"], typed["email"], typed["password"])
        if user is None:
            raise Http404("Somebody was quicker")
        return perform_login(
            request, user, email_verification="none", redirect_url=reverse(settings.FIRST_PAGE)
        )
    status = INVALID if form.is_bound else 200
    return render(request, "first_steps.html", {"has_key": True, "form": form, "key": key}, status=status)
