"""Officers as councils write them: several posts in a cell, the same post in two spellings."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# Not inside a date (31/3/26) or a range of years (16/17).
SLASH = re.compile(r"\s*(?<!\d)/(?!\d)\s*|\s+/\s+")
APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"'})
SAME_POST_RATIO = 0.88


@dataclass(frozen=True)
class Person:
    """An officer as named: a post, a person's name, or both."""

    job_title: str = ""
    name: str = ""


def plain(text: str) -> str:
    """Return text with straight quotes and single blanks, for comparing."""
    return " ".join(text.translate(APOSTROPHES).split())


def split_people(text: str) -> list[str]:
    """Return the posts or names in one line of a cell.

    `X/Y` are two; a comma or an `and` belongs to the post's title and never parts two.
    """
    return [plain(part) for part in SLASH.split(text) if part.strip(" -–")]


def same_post(one: str, other: str) -> bool:
    """Return whether two titles are one post, spelled a little differently.

    One title's words must all be in the other's, and the two be nearly alike as text.
    """
    first, second = plain(one).casefold(), plain(other).casefold()
    if first == second:
        return True
    words, others = set(re.findall(r"\w+", first)), set(re.findall(r"\w+", second))
    nested = words <= others or others <= words
    return (
        nested
        and len(words ^ others) <= 1
        and SequenceMatcher(None, first, second).ratio() >= SAME_POST_RATIO
    )
