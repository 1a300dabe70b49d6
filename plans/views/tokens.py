"""A person's keys for programs: made, shown once, ended."""

from datetime import timedelta

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from improvement import security_log
from improvement.models import User
from improvement.numbers import whole
from improvement.refusals import INVALID
from improvement.typed.marking import records_nothing
from plans.choices import TokenScope
from plans.forms.tokens import TokenForm
from plans.models import AccessToken
from plans.operations.tokens import end_token, make_token
from plans.reach import visible_plans


# What is shown once must not be shown again by a second press, nor kept among what was typed.
@records_nothing
@require_http_methods(["GET", "POST"])
@reauthentication_required(allow_get=True)
def tokens(request: HttpRequest) -> HttpResponse:
    """The person's keys; a POST makes one, whose secret is on this page and never again, or ends one."""
    user = request.user
    if not isinstance(user, User):  # pragma: no cover -- LoginRequiredMiddleware
        raise PermissionDenied
    today, secret, feed = timezone.localdate(), "", ""
    form = TokenForm(plans=visible_plans(user))
    if "end" in request.POST:
        number = whole(request.POST["end"])
        token = get_object_or_404(AccessToken, pk=number or 0, user=user)
        end_token(token, timezone.now())
        security_log.note("key ended", person=user.pk, key=token.pk)
        messages.success(request, f"The key “{token.name}” can't be used any more.")
        return redirect("plans:my-keys")
    if request.method == "POST":
        form = TokenForm(request.POST, plans=visible_plans(user))
        if form.is_valid():
            typed = form.cleaned_data
            until = today + timedelta(days=typed["days"])
            try:
                scope = TokenScope(typed["scope"])
                token, secret = make_token(
                    typed["plan"], user, typed["name"], until, today=today, scope=scope
                )
            except ValidationError as refused:
                form.add_error(None, refused)
            else:
                feed = reverse("plans:calendar-feed", args=[secret]) if scope == TokenScope.CALENDAR else ""
                security_log.note("key made", person=user.pk, key=token.pk, plan=token.plan_id)
                form = TokenForm(plans=visible_plans(user))
    standing = AccessToken.objects.filter(user=user, revoked_at=None, expires_on__gte=today)
    answer = render(
        request,
        "account/keys.html",
        {"form": form, "secret": secret, "feed": feed, "keys": standing.select_related("plan")},
        status=INVALID if form.is_bound else 200,
    )
    # Not on the way back either: the page may hold what is shown once.
    answer["Cache-Control"] = "private, no-store"
    return answer
