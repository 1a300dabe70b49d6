"""Every address outside the plans and the administration site: who opens it, written by hand."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

pytestmark = pytest.mark.django_db
# o = opened, s = sent to sign in, r = sent on, f = refused, p = asked for the password again, m = not offered.
# By: nobody, somebody without a second step.
EXPECTED = {
    # name                                      GET   POST
    "sign-in":                                 ("or", "or"),
    "sign-out":                                ("ro", "rr"),
    "session":                                 ("fo", "fo"),
    "draft-save":                              ("mm", "ff"),
    "draft-discard":                           ("sr", "sr"),
    "accessibility-statement":                 ("oo", "mm"),
    "cookies":                                 ("oo", "mm"),
    "privacy":                                 ("oo", "mm"),
    "alive":                                   ("oo", "mm"),
    "ready":                                   ("oo", "mm"),
    # Where no key is set (`test_metrics.py`).
    "metrics":                                 ("nn", "mm"),
    "health":                                  ("sf", "sm"),
    # Of a server that has an administrator.
    "first-steps":                             ("nn", "nn"),
    "account":                                 ("so", "sm"),
    "sessions":                                ("so", "sp"),
    "account_signup":                          ("oo", "oo"),
    "account_login":                           ("rr", "rr"),
    "account_logout":                          ("ro", "rr"),
    "account_inactive":                        ("oo", "mm"),
    "account_reauthenticate":                  ("so", "so"),
    "account_email":                           ("so", "sr"),
    "account_email_verification_sent":         ("oo", "mm"),
    "account_confirm_email":                   ("oo", "nn"),
    "account_change_password":                 ("so", "so"),
    "account_set_password":                    ("sr", "sr"),
    "account_reset_password":                  ("oo", "oo"),
    "account_reset_password_done":             ("oo", "mm"),
    "account_reset_password_from_key":         ("oo", "oo"),
    "account_reset_password_from_key_done":    ("oo", "mm"),
    "mfa_index":                               ("so", "sm"),
    "mfa_authenticate":                        ("rr", "rr"),
    "mfa_reauthenticate":                      ("sr", "sr"),
    "mfa_activate_totp":                       ("sp", "sp"),
    "mfa_deactivate_totp":                     ("sn", "sn"),
    "mfa_view_recovery_codes":                 ("sn", "sm"),
    "mfa_generate_recovery_codes":             ("sp", "sp"),
    "mfa_download_recovery_codes":             ("sn", "sn"),
    "mfa_list_webauthn":                       ("so", "sm"),
    "mfa_add_webauthn":                        ("sp", "sp"),
    "mfa_reauthenticate_webauthn":             ("sr", "sr"),
    "mfa_remove_webauthn":                     ("sp", "sp"),
    "mfa_edit_webauthn":                       ("sp", "sp"),
    "mfa_login_webauthn":                      ("rr", "rr"),
    "socialaccount_login_cancelled":           ("oo", "mm"),
    "socialaccount_login_error":               ("oo", "mm"),
    "socialaccount_signup":                    ("rr", "rr"),
    "socialaccount_connections":               ("so", "so"),
    "openid_connect_login":                    ("nn", "nn"),
    "openid_connect_callback":                 ("nn", "nn"),
}  # fmt: skip
ARGUMENTS = {
    "draft-discard": {"number": 0},
    "account_confirm_email": {"key": "x"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "x-y"},
    "mfa_remove_webauthn": {"pk": 0},
    "mfa_edit_webauthn": {"pk": 0},
    "openid_connect_login": {"provider_id": "council"},
    "openid_connect_callback": {"provider_id": "council"},
}
LETTER = {200: "o", 401: "o", 422: "o", 403: "f", 404: "n", 405: "m"}


def letter(response) -> str:
    if response.status_code == 302:
        location = response["Location"]
        if location.startswith("/sign-in/?"):
            return "s"
        return "p" if location.startswith(reverse("account_reauthenticate") + "?") else "r"
    return LETTER[response.status_code]


def own_names(patterns: list, prefix: str = "") -> Iterator[str]:
    """Yield the name of every address but those of plans (a matrix of their own) and of the administration site."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield str(pattern.name)
        elif isinstance(pattern, URLResolver) and pattern.namespace not in {"plans", "admin"}:
            yield from own_names(pattern.url_patterns)


def test_every_address_is_in_the_matrix():
    assert set(own_names(get_resolver().url_patterns)) == set(EXPECTED)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", EXPECTED)
def test_who_opens_it(demo, sign_in, name, method):
    address = reverse(name, kwargs=ARGUMENTS.get(name))

    answers = [letter(getattr(client, method)(address)) for client in (Client(), sign_in("board"))]

    assert "".join(answers) == EXPECTED[name][method == "post"]
