"""Where a judgement and the evidence disagree: one pure rule each, put to the lead as a question.

Each returns the question, or None where there is nothing to ask. A status that nobody supplied raises no
question by itself; the position counts it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from improvement.counting import counted
from improvement.periods import months_before
from plans.choices import Outlook, ProgressStatus

MONTHS_UNCHANGED = 3


@dataclass(frozen=True)
class RatedState:
    """A rating in a thing's history: its level, what that level says of delivery, the reason, the day."""

    level: str
    outlook: str
    reason: str
    known_on: date


def _written(day: date) -> str:
    return f"{day:%-d %B %Y}"


def green_with_overdue_actions(level: str, outlook: str, overdue: Sequence[str]) -> str | None:
    """Ask about a rating that says all is well while actions under it are overdue.

    `overdue` holds the overdue actions' references.
    """
    if outlook != Outlook.GOOD or not overdue:
        return None
    verb = "is" if len(overdue) == 1 else "are"
    return (
        f"It is rated {level}, but {counted(len(overdue), 'action')} under it {verb} overdue "
        f"({', '.join(overdue)}). Does the rating still stand?"
    )


def on_target_past_its_date(status: str, due_latest: date | None, due_words: str, on: date) -> str | None:
    """Ask about an action declared on target whose due date has passed."""
    if status != ProgressStatus.ON_TARGET or due_latest is None or due_latest >= on:
        return None
    return (
        f"It is reported as on target, but it was due {due_words} and is not completed. Is it still on "
        "target?"
    )


def complete_without_evidence(status: str, evidence_count: int, no_evidence_reason: str) -> str | None:
    """Ask about a completed action with neither evidence nor a reason why there is none."""
    if status != ProgressStatus.COMPLETED or evidence_count or no_evidence_reason.strip():
        return None
    return (
        "It is reported as completed, but there is no evidence and no reason why not. What shows that it "
        "is done?"
    )


def unchanged_rating_same_words(history: Sequence[RatedState], on: date) -> str | None:
    """Ask about a rating given again and again in the same words over three months or more.

    `history` is oldest first. The level and the reason must both be unchanged; a rating without a reason says
    nothing twice, so it is not asked about. A level that means well is asked about too.
    """
    if len(history) < 2 or not history[-1].reason.strip():
        return None
    last = history[-1]
    same = [last]
    for earlier in reversed(history[:-1]):
        if earlier.level != last.level or _folded(earlier.reason) != _folded(last.reason):
            break
        same.append(earlier)
    first = same[-1]
    if len(same) < 2 or first.known_on > months_before(last.known_on, MONTHS_UNCHANGED):
        return None
    return (
        f"It has been rated {last.level} for the same reason, word for word, {counted(len(same), 'time')}, "
        f"from {_written(first.known_on)} to {_written(last.known_on)}. What has changed since?"
    )


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def no_update_this_cycle(
    status: str,
    start_latest: date | None,
    last_update_on: date | None,
    last_meeting_on: date | None,
    cycle_days: int,
    on: date,
) -> str | None:
    """Ask about an open action without an update since the last board meeting, or for a cycle where none met.

    For the first third of the cycle after a meeting what was said for that meeting still stands: the day after it
    is no day to ask everybody again. An action that has not started and need not have yet is not asked about.
    """
    if status in {ProgressStatus.COMPLETED, ProgressStatus.NOT_SUPPLIED}:
        return None
    if status == ProgressStatus.NOT_STARTED and start_latest is not None and start_latest >= on:
        return None
    if last_meeting_on is not None:
        is_early = (on - last_meeting_on).days < cycle_days / 3
        known_from = min(last_meeting_on, on - timedelta(days=cycle_days)) if is_early else last_meeting_on
        if last_update_on is not None and last_update_on >= known_from:
            return None
        since = f"since the board met on {_written(last_meeting_on)}"
    else:
        if last_update_on is not None and (on - last_update_on).days <= cycle_days:
            return None
        since = f"for {counted(cycle_days, 'day')}"
    last_update = f" The last was on {_written(last_update_on)}." if last_update_on else ""
    return f"It has had no update {since}.{last_update} What is its status?"


def red_without_recovery_step(
    level: str, outlook: str, next_steps: Sequence[str], asked_for_dates: int
) -> str | None:
    """Ask about a poor rating without a recovery step: a next step or a due-date request in a latest update.

    `next_steps` are those of the latest updates of the thing's open actions, or of the action itself.
    """
    if outlook != Outlook.POOR or asked_for_dates or any(step.strip() for step in next_steps):
        return None
    return (
        f"It is rated {level}, but none of the latest updates gives a next step or asks for a new date. "
        "What will bring it back on track?"
    )


def good_against_measures(
    level: str, outlook: str, off_target: Sequence[str], worsening: Sequence[str]
) -> str | None:
    """Ask about a rating that says all is well while its measures are off target or worsening.

    Both hold what is said of a measure, the same one in both where both are so.
    """
    if outlook != Outlook.GOOD or not (off_target or worsening):
        return None
    both = [sentence for sentence in off_target if sentence in worsening]
    lists = (
        ("off target and worsening", both),
        ("off target", [sentence for sentence in off_target if sentence not in both]),
        ("worsening", [sentence for sentence in worsening if sentence not in both]),
    )
    parts = [f"{words}: {'; '.join(sentences)}" for words, sentences in lists if sentences]
    said = ". Others are ".join(parts)
    return f"It is rated {level}, but some of its measures are {said}. Does the rating still stand?"


def poor_against_measures(level: str, outlook: str, improving: Sequence[str], judged: int) -> str | None:
    """Ask about a poor rating while every measure that can be judged improves. `judged` counts those."""
    if outlook != Outlook.POOR or not judged or len(improving) < judged:
        return None
    return (
        f"It is rated {level}, but every one of its measures that can be compared is improving: "
        f"{'; '.join(improving)}. What is holding the rating back?"
    )
