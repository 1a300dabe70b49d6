"""Signing in: one page for everybody, the administration site included."""

from urllib.parse import urlsplit

from django.contrib.auth.views import LoginView
from django.urls import reverse

from improvement.forms import SignInForm


class SignIn(LoginView):
    """Ask who it is and go where they were going; whoever is signed in goes there at once."""

    template_name = "registration/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_redirect_url(self) -> str:  # type: ignore[override]
        """Return where to go; nothing for a way that leads back here or out again, which would never end."""
        asked = str(super().get_redirect_url())
        return "" if urlsplit(asked).path in {reverse("sign-in"), reverse("sign-out")} else asked
