"""What councils and published statistics put where there is no figure, and what each mark means.

The marks are those of the Government Statistical Service, and the older ones that files still hold.
"""

MARKS = {
    "c": "suppressed",
    "*": "suppressed",
    "**": "suppressed",
    "suppressed": "suppressed",
    "k": "too small to be shown",
    "low": "too small to be shown",
    "-": "too small to be shown, or none",
    "–": "too small to be shown, or none",
    "u": "too unreliable to be shown",
    "z": "not applicable",
    ".": "not applicable",
    "x": "not available",
    ":": "not available",
    "..": "not available",
    "n/a": "not available",
    "na": "not available",
    "tbc": "not available yet",
    "tba": "not available yet",
    "not available": "not available",
}


def why_no_figure(text: str) -> str:
    """Return what a mark says of the figure that it stands for, brackets or not; empty for anything else."""
    plain = " ".join(text.split()).casefold()
    if plain[:1] + plain[-1:] in {"[]", "()"}:
        plain = plain[1:-1].strip()
    return MARKS.get(plain, "")
