"""When an action or milestone is overdue or behind: from its declared status, its dates and a day."""

from datetime import date

from plans.choices import ProgressStatus

NOT_DECLARED = ProgressStatus.NOT_SUPPLIED
# Of an action whose date has passed and of which nobody has said how it stands.
PAST_DUE_NO_STATUS = "past due, no status given"


def is_overdue(status: str, due_latest: date | None, on: date, status_words: str = "") -> bool:
    """Return whether the latest day that the due date can mean has passed without completion.

    A status that nobody supplied never makes an action overdue: that is a figure of its own. One that was given in
    words that nobody has explained yet (`status_words`) was supplied, and is not completed.
    """
    if due_latest is None or status == ProgressStatus.COMPLETED or not is_supplied(status, status_words):
        return False
    return due_latest < on


def is_supplied(status: str, status_words: str) -> bool:
    """Return whether anybody has said how an action stands, in a known status or in words of their own."""
    return status != NOT_DECLARED or bool(status_words)


def is_past_due_without_status(
    status: str, due_latest: date | None, on: date, status_words: str = ""
) -> bool:
    """Return whether the due date passed and nobody has said how the action stands."""
    return not is_supplied(status, status_words) and due_latest is not None and due_latest < on


def late_words(overdue: int, without_status: int) -> str:
    """Return how many actions are late, in the words of every page and paper; the two figures are never one without
    the other: that none is overdue is no good news where nobody has said how the late ones stand.
    """
    words = "none is overdue" if not overdue else f"{overdue} {_are(overdue)} overdue"
    if not without_status:
        return words
    return f"{words} and {without_status} {_are(without_status)} {PAST_DUE_NO_STATUS}"


def _are(number: int) -> str:
    return "is" if number == 1 else "are"


def is_behind(status: str, start_latest: date | None, on: date) -> bool:
    """Return whether an action declared not started should have started by `on`."""
    return status == ProgressStatus.NOT_STARTED and start_latest is not None and start_latest < on


def has_begun(status: str, start_earliest: date | None, on: date) -> bool:
    """Return whether an owner is asked how an action stands: its start has come, is not known, or it began early."""
    if status not in {ProgressStatus.NOT_STARTED, NOT_DECLARED}:
        return True
    return start_earliest is None or start_earliest <= on


def days_overdue(due_latest: date | None, on: date) -> int:
    """Return how many days lie between the due date and `on`; 0 where it has not passed."""
    return max((on - due_latest).days, 0) if due_latest else 0
