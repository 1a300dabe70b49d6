"""What every request is given: where it writes from, and what may be stored of its answer.

Signed-in pages are private and revalidated; downloads, forms' answers and sign-in are never stored.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control

from improvement.origin import Origin, writing_from
from improvement.refusals import TOO_LARGE


class OriginMiddleware:
    """Say that what a request writes comes from a page, or from the administration site."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        inside = request.path.startswith(reverse("admin:index"))
        with writing_from(Origin.ADMINISTRATION if inside else Origin.PAGE):
            return self.get_response(request)


class RequestSizeMiddleware:
    """Refuse what is too large before any of it is read: a body is written to disk as it is read.

    Who is not signed in has nothing to send but a form; who is may send a file.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            size = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            size = 0
        if size > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            most = settings.LARGEST_REQUEST if request.user.is_authenticated else 0
            if size > most:
                return render(request, "413.html", {"most": most}, status=TOO_LARGE)
        return self.get_response(request)


class PageCompressionMiddleware(GZipMiddleware):
    """Compress pages and other text; files that are compressed already go as they are.

    Django adds bytes by chance to each, so that a length tells nothing of a token that stands in the page (BREACH,
    2013); tokens are masked anew for each page besides.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or not response.get("Content-Type", "").startswith("text/"):
            return response
        return super().process_response(request, response)


class PageCachingMiddleware:
    """Say `private, no-cache` on signed-in pages and `no-store` on everything else that a view made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.has_header("Cache-Control"):
            return response
        is_page = response.get("Content-Type", "").startswith("text/html")
        if request.method == "GET" and is_page and request.user.is_authenticated:
            patch_cache_control(response, private=True, no_cache=True)
        else:
            patch_cache_control(response, private=True, no_store=True)
        return response
