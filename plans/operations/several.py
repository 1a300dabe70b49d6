"""One change of several actions at once: all of it is recorded, or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from improvement.editing import claim
from improvement.models import Officer
from plans.choices import ProgressStatus
from plans.models import Action, ActionLead, ActionVersion, Theme
from plans.operations.due_dates import NewDate, request_due_dates
from plans.operations.history import Provenance
from plans.operations.set_up import note_words
from plans.operations.structure import change_actions, count_change
from plans.operations.updates import NewUpdate, record_updates


@dataclass(frozen=True)
class SeveralChange:
    """What is to change of each action; what is None or empty stays as it is. `leads` are officers' keys."""

    leads: Sequence[int] = ()
    adds_leads: bool = False
    theme: Theme | None = None
    status: ProgressStatus | None = None
    progress: str = ""
    due: NewDate | None = None
    why_date: str = ""


@transaction.atomic
def change_several(
    actions: Mapping[Action, int], change: SeveralChange, *, why: str = "", provenance: Provenance
) -> None:
    """Change several actions of one plan, each as it was read at its revision.

    Raises ChangedMeanwhile where one was changed since, and ValidationError where a sub-action would leave the
    sentence over it, or for what an update or a request for a date refuses.
    """
    # In one order whoever ticked them: two people who change the same would wait for each other otherwise.
    for action, revision in sorted(actions.items(), key=lambda pair: pair[0].pk):
        claim(action, revision)
    if change.leads or change.theme:
        _set_up(list(actions), change, provenance.because(why))
    if change.status:
        record_updates(
            [NewUpdate(action, None, change.status, change.progress) for action in actions],
            provenance=provenance,
        )
    if change.due:
        request_due_dates(list(actions), change.due, change.why_date, provenance=provenance)


def _set_up(actions: Sequence[Action], change: SeveralChange, provenance: Provenance) -> None:
    keys = [action.pk for action in actions]
    moves: dict[int, dict[str, Theme]] = {}
    if change.theme:
        parents = ActionVersion.objects.filter(action__in=keys, known_to=None).exclude(parent=None)
        under = {
            version.action.reference: version.parent for version in parents.select_related("action", "parent")
        }
        if under:
            reference, parent = next(iter(under.items()))
            raise ValidationError(
                f"Action {reference} is part of action {parent.reference if parent else ''} and moves with it: "
                "leave it out, or change the other."
            )
        moves = {key: {"theme": change.theme} for key in keys}
    leads: dict[int, list[int]] = {}
    if change.leads:
        held: dict[int, list[int]] = {}
        if change.adds_leads:
            rows = ActionLead.objects.filter(action__in=keys, known_to=None).order_by("pk")
            for action, officer in rows.values_list("action_id", "officer_id"):
                held.setdefault(action, []).append(officer)
        leads = {key: list(dict.fromkeys([*held.get(key, []), *change.leads])) for key in keys}
    change_actions(moves, provenance=provenance, leads=leads)
    _note(actions, change, provenance)
    count_change(actions[0].plan)


def _note(actions: Sequence[Action], change: SeveralChange, provenance: Provenance) -> None:
    """Put down why: who leads an action is kept without a reason of its own."""
    said = []
    if change.leads:
        names = "; ".join(map(str, Officer.objects.filter(pk__in=change.leads)))
        said.append(f"Lead officers {'added' if change.adds_leads else 'replaced by'}: {names}.")
    if change.theme:
        said.append(f"Moved to {actions[0].plan.theme_word} {change.theme.number}.")
    references = ", ".join(action.reference for action in actions)
    words = " ".join([*said, provenance.reason])
    note_words(actions[0].plan, f"Actions {references}", words, provenance=provenance)
