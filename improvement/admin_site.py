"""The admin site: Django's own, signing in where everyone does."""

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


class ImprovementAdminSite(AdminSite):
    site_header = "Improvement plan administration"
    site_title = "Administration"
    index_title = "Everything that is stored"

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        return redirect_to_login(request.get_full_path(), reverse("sign-in"))
