"""Writing what is a person's own: when they looked, the views they keep, the reminders they want."""

from collections.abc import Collection
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import OperationalError, transaction
from django.utils import timezone

from improvement.models import User
from plans.models import Plan, ReminderChoice, SavedView, Visit

MOST_VIEWS = 10


def note_visit(plan: Plan, user: User, now: datetime) -> datetime | None:
    """Note that a person looks at a plan; return when they last did on an earlier day, None for the first time.

    Within a day nothing moves, so that what is new stays marked until they come again tomorrow: then it is one query.
    """
    visit = Visit.objects.filter(plan=plan, user=user).first()
    if visit is not None and _day_of(visit.last_at) >= _day_of(now):
        return visit.before_at
    try:
        return _note_new_day(plan, user, now)
    except OperationalError:
        # Where nothing can be written, with a full disk say, pages can still be read.
        return visit.last_at if visit else None


@transaction.atomic
def _note_new_day(plan: Plan, user: User, now: datetime) -> datetime | None:
    visit, is_first = Visit.objects.select_for_update().get_or_create(
        plan=plan, user=user, defaults={"last_at": now}
    )
    if not is_first and _day_of(visit.last_at) < _day_of(now):
        visit.before_at, visit.last_at = visit.last_at, now
        visit.save()
    return visit.before_at


def _day_of(moment: datetime) -> date:
    return timezone.localtime(moment).date()


@transaction.atomic
def save_view(plan: Plan, user: User, listed: str, name: str, query: str) -> SavedView:
    """Keep a list as it is filtered; one of that name is replaced. Raises ValidationError for too many."""
    views = SavedView.objects.filter(plan=plan, user=user, listed=listed)
    if not views.filter(name=name).exists() and views.count() >= MOST_VIEWS:
        raise ValidationError(
            f"You keep {MOST_VIEWS} views of this list already: remove one before you save another."
        )
    view, _is_new = SavedView.objects.update_or_create(
        plan=plan, user=user, listed=listed, name=name, defaults={"query": query}
    )
    return view


@transaction.atomic
def remove_view(view: SavedView) -> None:
    """Forget a saved view."""
    view.delete()


@transaction.atomic
def choose_reminders(user: User, unwanted: Collection[str]) -> None:
    """Keep of what a person does not want to be reminded."""
    ReminderChoice.objects.update_or_create(user=user, defaults={"unwanted": sorted(unwanted)})
