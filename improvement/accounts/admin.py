"""What the administration site shows of accounts: what a lost telephone or a leaver asks for, and no secret."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from improvement.security_log import note

# Settings name the provider, tokens are nobody's to see, and an address is the account's own (`addresses`).
NOT_SHOWN = (EmailAddress, SocialApp, SocialToken)


class LookedAtAdmin(admin.ModelAdmin):
    """Rows that are looked at and removed, never made or changed."""

    list_select_related = ("user",)
    search_fields = ("user__email", "user__name")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.remove(obj)
        note("removed by an administrator", account=obj.user_id, what=obj._meta.model_name)

    def remove(self, obj: Any) -> None:
        obj.delete()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for obj in queryset:
            self.delete_model(request, obj)


class SecondStepAdmin(LookedAtAdmin):
    """Somebody who lost their telephone signs in with the password alone once theirs is removed."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    fields = ("user", "type", "created_at", "last_used_at")


class SessionAdmin(LookedAtAdmin):
    """Where people are signed in; who is removed here is signed out there."""

    list_display = ("user", "created_at", "ip", "user_agent")
    fields = ("user", "created_at", "ip", "user_agent")

    def remove(self, obj: UserSession) -> None:
        obj.end()


class CouncilAccountAdmin(LookedAtAdmin):
    """Accounts of the council's own sign-in, by the provider's subject."""

    list_display = ("user", "provider", "uid", "last_login")
    fields = ("user", "provider", "uid", "last_login", "date_joined")


def register() -> None:
    """Put these in the place of what allauth registers by itself."""
    for model in (*NOT_SHOWN, Authenticator, UserSession, SocialAccount):
        admin.site.unregister(model)
    admin.site.register(Authenticator, SecondStepAdmin)
    admin.site.register(UserSession, SessionAdmin)
    admin.site.register(SocialAccount, CouncilAccountAdmin)
