"""What is done beside the pages, kind by kind: each app says what of its own waits in the database and how one is done.

A job is a row of its kind's own table, which says who waits for it and shows how far it is: a report that is made, an
e-mail that has not gone, a round of the day. A kind's `work` takes one that waits, so that of two workers one gets it,
and gives back what a worker held that died.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Standing:
    """How a kind of job stands: how many wait or are being done, since when the first, and how many failed in a day."""

    waiting: int = 0
    since: datetime | None = None
    failed: int = 0
    # Why the last of them failed.
    why: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of job.

    `work` does one that waits and returns whether there was one; what it is given it calls once it has taken one. What
    it needs it imports when it is called: kinds are registered as every command starts.
    """

    name: str
    label: str
    work: Callable[[Callable[[], None]], bool]
    standing: Callable[[], Standing]


KINDS: list[Kind] = []


def nobody_asks() -> None:
    """Stand for what a worker says, where no worker is at work."""


def register(*kinds: Kind) -> None:
    """Add an app's own kinds of job."""
    names = {kind.name for kind in KINDS}
    KINDS.extend(kind for kind in kinds if kind.name not in names)
