"""Where a request meets what is typed. No view of a form, and no template, knows of it."""

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from improvement.models import User
from improvement.numbers import whole
from improvement.refusals import CONFLICT
from improvement.typed.carried import carry
from improvement.typed.drafts import draft_of, drafts_of
from improvement.typed.fields import address_of, beginning_of, posted_fields, words_of
from improvement.typed.filling import fill
from improvement.typed.refusing import (
    CLOSED,
    GONE,
    NOT_ALLOWED,
    Overtaken,
    ask_to_sign_in,
    csrf_refused,
    show_what_was_typed,
)
from improvement.typed.sending import forget_refusals, refusals, send_once
from improvement.typed.shown import posted_form, showing

MAIN = 'id="main-content">'
REASONS = {403: NOT_ALLOWED, 404: GONE}


class TypedMiddleware:
    """Keeps what people type. Stands last, so that nothing but the view comes after it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _leads_to_sign_in(request, response):
            return _through_sign_in(request, response)
        if showing(request).is_answered or not isinstance(request.user, User):
            return response
        if response.status_code == 405 and not response.content:
            return _not_offered(request, response)
        if request.method == "GET":
            return _open_form(request, request.user, response)
        if request.method == "POST" and _is_own(request, request.user):
            return _not_recorded(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let a form that is posted be recorded once; note which draft a page is asked to open."""
        user = request.user
        if not isinstance(user, User):
            return None
        if request.method == "GET":
            number = whole(request.GET.get("typed"))
            draft = draft_of(user, number) if number is not None else None
            if draft and draft.address == address_of(request):
                showing(request).draft, showing(request).continues = draft, draft.form_key
            return None
        form = posted_form(request) if request.method == "POST" else None
        if form is None:
            return None
        if form.person_id != user.pk:
            return csrf_refused(request)
        showing(request).continues = form.key
        proceed = partial(view, request, *args, **kwargs)
        if getattr(view, "leaves_the_mark", False):
            return None
        try:
            return send_once(request, user, form, proceed)
        except Overtaken as reason:
            return self.process_exception(request, reason)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Show what was typed where it was overtaken."""
        if not isinstance(error, Overtaken):
            return None
        return show_what_was_typed(request, posted_fields(request.POST), str(error), CONFLICT)


def _leads_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        isinstance(response, HttpResponseRedirect)
        and urlsplit(response.url).path == reverse("sign-in")
        and not request.user.is_authenticated
    )


def _through_sign_in(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Send somebody whose session has ended to sign in, with what they typed; a part of a page leaves the page."""
    if request.headers.get("HX-Request"):
        page = request.htmx.current_url_abs_path or request.get_full_path()  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(f"{reverse('sign-in')}?{urlencode({'next': page})}")
    has_page = not getattr(request.resolver_match and request.resolver_match.func, "has_no_page", False)
    kept = carry(request) if request.method == "POST" and has_page else ""
    return ask_to_sign_in(request, kept, address_of(request)) if kept else response


def _is_own(request: HttpRequest, user: User) -> bool:
    form = posted_form(request)
    return form is not None and form.person_id == user.pk


def _not_offered(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    page = render(request, "405.html", status=405)
    page["Allow"] = response["Allow"]
    return page


def _not_recorded(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give words back that an answer would lose: one that is refused, or sends the person on and records nothing."""
    fields = posted_fields(request.POST)
    if not words_of(fields):
        return response
    if response.status_code in REASONS:
        return show_what_was_typed(request, fields, REASONS[response.status_code], response.status_code)
    messages = refusals(request)
    if isinstance(response, HttpResponseRedirect) and messages:
        # Said here, and so not on the next page.
        forget_refusals(request)
        return show_what_was_typed(request, fields, " ".join(messages), CONFLICT)
    return response


def _open_form(request: HttpRequest, user: User, response: HttpResponse) -> HttpResponse:
    """Fill a page's form with the draft that is asked for, or offer those that there are."""
    draft = showing(request).draft
    if draft and response.status_code in REASONS:
        return show_what_was_typed(request, draft.fields, REASONS[response.status_code], response.status_code)
    is_page = response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")
    if not is_page or response.streaming:
        return response
    if not showing(request).shows_form:
        return show_what_was_typed(request, draft.fields, CLOSED, CONFLICT) if draft else response
    address = address_of(request)
    html = response.content.decode()
    if draft:
        filled = fill(html, draft.fields, ("", address, request.path))
        html, left = filled.html, words_of(filled.left_over)
        context: dict[str, Any] = {"draft": draft, "why": request.GET.get("why"), "left": left}
    else:
        drafts = drafts_of(user, address)
        if not drafts:
            return response
        context = {"offered": [(item, beginning_of(item.fields)) for item in drafts]}
    notice = render_to_string("components/typed_notice.html", {**context, "address": address}, request)
    response.content = html.replace(MAIN, MAIN + notice, 1).encode()
    return response
