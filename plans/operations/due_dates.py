"""Writing requests to move due dates, and the board's answers to them. The first date is never lost."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from improvement.editing import claim, count_changes
from plans.models import (
    Action,
    ActionVersion,
    DueDateChange,
    DueDateDecision,
    DueDateWithdrawal,
    Meeting,
)
from plans.operations.history import Provenance, change_versions
from plans.rules.due_dates import before_start_words, has_passed, is_before_start, passed_words


@dataclass(frozen=True)
class NewDate:
    """A date as written and the days that it can mean."""

    words: str
    kind: str
    earliest: date | None
    latest: date | None


@dataclass(frozen=True)
class DateAnswer:
    """What the board says to one request."""

    change: DueDateChange
    agreed: bool
    note: str = ""


@dataclass(frozen=True)
class Extension:
    """That the board moves the dates of some actions at once, and why."""

    actions: Sequence[Action]
    to: NewDate
    reason: str


@transaction.atomic
def request_due_dates(
    actions: Sequence[Action], to: NewDate, reason: str, *, provenance: Provenance
) -> list[DueDateChange]:
    """Ask for another due date for each of some actions. Their dates stand until the board agrees.

    The board is asked about one date for an action: a request that waits for it is marked as replaced by this one.
    Raises ValidationError for a date that has passed on the day it is asked for, or lies before an action's start.
    """
    if not reason.strip():
        raise ValidationError("Enter why the date must move.")
    versions = {
        version.action_id: version
        for version in ActionVersion.objects.filter(action__in=actions, known_to__isnull=True).select_related(
            "action"
        )
    }
    _check_new_date(to.words, to.latest, list(versions.values()), provenance.known_on)
    _lock([action.pk for action in actions])
    waiting = list(
        DueDateChange.objects.filter(
            action__in=actions,
            decision=None,
            withdrawal=None,
            import_run=None,
            known_on__lte=provenance.known_on,
        )
    )
    asked = DueDateChange.objects.bulk_create(
        DueDateChange(
            action=action,
            from_words=versions[action.pk].due_words,
            from_latest=versions[action.pk].due_latest,
            to_words=to.words,
            to_kind=to.kind,
            to_earliest=to.earliest,
            to_latest=to.latest,
            reason=reason.strip(),
            **provenance.dated(),
        )
        for action in actions
    )
    newest = {change.action_id: change for change in asked}
    DueDateWithdrawal.objects.bulk_create(
        DueDateWithdrawal(change=earlier, replaced_by=newest[earlier.action_id], **provenance.dated())
        for earlier in waiting
    )
    return asked


def _lock(actions: Sequence[int]) -> None:
    """Let those who ask, take back and decide about an action's date come one after the other."""
    list(Action.objects.select_for_update().filter(pk__in=actions).order_by("pk").values_list("pk"))


@transaction.atomic
def withdraw_request(change: DueDateChange, *, provenance: Provenance) -> DueDateWithdrawal:
    """Take a request back before the board decides; it stays on record as withdrawn.

    Raises ValidationError for one that waits no longer.
    """
    _lock([change.action_id])
    if DueDateDecision.objects.filter(change=change).exists():
        raise ValidationError("The board has already decided this request, so it can no longer be withdrawn.")
    ended = DueDateWithdrawal.objects.filter(change=change).first()
    if ended is not None:
        raise ValidationError(f"This request is no longer waiting: {_ended_words(ended)}.")
    count_changes(Action, [change.action_id])
    return DueDateWithdrawal.objects.create(change=change, **provenance.dated())


def _ended_words(ended: DueDateWithdrawal) -> str:
    verb = "replaced by another" if ended.replaced_by_id else "withdrawn"
    return f"it was {verb} on {ended.known_on:%-d %B %Y}"


def _check_new_date(words: str, latest: date | None, versions: Sequence[ActionVersion], on: date) -> None:
    """Raise ValidationError where a date can't be the new due date of some actions."""
    if latest is None:
        return
    if has_passed(latest, on):
        raise ValidationError(passed_words(words, on))
    early = [
        (version.action.reference, version.start_words)
        for version in versions
        if is_before_start(latest, version.start_earliest)
    ]
    if early:
        raise ValidationError(before_start_words(words, early))


@transaction.atomic
def request_due_date(
    action: Action, revision: int | None, to: NewDate, reason: str, *, provenance: Provenance
) -> DueDateChange:
    """Ask for another due date for one action, as it was read at `revision`.

    Who read the action is told where they ask for the date that it has: ValidationError, beside what
    `request_due_dates` refuses.
    """
    if revision is not None:
        claim(action, revision)
        present = ActionVersion.objects.get(action=action, known_to__isnull=True)
        if (present.due_earliest, present.due_latest) == (to.earliest, to.latest):
            raise ValidationError(f"{to.words} is already the due date: enter a different one.")
    return request_due_dates([action], to, reason, provenance=provenance)[0]


@transaction.atomic
def decide_due_dates(
    answers: Sequence[DateAnswer], *, meeting: Meeting | None = None, provenance: Provenance
) -> list[DueDateDecision]:
    """Record the board's answers to requests; an agreed date becomes the action's from this day. All or none.

    Raises ValidationError where a request has its answer already, its action another date since, or where the date
    that would be agreed has passed meanwhile.
    """
    current = {
        version.action_id: version
        for version in ActionVersion.objects.filter(
            action__in=[answer.change.action_id for answer in answers], known_to__isnull=True
        ).select_related("action")
    }
    _lock([answer.change.action_id for answer in answers])
    # One taken back after the day on which the board decided was decided: minutes are often closed later.
    ended = {
        row.change_id: row
        for row in DueDateWithdrawal.objects.filter(
            change__in=[answer.change for answer in answers], known_on__lte=provenance.known_on
        )
    }
    for answer in answers:
        version = current[answer.change.action_id]
        if answer.change.pk in ended:
            raise ValidationError(
                f"The request to move action {version.action.reference} to {answer.change.to_words} is no "
                f"longer waiting: {_ended_words(ended[answer.change.pk])}. Check the due dates again."
            )
        if answer.agreed and version.due_words != answer.change.from_words:
            raise ValidationError(
                f"The due date of action {version.action.reference} was moved to {version.due_words} "
                "after this request was made: refuse it and ask for a new one."
            )
        latest = answer.change.to_latest
        if answer.agreed and latest and has_passed(latest, provenance.known_on):
            raise ValidationError(
                f"The date asked for action {version.action.reference}, {answer.change.to_words}, has "
                "passed: refuse it, so that a new date can be requested."
            )
    agreed = [answer.change for answer in answers if answer.agreed]
    if len({change.action_id for change in agreed}) < len(agreed):
        raise ValidationError("Two new dates were agreed for one action: agree one and refuse the other.")
    try:
        with transaction.atomic():
            decisions = DueDateDecision.objects.bulk_create(
                DueDateDecision(
                    change=answer.change,
                    agreed=answer.agreed,
                    note=answer.note.strip(),
                    meeting=meeting,
                    **provenance.dated(),
                )
                for answer in answers
            )
    except IntegrityError:
        # The one answer to a request is a unique row: of two people answering at once, one is told.
        raise ValidationError("This request has already been decided.") from None
    _move(agreed, current, provenance)
    refused = [answer.change.action_id for answer in answers if not answer.agreed]
    count_changes(Action, refused)
    return decisions


def _move(
    changes: Sequence[DueDateChange], current: dict[int, ActionVersion], provenance: Provenance
) -> None:
    """Give each action its agreed date, and those parts of it that had taken its date over."""
    moved = {change.action_id: change for change in changes}
    for part in ActionVersion.objects.filter(parent__in=list(moved), known_to__isnull=True, withdrawn=False):
        change = moved[part.parent_id or 0]
        if part.due_words == change.from_words:
            moved.setdefault(part.action_id, change)
    count_changes(Action, moved)
    by_reason: dict[str, dict[int, dict[str, object]]] = {}
    for key, change in moved.items():
        by_reason.setdefault(change.reason, {})[key] = {
            "due_words": change.to_words,
            "due_kind": change.to_kind,
            "due_earliest": change.to_earliest,
            "due_latest": change.to_latest,
        }
    for reason, fields in by_reason.items():
        change_versions(
            ActionVersion,
            "action",
            fields,
            provenance.because(f"Due date agreed: {reason}"),
        )


@transaction.atomic
def decide_due_date(
    change: DueDateChange,
    agreed: bool,
    note: str = "",
    *,
    meeting: Meeting | None = None,
    provenance: Provenance,
) -> DueDateDecision:
    """Record the board's answer to one request."""
    return decide_due_dates([DateAnswer(change, agreed, note)], meeting=meeting, provenance=provenance)[0]


@transaction.atomic
def extend_due_dates(
    actions: Sequence[Action],
    to: NewDate,
    reason: str,
    *,
    meeting: Meeting | None = None,
    provenance: Provenance,
) -> list[DueDateChange]:
    """Move the dates of some actions at once, as the board resolved; each keeps its first date and this reason."""
    changes = request_due_dates(actions, to, reason, provenance=provenance)
    decide_due_dates([DateAnswer(change, True) for change in changes], meeting=meeting, provenance=provenance)
    return changes


def keep_first_dates(
    first: Mapping[int, Mapping[str, Any]], reason: str, *, provenance: Provenance
) -> list[DueDateChange]:
    """Keep on record, by action, what new actions were due at first: the date that they have is already a later one."""
    return _keep_moves(first, lambda version, first_date: (first_date, _due(version)), reason, provenance)


def keep_moved_dates(
    moved: Mapping[int, Mapping[str, Any]], reason: str, *, provenance: Provenance
) -> list[DueDateChange]:
    """Keep on record that due dates move, by action: the first date stays visible for ever.

    For what moves without a request: the words, kind and days of each new date as a workbook gives them.
    """
    return _keep_moves(moved, lambda version, new_date: (_due(version), new_date), reason, provenance)


Days = Mapping[str, Any]


@transaction.atomic
def _keep_moves(
    dates: Mapping[int, Days],
    from_and_to: Callable[[ActionVersion, Days], tuple[Days, Days]],
    reason: str,
    provenance: Provenance,
) -> list[DueDateChange]:
    """Keep a move of each action's due date: from what to what, by its version now and the date given for it."""
    versions = ActionVersion.objects.filter(action__in=dates, known_to=None).exclude(due_words="")
    moves = [(version.action_id, *from_and_to(version, dates[version.action_id])) for version in versions]
    return DueDateChange.objects.bulk_create(
        DueDateChange(
            action_id=action,
            from_words=old["words"],
            from_latest=old["latest"],
            to_words=new["words"],
            to_kind=new["kind"],
            to_earliest=new["earliest"],
            to_latest=new["latest"],
            reason=reason,
            **provenance.dated(),
        )
        for action, old, new in moves
    )


def _due(version: ActionVersion) -> Days:
    return {end: getattr(version, f"due_{end}") for end in ("words", "kind", "earliest", "latest")}
