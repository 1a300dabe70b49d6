"""Giving themes and recommendations other numbers while a plan is set up, before anything goes by them.

Once a workbook was imported, the board has met, or something was rated, returned, answered, written or issued, papers
and drafts go by the numbers: then they stay, and a part that should not be is withdrawn. Past days keep the numbers
that stood then: they are in the versions.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.core.exceptions import ValidationError
from django.db import transaction

from plans.models import (
    BoardDecision,
    Challenge,
    Closure,
    ContradictionAnswer,
    CustomReport,
    ImportRun,
    IndependentCheck,
    IssuedReport,
    Meeting,
    MinutesDraft,
    MonthlyReturn,
    Plan,
    Rating,
    Recommendation,
    RecommendationVersion,
    ReportText,
    SavedView,
    StatedFigure,
    Theme,
    ThemeVersion,
)
from plans.operations.history import Provenance, change_versions
from plans.operations.reports import save_custom_report
from plans.operations.structure import count_change

# Where numbers stand while they change places: no plan counts so far.
ASIDE = 20_000
# What keeps a part's number, or is about a part that may be exempt; and how it is called.
GOES_BY_NUMBERS: tuple[tuple[str, type[Any], dict[str, Any]], ...] = (
    ("it was imported from a workbook", ImportRun, {}),
    ("the board has met", Meeting, {}),
    ("minutes are being written", MinutesDraft, {"planned__plan": None}),
    ("there are monthly returns", MonthlyReturn, {"planned__plan": None}),
    ("something was rated", Rating, {}),
    ("the board has asked or decided something", Challenge, {}),
    ("the board has asked or decided something", BoardDecision, {}),
    ("something was closed", Closure, {}),
    ("something was independently checked", IndependentCheck, {"recommendation__plan": None}),
    ("a lead has answered a check", ContradictionAnswer, {}),
    ("words of a report were written", ReportText, {}),
    ("a report was issued", IssuedReport, {}),
    ("figures in your papers are compared with it", StatedFigure, {}),
    ("an item is or was exempt", RecommendationVersion, {"recommendation__plan": None, "exempt": True}),
)

Moves = Mapping[int, int]


def why_numbers_stay(plan: Plan) -> str:
    """Return why a plan's numbers can't be changed any more, as the rest of a sentence; empty where they can."""
    for why, model, conditions in GOES_BY_NUMBERS:
        asked = {
            name: plan if value is None else value for name, value in (conditions or {"plan": None}).items()
        }
        if model._default_manager.filter(**asked).exists():
            return why
    return ""


@transaction.atomic
def renumber(plan: Plan, themes: Moves, recommendations: Moves, *, provenance: Provenance) -> int:
    """Give themes and recommendations, by key, other numbers from today; return how many changed.

    Raises ValidationError where something goes by the numbers already, and where two would have one number, also where
    the other was withdrawn.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if why := why_numbers_stay(plan):
        raise ValidationError(f"The numbers of this plan can't be changed any more: {why}.")
    changed = 0
    for kind, identity, version, wanted in (
        ("theme", Theme, ThemeVersion, themes),
        ("recommendation", Recommendation, RecommendationVersion, recommendations),
    ):
        numbers: dict[int, int] = dict(
            identity._default_manager.filter(plan=plan).values_list("pk", "number")
        )
        moving = {key: number for key, number in wanted.items() if numbers[key] != number}
        if not moving:
            continue
        _check({**numbers, **moving}, plan.theme_word if kind == "theme" else kind)
        change_versions(
            version, kind, {key: {"number": number} for key, number in moving.items()}, provenance
        )
        for shift in (ASIDE, 0):
            for key, number in moving.items():
                identity._default_manager.filter(pk=key).update(number=number + shift)
        _move_filters(plan, kind, {numbers[key]: number for key, number in moving.items()}, provenance)
        changed += len(moving)
    count_change(plan)
    return changed


def _check(numbers: Moves, word: str) -> None:
    taken = sorted(numbers.values())
    twice = next(
        (number for number, following in zip(taken, taken[1:], strict=False) if number == following), None
    )
    if twice is not None:
        raise ValidationError(
            f"Two would be {word} {twice}, one of which may have been withdrawn: give one another number."
        )


def _move_filters(plan: Plan, kind: str, moved: Moves, provenance: Provenance) -> None:
    """Keep lists that people saved, and custom reports, about what they were about."""
    for view in SavedView.objects.filter(plan=plan, query__contains=f"{kind}="):
        SavedView.objects.filter(pk=view.pk).update(query=_in_query(view.query, kind, moved))
    newest: dict[str, CustomReport] = {}
    for row in CustomReport.objects.filter(plan=plan).order_by("pk"):
        newest[row.slug] = row
    for row in newest.values():
        filters = _in_query(row.filters, kind, moved)
        if filters != row.filters and not row.is_removed:
            save_custom_report(
                plan,
                row.name,
                row.subject,
                row.columns,
                filters,
                row.grouped_by,
                slug=row.slug,
                provenance=provenance,
            )


def _in_query(query: str, name: str, moved: Moves) -> str:
    parts = parse_qsl(query, keep_blank_values=True)
    changed = [
        (key, str(moved.get(int(value), value)) if key == name and value.isdecimal() else value)
        for key, value in parts
    ]
    return urlencode(changed) if changed != parts else query
