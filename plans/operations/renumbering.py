"""Giving themes and recommendations other numbers from a day on: what is kept under a number moves along.

Past days, issued reports and closed meetings keep the numbers that stood then: they are in the versions.
"""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from django.core.exceptions import ValidationError
from django.db import transaction

from plans.models import (
    ContradictionAnswer,
    CustomReport,
    Plan,
    Recommendation,
    RecommendationVersion,
    ReportText,
    SavedView,
    Theme,
    ThemeVersion,
)
from plans.operations.history import Provenance, change_versions
from plans.operations.structure import count_change

# Parts of a report that are named after a theme's or a recommendation's number.
TEXTS = {
    "theme": re.compile(r"(good-progress|further-action)-(\d+)"),
    "recommendation": re.compile(r"(detail)-(\d+)"),
}
# Where numbers stand while they change places: no plan counts so far.
ASIDE = 20_000

Moves = Mapping[int, int]


@transaction.atomic
def renumber(plan: Plan, themes: Moves, recommendations: Moves, *, provenance: Provenance) -> int:
    """Give themes and recommendations, by key, other numbers from today; return how many changed.

    Raises ValidationError where two would have one number, also where the other was withdrawn.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
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
        moved = {numbers[key]: number for key, number in moving.items()}
        _move_texts(plan, TEXTS[kind], moved, provenance)
        _move_answers(plan, kind, moved, provenance)
        _move_filters(plan, kind, moved, provenance)
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


def _move_texts(plan: Plan, named: re.Pattern[str], moved: Moves, provenance: Provenance) -> None:
    """Keep what analysts wrote about a thing with the thing; what is left without one is emptied."""
    newest: dict[tuple[str, str], ReportText] = {}
    for row in ReportText.objects.as_at(provenance.known_on).filter(plan=plan).order_by("known_on", "pk"):
        newest[row.report, row.part] = row
    texts: dict[tuple[str, str], tuple[str, str]] = {}
    for (report, part), row in newest.items():
        match = named.fullmatch(part)
        if match and int(match[2]) in moved and row.text:
            texts.setdefault((report, part), ("", ""))
            texts[report, f"{match[1]}-{moved[int(match[2])]}"] = (row.text, row.draft)
    ReportText.objects.bulk_create(
        ReportText(plan=plan, report=report, part=part, text=text, draft=draft, **provenance.dated())
        for (report, part), (text, draft) in texts.items()
    )


def _move_answers(plan: Plan, kind: str, moved: Moves, provenance: Provenance) -> None:
    """Keep a lead's answer with what it was about, as theirs."""
    subjects = {f"{kind} {number}": f"{kind} {now}" for number, now in moved.items()}
    rows = ContradictionAnswer.objects.as_at(provenance.known_on).filter(plan=plan, subject__in=subjects)
    ContradictionAnswer.objects.bulk_create(
        ContradictionAnswer(
            plan=plan,
            kind=row.kind,
            subject=subjects[row.subject],
            basis=row.basis,
            reason=row.reason,
            **{**provenance.dated(), "by_id": row.by_id},
        )
        for row in list(rows)
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
            CustomReport.objects.create(
                plan=plan,
                slug=row.slug,
                name=row.name,
                subject=row.subject,
                columns=row.columns,
                filters=filters,
                grouped_by=row.grouped_by,
                **provenance.dated(),
            )


def _in_query(query: str, name: str, moved: Moves) -> str:
    parts = parse_qsl(query, keep_blank_values=True)
    changed = [
        (key, str(moved.get(int(value), value)) if key == name and value.isdecimal() else value)
        for key, value in parts
    ]
    return urlencode(changed) if changed != parts else query
