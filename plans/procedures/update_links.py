"""Which lines of a lead's reminder get a link by which the action is updated without signing in."""

from collections.abc import Sequence
from datetime import timedelta

from improvement.models import User
from plans.operations.update_links import DAYS, LinkFor, make_links
from plans.position import Position
from plans.position.hiding import exempt_references
from plans.position.reminding import Recipient
from plans.rules.reminders import Occasion


def links_for(position: Position, recipient: Recipient, occasions: Sequence[Occasion]) -> dict[str, str]:
    """Return new links' secrets by the action's reference, for those that the person's account leads.

    None where the plan has them switched off, and never for an exempt action. Whether the person may still update it is
    asked again when the link is used.
    """
    plan = position.plan
    if recipient.user_id is None or not plan.updates_by_link:
        return {}
    user = User.objects.get(pk=recipient.user_id)
    exempt = exempt_references(position)
    actions = [
        action
        for reference in dict.fromkeys(occasion.reference for occasion in occasions)
        if (action := position.action(reference)) is not None and reference not in exempt
    ]
    until = position.as_at + timedelta(days=DAYS)
    made = make_links(plan, user, [LinkFor(action.action_id, until) for action in actions])
    return {action.reference: made[action.action_id] for action in actions}
