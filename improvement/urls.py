"""The URL map: sign-in, the administration site, and the apps' own pages."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import TemplateView

from improvement.server_views import alive, first_steps, health, metrics, ready
from improvement.views import discard, save_draft, session_time

handler500 = "improvement.refusals.server_error"
handler400 = "improvement.refusals.bad_request"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("improvement.accounts.urls")),
    path("healthz", alive, name="alive"),
    path("readyz", ready, name="ready"),
    path("metrics", metrics, name="metrics"),
    path("health/", health, name="health"),
    path("first-steps/", first_steps, name="first-steps"),
    path("session/", session_time, name="session"),
    path("drafts/", save_draft, name="draft-save"),
    path("drafts/<int:number>/discard/", discard, name="draft-discard"),
    path(
        "accessibility-statement/",
        login_not_required(TemplateView.as_view(template_name="accessibility_statement.html")),
        name="accessibility-statement",
    ),
    path(
        "cookies/",
        login_not_required(
            TemplateView.as_view(
                template_name="cookies.html",
                extra_context={
                    "session_cookie": settings.SESSION_COOKIE_NAME,
                    "form_cookie": settings.CSRF_COOKIE_NAME,
                },
            )
        ),
        name="cookies",
    ),
    path(
        "privacy/",
        login_not_required(TemplateView.as_view(template_name="privacy.html")),
        name="privacy",
    ),
    path("admin/", admin.site.urls),
    path("", include("plans.urls")),
]
