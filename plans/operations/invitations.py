"""Inviting people to a plan: sent, sent again, withdrawn, accepted; and roles by groups of the council's sign-in."""

from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils import timezone

from improvement.models import Officer, User
from improvement.security_log import note_once_written
from plans.choices import Role
from plans.models import GroupRole, Invitation, Plan, PlanRole
from plans.models.invitation import new_nonce
from plans.operations.history import Provenance
from plans.operations.people import end_role, give_role, is_last_administrator, link_account

SALT = "plans.invitation"
HOLDS_FOR = timedelta(days=7)


@transaction.atomic
def invite(plan: Plan, email: str, role: Role, *, by: User) -> Invitation:
    """Invite an address to a role; one that was invited to it before gets another link and another week."""
    address = email.lower()
    found = Invitation.objects.unanswered().filter(plan=plan, email=address, role=role).first()
    if found is not None:
        return send_again(found, by=by)
    note_once_written("invited", plan=plan.pk, role=role)
    return Invitation.objects.create(
        plan=plan, email=address, role=role, by=by, expires_at=timezone.now() + HOLDS_FOR
    )


@transaction.atomic
def send_again(invitation: Invitation, *, by: User) -> Invitation:
    """Give an invitation another link and another week; the earlier link opens nothing any more."""
    now = timezone.now()
    invitation.nonce, invitation.by = new_nonce(), by
    invitation.sent_at, invitation.expires_at = now, now + HOLDS_FOR
    invitation.save()
    return invitation


@transaction.atomic
def withdraw(invitation: Invitation) -> None:
    """Take an invitation back; its link opens nothing any more."""
    Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(withdrawn_at=timezone.now())


def token_of(invitation: Invitation) -> str:
    """Return what the link of an invitation ends with: the same whenever it is asked for, until it is sent again."""
    return signing.Signer(salt=SALT).sign_object([invitation.pk, invitation.nonce])


def invitation_by(token: str) -> Invitation | None:
    """Return the invitation of a link, whatever its state; None for a link that is none of ours or no longer holds."""
    try:
        number, nonce = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    found = Invitation.objects.select_related("plan__council", "by")
    return found.filter(pk=number, nonce=nonce).first()


def _take(invitation: Invitation) -> bool:
    """Take an invitation, so that nobody else can; return whether it was still there to be taken."""
    held = Invitation.objects.open().filter(pk=invitation.pk, nonce=invitation.nonce)
    return bool(held.update(accepted_at=timezone.now()))


@transaction.atomic
def accept(invitation: Invitation, user: User, *, provenance: Provenance) -> bool:
    """Give the role to who followed the link; return whether they got it: once, and only while it is open."""
    if not _take(invitation):
        return False
    _give(invitation, user, provenance)
    return True


@transaction.atomic
def accept_as_new(invitation: Invitation, name: str, password: str, *, provenance: Provenance) -> User | None:
    """Make the account of who followed the link, and give it the role; None where the invitation is no longer there.

    Of two who follow it at once one gets it, and an account is never made without its role.
    """
    if not _take(invitation):
        return None
    user = User.objects.create_user(invitation.email, password, name=name)
    _give(invitation, user, provenance)
    return user


def _give(invitation: Invitation, user: User, provenance: Provenance) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=user)
    give_role(invitation.plan, user, Role(invitation.role), provenance=provenance)
    # Whose address an officer has is that officer: what they lead is theirs from the first day. Where the link was
    # passed on by hand, nothing says that the address is theirs.
    if not settings.EMAIL_HOST:
        return
    officers = Officer.objects.filter(
        council=invitation.plan.council_id, email__iexact=user.email, user=None, merged_into=None
    )
    if len(officers) == 1:
        link_account(officers[0], user)


@transaction.atomic
def set_roles_by_groups(user: User, groups: Collection[str], *, provenance: Provenance) -> None:
    """Give a person the roles of their groups, and end those that only groups give and theirs no longer do.

    The last administrator of a plan stays, whatever the groups say: nobody could set it up any more.
    """
    table = list(GroupRole.objects.select_related("plan"))
    given = {(row.plan_id, row.role) for row in table if row.group in set(groups)}
    for row in table:
        # A last day that an administrator set stands.
        if (row.plan_id, row.role) in given and not PlanRole.objects.today().filter(
            plan=row.plan, user=user, role=row.role
        ):
            give_role(row.plan, user, Role(row.role), provenance=provenance)
    by_groups = {(row.plan_id, row.role) for row in table}
    held = PlanRole.objects.today().filter(user=user)
    for role in held:
        if (role.plan_id, role.role) in by_groups - given and not is_last_administrator(role):
            end_role(role, provenance=provenance)
