"""The judgements of a council's children's homes over time, as far as they were made on a day."""

from datetime import date

from plans.choices import Framework, JudgementGrade
from plans.models import Inspection, Plan
from plans.position.inspections import judgements_on
from plans.rules.standing_judgements import Judged, StandingJudgements, standing_judgements


def home_judgements(plan: Plan, as_at: date) -> list[StandingJudgements]:
    """Return how the homes stood after each inspection up to a day, newest first; two queries."""
    homes = list(
        Inspection.objects.on_record(as_at)
        .filter(council=plan.council_id, framework=Framework.CHILDRENS_HOME, ended_on__lte=as_at)
        .order_by("ended_on", "pk")
    )
    grades = judgements_on(homes, as_at)
    judged = [
        Judged(home.setting, home.ended_on, JudgementGrade(row.grade))
        for home in homes
        for row in grades[home.pk]
        if home.ended_on and row.area == "Overall effectiveness"
    ]
    return list(reversed(standing_judgements(judged)))
