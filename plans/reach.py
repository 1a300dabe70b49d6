"""Which plans an account reaches, and which accounts reach a plan; `access` says what one person may do on one."""

from collections.abc import Iterable

from django.db.models import FilteredRelation, Q, QuerySet
from django.utils import timezone

from improvement.models import Council, User
from plans.access import RIGHTS, Right
from plans.choices import Role
from plans.models import Plan, PlanRole
from plans.models.plan import unended_roles
from plans.position.viewer import Viewer


def administers_a_plan(user: User) -> bool:
    """Whether a person administers any plan today."""
    return PlanRole.objects.today().filter(user=user, role=Role.PLAN_ADMINISTRATOR).exists()


def administered_plans(user: User) -> QuerySet[Plan]:
    """Return the plans whose people a person keeps: those they administer, or all for a system administrator."""
    plans = Plan.objects.select_related("council")
    if user.is_superuser:
        return plans
    held = PlanRole.objects.today().filter(user=user, role=Role.PLAN_ADMINISTRATOR)
    return plans.filter(pk__in=held.values("plan_id"))


def closable_accounts(user: User, others: Iterable[User]) -> set[int]:
    """Return whose accounts a person may close, by key: of people who have roles on plans alone that they administer.

    Two queries, however many are asked about.
    """
    asked = {
        other.pk
        for other in others
        if other.is_active
        and other.pk != user.pk
        and (user.is_superuser or not (other.is_superuser or other.is_staff))
    }
    if user.is_superuser:
        return asked
    mine = administered_plans(user).order_by().values("pk")
    # A role that is to begin counts as one that is held.
    elsewhere = unended_roles(timezone.localdate()).filter(user__in=asked).exclude(plan__in=mine)
    return asked - set(elsewhere.values_list("user_id", flat=True))


def may_close_account(user: User, other: User) -> bool:
    """Whether a person may close another's account."""
    return other.pk in closable_accounts(user, [other])


def readers_of(plan: Plan) -> dict[int, Viewer]:
    """Return the accounts that may open a plan today, by key, with what each may see of it; one query."""
    today = timezone.localdate()
    holds = Q(plan_roles__known_to=None) | Q(plan_roles__known_to__gt=today)
    held = FilteredRelation(
        "plan_roles", condition=Q(plan_roles__plan=plan, plan_roles__known_from__lte=today) & holds
    )
    accounts = (
        User.objects.filter(is_active=True)
        .alias(held=held)
        .filter(Q(is_superuser=True) | Q(held__isnull=False))
        .values_list("pk", "is_superuser", "held__role")
    )
    seeing: dict[int, bool] = {}
    for user, is_administrator, role in accounts:
        sees = is_administrator or Right.SEE_EXEMPT in RIGHTS[Role(role)]
        seeing[user] = seeing.get(user, False) or sees
    return {user: Viewer(sees, user) for user, sees in seeing.items()}


def members_of(plan: Plan) -> list[User]:
    """Return the members of a plan's board who may sign in today, by name; one query."""
    held = PlanRole.objects.today().filter(plan=plan, role=Role.BOARD_MEMBER)
    return list(User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name"))


def may_start_plans(user: User) -> bool:
    """Whether a person may start a plan: a system administrator, and whom one gave the right to add plans."""
    return user.is_active and user.has_perm("plans.add_plan")


def councils_to_start_on(user: User) -> QuerySet[Council]:
    """Return the councils for which a person may start a plan: all, or those on whose plans they have a role."""
    if user.is_superuser:
        return Council.objects.all()
    return Council.objects.filter(pk__in=visible_plans(user).order_by().values("council_id"))


def visible_plans(user: User) -> QuerySet[Plan]:
    """Return the plans that a person has any role on; all of them for a system administrator."""
    plans = Plan.objects.select_related("council")
    if user.is_superuser:
        return plans
    return plans.filter(pk__in=PlanRole.objects.today().filter(user_id=user.pk).values("plan_id"))
