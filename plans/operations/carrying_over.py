"""Taking unfinished actions of an earlier plan into a new one, with the link between the two."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction

from plans.models import Action, ActionLead, ActionVersion, CarriedOver, Plan, Theme
from plans.models.history import fields_of
from plans.operations.history import Provenance
from plans.operations.structure import NewAction, add_actions, count_change


@transaction.atomic
def carry_over(
    plan: Plan, actions: Sequence[Action], theme: Theme, *, provenance: Provenance
) -> list[Action]:
    """Add to a plan what some actions of another say now: words, dates, status, leads. The old ones stay as they are.

    Raises ValidationError for an action of another council, or one carried over into this plan already.
    """
    if any(action.plan.council_id != plan.council_id or action.plan_id == plan.pk for action in actions):
        raise ValidationError("Choose actions of another plan of the same council.")
    taken = CarriedOver.objects.filter(plan=plan, earlier__in=actions).select_related("earlier")
    if taken:
        names = ", ".join(row.earlier.reference for row in taken)
        raise ValidationError(f"Already carried over: {names}.")
    versions = {
        version.action_id: version
        for version in ActionVersion.objects.filter(action__in=actions, known_to=None)
    }
    parents = {
        version.action_id: version
        for version in ActionVersion.objects.filter(
            action__in=[version.parent_id for version in versions.values() if version.parent_id],
            known_to=None,
        )
    }
    leads: dict[int, list[int]] = {}
    for lead in ActionLead.objects.filter(action__in=actions, known_to=None).order_by("pk"):
        leads.setdefault(lead.action_id, []).append(lead.officer_id)
    added = add_actions(
        plan,
        [
            NewAction(
                _fields(versions[action.pk], parents.get(versions[action.pk].parent_id or 0), theme),
                leads.get(action.pk, ()),
                (),
                str(theme.number),
            )
            for action in actions
        ],
        provenance=provenance,
    )
    CarriedOver.objects.bulk_create(
        CarriedOver(plan=plan, action=new, earlier=old, **provenance.dated())
        for new, old in zip(added, actions, strict=True)
    )
    count_change(plan)
    return added


def _fields(version: ActionVersion, parent: ActionVersion | None, theme: Theme) -> dict[str, object]:
    # What leads to other things of the earlier plan stays there; who takes over starts from unfinished work.
    names = [
        name
        for name in fields_of(ActionVersion, "action") - {"completed_on"}
        if not ActionVersion._meta.get_field(name).is_relation
    ]
    text, exempt = version.text, version.exempt
    if parent:
        # Alone, a sub-action makes sense only with the sentence over it, and is as exempt as that.
        text, exempt = f"{parent.text.rstrip(' .:')}: {text}", exempt or parent.exempt
    return {
        **{name: getattr(version, name) for name in names},
        "theme": theme,
        "text": text,
        "exempt": exempt,
    }
