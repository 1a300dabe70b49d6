"""The demo plan's board: its members, forward plan, one meeting closed with full minutes, challenges, barriers."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from improvement.models import User
from improvement.periods import days_ago
from plans.choices import Escalation, RatingStanding
from plans.models import Barrier, Plan, RatingLevel
from plans.operations.board import (
    NewAnswer,
    NewArising,
    NewChallenge,
    NewDecision,
    add_barrier,
    answer_challenges,
    change_barrier,
    record_challenges,
)
from plans.operations.history import Provenance
from plans.operations.meetings import MeetingPlan, plan_meetings
from plans.operations.minutes import Minutes
from plans.operations.people import find_or_add_officers
from plans.operations.ratings import NewRating, record_ratings
from plans.procedures.close_meeting import close_with
from plans.procedures.subjects import Subjects
from plans.rules.forward_plan import meeting_days, rotation

MEETINGS_TO_COME = 12
RETURNS_OPEN, RETURNS_CLOSE = 21, 5
FIRST_TO_COME = date(2026, 12, 11)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _officers(plan: Plan, board: dict[str, Any]) -> dict[str, int]:
    officers = find_or_add_officers(plan.council, [(title, "") for title in board["members"]])
    return {title: officer.pk for (title, _name), officer in officers.items()}


def meetings_of(plan: Plan, board: dict[str, Any], days: Sequence[date]) -> list[MeetingPlan]:
    """Return what was planned of meetings on some days, each with the theme whose turn it was."""
    officers = _officers(plan, board)
    themes = list(plan.themes.order_by("number").values_list("pk", flat=True))
    return [
        MeetingPlan(
            day,
            "Improvement board",
            board["place"],
            officers["Independent chair of the board"],
            focus,
            days_ago(day, RETURNS_OPEN),
            days_ago(day, RETURNS_CLOSE),
        )
        for day, focus in zip(days, rotation(themes, len(days)), strict=True)
    ]


def load_board(plan: Plan, board: dict[str, Any], ratings: Sequence[NewRating], author: User) -> None:
    """Close the board's last meeting with its minutes, and lay out the year to come."""
    closed = board["closed"]
    day = _day(closed["held_on"])
    officers, subjects = _officers(plan, board), Subjects(plan)
    _load_barriers(plan, board["barriers"], officers, author)
    for item in board["earlier_challenges"]:
        challenge = record_challenges(
            plan, [_challenge(item, officers, subjects)], provenance=Provenance(_day(item["on"]), author)
        )[0]
        for answer in item["answers"]:
            answer_challenges(
                [NewAnswer(challenge, answer["answer"], answer["what_changed"], answer["closes"])],
                provenance=Provenance(_day(answer["on"]), author),
            )
    planned = plan_meetings(
        plan,
        # The closed one is the eleventh of its year: the third theme's turn.
        meetings_of(plan, board, [day] * 11)[-1:]
        + meetings_of(plan, board, meeting_days(FIRST_TO_COME, MEETINGS_TO_COME)),
        provenance=Provenance(_day("2026-01-09"), author),
    )
    close_with(
        planned[0],
        Minutes(
            chair_id=officers["Independent chair of the board"],
            present=[key for title, key in officers.items() if title not in closed["apologies"]],
            apologies=[officers[title] for title in closed["apologies"]],
            ratings=ratings,
            challenges=[_challenge(item, officers, subjects) for item in closed["challenges"]],
            decisions=[
                NewDecision(
                    item["text"], subjects.recommendation_id(item["about"]), subjects.theme_id(item["about"])
                )
                for item in closed["decisions"]
            ],
            actions=[
                NewArising(item["text"], officers[item["owner"]], _day(item["due_on"]))
                for item in closed["actions"]
            ],
        ),
        Provenance(day, author),
    )
    _load_proposals(plan, board["proposals"], author)


def _challenge(item: dict[str, Any], officers: dict[str, int], subjects: Subjects) -> NewChallenge:
    answer = None
    if item.get("answer"):
        answer = NewAnswer(None, item["answer"], item["what_changed"], item["closes"])
    return NewChallenge(
        item["question"],
        officers[item["asked_by"]],
        subjects.recommendation_id(item["about"]),
        subjects.theme_id(item["about"]),
        answer,
    )


def _load_barriers(plan: Plan, items: list[dict[str, Any]], officers: dict[str, int], author: User) -> None:
    actions = dict(plan.actions.values_list("reference", "pk"))
    for item in items:
        fields = {
            "text": item["text"],
            "remedial_action": item["remedial_action"],
            "owner_id": officers[item["owner"]],
            "escalation": Escalation(item["escalation"]),
        }
        keys = [actions[reference] for reference in item["actions"]]
        barrier: Barrier = add_barrier(plan, fields, keys, provenance=Provenance(_day(item["on"]), author))
        if "resolved_on" in item:
            change_barrier(
                barrier,
                0,
                {"outcome": item["outcome"], "is_resolved": True},
                keys,
                provenance=Provenance(_day(item["resolved_on"]), author),
            )


def _load_proposals(plan: Plan, items: list[dict[str, Any]], author: User) -> None:
    levels = {
        level.code: level for level in RatingLevel.objects.filter(scale__plan=plan).select_related("scale")
    }
    for item in items:
        by = User.objects.filter(email=item["by"]).first() or author
        record_ratings(
            plan,
            [
                NewRating(
                    plan.recommendations.get(number=item["recommendation"]),
                    levels[item["level"]],
                    item["reason"],
                    RatingStanding.PROPOSED,
                )
            ],
            provenance=Provenance(_day(item["on"]), by),
        )
