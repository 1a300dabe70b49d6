"""What every template may print."""

from django.conf import settings
from django.http import HttpRequest

from improvement.accounts.sessions import seconds_left


def site(request: HttpRequest) -> dict[str, object]:
    """Return the site's name, whether this is the demo and mail is sent, and how long the person stays signed in."""
    context: dict[str, object] = {
        "service_name": settings.IMPROVEMENT_SITE_NAME,
        "is_demo": settings.DEMO,
        "council_sign_in": settings.OIDC_NAME if settings.SOCIALACCOUNT_PROVIDERS else "",
        "council_sign_in_only": settings.COUNCIL_SIGN_IN_ONLY,
        "sends_mail": bool(settings.EMAIL_HOST),
    }
    # A host that is not ours is refused before anybody is looked up.
    user = getattr(request, "user", None)
    if user and user.is_authenticated:
        context["session_seconds"] = seconds_left(request)
    return context
