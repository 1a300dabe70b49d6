"""Who is to be reminded of what, from a plan's position: by address, so that each gets one digest."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from improvement.models import Officer
from plans.models import Plan, Reminder, ReminderChoice
from plans.position.actions import ActionPosition
from plans.position.board import ArisingPoint
from plans.position.hiding import exempt_references
from plans.position.points import OfficerName
from plans.position.position import Position
from plans.position.returns_moved import occasions_of_returns
from plans.position.viewer import Viewer
from plans.rules.overdue import is_supplied
from plans.rules.reminders import Occasion, due_now, next_day, occasions_of_action


@dataclass
class Recipient:
    """An address, with every occasion of it and what was told already."""

    address: str
    name: str
    # The account that it is of, where the person has one.
    user_id: int | None = None
    occasions: list[Occasion] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    # Kinds of which the person wants no reminder.
    unwanted: frozenset[str] = frozenset()

    def due_now(self, on: date) -> list[Occasion]:
        """Return what they are to be told on a day."""
        return due_now(self.occasions, self.told, on, self.unwanted)

    def next_day(self, after: date) -> date | None:
        """Return the next day on which they are to be told something new; None where nothing is to come."""
        return next_day(self.occasions, self.told, after, self.unwanted)


def recipients(
    position: Position, arising: Sequence[ArisingPoint], readers: Mapping[int, Viewer]
) -> list[Recipient]:
    """Return each lead who can be reached, with their occasions.

    `readers` are the accounts that may open the plan today, with what each may see: whoever else has an account is
    mailed nothing. An action's occasions go to its lead officers; where none of them can be reached, to the leads of
    its theme, an exempt one's only to those who may see it.
    """
    addresses = _addresses(position.plan, readers)
    exempt = exempt_references(position)
    by_address: dict[str, Recipient] = {}

    def reached(officers: Sequence[OfficerName]) -> list[Recipient]:
        keys = [officer.officer_id for officer in officers if officer.officer_id in addresses]
        return [
            by_address.setdefault(addresses[key][0], Recipient(*addresses[key]))
            for key in dict.fromkeys(keys)
        ]

    for action in position.lowest_level_actions:
        if not action.is_open:
            continue
        theme = position.theme(action.theme_number) if action.theme_number is not None else None
        instead = theme.leads if theme else []
        if action.reference in exempt:
            instead = [lead for lead in instead if _sees_exempt(lead, readers)]
        for recipient in reached(action.leads) or reached(instead):
            recipient.occasions += _of_action(action)
    for item in arising:
        if item.is_open and item.owner_id in addresses:
            address = addresses[item.owner_id]
            recipient = by_address.setdefault(address[0], Recipient(*address))
            recipient.occasions += occasions_of_action(
                f"board {item.arising_id}", item.text, item.due_on, f"{item.due_on:%-d %B %Y}", None, None
            )
    for expected, occasion in occasions_of_returns(position):
        if expected.user_id not in readers:
            continue
        recipient = by_address.setdefault(
            expected.address, Recipient(expected.address, expected.name, expected.user_id)
        )
        recipient.occasions.append(occasion)
    told, unwanted = _told(position.plan), _unwanted(readers)
    for recipient in by_address.values():
        recipient.told = told[recipient.address]
        recipient.unwanted = unwanted.get(recipient.address, frozenset())
    return sorted(by_address.values(), key=lambda item: item.name)


def _of_action(action: ActionPosition) -> list[Occasion]:
    return list(
        occasions_of_action(
            action.reference,
            action.full_text,
            action.due.latest,
            action.due.shown,
            action.start.latest,
            action.update.known_on if action.update else None,
            is_status_given=is_supplied(action.status, action.status_words),
        )
    )


def _sees_exempt(officer: OfficerName, readers: Mapping[int, Viewer]) -> bool:
    viewer = readers.get(officer.user_id or 0)
    return viewer is not None and viewer.see_exempt


def _addresses(plan: Plan, readers: Mapping[int, Viewer]) -> dict[int, tuple[str, str, int | None]]:
    """Return the address and name of each officer who can be reached: the account's own address before another.

    An account that may not open the plan any more is not reached, by no address.
    """
    addresses: dict[int, tuple[str, str, int | None]] = {}
    for officer in Officer.objects.filter(council=plan.council_id, merged_into=None).select_related("user"):
        if officer.user and officer.user_id in readers:
            addresses[officer.pk] = (officer.user.email, officer.user.name, officer.user_id)
        elif officer.email and not officer.user:
            addresses[officer.pk] = (officer.email, str(officer), None)
    return addresses


def _unwanted(readers: Mapping[int, Viewer]) -> dict[str, frozenset[str]]:
    """Return of what some accounts do not want to be reminded, by address."""
    rows = ReminderChoice.objects.filter(user__in=list(readers)).values_list("user__email", "unwanted")
    return {address: frozenset(kinds) for address, kinds in rows}


def _told(plan: Plan) -> dict[str, set[str]]:
    told: dict[str, set[str]] = defaultdict(set)
    for address, keys in Reminder.objects.filter(plan=plan, failure=None).values_list("address", "told"):
        told[address] |= set(keys)
    return told
