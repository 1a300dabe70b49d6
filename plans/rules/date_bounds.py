"""Between which days each date of a form may lie: the one place where that is said.

A day outside is a slip of the keyboard (1999, 2062) or a misunderstanding; the sentence that refuses it names what is
allowed. A past or future day is refused only where nothing true could be meant by it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

# Nothing that a plan holds was known before this day.
EARLIEST_DAY = date(2000, 1, 1)
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class PlanDays:
    """What the days of a form are measured by; `begins` is the start of the action that it is about."""

    today: date
    starts_on: date | None = None
    ends_on: date | None = None
    inspected_on: date | None = None
    begins: date | None = None

    @property
    def plan_begins(self) -> date | None:
        """The first day that the plan speaks of: its own, or that of the inspection which it answers."""
        return min((day for day in (self.starts_on, self.inspected_on) if day), default=None)


@dataclass(frozen=True)
class DayBounds:
    """The first and the last day that a field takes, each with what it is."""

    earliest: date
    latest: date
    earliest_is: str = "nothing that a plan holds is older"
    latest_is: str = ""

    def refusal(self, subject: str, day: date) -> str:
        """Return the sentence that refuses a day and names what is allowed; empty for a day that is."""
        if day < self.earliest:
            return f"{subject} must be {self.earliest:%-d %B %Y} or later: {self.earliest_is}."
        if day > self.latest and not self.latest_is:
            return f"{subject} must be today or in the past."
        if day > self.latest:
            return f"{subject} must be {self.latest:%-d %B %Y} or earlier: {self.latest_is}."
        return ""


def _plan_begins(days: PlanDays, before: timedelta = timedelta()) -> tuple[date, str]:
    begins = days.plan_begins
    if begins is None:
        return EARLIEST_DAY, DayBounds.earliest_is
    earliest_is = (
        "a year before the plan or its inspection began"
        if before
        else "the plan or its inspection began then"
    )
    return max(begins - before, EARLIEST_DAY), earliest_is


def _past(days: PlanDays, before: timedelta = timedelta()) -> DayBounds:
    """Something that has happened, since the plan began."""
    earliest, earliest_is = _plan_begins(days, before)
    return DayBounds(min(earliest, days.today), days.today, earliest_is)


def _completed(days: PlanDays) -> DayBounds:
    """An action may be done before it was to start, but not by a year; nor before the plan, unless it is older."""
    if days.begins is None:
        return _past(days)
    far = days.begins - YEAR
    begins = days.plan_begins
    if begins is None or min(begins, days.begins) < far:
        earliest, earliest_is = far, "that is a year before the action was to start"
    elif days.begins < begins:
        earliest, earliest_is = days.begins, "the action was to start then, before the plan began"
    else:
        earliest, earliest_is = begins, "the plan or its inspection began then"
    return DayBounds(min(max(earliest, EARLIEST_DAY), days.today), days.today, earliest_is)


def _anything_recorded(days: PlanDays) -> DayBounds:
    return DayBounds(EARLIEST_DAY, days.today)


def _planned(days: PlanDays) -> DayBounds:
    """A meeting to come, or one that was held and is still to be minuted."""
    earliest, earliest_is = _plan_begins(days, YEAR)
    latest = max(days.today, days.ends_on or days.today) + 3 * YEAR
    return DayBounds(
        min(earliest, days.today), latest, earliest_is, "meetings are planned three years ahead at most"
    )


def _asked_by_the_board(days: PlanDays) -> DayBounds:
    latest = max(days.today, days.ends_on or days.today) + 3 * YEAR
    return DayBounds(
        days.today, latest, "the board met then", "that is three years after the plan ends, or from now"
    )


def _plan_period(days: PlanDays) -> DayBounds:
    return DayBounds(
        EARLIEST_DAY, days.today + 30 * YEAR, DayBounds.earliest_is, "no plan runs on for thirty years"
    )


def _within_a_year(days: PlanDays) -> DayBounds:
    return DayBounds(EARLIEST_DAY, days.today + YEAR, DayBounds.earliest_is, "that is a year from now")


def _to_come(days: PlanDays) -> DayBounds:
    return DayBounds(days.today, days.today + YEAR, "that day is past", "that is a year from now")


def _role_days(days: PlanDays) -> DayBounds:
    """A role begins today or later: nobody had a right yesterday that they are given now."""
    return DayBounds(
        days.today,
        days.today + 5 * YEAR,
        "a role can't begin or end in the past",
        "that is five years from now",
    )


def _meetings_held(days: PlanDays) -> DayBounds:
    return _past(days, YEAR)


# Each date field of a form, by the form that has it.
BOUNDS: dict[str, Callable[[PlanDays], DayBounds]] = {
    "UpdateForm.completed_on": _completed,
    "MilestoneForm.achieved_on": _past,
    "CheckForm.checked_on": _past,
    "MeetingForm.held_on": _meetings_held,
    "ForwardPlanForm.first_day": _planned,
    "PlannedMeetingForm.meets_on": _planned,
    "PlannedMeetingForm.returns_open_on": _planned,
    "PlannedMeetingForm.returns_close_on": _planned,
    "NewArisingRow.due_on": _asked_by_the_board,
    "PlanDetailsForm.starts_on": _plan_period,
    "PlanDetailsForm.ends_on": _plan_period,
    "InspectionForm.started_on": _anything_recorded,
    "InspectionForm.ended_on": _anything_recorded,
    "InspectionForm.published_on": _anything_recorded,
    "RoleForm.begins_on": _role_days,
    "RoleForm.last_day": _role_days,
    "ScaleForm.adopted_on": _within_a_year,
    "StepChangeForm.from_day": _within_a_year,
    "WorkbookForm.as_at": _anything_recorded,
    "RecognisedForm.as_at": _anything_recorded,
    "ReportTextForm.text": _planned,
    "ReportScheduleForm.on": _to_come,
}
