"""Progress statuses and ratings as words: read when known, never guessed."""

from plans.choices import JudgementGrade, ProgressStatus

STATUS_WORDS: dict[str, ProgressStatus] = {
    "completed": ProgressStatus.COMPLETED,
    "complete": ProgressStatus.COMPLETED,
    "achieved": ProgressStatus.COMPLETED,
    "on target": ProgressStatus.ON_TARGET,
    "on track": ProgressStatus.ON_TARGET,
    "behind target": ProgressStatus.BEHIND_TARGET,
    "behind": ProgressStatus.BEHIND_TARGET,
    "not started": ProgressStatus.NOT_STARTED,
    "not yet started": ProgressStatus.NOT_STARTED,
}
GRADE_WORDS = {
    "outstanding": JudgementGrade.OUTSTANDING,
    "good": JudgementGrade.GOOD,
    "requires improvement": JudgementGrade.REQUIRES_IMPROVEMENT,
    "requires improvement to be good": JudgementGrade.REQUIRES_IMPROVEMENT,
    "inadequate": JudgementGrade.INADEQUATE,
}
RATING_WORDS = {
    "r": "R",
    "red": "R",
    "a": "A",
    "amber": "A",
    "g": "G",
    "green": "G",
    "b": "B",
    "blue": "B",
}
HUE_OF_CODE = {"R": "red", "A": "amber", "G": "green", "B": "blue"}


def read_status(words: str) -> ProgressStatus | None:
    """Return the progress status that the words name, or None: an unknown word is no status."""
    return STATUS_WORDS.get(" ".join(words.casefold().split()).rstrip("."))


def read_grade(words: str) -> JudgementGrade | None:
    """Return the inspection judgement that the words name, or None."""
    return GRADE_WORDS.get(" ".join(words.casefold().split()).rstrip("."))


def read_rating(words: str) -> str | None:
    """Return a rating's code (R, A, G, B) for a letter or word, or None."""
    return RATING_WORDS.get(words.casefold().strip(" ."))
