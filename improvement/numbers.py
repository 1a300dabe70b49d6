"""Whole numbers as an address or a form gives them: plain digits, no larger than any key."""

LARGEST = 2**31 - 1


def whole(text: str | None) -> int | None:
    """Return the number that plain digits say; None for anything else: a superscript, a word, a number past any key."""
    if not text or not (text.isascii() and text.isdigit()) or len(text) > 10:
        return None
    number = int(text)
    return number if number <= LARGEST else None
