"""How a paper calls things: an action by what it is about, a plan with its article, a date by its month. Pure."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import Decimal

from improvement.counting import counted
from improvement.rounding import round_half_up
from plans.position.actions import ActionPosition
from plans.position.position import joined

# A paper names an action so that a member knows which is meant; the whole text stands in the appendix.
LONGEST_QUOTED = 16
# What only helps to place it: the action that it is part of, the recommendation that it serves.
LONGEST_ASIDE = 10
# An account of progress is cut after whole sentences, never within one.
LONGEST_ACCOUNT = 40
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[\"“‘'(]?[A-Z0-9£])")
# What is no sentence's end, though a stop stands there.
SHORT = re.compile(
    r"\b(?:e\.g|i\.e|etc|cf|vs|approx|inc|no|nos|Dr|Mr|Mrs|Ms|St|para|ref|[A-Z])\.$", re.IGNORECASE
)
BULLET = re.compile(r"^\s*(?:[-–]\s+|[•▪◦*·]\s*|[oO]\s+(?=[A-Z]))")
# A line that ends so goes on in the next, whatever that begins with.
GOES_ON = re.compile(
    r"\b(?:a|an|and|as|at|by|for|from|in|of|on|or|our|that|the|their|to|was|were|with)$", re.IGNORECASE
)
NUMBERED = re.compile(r"\(?\d{1,2}[.)]")
MONTH, YEAR = 30.5, 365


def _as_it_is(text: str) -> str:
    return text


_renaming: ContextVar[Callable[[str], str]] = ContextVar("renaming", default=_as_it_is)


def quoted(text: str, most: int = LONGEST_QUOTED) -> str:
    """Return what something is about, in quotation marks; of a long text its beginning."""
    words = flat(text).rstrip(" .:;,").replace("“", "‘").replace("”", "’").split()
    if len(words) <= most:
        return f"“{' '.join(words)}”"
    return f"“{' '.join(words[:most]).rstrip(' .:;,–-')} …”"


def named(action: ActionPosition, *, with_parent: bool = True) -> str:
    """Return an action by what it is about: `“Academy lead appointed” (1.5.1, part of “Open an academy”)`."""
    parent = f", part of {quoted(action.parent.text, LONGEST_ASIDE)}" if action.parent and with_parent else ""
    return f"{quoted(action.text)} ({action.reference}{parent})"


def references(actions: Sequence[ActionPosition], most: int = 12) -> str:
    """Return actions by number, as a list in a sentence: `1.2, 1.3 and 4 more`."""
    shown = [action.reference for action in actions[:most]]
    more = len(actions) - most
    return joined([*shown, *([f"{more} more"] if more > 0 else [])])


def with_article(title: str) -> str:
    """Return a plan's title within a sentence: `the Improvement plan`; one that has an article keeps it."""
    if re.match(r"(the|our|a|an)\s", title, re.IGNORECASE):
        return title[:1].lower() + title[1:]
    return f"the {title}"


def month(day: date) -> str:
    """Return a day by its month: `September 2026`."""
    return f"{day:%B %Y}"


def lateness(days: int) -> str:
    """Return how late something is: `12 days`, `8 months`, `over 3 years`: the larger unit once there are two."""
    if days < 2 * MONTH:
        return counted(days, "day")
    if days < 2 * YEAR:
        return counted(int(round_half_up(Decimal(days) * 12 / YEAR, 0)), "month")
    return f"{'over ' if days % YEAR > MONTH else ''}{counted(days // YEAR, 'year')}"


@contextmanager
def renaming(rename: Callable[[str], str]) -> Iterator[None]:
    """Let everything that is drafted within call people as `rename` does: what a public version is drafted in."""
    before = _renaming.set(rename)
    try:
        yield
    finally:
        _renaming.reset(before)


def flat(text: str) -> str:
    """Return text on one line: what stood on lines of its own ends with a stop where it would run into the next."""
    # Names of people are replaced before anything is cut or joined: half a name would be left standing.
    lines = [BULLET.sub("", line).strip() for line in _renaming.get()(text).splitlines()]
    joined_lines = ""
    for line in filter(None, lines):
        starts_anew = (
            line[:1].isupper() or line[:1].isdigit() or line[:1] in "“‘\"'("
        ) and not GOES_ON.search(joined_lines)
        if joined_lines and starts_anew and joined_lines[-1] not in ".!?:;,–-(":
            joined_lines += "."
        joined_lines += f" {line}"
    return " ".join(joined_lines.split())


def sentence(text: str) -> str:
    """Return text as a sentence: on one line, its first letter large, with a stop."""
    line = flat(text)
    if not line:
        return ""
    line = line[:1].upper() + line[1:]
    return line if line[-1] in ".!?" or line[-2:] in {".”", ".’", "?”", "!”"} else f"{line.rstrip(' ;:,')}."


def account(text: str, most: int = LONGEST_ACCOUNT) -> str:
    """Return an account by its first whole sentences, as many as a paper has room for; always at least one."""
    kept: list[str] = []
    for said in _sentences(sentence(text)):
        if kept and sum(len(one.split()) for one in (*kept, said)) > most:
            break
        kept.append(said)
    return " ".join(kept)


def _sentences(text: str) -> list[str]:
    found: list[str] = []
    for part in SENTENCE.split(text):
        if found and (
            SHORT.search(found[-1]) or NUMBERED.fullmatch(found[-1].split()[-1]) and len(found[-1]) < 5
        ):
            found[-1] += f" {part}"
        else:
            found.append(part)
    return found
