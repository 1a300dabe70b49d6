"""Gives themes and recommendations of a workbook the numbers that they have on the plan today.

A list without numbers is numbered as its lines come; another order of lines must not re-name what is on record. And a
workbook may go on with numbers that were changed here: what it calls by such a number, in the words on record, is that.
"""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from django.db.models import F

from plans.imports.document import PlanDocument
from plans.imports.values import text_key
from plans.models import Plan, RecommendationVersion, ThemeVersion


def renumber(document: PlanDocument, plan: Plan | None) -> None:
    """Change the numbers that were given by order to those on record, by title or text; new ones follow the last."""
    if plan is None:
        return
    former_themes, former_items = (
        _former(ThemeVersion, "theme", plan),
        _former(RecommendationVersion, "recommendation", plan),
    )
    by_order = document.unnumbered_themes or document.unnumbered_recommendations
    if not (by_order or former_themes or former_items):
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
    titles = {item.number: text_key(item.title) for item in document.themes}
    texts = {item.number: text_key(item.text) for item in document.recommendations}
    theme_numbers = {
        **_todays(titles, former_themes, themes),
        **_numbers(titles, document.unnumbered_themes, themes),
    }
    item_numbers = {
        **_todays(texts, former_items, items),
        **_numbers(texts, document.unnumbered_recommendations, items),
    }
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


def _former(
    versions: type[ThemeVersion | RecommendationVersion], identity: str, plan: Plan
) -> set[tuple[int, int]]:
    """Return which numbers were changed here: the one that a part had, and the one that it has today."""
    rows = versions._default_manager.filter(**{f"{identity}__plan": plan})
    changed = rows.exclude(number=F(f"{identity}__number"))
    return set(changed.order_by().values_list("number", f"{identity}__number").distinct())


def _todays(
    words: Mapping[int, str], former: set[tuple[int, int]], known: Mapping[str, int]
) -> dict[int, int]:
    """Return today's number of each number that a workbook goes on with; of none where two would be one."""
    numbers = {
        number: known[key] for number, key in words.items() if key and (number, known.get(key)) in former
    }
    after = [numbers.get(number, number) for number in words]
    return numbers if len(set(after)) == len(after) else {}


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
