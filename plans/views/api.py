"""Figures for other programs, read only: JSON and CSV by a person's key, with that person's own rights on one plan."""

import base64
import binascii
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import wraps
from itertools import chain
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseNotModified, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags
from django.views.decorators.http import require_GET

from improvement import security_log
from improvement.csv_out import csv_response
from improvement.numbers import whole
from improvement.refusals import TOO_MANY
from improvement.unchanged import entity_tag
from plans.access import Access, Right, access_to
from plans.choices import TokenScope
from plans.issuing.making import FILTER_LABELS, FILTERS, filter_problem, filtered
from plans.models import AccessToken
from plans.operations.tokens import note_use, token_by
from plans.position import Position
from plans.position.changes import changes_between
from plans.position.kept import kept_position
from plans.position.plan_details import plan_on
from plans.reports.data_files import CHANGE_COLUMNS, DATA_FILES, change_rows, lines
from plans.reports.openapi import MOST_ROWS, USUAL_ROWS, openapi
from plans.rules.asked_day import as_refusal, asked_day

A_MINUTE, MOST_A_MINUTE = 60, 120
# Parameters that every address takes, and those of a page of rows; by what each filtered table's rows are known.
DAY, PAGES = ("as_at",), ("as_at", "page", "per_page")
KEYS = {"actions": "reference", "measures": "code"}


@dataclass(frozen=True)
class Asked:
    """One request of a program: with which key, for whom, as at which day."""

    request: HttpRequest
    token: AccessToken
    access: Access
    as_at: date

    @property
    def position(self) -> Position:
        """The plan as at the day, as the key's owner may see it."""
        return self.position_on(self.as_at)

    def position_on(self, day: date) -> Position:
        """The plan on another day, as the key's owner may see it."""
        return kept_position(plan_on(self.token.plan, day), day, self.access.viewer)


View = Callable[..., HttpResponseBase]


def refuse(status: int, words: str) -> JsonResponse:
    """Answer a program with what is wrong, in words."""
    answer = JsonResponse({"error": words}, status=status)
    if status == 401:
        answer["WWW-Authenticate"] = 'Basic realm="Improvement plans", charset="UTF-8"'
    return answer


def by_key(view: View) -> View:
    """Open a view to the holder of a key alone, for the plan that it is of, so often a minute.

    A parameter that the view does not know is refused by it: one left out of account would be a figure misread.
    """

    @login_not_required
    @require_GET
    @wraps(view)
    def opened(request: HttpRequest, slug: str = "", **kwargs: Any) -> HttpResponseBase:
        today = timezone.localdate()
        token = _token_of(request, today)
        if token is None:
            return refuse(
                401, "Send a key that is in use: as a Bearer token, or as the password of Basic sign-in."
            )
        if _is_too_often(token):
            late = refuse(TOO_MANY, f"A key may ask {MOST_A_MINUTE} times a minute: wait a little.")
            late["Retry-After"] = str(A_MINUTE)
            return late
        access = access_to(token.user, token.plan)
        if slug and slug != token.plan.slug:
            return refuse(404, "This key is of another plan.")
        if not access.may(Right.EXPORT_LIST):
            return refuse(403, "Whoever made this key may not export this plan's data any more.")
        if request.GET.get("as_at") == "":
            return refuse(400, "Write as_at=YYYY-MM-DD, or leave it out for today.")
        day = asked_day(request.GET.get("as_at"), today, today)
        if day.notice:
            return refuse(400, as_refusal(day.notice))
        security_log.note("key used", person=token.user_id, key=token.pk, plan=token.plan_id)
        note_use(token, timezone.now())
        tag = entity_tag(request, token.plan.council, token.user, today)
        is_known = tag in parse_etags(request.headers.get("If-None-Match", ""))
        asked = Asked(request, token, access, day.day)
        answer: HttpResponseBase = HttpResponseNotModified() if is_known else view(asked, **kwargs)
        if answer.status_code in {200, 304}:
            answer["ETag"] = tag
            patch_cache_control(answer, private=True, no_cache=True)
        return answer

    return opened


def _token_of(request: HttpRequest, today: date) -> AccessToken | None:
    """Return the key that a request shows, where it can be used today."""
    kind, _blank, shown = request.headers.get("Authorization", "").partition(" ")
    secret = shown.strip()
    if kind.casefold() == "basic":
        try:
            secret = base64.b64decode(secret, validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return None
    elif kind.casefold() != "bearer":
        return None
    return token_by(secret, TokenScope.DATA, today)


def _is_too_often(token: AccessToken) -> bool:
    """Whether a key asked more often in this minute than it may; counted in the cache, for all workers."""
    key = f"key-{token.pk}-{int(timezone.now().timestamp()) // A_MINUTE}"
    cache.add(key, 0, 2 * A_MINUTE)
    try:
        return cache.incr(key) > MOST_A_MINUTE
    except ValueError:
        # It was thrown out between the two.
        return False


@login_not_required
@require_GET
def describe(request: HttpRequest) -> JsonResponse:
    """What can be asked, as an OpenAPI 3.1 document."""
    server = request.build_absolute_uri(reverse("plans:api-plans")).rsplit("/plans/", 1)[0]
    return JsonResponse(openapi(server, FILTER_LABELS))


@login_not_required
@require_GET
def nowhere(request: HttpRequest) -> JsonResponse:
    """Tell a program in its own words that an address below the API's is none of the API's."""
    return refuse(404, f"There is nothing at {request.path[:80]}: openapi.json says what can be asked.")


def _unknown(asked: Asked, *known: str) -> JsonResponse | None:
    """Refuse parameters that an address does not know; None where there are none."""
    unknown = [name for name in asked.request.GET if name not in known]
    if not unknown:
        return None
    named = ", ".join(unknown)[:80]
    return refuse(400, f"There is no parameter {named} here: there are {', '.join(known)}.")


@by_key
def plans(asked: Asked) -> JsonResponse:
    """The plan that the key opens, and where its tables are."""
    if refusal := _unknown(asked, *DAY):
        return refusal
    plan = asked.token.plan
    address = asked.request.build_absolute_uri
    tables = [
        {
            "name": file.name,
            "about": file.about,
            "columns": ["plan", "as_at", *file.columns],
            "json": address(reverse("plans:api-table", args=[plan.slug, file.name])),
            "csv": address(reverse("plans:api-table-csv", args=[plan.slug, file.name])),
        }
        for file in DATA_FILES.values()
    ]
    said = {
        "slug": plan.slug,
        "title": plan.title,
        "council": plan.council.name,
        "position": address(reverse("plans:api-position", args=[plan.slug])),
        "tables": tables,
    }
    return JsonResponse({"plans": [said]})


@by_key
def position(asked: Asked) -> JsonResponse:
    """The position as at a day: the figures that every page and paper shows."""
    if refusal := _unknown(asked, *DAY):
        return refusal
    return JsonResponse(asked.position.as_json())


@by_key
def table(asked: Asked, name: str) -> JsonResponse:
    """A page of one of the plan's tables; numbers are numbers, days YYYY-MM-DD, what is not known null.

    Actions and measures can be filtered as on their pages.
    """
    file = DATA_FILES.get(name)
    if file is None:
        return refuse(404, f"There is no table {name}: there are {', '.join(DATA_FILES)}.")
    kept = _kept(asked, name, PAGES)
    if isinstance(kept, JsonResponse):
        return kept
    found = lines(file, asked.position)
    return _paged(asked, name, next(found), _only(found, kept))


def _kept(asked: Asked, name: str, others: tuple[str, ...]) -> set[str] | JsonResponse | None:
    """Return which rows a request's filters keep, by their first column; None for all; a refusal for no filter.

    `others` are the parameters that are no filters.
    """
    query = asked.request.GET.copy()
    for parameter in others:
        query.pop(parameter, None)
    if not query:
        return None
    if name not in FILTERS:
        return refuse(400, f"The table {name} has no filters: leave out {', '.join(query)}.")
    if problem := filter_problem(asked.position, name, query.urlencode()):
        return refuse(400, problem)
    items, _words = filtered(asked.position, name, query.urlencode())
    return {getattr(item, KEYS[name]) for item in items}


def _only(rows: Iterator[tuple[Any, ...]], kept: set[str] | None) -> Iterator[tuple[Any, ...]]:
    """Yield the rows whose thing is kept: the third column, after plan and day, names it."""
    return rows if kept is None else (row for row in rows if row[2] in kept)


def _paged(
    asked: Asked, name: str, columns: Sequence[Any], found: Iterable[Sequence[Any]], **more: Any
) -> JsonResponse:
    """Answer with a page of rows, how many there are, and where the next page is."""
    size = whole(asked.request.GET.get("per_page", str(USUAL_ROWS)))
    number = whole(asked.request.GET.get("page", "1"))
    if not size or size > MOST_ROWS or not number:
        return refuse(400, f"Give page from 1 on, and per_page from 1 to {MOST_ROWS}.")
    count, rows = 0, []
    for count, row in enumerate(found, start=1):
        if (number - 1) * size < count <= number * size:
            rows.append(row)
    pages = max(1, math.ceil(count / size))
    query = asked.request.GET.copy()
    query["page"] = str(number + 1)
    address = asked.request.build_absolute_uri(asked.request.path)
    return JsonResponse(
        {
            "plan": asked.token.plan.slug,
            "as_at": asked.as_at.isoformat(),
            "table": name,
            **more,
            "count": count,
            "page": number,
            "pages": pages,
            "next": f"{address}?{query.urlencode()}" if number < pages else None,
            "rows": [
                {column: _value(value) for column, value in zip(columns, row, strict=True)} for row in rows
            ],
        }
    )


@by_key
def changes(asked: Asked) -> HttpResponseBase:
    """What is different on the day from an earlier one, a row a field; in words what moved."""
    if refusal := _unknown(asked, *PAGES, "since"):
        return refusal
    since = _since(asked)
    if isinstance(since, JsonResponse):
        return since
    earlier = asked.position_on(since)
    moved = changes_between(earlier, asked.position)
    return _paged(
        asked,
        "changes",
        CHANGE_COLUMNS,
        change_rows(earlier, asked.position),
        since=since.isoformat(),
        sentence=moved.sentence() if not moved.is_empty else "",
    )


@by_key
def changes_csv(asked: Asked) -> HttpResponseBase:
    """The same whole, as CSV."""
    if refusal := _unknown(asked, *DAY, "since"):
        return refusal
    since = _since(asked)
    if isinstance(since, JsonResponse):
        return since
    slug = asked.token.plan.slug
    rows = chain([CHANGE_COLUMNS], change_rows(asked.position_on(since), asked.position))
    return csv_response(rows, f"{slug}-changes-{since:%Y-%m-%d}-{asked.as_at:%Y-%m-%d}.csv")


def _since(asked: Asked) -> date | JsonResponse:
    """Return the earlier day that a request names; a refusal for none, or one that is not before the day."""
    shown = asked.request.GET.get("since")
    if not shown:
        return refuse(400, "Give since=YYYY-MM-DD: the earlier day to compare with.")
    day = asked_day(shown, asked.as_at, asked.as_at)
    if day.notice:
        return refuse(400, as_refusal(day.notice))
    return day.day


def _value(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if value == "" or value is None:
        return None
    return value.isoformat() if isinstance(value, date) else value


@by_key
def table_csv(asked: Asked, name: str) -> HttpResponseBase:
    """One of the plan's tables whole, as CSV: what *Data as CSV* gives, without a browser; filtered as the JSON is."""
    file = DATA_FILES.get(name)
    if file is None:
        return refuse(404, f"There is no table {name}: there are {', '.join(DATA_FILES)}.")
    kept = _kept(asked, name, DAY)
    if isinstance(kept, JsonResponse):
        return kept
    found = lines(file, asked.position)
    rows = chain([next(found)], _only(found, kept))
    return csv_response(rows, f"{asked.token.plan.slug}-{name}-{asked.as_at:%Y-%m-%d}.csv")
