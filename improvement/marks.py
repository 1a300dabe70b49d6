"""A mark on what leaves the program as a file and comes back: what was changed on the way is noticed."""

from django.core.signing import BadSignature, Signer


def _signed_text(parts: tuple[object, ...]) -> str:
    return "|".join(str(part) for part in parts)


def mark_of(purpose: str, *parts: object) -> str:
    """Return the mark of some words, made with the site's secret key; another purpose has another mark."""
    return Signer(salt=purpose).signature(_signed_text(parts))


def bears_mark(mark: str, purpose: str, *parts: object) -> bool:
    """Return whether a mark is that of these words, by the secret key in use or one in use before."""
    signer = Signer(salt=purpose)
    try:
        signer.unsign(f"{_signed_text(parts)}{signer.sep}{mark}")
    except BadSignature:
        return False
    return True
