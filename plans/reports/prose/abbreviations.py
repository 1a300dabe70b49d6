"""The abbreviations that a plan spells out itself, `return home interview (RHI)`, for the reader of its papers. Pure.

Nothing is looked up: an abbreviation that the plan nowhere spells out is not in the list.
"""

import re
from collections.abc import Iterable

from plans.rules.officers import looks_like_name

SPELLED_OUT = re.compile(r"(?P<before>[A-Za-z’'&,/ -]{4,120})\((?P<short>[A-Z][A-Za-z&]{1,7})\)")
# What a phrase may hold without a letter in its abbreviation: Director of Children's Services.
UNSAID = {"of", "and", "the", "for", "in", "to", "with", "a", "on", "&"}


def spelled_out(texts: Iterable[str]) -> dict[str, str]:
    """Return what each abbreviation stands for, in order of the alphabet; of two spellings the first."""
    found: dict[str, str] = {}
    for text in texts:
        for match in SPELLED_OUT.finditer(" ".join(text.split())):
            short = match["short"].removesuffix("s") if match["short"][:-1].isupper() else match["short"]
            if phrase := _phrase(match["before"], short):
                found.setdefault(short, phrase)
    return dict(sorted(found.items(), key=lambda item: item[0].casefold()))


def _phrase(before: str, short: str) -> str:
    """Return the last words before an abbreviation whose letters it is made of; empty where they are none or a name."""
    words = before.replace("/", " ").replace("-", " ").split()
    letters = [letter.casefold() for letter in short if letter.isupper()]
    taken: list[str] = []
    for word in reversed(words):
        if not letters:
            break
        if word[:1].casefold() == letters[-1]:
            letters.pop()
        elif word.casefold().strip(",") not in UNSAID:
            return ""
        taken.insert(0, word)
    phrase = " ".join(taken).strip(" ,")
    if letters or len(phrase) <= len(short) or looks_like_name(phrase):
        return ""
    return phrase[:1].upper() + phrase[1:]
