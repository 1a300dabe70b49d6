"""Writing monthly returns: a draft, its submission or withdrawal, the note that sends it back, its acceptance."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from improvement.editing import count_changes, keep_draft
from improvement.models import User
from improvement.triggers import MOST_CHARACTERS
from plans.choices import ReturnState
from plans.models import MonthlyReturn, PlannedMeeting, ReturnStep
from plans.operations.history import Provenance
from plans.operations.ratings import NewRating, record_ratings
from plans.operations.updates import NewUpdate, record_updates


@transaction.atomic
def save_return(planned: PlannedMeeting, user: User, content: dict[str, Any], revision: int) -> MonthlyReturn:
    """Keep a lead's draft; `revision` is the draft's when it was read, 0 where there was none.

    Raises ChangedMeanwhile when it was saved elsewhere since: in another window, say.
    """
    keep_draft(MonthlyReturn, {"planned": planned, "user": user}, revision, {"content": content})
    return MonthlyReturn.objects.get(planned=planned, user=user)


@transaction.atomic
def submit_return(monthly_return: MonthlyReturn, *, provenance: Provenance) -> ReturnStep:
    """Hand a draft in as it stands. Raises ValidationError where it is in already."""
    follows = {"", ReturnState.SENT_BACK, ReturnState.WITHDRAWN}
    return _step(monthly_return, ReturnState.SUBMITTED, follows, provenance, monthly_return.content)


@transaction.atomic
def withdraw_return(monthly_return: MonthlyReturn, *, provenance: Provenance) -> ReturnStep:
    """Take back what was submitted and nobody has accepted. Raises ValidationError where it is not waiting."""
    return _step(monthly_return, ReturnState.WITHDRAWN, {ReturnState.SUBMITTED}, provenance, {})


@transaction.atomic
def send_back_return(
    monthly_return: MonthlyReturn, note: str, *, read: int | None = None, provenance: Provenance
) -> ReturnStep:
    """Ask a lead to say more, with a note. Raises ValidationError for a return that is not in.

    `read` is the key of the submission that was read; where another followed it, nothing is sent back.
    """
    if not note.strip():
        raise ValidationError("Enter what is missing.")
    if len(note) > MOST_CHARACTERS:
        raise ValidationError(f"Enter at most {MOST_CHARACTERS:,} characters: this has {len(note):,}.")
    return _step(
        monthly_return,
        ReturnState.SENT_BACK,
        {ReturnState.SUBMITTED},
        provenance,
        {},
        note.strip(),
        read,
    )


@transaction.atomic
def accept_return(
    monthly_return: MonthlyReturn,
    updates: Sequence[NewUpdate],
    proposals: Sequence[NewRating],
    *,
    read: int | None = None,
    provenance: Provenance,
) -> ReturnStep:
    """Put what a lead submitted on record, in the lead's name. Raises ValidationError for a return that is not in.

    `read` is the key of the submission that was read; where another followed it, nothing is accepted.
    """
    step = _step(monthly_return, ReturnState.ACCEPTED, {ReturnState.SUBMITTED}, provenance, {}, read=read)
    as_lead = Provenance(provenance.known_on, monthly_return.user)
    told = [replace(update, monthly_return=monthly_return) for update in updates]
    record_updates(told, provenance=as_lead)
    record_ratings(monthly_return.planned.plan, proposals, provenance=as_lead)
    return step


def _step(
    monthly_return: MonthlyReturn,
    state: ReturnState,
    follows: set[str],
    provenance: Provenance,
    content: dict[str, Any],
    note: str = "",
    read: int | None = None,
) -> ReturnStep:
    """Append a step where the last one allows it; of two people at once one is told."""
    MonthlyReturn.objects.select_for_update().get(pk=monthly_return.pk)
    count_changes(MonthlyReturn, [monthly_return.pk])
    last = monthly_return.steps.order_by("-pk").first()
    stands = last.state if last else ""
    if last and read is not None and last.pk != read:
        raise ValidationError(
            "This return was submitted again while you were reading it: please read it again."
        )
    if stands not in follows:
        if not stands:
            raise ValidationError("This return has not been submitted yet.")
        raise ValidationError(f"This return is already {ReturnState(stands).label.lower()}.")
    return ReturnStep.objects.create(
        monthly_return=monthly_return, state=state, note=note, content=content, **provenance.dated()
    )
