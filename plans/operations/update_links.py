"""Links by which a lead updates one action once, without signing in: made for a reminder, found again, used up."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from improvement.models import User
from improvement.security_log import note_once_written
from plans.models import Action, Plan, UpdateLink
from plans.operations.history import Provenance
from plans.operations.tokens import digest_of
from plans.operations.updates import NewUpdate, record_updates

# Long enough that a lead who is away for two weeks finds it working.
DAYS = 30


class LinkUsed(Exception):
    """The link was used already: it saves once."""


@dataclass(frozen=True)
class LinkFor:
    """An action that a person may update, until a day."""

    action_id: int
    expires_on: date


def make_links(plan: Plan, user: User, wanted: Sequence[LinkFor]) -> dict[int, str]:
    """Make a link for each action; return the secrets by action, which are never to be had again."""
    made = {item.action_id: secrets.token_urlsafe(32) for item in wanted}
    UpdateLink.objects.bulk_create(
        UpdateLink(
            plan=plan,
            action_id=item.action_id,
            user=user,
            digest=digest_of(made[item.action_id]),
            expires_on=item.expires_on,
        )
        for item in wanted
    )
    return made


def link_by(secret: str) -> UpdateLink | None:
    """Return the link of a secret, used and expired ones too; None for no such."""
    rows = UpdateLink.objects.select_related("user", "action", "plan__council", "plan__inspection")
    return rows.filter(digest=digest_of(secret)).first()


@transaction.atomic
def update_by_link(link: UpdateLink, update: NewUpdate, now: datetime, *, provenance: Provenance) -> None:
    """Record an update by a link and use the link up; of two at once one succeeds.

    Raises LinkUsed, and whatever `record_updates` does; then the link is as it was.
    """
    if not UpdateLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now):
        raise LinkUsed
    row = record_updates([update], provenance=provenance)[0]
    UpdateLink.objects.filter(pk=link.pk).update(update=row)
    note_once_written("updated by link", plan=link.plan_id, person=link.user_id, action=link.action_id)


def still_stands(link: UpdateLink, today: date) -> bool:
    """Whether a link can still save something, as far as it says itself."""
    return link.used_at is None and link.expires_on >= today


def action_of(link: UpdateLink) -> Action:
    """Return the action with its plan, as an update is recorded for."""
    action = link.action
    action.plan = link.plan
    return action
