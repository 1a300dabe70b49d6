"""How well two colours, each given as #rrggbb, are told apart (WCAG 2.2: relative luminance, contrast ratio)."""


def luminance(colour: str) -> float:
    """Return how bright a colour is, from 0 for black to 1 for white."""
    parts = [int(colour.lstrip("#")[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21: text needs 4.5, the edge of a drawing 3."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(colour: str) -> str:
    """Return black or white, whichever reads better on a colour."""
    return max("#000000", "#ffffff", key=lambda ink: contrast(ink, colour))
