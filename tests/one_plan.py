"""Which rows belong to a plan, derived from the models, and one hash of them by table: no table can be forgotten.

A row is a plan's where its own foreign keys lead there; one with a key to a plan is that plan's alone. What belongs to no
plan (officers, measures, inspections, the council, files) is shared: a plan's are what its rows refer to, and what hangs
on that.
"""

from collections import defaultdict
from functools import cache
from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db import models

from improvement.models import Council, Officer, User
from plans.models import Plan

OURS = [
    model
    for label in ("improvement", "performance", "plans")
    for model in apps.get_app_config(label).get_models()
]
# Nothing hangs on these but what has a plan of its own or is the council's: a measure's owner does not make it theirs.
NOTHING_HANGS_ON = (Council, Officer)
Key = tuple[type[models.Model], Any]


def keys_of(model: type[models.Model]) -> list[models.ForeignKey]:
    """Return a model's foreign keys to our tables; accounts sign in to all plans and are no plan's."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model in OURS
        and field.related_model is not User
    ]


def columns_of(model: type[models.Model]) -> list[str]:
    """Return what a table says; not a council's revision, which the database counts for whoever writes."""
    names = [field.attname for field in model._meta.concrete_fields]
    return [name for name in names if (model, name) != (Council, "revision")]


class Tables:
    """Every row of every table of ours, as it stands now."""

    def __init__(self) -> None:
        self.rows: dict[type[models.Model], dict[Any, dict[str, Any]]] = {
            model: {
                row[model._meta.pk.attname]: row for row in model._base_manager.values(*columns_of(model))
            }
            for model in OURS
            if model is not User
        }
        self.plans_of = cache(self._plans_of)

    def refers_to(self, key: Key) -> list[tuple[models.ForeignKey, Key]]:
        model, number = key
        row = self.rows[model][number]
        return [
            (field, (field.related_model, row[field.attname]))
            for field in keys_of(model)
            if row[field.attname] is not None
        ]

    def _plans_of(self, key: Key) -> frozenset[int]:
        if key[0] is Plan:
            return frozenset({key[1]})
        referred = self.refers_to(key)
        own = [other for field, other in referred if field.related_model is Plan]
        if own:
            return frozenset(number for _model, number in own)
        same = (other for _field, other in referred if other != key and other[0] is not key[0])
        return frozenset().union(*(self.plans_of(other) for other in same))

    def belonging_to(self, plan: Plan) -> set[Key]:
        """Return the plan's own rows, and the shared ones that they stand on."""
        every = [(model, number) for model, rows in self.rows.items() for number in rows]
        found = {key for key in every if plan.pk in self.plans_of(key)}
        shared = [key for key in every if not self.plans_of(key)]
        hanging: dict[Key, list[Key]] = defaultdict(list)
        for key in shared:
            for field, other in self.refers_to(key):
                if field.related_model not in NOTHING_HANGS_ON:
                    hanging[other].append(key)
        waiting = list(found)
        while waiting:
            key = waiting.pop()
            onwards = [other for _field, other in self.refers_to(key) if not self.plans_of(other)]
            for other in (*onwards, *hanging[key]):
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return found


def tables_of(plan: Plan) -> dict[str, tuple[int, str]]:
    """Return how many rows each table holds of a plan, and their hash, by the table's name."""
    tables = Tables()
    by_model: dict[type[models.Model], list[Any]] = defaultdict(list)
    for model, number in tables.belonging_to(plan):
        by_model[model].append(number)
    return {
        model._meta.label: (
            len(numbers),
            sha256(
                "\n".join(
                    repr(sorted(tables.rows[model][n].items())) for n in sorted(numbers, key=str)
                ).encode()
            ).hexdigest(),
        )
        for model, numbers in by_model.items()
    }
