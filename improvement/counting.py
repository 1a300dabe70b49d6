"""One and many, in sentences: 1 action is, 2 actions are; a plan's own word in the plural. Pure."""

import re


def counted(number: int, one: str, many: str = "") -> str:
    """Return a count with its noun: `1 action`, `0 actions`, `2 actions`."""
    return f"{number} {agreeing(number, one, many or plural(one))}"


def agreeing(number: int, one: str, many: str) -> str:
    """Return the word that agrees with a count: is or are, has or have, it or them."""
    return one if number == 1 else many


def plural(word: str) -> str:
    """Return the plural of a word, as of a plan's own for its main division: priorities, aims, approaches.

    Of several words the last is put in the plural: *improvement priority*, *improvement priorities*.
    """
    if re.search(r"[^aeiou]y$", word, re.IGNORECASE):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(s|x|z|ch|sh)$", word, re.IGNORECASE) else f"{word}s"
