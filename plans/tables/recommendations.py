"""The list of recommendations as a table: why each is rated as it is, who leads, what is late, what it comes to."""

from functools import cached_property
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from plans.models import Plan
from plans.position.rating_matrix import MatrixCell
from plans.position.recommendations import RecommendationPosition
from plans.rules.rating_moves import rating_move
from plans.rules.three_answers import Answer

NOT_RATED_LAST = 99
WORST_ANSWER_FIRST = (Answer.NO, Answer.PARTLY, Answer.UNKNOWN, Answer.YES)


class RecommendationRow:
    """A recommendation with the values that its columns show and sort by. `strip` is its last cells with their days."""

    def __init__(
        self,
        item: RecommendationPosition,
        plan: Plan,
        as_at_query: str,
        strip: tuple[tuple[Any, MatrixCell], ...],
    ) -> None:
        self.item = item
        self.plan = plan
        self.strip = strip
        self.address = reverse("plans:recommendation", args=[plan.slug, item.number]) + as_at_query
        self.number = item.number
        self.leads_text = item.answering_text
        if item.answering_text and not item.leads:
            self.leads_text = f"Of its actions: {item.answering_text}"
        self.overdue = len(item.overdue_actions)
        self.rating_sort = item.rating.level.order if item.rating else NOT_RATED_LAST
        # Drawn by a template.
        self.recommendation = self.rating = self.reason = self.late = self.answers = " "

    @cached_property
    def moved(self) -> str:
        """Which way its rating moved when it was last given another."""
        if self.item.rating is None or self.item.previous_rating is None:
            return ""
        return rating_move(self.item.previous_rating.level, self.item.rating.level)

    @property
    def answers_sort(self) -> tuple[int, int, int]:
        """Its three answers, the worst first: not working before not embedded."""
        answers = (self.item.working, self.item.delivered, self.item.embedded)
        first, second, third = (WORST_ANSWER_FIRST.index(answered.answer) for answered in answers)
        return first, second, third

    def drawn(self, column: str) -> SafeString:
        """Return a cell drawn by its template; quite empty where that says nothing, so that a phone leaves it out."""
        context = {"row": self, "item": self.item, "plan": self.plan}
        return SafeString(render_to_string(f"plans/recommendation/rows/{column}.html", context).strip())


class DrawnColumn(tables.Column):
    """A column whose cells its rows draw, under its name."""

    def render(self, record: RecommendationRow, bound_column: tables.columns.BoundColumn) -> SafeString:
        return record.drawn(bound_column.name)


class RecommendationTable(tables.Table):
    """Recommendations, one a row."""

    caption = "Recommendations"

    recommendation = DrawnColumn(verbose_name="Recommendation", order_by="number")
    rating = DrawnColumn(verbose_name="Rating", order_by="rating_sort")
    reason = DrawnColumn(verbose_name="Why: the last reason given", orderable=False)
    leads_text = tables.Column(verbose_name="Lead officers", empty_values=("",), default="Not named")
    late = DrawnColumn(verbose_name="Actions", order_by="-overdue")
    answers = DrawnColumn(verbose_name="Is it delivered, working, embedded?", order_by="answers_sort")

    class Meta:
        attrs = {"class": "govuk-table app-stack app-compact"}
        empty_text = "No recommendations match. Change or clear the filters to see more."
