"""Signing in by the council's own OpenID Connect provider: matched by its subject, roles by its groups."""

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from improvement.accounts.addresses import keep_the_address
from improvement.models import User
from improvement.one_line import one_line
from plans.models import GroupRole, Invitation
from plans.operations.history import Provenance
from plans.operations.invitations import set_roles_by_groups

# In the session of who followed an invitation: its key.
INVITED = "invitation"


class CouncilSignInAdapter(DefaultSocialAccountAdapter):
    """Who comes by the council's sign-in: known by the provider's subject, never by an e-mail address alone."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Whether somebody new, whose address nobody has, gets an account: in a group with a role, or by invitation."""
        address = sociallogin.user.email or ""
        if not address or User.objects.filter(email__iexact=address).exists():
            return False
        invited = Invitation.objects.filter(pk=request.session.get(INVITED, 0), email__iexact=address).first()
        is_invited = invited is not None and invited.is_open
        return is_invited or GroupRole.objects.filter(group__in=groups_of(sociallogin)).exists()

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        # Nothing is asked of them: the council has said who they are.
        return self.is_open_for_signup(request, sociallogin)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Take name and address as the provider says them."""
        user: User = super().populate_user(request, sociallogin, data)
        claims = claims_of(sociallogin)
        user.email = str(claims.get("email") or claims.get("preferred_username") or user.email or "").lower()
        user.name = one_line(str(claims.get("name") or user.email))[:200]
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Set the roles of somebody known anew at each sign-in: what a group no longer gives ends."""
        if sociallogin.is_existing:
            self._set_roles(sociallogin)

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        sociallogin.user.address_follows = True
        user: User = super().save_user(request, sociallogin, form)
        del user.address_follows  # type: ignore[attr-defined]
        keep_the_address(instance=user)
        self._set_roles(sociallogin)
        return user

    def _set_roles(self, sociallogin: SocialLogin) -> None:
        set_roles_by_groups(
            sociallogin.user, groups_of(sociallogin), provenance=Provenance(timezone.localdate())
        )


def claims_of(sociallogin: SocialLogin) -> dict[str, Any]:
    """Return what the provider's id token says."""
    data: dict[str, Any] = sociallogin.account.extra_data
    return {**data, **(data.get("userinfo") or {}), **(data.get("id_token") or {})}


def groups_of(sociallogin: SocialLogin) -> list[str]:
    """Return the groups that the provider lists, by the claim that the settings name."""
    groups = claims_of(sociallogin).get(settings.OIDC_GROUPS_CLAIM) or []
    return [str(group) for group in (groups if isinstance(groups, list) else [groups])]
