"""An account's address stands with allauth too, proven: an administrator or an invitation gave it."""

from collections.abc import Collection
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models.signals import post_save
from django.dispatch import receiver

from improvement.models import User


@receiver(post_save, sender=User)
def keep_the_address(
    instance: User, update_fields: Collection[str] | None = None, raw: bool = False, **kwargs: Any
) -> None:
    """Make the account's address the one that allauth has for it; what waited for a confirmation goes with the old.

    `address_follows` on an account says that allauth is about to write its address itself.
    """
    if raw or getattr(instance, "address_follows", False):
        return
    if update_fields is not None and "email" not in update_fields:
        return
    held = EmailAddress.objects.filter(user=instance)
    if not held.filter(email=instance.email, primary=True, verified=True).exists():
        held.delete()
        EmailAddress.objects.create(user=instance, email=instance.email, primary=True, verified=True)
