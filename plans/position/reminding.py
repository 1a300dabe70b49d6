"""Who is to be reminded of what, from a plan's position: by address, so that each gets one digest."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from improvement.models import Officer
from plans.choices import ProgressStatus
from plans.models import Plan, Reminder
from plans.position.board import ArisingPoint
from plans.position.parts import ActionPosition, OfficerName
from plans.position.position import Position
from plans.position.returns_moved import occasions_of_returns
from plans.rules.reminders import DAYS_BEFORE, Occasion, due_now, next_day, occasions_of_action


@dataclass
class Recipient:
    """An address, with every occasion of it and what was told already."""

    address: str
    name: str
    occasions: list[Occasion] = field(default_factory=list)
    told: set[str] = field(default_factory=set)


def recipients(position: Position, arising: Sequence[ArisingPoint]) -> list[Recipient]:
    """Return each lead who can be reached, with their occasions; three queries, and more where returns moved.

    An action's occasions go to its lead officers; where none of them can be reached, to the leads of its theme.
    """
    addresses = _addresses(position.plan)
    found: dict[str, Recipient] = {}

    def reached(officers: tuple[OfficerName, ...] | list[OfficerName]) -> list[Recipient]:
        keys = [officer.officer_id for officer in officers if officer.officer_id in addresses]
        return [
            found.setdefault(addresses[key][0], Recipient(*addresses[key])) for key in dict.fromkeys(keys)
        ]

    for action in position.lowest_level_actions:
        if not action.is_open:
            continue
        theme = position.theme(action.theme_number) if action.theme_number is not None else None
        for recipient in reached(action.leads) or (reached(theme.leads) if theme else []):
            recipient.occasions += _of_action(action)
    for item in arising:
        if item.is_open and item.owner_id in addresses:
            address = addresses[item.owner_id]
            recipient = found.setdefault(address[0], Recipient(*address))
            recipient.occasions += occasions_of_action(
                f"board {item.arising_id}", item.text, item.due_on, f"{item.due_on:%-d %B %Y}", None, None
            )
    for expected, occasion in occasions_of_returns(position):
        recipient = found.setdefault(expected.address, Recipient(expected.address, expected.name))
        recipient.occasions.append(occasion)
    told = _told(position.plan)
    for recipient in found.values():
        recipient.told = told[recipient.address]
    return sorted(found.values(), key=lambda item: item.name)


def _of_action(action: ActionPosition) -> list[Occasion]:
    return list(
        occasions_of_action(
            action.reference,
            action.full_text,
            action.due.latest,
            action.due.words,
            action.start.latest,
            action.update.known_on if action.update else None,
            is_status_given=action.status != ProgressStatus.NOT_SUPPLIED,
        )
    )


def _addresses(plan: Plan) -> dict[int, tuple[str, str]]:
    """Return the address and name of each officer who can be reached: the account's own address before another."""
    found = {}
    for officer in Officer.objects.filter(council=plan.council_id, merged_into=None).select_related("user"):
        if officer.user and officer.user.is_active:
            found[officer.pk] = (officer.user.email, officer.user.name)
        elif officer.email and not officer.user:
            found[officer.pk] = (officer.email, str(officer))
    return found


def _told(plan: Plan) -> dict[str, set[str]]:
    told: dict[str, set[str]] = defaultdict(set)
    for address, keys in Reminder.objects.filter(plan=plan, failure=None).values_list("address", "told"):
        told[address] |= set(keys)
    return told


__all__ = ["DAYS_BEFORE", "Recipient", "due_now", "next_day", "recipients"]
