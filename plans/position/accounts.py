"""Who can open a council's plans: each account with its roles, since when, and when each was last found needed."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Max

from improvement.models import Officer, User
from plans.models import Plan, PlanRole
from plans.models.plan import unended_roles

# A role that nobody looked at for longer than this is due to be looked at again.
REVIEWED_EVERY = timedelta(days=365)


@dataclass(frozen=True)
class HeldRole:
    """A role that somebody holds on a plan, and the day on which it was last found needed."""

    role: PlanRole
    reviewed_on: date | None
    as_at: date

    @property
    def is_due(self) -> bool:
        """Whether it is to be looked at again: a year after it was given, or was last found needed."""
        return (self.reviewed_on or self.role.known_from) + REVIEWED_EVERY <= self.as_at


@dataclass
class AccountRoles:
    """An account with the roles that it holds on some plans, and the officers that sign in with it."""

    user: User
    roles: list[HeldRole] = field(default_factory=list)
    officers: list[Officer] = field(default_factory=list)

    @property
    def due(self) -> list[HeldRole]:
        return [held for held in self.roles if held.is_due]


def accounts_on(plans: Collection[Plan], on: date) -> list[AccountRoles]:
    """Return the accounts with a role on any of some plans that has not ended, by name; two queries."""
    rows = (
        unended_roles(on)
        .filter(plan__in=[plan.pk for plan in plans])
        .select_related("user", "plan")
        .annotate(reviewed_on=Max("reviews__known_on"))
        .order_by("user__name", "user__pk", "plan__title", "role")
    )
    found: dict[int, AccountRoles] = {}
    for row in rows:
        account = found.setdefault(row.user_id, AccountRoles(row.user))
        account.roles.append(HeldRole(row, row.reviewed_on, on))
    officers: dict[int, list[Officer]] = defaultdict(list)
    for officer in Officer.objects.filter(user__in=list(found), merged_into=None):
        officers[officer.user_id or 0].append(officer)
    for key, account in found.items():
        account.officers = officers[key]
    return list(found.values())
