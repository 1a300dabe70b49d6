"""The admin site: Django's own, signing in where everyone does."""

from functools import update_wrapper
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

NO_ENTRY = (
    "The administration site is for system administrators, and your account is not one of theirs. "
    "You can still open your plans."
)
NOT_THIS = (
    "Your account may open the administration site, but not this part of it. "
    "A system administrator with more rights can give it to you."
)


class ImprovementAdminSite(AdminSite):
    site_header = "Improvement plan administration"
    site_title = "Administration"
    index_title = "Everything that is stored"

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied(NO_ENTRY)
        return redirect_to_login(reverse("admin:index"), reverse("sign-in"))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Refuse who is signed in and may not come in: sent to sign in, they would be sent back here for ever."""
        inside = super().admin_view(view, cacheable)

        def refusing(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not self.has_permission(request) and request.path != reverse("admin:logout"):
                raise PermissionDenied(NO_ENTRY)
            try:
                return inside(request, *args, **kwargs)
            except PermissionDenied as refused:
                raise refused if refused.args else PermissionDenied(NOT_THIS) from refused

        return update_wrapper(refusing, inside)
