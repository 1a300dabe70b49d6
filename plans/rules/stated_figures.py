"""Whether a figure that somebody printed agrees with what the rows give."""

import re
from collections.abc import Mapping
from decimal import Decimal

RULE_SENTENCES = (
    (re.compile(r"^actions\.total$"), "Number of actions (sub-actions, where an action has them)."),
    (
        re.compile(r"^actions\.by_status\..*\.percent$"),
        "Percentage of actions (sub-actions, where an action has them), to the nearest whole number, "
        "halves rounded up.",
    ),
    (
        re.compile(r"^actions\.by_status\."),
        "Number of actions (sub-actions, where an action has them) with this status.",
    ),
    (re.compile(r"^milestones\."), "Number of milestones."),
    (re.compile(r"^recommendations\."), "Number of recommendations."),
    (
        re.compile(r"^ratings\.average\.theme\..*\.whole$"),
        "Mean rating of the {theme}'s success measures in the period, to a whole number, halves rounded up.",
    ),
    (
        re.compile(r"^ratings\.average\.theme\."),
        "Mean rating of the {theme}'s success measures in the period, to one decimal place, halves "
        "rounded up.",
    ),
    (
        re.compile(r"^ratings\.average\.plan\."),
        "Mean of the {theme} averages (not of all rows), to one decimal place, halves rounded up.",
    ),
    (re.compile(r"^costs\."), "Total of the cost lines for the year."),
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
