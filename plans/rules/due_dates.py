"""What a new due date may be: a day still to come when it is asked for, and none before the action is to start.

A date as written is compared by the latest day that its words can mean, a start by the earliest.
"""

from datetime import date


def has_passed(due_latest: date, on: date) -> bool:
    """Return whether every day that a due date's words can mean lies before `on`."""
    return due_latest < on


def is_before_start(due_latest: date | None, start_earliest: date | None) -> bool:
    """Return whether a due date lies before every day on which the action can start."""
    return due_latest is not None and start_earliest is not None and due_latest < start_earliest


def passed_words(due_words: str, on: date) -> str:
    """Return the sentence that refuses a new due date which has passed."""
    return f"{due_words} has passed: the new due date must be {on:%-d %B %Y} or later."


def before_start_words(due_words: str, starts: list[tuple[str, str]]) -> str:
    """Return the sentence that refuses a new due date before the start of actions, by reference and start's words."""
    named = "; ".join(f"action {reference} starts {words}" for reference, words in starts)
    return f"{due_words} is before the start: {named}. Enter a date that is not before it."
