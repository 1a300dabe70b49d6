"""A new server's first administrator: made once, in the browser, by who has the key that `serve` printed."""

import secrets

from django.core.cache import cache
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from improvement.models import User
from improvement.security_log import note_once_written

KEPT_UNDER = "first-steps"
# In seconds: a key that nobody used by then is printed anew by `serve`.
HOW_LONG = 24 * 60 * 60


def is_set_up() -> bool:
    """Whether anybody can administer the system."""
    return User.objects.filter(is_superuser=True, is_active=True).exists()


def new_key() -> str:
    """Return a key that opens the set-up of this server; what is kept of it opens nothing."""
    key = secrets.token_urlsafe(18)
    cache.set(KEPT_UNDER, _print_of(key), HOW_LONG)
    return key


def is_key(key: str) -> bool:
    """Whether it is the key that `serve` printed last."""
    kept = cache.get(KEPT_UNDER)
    return bool(kept) and constant_time_compare(str(kept), _print_of(key))


def _print_of(key: str) -> str:
    return salted_hmac("improvement.first-steps", key, algorithm="sha256").hexdigest()


@transaction.atomic
def make_first_administrator(name: str, email: str, password: str) -> User | None:
    """Make the system's first administrator; None where somebody was quicker. The key opens nothing any more."""
    # Two who send it at once come one after the other: on SQLite by the transaction, on PostgreSQL by the rows.
    list(User.objects.select_for_update().filter(is_superuser=True))
    if is_set_up():
        return None
    user = User.objects.create_superuser(email, password, name=name)
    cache.delete(KEPT_UNDER)
    note_once_written("server set up", account=user.pk)
    return user
