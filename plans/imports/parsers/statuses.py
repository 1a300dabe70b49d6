"""Progress statuses and ratings as words: read when known, never guessed."""

import re

from improvement.written_dates import WrittenDate, read_date
from plans.choices import JudgementGrade, ProgressStatus

STATUS_WORDS: dict[str, ProgressStatus] = {
    "completed": ProgressStatus.COMPLETED,
    "complete": ProgressStatus.COMPLETED,
    "achieved": ProgressStatus.COMPLETED,
    "done": ProgressStatus.COMPLETED,
    "closed": ProgressStatus.COMPLETED,
    "finished": ProgressStatus.COMPLETED,
    "implemented": ProgressStatus.COMPLETED,
    "fully implemented": ProgressStatus.COMPLETED,
    "on target": ProgressStatus.ON_TARGET,
    "on track": ProgressStatus.ON_TARGET,
    "on schedule": ProgressStatus.ON_TARGET,
    "behind target": ProgressStatus.BEHIND_TARGET,
    "behind": ProgressStatus.BEHIND_TARGET,
    "behind schedule": ProgressStatus.BEHIND_TARGET,
    "delayed": ProgressStatus.BEHIND_TARGET,
    "serious delay": ProgressStatus.BEHIND_TARGET,
    "off track": ProgressStatus.BEHIND_TARGET,
    "slipped": ProgressStatus.BEHIND_TARGET,
    "overdue": ProgressStatus.BEHIND_TARGET,
    "not started": ProgressStatus.NOT_STARTED,
    "not yet started": ProgressStatus.NOT_STARTED,
    "not commenced": ProgressStatus.NOT_STARTED,
    "to start": ProgressStatus.NOT_STARTED,
    "to do": ProgressStatus.NOT_STARTED,
}
# Closed without completion: nothing is left to do, and nothing was achieved.
CLOSED_WORDS = re.compile(
    r"^(?:cancelled|superseded|withdrawn|abandoned|no longer (?:required|needed|applicable|relevant|being pursued)"
    r"|closed?(?:,? \(?(?:no longer required|superseded|not achieved|without completion)\)?))[.!]?$",
    re.IGNORECASE,
)
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
# `✓ Complete`, `COMPLETED!`: what is only drawn round the words.
DRAWN_ROUND = re.compile(r"^[\W_]+|[\W_]+$")
ALL_OF_IT = re.compile(r"^100\s?%(?: (?:complete|completed|done|delivered|achieved))?$", re.IGNORECASE)
WITH_A_DAY = re.compile(
    r"^(?P<status>[a-z ]+?)\s*(?:[-–—:,(]|on\b)\s*(?:on\s+)?(?P<day>\d.*?)[).]*$", re.IGNORECASE
)
# `Green – on track`: a rating and a status in one cell.
COLOUR_FIRST = re.compile(
    r"^(?P<colour>red|amber|green|blue)\s*[-–—:/(,]+\s*(?P<rest>\S.*?)\)?$", re.IGNORECASE
)
# Longer text is a sentence about progress, and no word for it.
LONGEST_WORD = 40
NUMBER_LEVEL = re.compile(r"^([0-5])(?:\.0)?$")
HUE_OF_CODE = {"R": "red", "A": "amber", "G": "green", "B": "blue"}


def read_status(words: str) -> ProgressStatus | None:
    """Return the progress status that the words name, or None: an unknown word is no status."""
    return read_dated_status(words)[0]


def read_dated_status(words: str) -> tuple[ProgressStatus | None, WrittenDate]:
    """Return the progress status that the words name and the day that they give of it: `Complete - 12/01/2026`."""
    plain = " ".join(words.casefold().split())
    if match := COLOUR_FIRST.match(plain):
        plain = match["rest"]
    if ALL_OF_IT.match(plain):
        return ProgressStatus.COMPLETED, WrittenDate()
    if match := WITH_A_DAY.match(plain):
        status, day = STATUS_WORDS.get(match["status"].strip()), read_date(match["day"])
        if status == ProgressStatus.COMPLETED and day.latest:
            return status, day
    return STATUS_WORDS.get(plain.rstrip(".")) or STATUS_WORDS.get(DRAWN_ROUND.sub("", plain)), WrittenDate()


def is_closed_without_completion(words: str) -> bool:
    """Whether a status says that an action was given up or overtaken: neither completed nor still to do."""
    return bool(CLOSED_WORDS.match(" ".join(words.split())))


def is_word(text: str) -> bool:
    """Whether a text is short enough to be a word for progress, which can be asked about once."""
    return len(text.strip()) <= LONGEST_WORD


def read_leading_rating(words: str) -> str | None:
    """Return the code of a rating that stands alone or before a status, as in `Green – on track`; None for others."""
    match = COLOUR_FIRST.match(" ".join(words.split()))
    return read_rating(match["colour"] if match else words)


def read_grade(words: str) -> JudgementGrade | None:
    """Return the inspection judgement that the words name, or None."""
    return GRADE_WORDS.get(" ".join(words.casefold().split()).rstrip("."))


def read_rating(words: str) -> str | None:
    """Return a rating's code (R, A, G, B) for a letter or word, or None."""
    return RATING_WORDS.get(words.casefold().strip(" ."))


def read_number_level(words: str) -> str | None:
    """Return a numbered rating's code (1 to 5), an empty text for 0 (not yet rated), or None for other words."""
    match = NUMBER_LEVEL.match(words.strip())
    return None if match is None else "" if match[1] == "0" else match[1]


def is_level(words: str) -> bool:
    """Return whether words are a rating: a known letter or word, or a number from 1 to 5."""
    return bool(read_number_level(words) or read_rating(words))
