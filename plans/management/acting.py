"""For whom an import by command acts, and what it may write into measures that other plans of the council keep."""

from argparse import ArgumentParser
from collections.abc import Collection
from typing import Any

from django.core.management.base import CommandError

from improvement.models import User
from plans.access import Access, Right, access_to
from plans.models import Plan

SYSTEM = "the system, for nobody in particular"


def add_arguments(parser: ArgumentParser) -> None:
    """Add who the command acts for, and the word without which it writes into no other plan's measures."""
    parser.add_argument(
        "--by",
        default="",
        metavar="EMAIL",
        help="the account that it acts for, with its rights, and that is put on record (otherwise the system)",
    )
    parser.add_argument(
        "--take-over-measures",
        action="store_true",
        help="write measures that other plans of the council keep too: those plans' boards will read what this file "
        "says (otherwise nothing is written into them)",
    )


def access_of(options: dict[str, Any], plan: Plan | None) -> Access | None:
    """Return what the account that was named may do on the plan; None for the system."""
    if not options["by"]:
        return None
    user = User.objects.filter(email__iexact=options["by"].strip(), is_active=True).first()
    if user is None:
        raise CommandError(f"There is no active account {options['by']}.")
    if plan is None:
        raise CommandError("--by needs a plan that there is already: leave it out where the plan is made.")
    access = access_to(user, plan)
    if not access.may(Right.IMPORT):
        raise CommandError(f"{user.email} may not import into the plan {plan.slug}.")
    return access


def everything(measures: Collection[int]) -> set[int]:
    """Return all of some measures: what may be written with the word that other plans' are taken over."""
    return set(measures)
