"""Joiners and leavers: confirming that a role is still needed, and closing the account of somebody who left."""

from django.core.exceptions import ValidationError
from django.db import transaction

from improvement.models import User
from improvement.security_log import note_once_written
from plans.models import PlanRole, RoleReview
from plans.models.plan import unended_roles
from plans.operations.history import Provenance
from plans.operations.people import end_role, is_last_administrator


@transaction.atomic
def confirm_role(role: PlanRole, *, provenance: Provenance) -> None:
    """Put on record that a role is still needed."""
    RoleReview.objects.create(role=role, **provenance.dated())
    note_once_written("role reviewed", plan=role.plan_id, account=role.user_id, role=role.role)


@transaction.atomic
def close_account(user: User, *, provenance: Provenance) -> None:
    """Deactivate an account and end its roles: whoever is signed in with it is signed out at once, everywhere.

    Nothing of the record changes. Raises ValidationError where the person is the last administrator of a plan.
    """
    roles = list(unended_roles(provenance.known_on).filter(user=user).select_related("plan"))
    last = [role for role in roles if is_last_administrator(role)]
    if last:
        titles = ", ".join(role.plan.title for role in last)
        raise ValidationError(
            f"{user} is the only administrator of {titles}: give someone else that role first."
        )
    for role in roles:
        end_role(role, provenance=provenance)
    User.objects.filter(pk=user.pk).update(is_active=False)
    note_once_written("account closed", account=user.pk)
