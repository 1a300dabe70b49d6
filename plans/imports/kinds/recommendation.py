"""Recommendations: the inspectorate's words, the themes that work on them, who answers for them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plans.choices import RecommendationKind
from plans.imports.changes import Change, changed_fields, new_ones
from plans.imports.kinds.fields import SharedFields
from plans.imports.kinds.kind import Identity, Kind
from plans.imports.kinds.officers import officers_named
from plans.imports.known import ON_RECORD, OnRecord
from plans.imports.parsers.people import Person
from plans.imports.values import Row, Source, stored
from plans.imports.writing import Context
from plans.models import Plan, RecommendationLead, RecommendationTheme, RecommendationVersion
from plans.operations.history import change_versions, set_members
from plans.operations.structure import add_recommendations, set_recommendation_themes

if TYPE_CHECKING:
    from plans.imports.document import PlanDocument


@dataclass(frozen=True)
class RecommendationItem:
    number: int
    text: str
    source: Source
    kind: RecommendationKind = RecommendationKind.RECOMMENDATION
    themes: tuple[int, ...] = ()
    rating: str | None = None
    rating_source: Source | None = None
    outcome: str = ""
    evidence: str = ""
    further_actions: str = ""
    leads: tuple[Person, ...] = ()


SHARED = SharedFields(RecommendationItem, RecommendationVersion)


def rows(document: "PlanDocument") -> Iterator[Row]:
    for item in document.recommendations:
        yield Row(
            "recommendation",
            str(item.number),
            {**SHARED.of_item(item), "themes": list(item.themes), "leads": stored(item.leads)},
            item.source,
            label=f"Recommendation {item.number}",
        )


def recorded(plan: Plan) -> Iterator[OnRecord]:
    leads = officers_named(RecommendationLead.objects.filter(recommendation__plan=plan), "recommendation_id")
    themes: dict[int, list[int]] = defaultdict(list)
    links = RecommendationTheme.objects.filter(recommendation__plan=plan, known_to=None)
    for link in links.select_related("theme").order_by("pk"):
        themes[link.recommendation_id].append(link.theme.number)
    versions = RecommendationVersion.objects.filter(ON_RECORD, recommendation__plan=plan, known_to=None)
    for version in versions.select_related("recommendation"):
        key, number = version.recommendation_id, version.recommendation.number
        values = {**SHARED.of_version(version), "themes": themes[key], "leads": leads[key]}
        yield OnRecord(
            key, str(number), values, label=f"Recommendation {number}", is_left_out=version.withdrawn
        )


def write(context: Context, changes: list[Change]) -> None:
    added = add_recommendations(
        context.plan,
        {int(change.row.key): SHARED.to_columns(change.values) for change in new_ones(changes)},
        provenance=context.provenance,
    )
    for number, recommendation in added.items():
        context.recommendations[number] = recommendation.pk
        context.written["recommendation", str(number)] = recommendation.pk
    change_versions(
        RecommendationVersion,
        "recommendation",
        changed_fields(changes, SHARED.to_columns),
        context.provenance,
    )
    set_recommendation_themes(
        {
            context.written["recommendation", change.row.key]: [
                context.themes[number] for number in change.values["themes"]
            ]
            for change in changes
            if "themes" in change.values
        },
        provenance=context.provenance,
    )
    set_members(
        RecommendationLead,
        "recommendation",
        "officer",
        {
            context.written["recommendation", change.row.key]: context.officer_keys(change.values["leads"])
            for change in changes
            if "leads" in change.values
        },
        context.provenance,
    )


RECOMMENDATION = Kind(
    "recommendation",
    rows,
    write,
    recorded,
    identity=Identity(RecommendationVersion, "recommendation", "recommendation__plan"),
)
