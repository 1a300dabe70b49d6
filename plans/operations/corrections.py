"""Correcting an update: its author says it again, a row replaces a row, and both stand on record."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q

from improvement.models import User
from plans.models import Meeting, Update
from plans.operations.history import Provenance
from plans.operations.updates import NewUpdate, record_updates

# How long an update can be corrected, in the words that pages say it in.
HOW_LONG = "until another update is made to this action, or a board meeting that was told of it is recorded"


def why_not_correct(update: Update, user: User | None, today: date) -> str:
    """Return in a sentence why a person can't correct an update any more, or an empty text where they can.

    What a meeting was told stays what it was told; so does what a return to the board said once it is accepted.
    """
    if user is None or update.by_id != user.pk or update.import_run_id is not None:
        return "Only the person who made this update can correct it."
    if update.known_on > today:
        return "This update is of a later day: it can be corrected from that day on."
    later = Update.objects.as_at(today).filter(
        Q(known_on__gt=update.known_on) | Q(known_on=update.known_on, pk__gt=update.pk),
        action=update.action_id,
    )
    if later.exists():
        return "This action has been updated since: add a new update instead."
    if update.monthly_return_id is not None:
        return "This update came with your return, which has been accepted: add a new update instead."
    told = Meeting.objects.filter(
        plan__actions=update.action_id, held_on__gte=update.known_on, recorded_at__gt=update.recorded_at
    ).first()
    if told is not None:
        return (
            f"The board was told of it at its meeting on {told.held_on:%-d %B %Y}, and that record can't "
            "change: add a new update instead."
        )
    return ""


@transaction.atomic
def correct_update(
    update: Update, new_update: NewUpdate, kept: Sequence[int], *, provenance: Provenance
) -> Update:
    """Put what an update should have said in its place, from this day on; the action's status follows.

    `kept` are the keys of its evidence that still stands: it stands behind the correction too, from the day that it did
    before. Raises ChangedMeanwhile where the action was changed after the form was shown, ValidationError where the
    update can't be corrected any more.
    """
    reason = why_not_correct(update, provenance.by, provenance.known_on)
    if reason:
        raise ValidationError(reason)
    new_update = replace(
        new_update,
        action=update.action,
        replaces=update,
        reported_by=update.reported_by,
        kept_evidence=list(update.evidence.filter(pk__in=kept).order_by("pk")),
    )
    try:
        with transaction.atomic():
            return record_updates([new_update], provenance=provenance)[0]
    except IntegrityError:
        # One correction of an update is a unique row: of two windows saved at once, the second is told.
        raise ValidationError("You have already corrected this update, in another window.") from None
