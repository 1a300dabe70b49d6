"""Whether a figure that somebody printed agrees with what the rows give."""

import re
from collections.abc import Mapping
from decimal import Decimal

RULE_SENTENCES = (
    (re.compile(r"^actions\.total$"), "Lowest-level actions, counted."),
    (
        re.compile(r"^actions\.by_status\..*\.percent$"),
        "Share of the lowest-level actions, in whole per cent, halves up.",
    ),
    (re.compile(r"^actions\.by_status\."), "Lowest-level actions of this status, counted."),
    (re.compile(r"^milestones\."), "Milestones, counted."),
    (re.compile(r"^recommendations\."), "Recommendations, counted."),
    (
        re.compile(r"^ratings\.average\.theme\..*\.whole$"),
        "Mean of the ratings of the {theme}'s success measures in the period, to a whole number, halves up.",
    ),
    (
        re.compile(r"^ratings\.average\.theme\."),
        "Mean of the ratings of the {theme}'s success measures in the period, to one decimal, halves up.",
    ),
    (
        re.compile(r"^ratings\.average\.plan\."),
        "Mean of the averages by {theme} (not of all rows), to one decimal, halves up.",
    ),
    (re.compile(r"^costs\."), "Sum of the cost lines of the year."),
)


def recompute(rule: str, figures: Mapping[str, Decimal | None]) -> Decimal | None:
    """Return what the rows give for a rule (`actions.by_status.completed`), or None where they can't."""
    return figures.get(rule) if rule else None


def rule_sentence(rule: str, theme_word: str = "theme") -> str:
    """Return in words how a figure is recomputed; empty where rows can't give it."""
    for pattern, sentence in RULE_SENTENCES:
        if pattern.match(rule):
            return sentence.format(theme=theme_word)
    return ""


def agrees(stated: Decimal | None, recomputed: Decimal | None) -> bool | None:
    """Return whether both are the same figure; None where there is nothing to compare."""
    return None if stated is None or recomputed is None else stated == recomputed


def plain_number(value: Decimal | None) -> int | float | None:
    """Return a figure as JSON and tables show it: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
