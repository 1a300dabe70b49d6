"""Making, ending and noting the use of keys by which programs read a plan."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from improvement.models import User
from plans.choices import TokenScope
from plans.models import AccessToken, Plan

PREFIX = "ipt_"
LONGEST_DAYS, MOST = 366, 10
# A use is noted again after so long: a program that asks for a hundred pages writes once.
NOTED_EVERY = timedelta(minutes=5)


def digest_of(secret: str) -> str:
    """Return what is kept of a secret. It has 256 bits of chance, so that no slow digest is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_token(
    plan: Plan,
    user: User,
    name: str,
    expires_on: date,
    *,
    today: date,
    scope: TokenScope = TokenScope.DATA,
) -> tuple[AccessToken, str]:
    """Make a key for a person's program; return it with its secret, which is never to be had again.

    Raises ValidationError for a day that is past or over a year away, and for an eleventh key.
    """
    if not today < expires_on <= today + timedelta(days=LONGEST_DAYS):
        raise ValidationError("A key can be used for at most a year: choose a day between tomorrow and then.")
    standing = AccessToken.objects.filter(user=user, revoked_at=None, expires_on__gte=today)
    if standing.count() >= MOST:
        raise ValidationError(f"You have {MOST} keys already: end one before you make another.")
    secret = f"{PREFIX}{secrets.token_urlsafe(32)}"
    token = AccessToken.objects.create(
        plan=plan,
        user=user,
        name=name,
        digest=digest_of(secret),
        begins=secret[:10],
        expires_on=expires_on,
        scope=scope,
    )
    return token, secret


@transaction.atomic
def end_token(token: AccessToken, now: datetime) -> None:
    """End a key at once."""
    AccessToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now)


def token_by(secret: str, scope: TokenScope, today: date) -> AccessToken | None:
    """Return the key of a secret, where it can be used today for what is asked."""
    found = AccessToken.objects.select_related("user", "plan__council", "plan__inspection")
    return found.filter(digest=digest_of(secret), scope=scope, revoked_at=None, expires_on__gte=today).first()


def note_use(token: AccessToken, now: datetime) -> None:
    """Note when a key was last used."""
    if token.last_used_at is None or now - token.last_used_at > NOTED_EVERY:
        AccessToken.objects.filter(pk=token.pk).update(last_used_at=now)
