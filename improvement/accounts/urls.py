"""Addresses of a person's account. Names with account_, mfa_ or socialaccount_ are those that allauth looks for."""

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect.urls import urlpatterns as openid_connect
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.generic import RedirectView

from improvement.accounts.sign_in import SignInView, no_sign_up, without_passwords
from improvement.accounts.views import account as own_account
from improvement.accounts.views import sessions
from improvement.typed.marking import records_nothing

View = Callable[..., HttpResponse]


def _own(address: str, view: Any, name: str) -> URLPattern:
    """Return the address of a view of allauth, whose forms record nothing of a plan: they are no part of `typed`."""
    return path(address, records_nothing(view), name=name)


urlpatterns = [
    path("sign-in/", records_nothing(SignInView.as_view()), name="sign-in"),
    _own("sign-out/", account.logout, "sign-out"),
    path("account/", own_account, name="account"),
    path("account/sessions/", records_nothing(sessions), name="sessions"),
    path("account/new/", no_sign_up, name="account_signup"),
    path(
        "account/sign-in/",
        login_not_required(RedirectView.as_view(pattern_name="sign-in", query_string=True)),
        name="account_login",
    ),
    _own("account/sign-out/", account.logout, "account_logout"),
    _own("account/inactive/", account.account_inactive, "account_inactive"),
    _own("account/again/", account.reauthenticate, "account_reauthenticate"),
    _own("account/address/", account.email, "account_email"),
    _own("account/address/sent/", account.email_verification_sent, "account_email_verification_sent"),
    re_path(
        r"^account/address/(?P<key>[-:\w]+)/$",
        records_nothing(account.confirm_email),
        name="account_confirm_email",
    ),
    _own("account/password/", without_passwords(account.password_change), "account_change_password"),
    _own("account/password/set/", without_passwords(account.password_set), "account_set_password"),
    _own("account/password/reset/", without_passwords(account.password_reset), "account_reset_password"),
    _own("account/password/reset/sent/", account.password_reset_done, "account_reset_password_done"),
    re_path(
        r"^account/password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        records_nothing(without_passwords(account.password_reset_from_key)),
        name="account_reset_password_from_key",
    ),
    _own(
        "account/password/reset/done/",
        account.password_reset_from_key_done,
        "account_reset_password_from_key_done",
    ),
    _own("account/second-step/", second_step.index, "mfa_index"),
    _own("account/second-step/code/", second_step.authenticate, "mfa_authenticate"),
    _own("account/second-step/again/", second_step.reauthenticate, "mfa_reauthenticate"),
    _own("account/second-step/app/", totp.activate_totp, "mfa_activate_totp"),
    _own("account/second-step/app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    _own(
        "account/second-step/recovery-codes/", recovery_codes.view_recovery_codes, "mfa_view_recovery_codes"
    ),
    _own(
        "account/second-step/recovery-codes/new/",
        recovery_codes.generate_recovery_codes,
        "mfa_generate_recovery_codes",
    ),
    _own(
        "account/second-step/recovery-codes/download/",
        recovery_codes.download_recovery_codes,
        "mfa_download_recovery_codes",
    ),
    _own("account/second-step/keys/", webauthn.list_webauthn, "mfa_list_webauthn"),
    _own("account/second-step/keys/add/", webauthn.add_webauthn, "mfa_add_webauthn"),
    _own("account/second-step/keys/again/", webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    _own("account/second-step/keys/<int:pk>/remove/", webauthn.remove_webauthn, "mfa_remove_webauthn"),
    _own("account/second-step/keys/<int:pk>/", webauthn.edit_webauthn, "mfa_edit_webauthn"),
    _own("sign-in/key/", without_passwords(webauthn.login_webauthn), "mfa_login_webauthn"),
    _own("sign-in/council/cancelled/", social.login_cancelled, "socialaccount_login_cancelled"),
    _own("sign-in/council/error/", login_not_required(social.login_error), "socialaccount_login_error"),
    _own("sign-in/council/new/", social.signup, "socialaccount_signup"),
    _own("account/council/", social.connections, "socialaccount_connections"),
    *openid_connect,
]
