"""Signing in: one page for everybody, the administration site included, with what was typed before a session ended."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator

from improvement.accounts.forms import SignInForm
from improvement.models import User
from improvement.typed import carried
from improvement.typed.drafts import keep_draft
from improvement.typed.fields import with_draft

NO_PASSWORDS = "People sign in here with their council account alone."


@method_decorator(login_not_required, name="dispatch")
class SignInView(LoginView):
    """Ask who it is and go where they were going; whoever is signed in goes there at once."""

    template_name = "account/sign_in.html"
    form_class = SignInForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if settings.COUNCIL_SIGN_IN_ONLY and request.method == "POST":
            raise PermissionDenied(NO_PASSWORDS)
        # Signed in already, in another window.
        if isinstance(request.user, User):
            return redirect(self._ahead(request.user))
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: SignInForm) -> HttpResponse:
        self.success_url = self._ahead(form.user)
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return self.success_url or reverse(settings.LOGIN_REDIRECT_URL)

    def _ahead(self, user: User) -> str:
        """Return where the person was going: to the form that they had typed into, filled in again."""
        kept = carried.carried(self.request.POST.get(carried.NAME))
        if kept is None:
            return self._asked_for() or reverse(settings.LOGIN_REDIRECT_URL)
        if kept.person_id != user.pk:
            messages.error(
                self.request,
                "Someone else had typed into the page you came from. It was not recorded and is still theirs.",
            )
            return reverse(settings.LOGIN_REDIRECT_URL)
        draft = keep_draft(user, kept.address, kept.form_key, kept.fields)
        return with_draft(kept.address, draft.pk, "session")

    def _asked_for(self) -> str:
        """Return where the address asks to go; nothing for a way that leads back here or out again, without end."""
        asked = str(self.get_next_url() or "")
        return "" if urlsplit(asked).path in {reverse("sign-in"), reverse("sign-out")} else asked

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "next": self._asked_for(),
            carried.NAME: self.request.POST.get(carried.NAME, ""),
        }


def without_passwords(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse a view of passwords and keys where people come by the council's own sign-in alone."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.COUNCIL_SIGN_IN_ONLY:
            raise PermissionDenied(NO_PASSWORDS)
        return view(request, *args, **kwargs)

    return asked


@login_not_required
def no_sign_up(request: HttpRequest) -> HttpResponse:
    """Say how a person gets an account: by an invitation."""
    return render(request, "account/no_sign_up.html")
