"""Where people open the site, for links that leave it."""

from django.conf import settings
from django.http import HttpRequest


def site_of(request: HttpRequest) -> str:
    """Return the site's address without a slash at its end: as the settings say, else where this request came in."""
    return settings.SITE_ADDRESS or request.build_absolute_uri("/").rstrip("/")
