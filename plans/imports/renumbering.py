"""Gives themes and recommendations that a list only names the numbers that they have on the plan already.

A list without numbers is numbered as its lines come; another order of lines must not re-name what is on record.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from plans.imports.document import PlanDocument
from plans.imports.values import text_key
from plans.models import Plan, RecommendationVersion, ThemeVersion


def renumber(document: PlanDocument, plan: Plan | None) -> None:
    """Change the numbers that were given by order to those on record, by title or text; new ones follow the last."""
    if plan is None or not (document.unnumbered_themes or document.unnumbered_recommendations):
        return
    themes = {
        text_key(version.title): version.theme.number
        for version in ThemeVersion.objects.filter(theme__plan=plan, known_to=None).select_related("theme")
    }
    items = {
        text_key(version.text): version.recommendation.number
        for version in RecommendationVersion.objects.filter(
            recommendation__plan=plan, known_to=None
        ).select_related("recommendation")
        if version.text
    }
    theme_numbers = _numbers(
        {item.number: text_key(item.title) for item in document.themes}, document.unnumbered_themes, themes
    )
    item_numbers = _numbers(
        {item.number: text_key(item.text) for item in document.recommendations},
        document.unnumbered_recommendations,
        items,
    )
    for name in (
        "themes",
        "commitments",
        "recommendations",
        "milestones",
        "actions",
        "success_measures",
        "measures",
    ):
        found = getattr(document, name)
        found[:] = [_renumbered(item, theme_numbers, item_numbers) for item in found]
    document.themes.sort(key=lambda item: item.number)
    document.recommendations.sort(key=lambda item: item.number)


def _numbers(words: Mapping[int, str], by_order: set[int], known: Mapping[str, int]) -> dict[int, int]:
    """Return the number of each number that was given by order."""
    taken = {*known.values(), *(number for number in words if number not in by_order)}
    numbers = {}
    for number in sorted(by_order):
        found = known.get(words.get(number, ""))
        if found is None:
            found = max(taken, default=0) + 1
        taken.add(found)
        numbers[number] = found
    return numbers


def _renumbered(item: Any, themes: Mapping[int, int], recommendations: Mapping[int, int]) -> Any:
    kind = type(item).__name__
    changed: dict[str, Any] = {}
    for field in fields(item):
        value = getattr(item, field.name)
        if field.name == "number":
            changed["number"] = (themes if kind == "ThemeItem" else recommendations).get(value, value)
        elif field.name == "theme" and value is not None:
            changed["theme"] = themes.get(value, value)
        elif field.name == "themes":
            changed["themes"] = tuple(themes.get(number, number) for number in value)
        elif field.name == "recommendations":
            changed["recommendations"] = tuple(recommendations.get(number, number) for number in value)
    return replace(item, **changed)
