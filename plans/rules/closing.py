"""When a recommendation or an action may leave the plan: criteria that a board reads before it decides."""

from dataclasses import dataclass

from plans.choices import Outlook, ProgressStatus
from plans.rules.three_answers import Answer, Answered


@dataclass(frozen=True)
class Criterion:
    """One criterion, in words, and whether it is met."""

    words: str
    is_met: bool


def recommendation_criteria(
    outlook: str | None, delivered: Answered, working: Answered, embedded: Answered
) -> tuple[Criterion, ...]:
    """Return what a recommendation should meet: rated good, delivered, working, embedded."""
    return (
        Criterion("The board rates it good", outlook == Outlook.GOOD),
        Criterion("Delivered: its actions are complete", delivered.answer == Answer.YES),
        Criterion("Working: its measures show that it is working", working.answer == Answer.YES),
        Criterion("Embedded: sustained and independently checked", embedded.answer == Answer.YES),
    )


def action_criteria(status: str, has_evidence: bool) -> tuple[Criterion, ...]:
    """Return what an action should meet: completed, with evidence."""
    return (
        Criterion("It is completed", status == ProgressStatus.COMPLETED),
        Criterion("Evidence is recorded", has_evidence),
    )
