"""What of django-allauth is decided here: nobody signs up by themselves, secrets are encrypted, mails say our words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from improvement.models import User
from improvement.outbox import post
from improvement.sealing import seal_for
from improvement.security_log import note
from improvement.site_address import site_of

# How long a person is told once of tries to guess their password, in seconds.
TOLD_FOR = 60 * 60
SECOND_STEP = "second step"
TRIES_OF_ADDRESS = "tries_of_address"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation, or from the council's own sign-in."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address or password is not correct.",
        "too_many_login_attempts": "Too many failed attempts to sign in. Wait five minutes, or reset your password.",
        "incorrect_password": "The password is not correct.",
        "enter_current_password": "Enter your current password.",
        "rate_limited": "Too many attempts. Wait a few minutes and try again.",
        "incorrect_code": "The code is not correct.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Return who it is; an account that is no longer active is answered as one that does not exist."""
        user = super().authenticate(request, **credentials)
        return user if user is None or user.is_active else None

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try against the account and against the address; refuse where either has had too many.

        The address has a count of its own: allauth forgets its own once anybody completes a second step from there.
        """
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            note("sign-in locked")
            self._tell_owner(credentials.get("email", ""))
            raise
        self._tries_of_address = ratelimit.consume(request, app="allauth.account", action=TRIES_OF_ADDRESS)
        if not self._tries_of_address:
            note("sign-in locked")
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        super()._rollback_login_failed_rl_usage()
        if usage := getattr(self, "_tries_of_address", None):
            usage.rollback()

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Return what an account's tries are counted under: its address, whatever the request says of the host."""
        return str(credentials.get("email") or credentials.get("username") or "").lower()

    def _tell_owner(self, address: str) -> None:
        """Tell a person, once an hour, that somebody tries to guess their password."""
        user = User.objects.filter(email__iexact=address, is_active=True).first() if address else None
        if user is not None and cache.add(f"told-of-guessing-{user.pk}", True, TOLD_FOR):
            self.send_mail("account/email/guessing", user.email, {"user": user})

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Whether the password is the person's, by the address that they sign in with; wrong ones count as ever."""
        assert isinstance(user, User)  # noqa: S101 -- ours is the only kind
        again = self.authenticate(self.request, email=user.email, password=password)
        return again is not None and again.pk == user.pk

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send an e-mail where the site has a server for it; a server that is down keeps nobody out."""
        if not settings.EMAIL_HOST:
            return
        request = self.request
        said = {"request": request, "email": email, **context}
        message = self.render_mail(template_prefix, email, said)
        # Beside the answer: a page that waited would tell whether there is an account, and stand still with the server.
        post(message)

    def add_message(
        self, request: HttpRequest, level: int, message_template: Any = None, *args: Any, **kwargs: Any
    ) -> None:
        """Say what was done; that somebody has signed in or out they see."""
        if message_template not in {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}:
            super().add_message(request, level, message_template, *args, **kwargs)

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return f"{site_of(self.request)}{path.replace('UID-KEY', key)}"

    def format_email_subject(self, subject: str) -> str:
        return f"{settings.IMPROVEMENT_SITE_NAME}: {subject}"


class SecondStepAdapter(DefaultMFAAdapter):
    """Secrets of second steps are encrypted with a key made of the site's secret key."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "The code is not correct. Codes change every 30 seconds."
    }

    def encrypt(self, text: str) -> str:
        return seal_for(SECOND_STEP).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return seal_for(SECOND_STEP).decrypt(encrypted_text.encode()).decode()
