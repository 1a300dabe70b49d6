"""Ratings: what a workbook says of recommendations, actions and success measures, some for a period."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from plans.imports.changes import Change
from plans.imports.kinds.kind import Kind
from plans.imports.kinds.success_measure import success_measure_keys
from plans.imports.known import Known
from plans.imports.values import Row, Source, child_key, header_words
from plans.imports.writing import Context
from plans.models import Plan, Rating, levels_on
from plans.operations.ratings import ImportedRating, record_imported_ratings

if TYPE_CHECKING:
    from plans.imports.document import PlanDocument

SUBJECTS = ("recommendation", "theme", "action", "success_measure")


@dataclass(frozen=True)
class RatingItem:
    """A rating of an action or a success measure (its order), for a period where the column names one."""

    of: str
    order: int
    level: str
    source: Source
    period: str = ""
    known_on: date | None = None


def rows(document: "PlanDocument") -> Iterator[Row]:
    for item in document.recommendations:
        if item.rating:
            yield Row(
                "rating",
                f"recommendation {item.number}",
                {"level": item.rating},
                item.rating_source or item.source,
                scope="recommendation",
                parent_key=str(item.number),
                label=f"Recommendation {item.number}, rating",
            )
    if not document.ratings:
        return
    keys = {"action": document.action_keys, "success_measure": success_measure_keys(document)}
    for rating in document.ratings:
        parent_key = keys[rating.of][rating.order]
        own_key = f"{rating.of} {header_words(rating.period)}".strip()
        yield Row(
            "rating",
            child_key(parent_key, own_key),
            {"level": rating.level, "period": rating.period},
            rating.source,
            scope=rating.of,
            known_on=rating.known_on,
            parent_key=parent_key,
            own_key=own_key,
            label=f"Rating {rating.level}, {rating.period}" if rating.period else f"Rating {rating.level}",
        )


def correct(plan: Plan, ratings: dict[int, Known]) -> None:
    """Put what the board says now beside what the workbook said last, for ratings that are of no fixed period."""
    current: dict[tuple[str, int], str] = {}
    subjects: dict[int, tuple[str, int]] = {}
    standing = Rating.objects.filter(plan=plan, import_run__undo__isnull=True)
    columns = [f"{name}_id" for name in SUBJECTS]
    rows_of = standing.order_by("known_on", "pk").values_list("pk", "level__code", *columns)
    for number, code, *keys in rows_of:
        subject = next((name, key) for name, key in zip(SUBJECTS, keys, strict=True) if key is not None)
        current[subject] = code
        subjects[number] = subject
    for number, known in ratings.items():
        if number in subjects and not (known.imported or {}).get("period"):
            level = current[subjects[number]]
            ratings[number] = replace(known, values={**known.values, "level": level})


def write(context: Context, changes: list[Change]) -> None:
    levels = {level.code: level for level in levels_on(context.plan, context.provenance.known_on)}
    ratings = []
    for change in changes:
        kind, parent_key = change.row.scope, change.row.parent_key
        key = (
            context.recommendations[int(parent_key)]
            if kind == "recommendation"
            else context.written[kind, parent_key]
        )
        level = levels[change.row.values["level"]]
        ratings.append(ImportedRating(kind, key, level, context.known_day(change)))
    context.note(changes, record_imported_ratings(context.plan, ratings, provenance=context.provenance))


RATING = Kind("rating", rows, write, correct=correct, hangs=True, falls_with_import=True)
