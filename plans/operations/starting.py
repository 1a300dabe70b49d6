"""Starting a plan by form: the plan, its scale, and who administers it from the first day."""

from django.db import transaction
from django.utils.text import slugify

from improvement.models import Council, User
from improvement.security_log import note_once_written
from plans.choices import Role
from plans.models import Plan, RatingScale
from plans.operations.history import Provenance
from plans.operations.people import give_role
from plans.operations.structure import adopt_scale, create_plan

# Addresses that are pages of their own beside the plans.
RESERVED = {"add"}


@transaction.atomic
def start_plan(
    council: Council,
    title: str,
    theme_word: str,
    scale: RatingScale,
    by: User,
    *,
    is_analyst: bool,
    provenance: Provenance,
) -> Plan:
    """Start a plan without parts on a scale pattern; who starts it administers it, and may be its analyst as well."""
    plan = create_plan(
        council, title, _free_slug(council, title), provenance=provenance, theme_word=theme_word
    )
    adopt_scale(plan, scale.name, provenance.known_on)
    give_role(plan, by, Role.PLAN_ADMINISTRATOR, provenance=provenance)
    if is_analyst:
        give_role(plan, by, Role.ANALYST, provenance=provenance)
    note_once_written("plan started", plan=plan.pk, account=by.pk)
    return plan


def _free_slug(council: Council, title: str) -> str:
    """Return a short name for a plan's addresses that no other plan has."""
    base = slugify(f"{council.slug} {title}")[:44].strip("-") or "plan"
    taken = set(Plan.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED
    return next(
        name for name in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if name not in taken
    )
