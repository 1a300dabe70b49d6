"""What must be said of an action that is reported as completed: when, and what shows it. Pure."""

from datetime import date

from plans.choices import ProgressStatus

NO_DATE = "Enter the date it was completed."
NOTHING_SHOWN = "Enter what shows that it is completed, or say below why there is no evidence."
NOT_COMPLETED = "Leave the date completed blank, or choose Completed."


def completion_problems(status: str, completed_on: date | None, *, shows_something: bool) -> dict[str, str]:
    """Return what is wrong with a report of completion, by field: `completed_on`, `evidence`; empty if nothing is.

    `shows_something`: evidence is given, or the reason why there is none.
    """
    if status != ProgressStatus.COMPLETED:
        return {"completed_on": NOT_COMPLETED} if completed_on else {}
    problems = {} if completed_on else {"completed_on": NO_DATE}
    return problems if shows_something else {**problems, "evidence": NOTHING_SHOWN}
