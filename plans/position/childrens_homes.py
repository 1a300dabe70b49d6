"""The judgements of a council's children's homes over time, as far as they were made on a day."""

from datetime import date

from plans.choices import Framework, JudgementGrade
from plans.models import Judgement, Plan
from plans.rules.standing_judgements import Judged, StandingJudgements, standing_judgements


def home_judgements(plan: Plan, as_at: date) -> list[StandingJudgements]:
    """Return how the homes stood after each inspection up to a day, newest first; one query."""
    rows = (
        Judgement.objects.filter(
            inspection__council=plan.council_id,
            inspection__framework=Framework.CHILDRENS_HOME,
            inspection__ended_on__lte=as_at,
            area="Overall effectiveness",
        )
        .select_related("inspection")
        .order_by("inspection__ended_on", "pk")
    )
    judged = [
        Judged(row.inspection.setting, row.inspection.ended_on, JudgementGrade(row.grade))
        for row in rows
        if row.inspection.ended_on
    ]
    return list(reversed(standing_judgements(judged)))
