"""Counts in sentences: 1 action is, 2 actions are. Pure."""


def counted(number: int, one: str, many: str = "") -> str:
    """Return a count with its noun: `1 action`, `0 actions`, `2 actions`."""
    return f"{number} {agreeing(number, one, many or f'{one}s')}"


def agreeing(number: int, one: str, many: str) -> str:
    """Return the word that agrees with a count: is or are, has or have, it or them."""
    return one if number == 1 else many
