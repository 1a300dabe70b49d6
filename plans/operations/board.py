"""Writing what a board puts on record: challenges and their answers, decisions, actions arising, barriers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from improvement.editing import claim
from plans.models import (
    ActionArising,
    ActionArisingReport,
    Barrier,
    BarrierAction,
    BarrierVersion,
    BoardDecision,
    Challenge,
    ChallengeAnswer,
    Closure,
    Meeting,
    Plan,
)
from plans.operations.history import Provenance, change_versions, set_members


@dataclass(frozen=True)
class NewAnswer:
    """What was answered to a challenge, what changed, and whether the board is content."""

    challenge: Challenge | None
    answer: str
    what_changed: str = ""
    closes: bool = False


@dataclass(frozen=True)
class NewChallenge:
    """A question of the board's, by keys of who asked and what it is about, answered at once or not."""

    question: str
    asked_by_id: int | None = None
    recommendation_id: int | None = None
    theme_id: int | None = None
    answer: NewAnswer | None = None


@dataclass(frozen=True)
class NewDecision:
    text: str
    recommendation_id: int | None = None
    theme_id: int | None = None
    # Where it closes the recommendation that it is about: each criterion as it stood.
    closes: bool = False
    criteria: Sequence[tuple[str, bool]] = ()


@dataclass(frozen=True)
class NewClosure:
    """That a recommendation or an action, by key, leaves the plan or is taken back."""

    reason: str
    recommendation_id: int | None = None
    action_id: int | None = None
    criteria: Sequence[tuple[str, bool]] = ()
    closes: bool = True


@dataclass(frozen=True)
class NewArising:
    text: str
    owner_id: int
    due_on: date


@dataclass(frozen=True)
class ArisingReport:
    action_arising: ActionArising
    note: str
    done: bool = False


@transaction.atomic
def record_challenges(
    plan: Plan,
    challenges: Sequence[NewChallenge],
    *,
    meeting: Meeting | None = None,
    provenance: Provenance,
) -> list[Challenge]:
    """Append the board's questions, with the answers given at once."""
    rows = Challenge.objects.bulk_create(
        Challenge(
            plan=plan,
            meeting=meeting,
            question=item.question.strip(),
            asked_by_id=item.asked_by_id,
            recommendation_id=item.recommendation_id,
            theme_id=item.theme_id,
            **provenance.dated(),
        )
        for item in challenges
    )
    answered = [
        NewAnswer(row, item.answer.answer, item.answer.what_changed, item.answer.closes)
        for row, item in zip(rows, challenges, strict=True)
        if item.answer
    ]
    answer_challenges(answered, meeting=meeting, provenance=provenance)
    return rows


@transaction.atomic
def answer_challenges(
    answers: Sequence[NewAnswer], *, meeting: Meeting | None = None, provenance: Provenance
) -> list[ChallengeAnswer]:
    """Append answers to challenges."""
    return ChallengeAnswer.objects.bulk_create(
        ChallengeAnswer(
            challenge=item.challenge,
            answer=item.answer.strip(),
            what_changed=item.what_changed.strip(),
            closes=item.closes,
            meeting=meeting,
            **provenance.dated(),
        )
        for item in answers
    )


@transaction.atomic
def record_decisions(
    plan: Plan, decisions: Sequence[NewDecision], *, meeting: Meeting | None, provenance: Provenance
) -> list[BoardDecision]:
    """Append what the board decided; a decision that closes a recommendation does."""
    record_closures(
        plan,
        [
            NewClosure(item.text, item.recommendation_id, None, item.criteria)
            for item in decisions
            if item.closes and item.recommendation_id
        ],
        meeting=meeting,
        provenance=provenance,
    )
    return BoardDecision.objects.bulk_create(
        BoardDecision(
            plan=plan,
            meeting=meeting,
            text=item.text.strip(),
            recommendation_id=item.recommendation_id,
            theme_id=item.theme_id,
            **provenance.dated(),
        )
        for item in decisions
    )


@transaction.atomic
def record_closures(
    plan: Plan,
    closures: Sequence[NewClosure],
    *,
    meeting: Meeting | None = None,
    provenance: Provenance,
) -> list[Closure]:
    """Append the board's decisions that things leave the plan, or are taken back."""
    if any(not item.reason.strip() for item in closures):
        raise ValidationError("Enter why the board decided this.")
    return Closure.objects.bulk_create(
        Closure(
            plan=plan,
            recommendation_id=item.recommendation_id,
            action_id=item.action_id,
            closes=item.closes,
            reason=item.reason.strip(),
            criteria=[list(pair) for pair in item.criteria],
            meeting=meeting,
            **provenance.dated(),
        )
        for item in closures
    )


@transaction.atomic
def add_actions_arising(
    meeting: Meeting, actions: Sequence[NewArising], *, provenance: Provenance
) -> list[ActionArising]:
    """Append what a meeting asked people to do, numbered within it."""
    return ActionArising.objects.bulk_create(
        ActionArising(
            plan_id=meeting.plan_id,
            meeting=meeting,
            number=number,
            text=item.text.strip(),
            owner_id=item.owner_id,
            due_on=item.due_on,
            **provenance.dated(),
        )
        for number, item in enumerate(actions, start=1)
    )


@transaction.atomic
def report_on_actions_arising(
    reports: Sequence[ArisingReport], *, meeting: Meeting | None = None, provenance: Provenance
) -> list[ActionArisingReport]:
    """Append what was said of actions arising."""
    return ActionArisingReport.objects.bulk_create(
        ActionArisingReport(
            action_arising=item.action_arising,
            note=item.note.strip(),
            done=item.done,
            meeting=meeting,
            **provenance.dated(),
        )
        for item in reports
    )


@transaction.atomic
def add_barrier(
    plan: Plan, fields: Mapping[str, Any], actions: Sequence[int], *, provenance: Provenance
) -> Barrier:
    """Put a barrier on record, with the keys of the actions that it stands in the way of."""
    # Two who add one at once come one after the other.
    Plan.objects.select_for_update().get(pk=plan.pk)
    highest = plan.barriers.aggregate(highest=Max("number"))["highest"] or 0
    barrier = Barrier.objects.create(plan=plan, number=highest + 1)
    version = BarrierVersion(barrier=barrier, **fields, **provenance.interval())
    version.full_clean(exclude=["barrier", "by", "import_run"])
    version.save()
    set_members(BarrierAction, "barrier", "action", {barrier.pk: actions}, provenance)
    return barrier


@transaction.atomic
def change_barrier(
    barrier: Barrier,
    revision: int,
    fields: Mapping[str, Any],
    actions: Sequence[int],
    *,
    provenance: Provenance,
) -> None:
    """Follow what is known of a barrier by what is known now; raise ChangedMeanwhile if somebody else did first."""
    if fields.get("is_resolved") and not fields.get("outcome"):
        raise ValidationError({"outcome": "Enter how the barrier was resolved."})
    claim(barrier, revision)
    change_versions(BarrierVersion, "barrier", {barrier.pk: fields}, provenance)
    set_members(BarrierAction, "barrier", "action", {barrier.pk: actions}, provenance)
