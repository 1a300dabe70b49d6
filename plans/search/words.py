"""Words as a search compares them: folded, taken from texts, and how near one is to another. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from enum import IntEnum

# A reference (`8.3.1`, `14.1.3a`) is one word; otherwise words are letters and digits, with apostrophes inside.
WORD = re.compile(r"\d+(?:\.\w+)+|[^\W_]+(?:['’][^\W_]+)*")
# Shorter words are too like too many others.
SHORTEST_MISSPELT = 4
SHORTEST_ENDING = 3


class Nearness(IntEnum):
    """How a word of a text meets one that was typed: the smaller, the nearer."""

    SAME = 0
    BEGINNING = 1
    ENDING = 2
    MISSPELT = 3


def folded(word: str) -> str:
    """Return a word as it is compared: small letters, without accents and apostrophes."""
    if word.isascii():
        return word.lower().replace("'", "")
    plain = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter) and letter not in "'’")


def words_of(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word of a text, folded, and where it begins and ends there."""
    for found in WORD.finditer(text):
        if word := folded(found[0]):
            yield word, found.start(), found.end()


def nearness(typed: str, word: str) -> Nearness | None:
    """Return how a word meets a typed one; None where it does not. Both are folded.

    A plural meets its singular; a misspelling differs in one letter (changed, left out, put in, or two swapped) from
    the word or from its beginning.
    """
    if word == typed or word == f"{typed}s" or typed == f"{word}s":
        return Nearness.SAME
    if word.startswith(typed):
        return Nearness.BEGINNING
    if len(typed) >= SHORTEST_ENDING and word.endswith(typed):
        return Nearness.ENDING
    if typed[0].isdigit() or len(typed) < SHORTEST_MISSPELT:
        return None
    beginnings = {word[: len(typed) + more] for more in (-1, 0, 1)} | {word}
    return Nearness.MISSPELT if any(_is_one_off(typed, part) for part in beginnings) else None


def _is_one_off(one: str, other: str) -> bool:
    """Whether two words differ by one letter changed, left out or put in, or by two neighbours swapped."""
    if abs(len(one) - len(other)) > 1:
        return False
    same = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        same += 1
    rest, other_rest = one[same:], other[same:]
    if not rest and not other_rest:
        return False
    return (
        rest[1:] == other_rest[1:]
        or rest[1:] == other_rest
        or rest == other_rest[1:]
        or (rest[:2] == other_rest[:2][::-1] and rest[2:] == other_rest[2:])
    )
