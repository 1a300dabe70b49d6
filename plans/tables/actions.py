"""The action list as a table: declared columns over a position's actions; nothing is fetched here."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlencode

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from plans.models import Plan
from plans.position.actions import ActionPosition
from plans.position.overview import is_rated_not_good

LONGEST_REASON = 160
NEW = SafeString('<strong class="govuk-tag app-tag app-tag--new">New</strong>')


class ShownPage(Protocol):
    """What a row's link is made of: the plan, and the day that the page shows where it is past."""

    plan: Plan

    @property
    def as_at_query(self) -> str: ...


class ActionTable(tables.Table):
    """Lowest-level actions, one a row. `base` of the links comes with the request's page."""

    caption = "Actions"

    chosen = tables.Column(
        verbose_name="Choose",
        orderable=False,
        empty_values=(),
        attrs={"td": {"class": "app-choose"}, "th": {"class": "app-choose"}},
    )
    full_text = tables.Column(verbose_name="Action", attrs={"td": {"class": "app-clip app-pre"}})
    reference = tables.Column(verbose_name="Ref", order_by="sort_key", attrs={"td": {"class": "app-nowrap"}})
    leads_text = tables.Column(verbose_name="Lead officer")
    due = tables.Column(verbose_name="Due", order_by="due_sort", attrs={"td": {"class": "app-nowrap"}})
    status_label = tables.Column(verbose_name="Status", order_by="status_label")
    rating = tables.Column(verbose_name="Rating", order_by="rating_sort", empty_values=())
    update = tables.Column(
        verbose_name="Last update",
        order_by="update_sort",
        empty_values=(),
        attrs={"td": {"class": "app-nowrap"}},
    )

    class Meta:
        attrs = {"class": "govuk-table app-stack app-compact"}
        empty_text = (
            "No actions match. Change or clear the filters to see more; what was said in updates is found by the "
            "search at the top of the page."
        )

    def render_chosen(self, record: "ActionRow") -> str:
        return render_to_string("plans/_choose_action.html", {"row": record}) if record.may_be_chosen else ""

    def render_full_text(self, record: "ActionRow") -> str:
        link = format_html('<a class="govuk-link" href="{}">{}</a>', record.address, record.full_text)
        rating = record.action.rating
        if not is_rated_not_good(record.action) or rating is None or not rating.reason:
            return link
        reason = Truncator(rating.reason).chars(LONGEST_REASON)
        return format_html(
            '{}<span class="app-row-note app-muted">{} on {}: {}</span>',
            link,
            rating.level.name,
            f"{rating.known_on:%-d %b %Y}",
            reason,
        )

    def render_due(self, record: "ActionRow") -> str:
        notes = [f"first due {first}"] if (first := record.action.first_due_shown) else []
        notes += [f"asked for {move.to_shown}" for move in record.action.due_moves if move.is_waiting]
        lines = format_html_join("", '<br><span class="app-muted">{}</span>', ((note,) for note in notes))
        return format_html("{}{}", record.due or "No date", lines)

    def render_status_label(self, record: "ActionRow") -> str:
        return render_to_string("plans/_row_status.html", {"row": record})

    def render_rating(self, record: "ActionRow") -> str:
        if record.action.rating is None:
            return format_html('<span class="app-muted app-none">{}</span>', "Not rated")
        return render_to_string("components/rating.html", {"rating": record.action.rating})

    def render_update(self, record: "ActionRow") -> str:
        if record.action.update is None:
            return "None"
        day = f"{record.action.update.known_on:%-d %b %Y}"
        return format_html("{}<br>{}", day, NEW) if record.is_new else day


class ActionRow:
    """An action with the values that its columns sort by."""

    def __init__(
        self,
        action: ActionPosition,
        order: int,
        page: ShownPage,
        may_choose: Callable[[ActionPosition], bool] = lambda action: False,
        looked: datetime | None = None,
        reports: Callable[[ActionPosition], bool] = lambda action: False,
    ) -> None:
        self.action = action
        self.page = page
        self.sort_key = order
        self.reference = action.reference
        self.may_choose = may_choose
        self.looked = looked
        self.reports = reports
        # Whether it was changed in its row a moment ago.
        self.is_saved = False

    # Worked out where a row is shown or sorted by: of a long plan, a page shows twenty-five.
    rating: Any = None
    update: Any = None
    chosen: Any = None

    @property
    def change_address(self) -> str:
        """Where the action is changed: in its row by a script, else on a page."""
        address = reverse("plans:actions-change", args=[self.page.plan.slug])
        return f"{address}?{urlencode({'action': self.reference})}"

    @property
    def is_new(self) -> bool:
        """Whether its update was recorded since who asks last looked."""
        update = self.action.update
        return self.looked is not None and update is not None and update.recorded_at > self.looked

    @property
    def may_be_chosen(self) -> bool:
        """Whether who asks may change the action together with others."""
        return self.may_choose(self.action)

    @property
    def change_words(self) -> str:
        """What the form in its row changes: not its status, for who doesn't report on it."""
        return "Change" if self.reports(self.action) else "Change lead or theme"

    @property
    def address(self) -> str:
        return reverse("plans:action", args=[self.page.plan.slug, self.reference]) + self.page.as_at_query

    @property
    def full_text(self) -> str:
        return self.action.full_text

    @property
    def leads_text(self) -> str:
        return self.action.leads_text or "Not named"

    @property
    def due(self) -> str:
        return self.action.due.shown

    @property
    def due_sort(self) -> str:
        """Its last day; actions without one sort after all that have one."""
        return self.action.due.latest.isoformat() if self.action.due.latest else "9999"

    @property
    def status_label(self) -> str:
        return self.action.status_label

    @property
    def rating_sort(self) -> int:
        return self.action.rating.level.order if self.action.rating else 99

    @property
    def update_sort(self) -> str:
        return self.action.update.known_on.isoformat() if self.action.update else ""
