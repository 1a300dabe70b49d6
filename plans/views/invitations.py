"""Invitations: one as the plan's administrator sees it, and as who was invited does."""

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from improvement.models import User
from improvement.outbox import is_waiting
from improvement.refusals import INVALID
from improvement.site_address import site_of
from improvement.typed.marking import records_nothing
from plans.forms.invitations import NewAccountForm
from plans.models import Invitation
from plans.operations.history import Provenance
from plans.operations.invitations import accept, accept_as_new, invitation_by, send_again, withdraw
from plans.procedures.council_sign_in import INVITED
from plans.procedures.invitations import link_of, send_invitation
from plans.views.confirming import Question, ask, is_confirmed
from plans.views.page import Page, posted
from plans.views.set_up import open_set_up


@require_http_methods(["GET", "POST"])
def manage(request: HttpRequest, slug: str, invitation: int) -> HttpResponse:
    """One invitation: its link to pass on, another e-mail, or taking it back."""
    page = open_set_up(request, slug)
    found = get_object_or_404(
        Invitation.objects.unanswered().select_related("plan__council", "by"),
        pk=invitation,
        plan=page.plan,
    )
    site = site_of(request)
    if request.method == "POST":
        if "withdraw" in request.POST and not is_confirmed(request):
            return ask(page, _withdrawal(page, found))
        if "withdraw" in request.POST:
            withdraw(found)
            messages.success(request, f"The invitation of {found.email} is withdrawn.")
            return redirect("plans:set-up", slug)
        if "again" in request.POST:
            problem = send_invitation(send_again(found, by=page.user), site)
            if problem:
                messages.success(request, f"There is a new link. {problem} Pass it on yourself.")
            else:
                messages.success(request, f"The invitation is on its way to {found.email} again.")
        return redirect("plans:set-up-invitation", slug, invitation)
    context = {
        "page": page,
        "found": found,
        "link": link_of(found, site),
        "has_not_gone": is_waiting(found.email),
    }
    return render(request, "plans/set_up/invitation.html", context)


def _withdrawal(page: Page, found: Invitation) -> Question:
    return Question(
        f"Withdraw the invitation of {found.email}",
        "Withdraw it",
        reverse("plans:set-up-invitation", args=[page.plan.slug, found.pk]),
        goes=["The link that was sent opens nothing any more."],
        stays=["You can invite the same address again."],
        hidden={"withdraw": "1"},
    )


@never_cache
@records_nothing
@login_not_required
@require_http_methods(["GET", "POST"])
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation: as who is signed in, or with an account that is made here."""
    found = invitation_by(token)
    if found is None or not found.is_open:
        return render(request, "plans/invitation_over.html", {"found": found}, status=404)
    user = request.user if isinstance(request.user, User) else None
    account = User.objects.filter(email__iexact=found.email).first()
    if user is None and account is None and settings.COUNCIL_SIGN_IN_ONLY:
        # The council's own sign-in makes the account; the link says that this address is invited.
        request.session[INVITED] = found.pk
        return render(request, "plans/invitation.html", {"found": found, "by_council": True})
    if user is None and account is None:
        return _with_new_account(request, found)
    if user is not None and user == account and request.method == "POST":
        return _accepted(request, found, user)
    if account is not None and not account.is_active:
        raise Http404("Not for an account that was deactivated")
    return render(
        request, "plans/invitation.html", {"found": found, "is_own": user is not None and user == account}
    )


def _with_new_account(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = NewAccountForm(posted(request), email=found.email)
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        provenance = Provenance(timezone.localdate(), found.by)
        user = accept_as_new(found, typed["name"], typed["password"], provenance=provenance)
        if user is None:
            return render(request, "plans/invitation_over.html", {"found": None}, status=404)
        ahead = _welcome(request, found)["Location"]
        return perform_login(request, user, email_verification="none", redirect_url=ahead)
    status = INVALID if form.is_bound else 200
    return render(request, "plans/invitation.html", {"found": found, "form": form}, status=status)


def _accepted(request: HttpRequest, found: Invitation, user: User) -> HttpResponse:
    if not accept(found, user, provenance=Provenance(timezone.localdate(), found.by)):
        return redirect("plans:plan-list")
    return _welcome(request, found)


def _welcome(request: HttpRequest, found: Invitation) -> HttpResponse:
    """Say which role the person has now, and open the plan."""
    messages.success(request, f"You are {found.get_role_display().lower()} of this plan.")
    return redirect("plans:dashboard", found.plan.slug)
