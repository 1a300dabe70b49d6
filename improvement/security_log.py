"""The security log: who signed in, was refused, changed roles, imported, exported and published; one line of JSON each.

A line holds numbers and the program's own words, never what a person typed, an address of e-mail or a cell. The
request's id stands in it, in the answer's header and on the page of an error, so that what is reported by telephone can
be found again.
"""

import json
import logging
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from allauth.account import signals as account_signals
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa import signals as second_step_signals
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from improvement.models import User
from improvement.refusals import REFUSED, TOO_LARGE, TOO_MANY
from improvement.request_ids import answered, request_id

log = logging.getLogger("improvement.security")
HEADER = "X-Request-ID"


def note(event: str, **facts: int | str | None) -> None:
    """Write one line. `facts` are numbers of rows and the program's own words."""
    request = answered.get()
    user = getattr(request, "user", None)
    line: dict[str, Any] = {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "event": event,
        "request": request_id(),
        "person": user.pk if isinstance(user, User) else None,
        "address": get_client_ip(request) if request is not None else None,
    }
    log.info(json.dumps(line | facts))


def note_once_written(event: str, **facts: int | str | None) -> None:
    """Write one line when what it tells of is in the database for good."""
    transaction.on_commit(lambda: note(event, **facts))


class RequestIdMiddleware:
    """Give every request an id, and note what is refused. Stands first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = secrets.token_hex(8)  # type: ignore[attr-defined]
        token = answered.set(request)
        try:
            response = self.get_response(request)
            match = request.resolver_match
            page = match.view_name if match else ""
            if response.status_code in {REFUSED, TOO_LARGE, TOO_MANY}:
                note("refused", status=response.status_code, page=page)
            elif response.get("Content-Disposition", "").startswith("attachment"):
                note("file sent", page=page, plan=match.kwargs.get("slug", "") if match else "")
            response.headers[HEADER] = request.id  # type: ignore[attr-defined]
            return response
        finally:
            answered.reset(token)


@receiver(user_logged_in)
def _signed_in(user: User, **kwargs: Any) -> None:
    note("signed in", person=user.pk)


@receiver(user_logged_out)
def _signed_out(user: User | None, **kwargs: Any) -> None:
    note("signed out", person=user.pk if user else None)


@receiver(user_login_failed)
def _not_signed_in(credentials: dict[str, Any], **kwargs: Any) -> None:
    # Whose account it was tried on, where there is one; never what was typed.
    email = credentials.get("email") or credentials.get("username") or ""
    note(
        "sign-in failed",
        account=User.objects.filter(email__iexact=email).values_list("pk", flat=True).first(),
    )


@receiver(account_signals.password_changed)
@receiver(account_signals.password_set)
def _password_changed(user: User, **kwargs: Any) -> None:
    note("password changed", account=user.pk)


@receiver(account_signals.password_reset)
def _password_reset(user: User, **kwargs: Any) -> None:
    note("password reset", account=user.pk)


@receiver(account_signals.email_changed)
def _address_changed(user: User, **kwargs: Any) -> None:
    note("address changed", account=user.pk)


@receiver(second_step_signals.authenticator_added)
def _second_step_added(user: User, authenticator: Any, **kwargs: Any) -> None:
    note("second step added", account=user.pk, kind=authenticator.type)


@receiver(second_step_signals.authenticator_removed)
def _second_step_removed(user: User, authenticator: Any, **kwargs: Any) -> None:
    note("second step removed", account=user.pk, kind=authenticator.type)
