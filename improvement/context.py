"""What every template may print."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Return the site's name and whether this is the demo."""
    return {"service_name": settings.IMPROVEMENT_SITE_NAME, "is_demo": settings.DEMO}
