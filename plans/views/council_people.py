"""The people of a council: who can open which plan, roles to look at again, and closing a leaver's account."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from improvement.models import Council, User
from plans.models import Plan
from plans.operations.history import Provenance
from plans.operations.leavers import close_account, confirm_role
from plans.position.accounts import AccountRoles, accounts_on
from plans.reach import administered_plans, closable_accounts, may_close_account
from plans.views.confirming import is_confirmed


def _open(request: HttpRequest, slug: str) -> tuple[User, Council, list[Plan]]:
    """Return who asks, the council, and its plans that they administer; 404 for who administers none of them."""
    user = request.user
    if not isinstance(user, User):  # pragma: no cover -- LoginRequiredMiddleware
        raise PermissionDenied
    council = get_object_or_404(Council, slug=slug)
    plans = list(administered_plans(user).filter(council=council))
    if not plans:
        raise Http404("No plan of this council that the person administers")
    return user, council, plans


def _account(plans: list[Plan], key: int) -> AccountRoles:
    found = next((item for item in accounts_on(plans, timezone.localdate()) if item.user.pk == key), None)
    if found is None:
        raise Http404("No such person on these plans")
    return found


@require_GET
def council_people(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody with a role on the council's plans that the person administers."""
    user, council, plans = _open(request, slug)
    accounts = accounts_on(plans, timezone.localdate())
    closable = closable_accounts(user, [item.user for item in accounts])
    return render(
        request,
        "plans/council_people.html",
        {
            "council": council,
            "plans": plans,
            "accounts": [(item, item.user.pk in closable) for item in accounts],
            "due": sum(len(item.due) for item in accounts),
        },
    )


@require_POST
def review_role(request: HttpRequest, slug: str, role: int) -> HttpResponse:
    """Put on record that a role is still needed."""
    user, council, plans = _open(request, slug)
    accounts = accounts_on(plans, timezone.localdate())
    found = next((held.role for item in accounts for held in item.roles if held.role.pk == role), None)
    if found is None:
        raise Http404("No such role on these plans")
    if is_confirmed(request):
        confirm_role(found, provenance=Provenance(timezone.localdate(), user))
        held = found.get_role_display().lower()
        messages.success(request, f"{found.user} is still {held} of {found.plan}: confirmed.")
    return redirect("plans:council-people", council.slug)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, slug: str, person: int) -> HttpResponse:
    """Close the account of somebody who left, once it was said what that means."""
    user, council, plans = _open(request, slug)
    found = _account(plans, person)
    if not may_close_account(user, found.user):
        raise PermissionDenied
    if is_confirmed(request):
        try:
            close_account(found.user, provenance=Provenance(timezone.localdate(), user))
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, f"The account of {found.user} is closed.")
        return redirect("plans:council-people", council.slug)
    return render(request, "plans/close_account.html", {"council": council, "found": found})
