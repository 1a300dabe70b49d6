"""Adding, changing and withdrawing a plan's parts one at a time, as a form does. Every change is a version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from plans.models import (
    Action,
    ActionRecommendation,
    ActionVersion,
    Milestone,
    MilestoneVersion,
    Plan,
    Recommendation,
    RecommendationLead,
    RecommendationVersion,
    SuccessMeasure,
    SuccessMeasureVersion,
    Theme,
)
from plans.models.history import Version
from plans.operations.history import Provenance, change_versions, set_members
from plans.operations.structure import (
    NewSuccessMeasure,
    add_milestones,
    add_recommendations,
    add_success_measures,
    change_actions,
    count_change,
    set_commitments,
    set_recommendation_themes,
)

Part = Action | Recommendation | Milestone | SuccessMeasure
KINDS: Mapping[str, type[Part]] = {
    "recommendation": Recommendation,
    "action": Action,
    "milestone": Milestone,
    "success-measure": SuccessMeasure,
}
# Each part's versions, and the foreign key by which they hang on it.
VERSIONS: dict[type[Part], tuple[type[Version], str]] = {
    Action: (ActionVersion, "action"),
    Recommendation: (RecommendationVersion, "recommendation"),
    Milestone: (MilestoneVersion, "milestone"),
    SuccessMeasure: (SuccessMeasureVersion, "success_measure"),
}


@transaction.atomic
def save_recommendation(
    plan: Plan,
    item: Recommendation | None,
    words: Mapping[str, Any],
    themes: Sequence[int],
    leads: Sequence[int],
    *,
    number: int | None = None,
    provenance: Provenance,
) -> Recommendation:
    """Add a recommendation, with the next number where none is given, or follow its words; set its themes and leads."""
    if item is None:
        highest = plan.recommendations.aggregate(highest=Max("number"))["highest"] or 0
        number = number or highest + 1
        item = add_recommendations(plan, {number: words}, provenance=provenance)[number]
    else:
        change_versions(RecommendationVersion, "recommendation", {item.pk: words}, provenance)
    set_recommendation_themes({item.pk: themes}, provenance=provenance)
    set_members(RecommendationLead, "recommendation", "officer", {item.pk: leads}, provenance)
    count_change(plan)
    return item


@transaction.atomic
def change_action(
    action: Action,
    fields: Mapping[str, Any],
    leads: Sequence[int],
    recommendations: Sequence[int],
    *,
    provenance: Provenance,
) -> None:
    """Follow an action's words and place, and set its leads and what it serves; its sub-actions move along.

    That it serves a recommendation which was withdrawn stays on record: put back, that is linked to it again.
    """
    withdrawn = ActionRecommendation.objects.filter(
        action=action,
        known_to=None,
        recommendation__versions__known_to=None,
        recommendation__versions__withdrawn=True,
    )
    recommendations = [*recommendations, *withdrawn.values_list("recommendation_id", flat=True)]
    change_actions(
        {action.pk: fields},
        provenance=provenance,
        leads={action.pk: leads},
        recommendations={action.pk: recommendations},
    )
    children = list(
        ActionVersion.objects.filter(parent=action, known_to=None).values_list("action_id", flat=True)
    )
    if children:
        change_actions(
            {key: {"theme": fields["theme"]} for key in children},
            provenance=provenance,
            recommendations=dict.fromkeys(children, recommendations),
        )
    count_change(action.plan)


@transaction.atomic
def save_milestone(
    theme: Theme, milestone: Milestone | None, fields: Mapping[str, Any], *, provenance: Provenance
) -> Milestone:
    """Add a milestone to a theme under the next code (M1, M2 …), or follow what one says."""
    if milestone is None:
        taken = set(theme.milestones.values_list("code", flat=True))
        code = next(f"M{n}" for n in range(1, len(taken) + 2) if f"M{n}" not in taken)
        milestone = add_milestones({(theme.pk, code): fields}, provenance=provenance)[theme.pk, code]
    else:
        change_versions(MilestoneVersion, "milestone", {milestone.pk: fields}, provenance)
    count_change(theme.plan)
    return milestone


@transaction.atomic
def save_success_measure(
    plan: Plan, measure: SuccessMeasure | None, fields: Mapping[str, Any], *, provenance: Provenance
) -> SuccessMeasure:
    """Add a success measure under an action or a theme (`action_id`, `theme_id`), or follow what one says."""
    if measure is None:
        measure = add_success_measures(plan, [NewSuccessMeasure(dict(fields))], provenance=provenance)[0]
    else:
        change_versions(SuccessMeasureVersion, "success_measure", {measure.pk: fields}, provenance)
    count_change(plan)
    return measure


@transaction.atomic
def save_commitment(theme: Theme, reference: str, text: str, *, provenance: Provenance) -> None:
    """Make a theme's commitment of a reference say the given words."""
    set_commitments({(theme.pk, reference): text}, provenance=provenance)
    count_change(theme.plan)


@transaction.atomic
def withdraw_part(plan: Plan, part: Part, reason: str, *, provenance: Provenance) -> None:
    """Take a part out of the plan from today, and an action's sub-actions with it; what was recorded of it stays."""
    _set_withdrawn(plan, part, True, reason, provenance)


@transaction.atomic
def put_back(plan: Plan, part: Part, *, provenance: Provenance) -> None:
    """Put a part that was withdrawn back into the plan, as it was, and the sub-actions that went with it."""
    _set_withdrawn(plan, part, False, "Put back", provenance)


def _set_withdrawn(plan: Plan, part: Part, is_withdrawn: bool, reason: str, provenance: Provenance) -> None:
    model, identity = VERSIONS[type(part)]
    keys = [part.pk]
    if isinstance(part, Action):
        children = ActionVersion.objects.filter(parent=part, known_to=None)
        if not is_withdrawn:
            # One that was withdrawn by itself before stays so.
            went_along = part.versions.get(known_to=None).reason
            children = children.filter(withdrawn=True, reason=went_along)
        keys += children.values_list("action_id", flat=True)
    why = provenance.because(reason)
    change_versions(model, identity, {key: {"withdrawn": is_withdrawn} for key in keys}, why)
    count_change(plan)


@dataclass(frozen=True)
class WithdrawnPart:
    """A part that left the plan: of which kind, what it is, and the version that says since when and why."""

    kind: str
    part: Part
    version: Any


def withdrawn_parts(plan: Plan) -> list[WithdrawnPart]:
    """Return what was withdrawn from a plan and stands outside it today, by kind and in order; four queries."""
    found = []
    for kind, model in KINDS.items():
        versions, identity = VERSIONS[model]
        of_plan = "milestone__theme__plan" if model is Milestone else f"{identity}__plan"
        rows = (
            versions._default_manager.filter(known_to=None, withdrawn=True, **{of_plan: plan})
            .select_related(identity)
            .order_by(identity)
        )
        found += [WithdrawnPart(kind, getattr(row, identity), row) for row in rows]
    return found
