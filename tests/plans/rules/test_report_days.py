"""On which days a report is sent: each occasion once, none lost to a day on which nobody asked."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.choices import SentWhen
from plans.rules.report_days import LAST_DAY, ReportDays, due_occasion, next_day

DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))


def monthly(number: int, begins_on: date) -> ReportDays:
    return ReportDays(SentWhen.MONTHLY, begins_on, number)


@pytest.mark.parametrize(
    ("today", "occasion"),
    [
        (date(2026, 11, 21), ""),  # the 3rd was before it was asked for
        (date(2026, 12, 2), ""),
        (date(2026, 12, 3), "2026-12"),
        (date(2026, 12, 31), "2026-12"),  # still, where no day before was one on which the command ran
        (date(2027, 1, 3), "2027-01"),
    ],
)
def test_monthly_on_the_third(today, occasion):
    assert due_occasion(monthly(3, date(2026, 11, 21)), today, None) == occasion


@given(
    number=st.integers(1, LAST_DAY),
    begins_on=DAYS,
    passed=st.integers(0, 1200),
    skipped=st.sets(st.integers(0, 1200)),
)
def test_each_month_once_whatever_days_are_missed(number, begins_on, passed, skipped):
    days = monthly(number, begins_on)
    sent = []
    ran = [begins_on + timedelta(days=n) for n in range(passed + 1) if n not in skipped or n == passed]
    for today in ran:
        occasion = due_occasion(days, today, None)
        if occasion and occasion not in sent:
            sent.append(occasion)
    last = begins_on + timedelta(days=passed)
    months = {
        f"{day:%Y-%m}"
        for n in range(passed + 1)
        if (day := begins_on + timedelta(days=n)).day == number and any(day <= run for run in ran)
    }
    # A month in which it never ran is not made up for by two e-mails: only the newest is sent.
    assert set(sent) <= months
    assert sent == sorted(sent)
    assert (f"{last:%Y-%m}" in sent) == (f"{last:%Y-%m}" in months)


@pytest.mark.parametrize(
    ("today", "meets_on", "occasion"),
    [
        (date(2026, 12, 5), date(2026, 12, 12), "meeting 2026-12-12"),
        (date(2026, 12, 4), date(2026, 12, 12), ""),
        (date(2026, 12, 12), date(2026, 12, 12), "meeting 2026-12-12"),
        (date(2026, 12, 9), date(2026, 12, 15), "meeting 2026-12-15"),  # it was moved: sent anew
        (date(2026, 12, 5), None, ""),
    ],
)
def test_before_each_meeting(today, meets_on, occasion):
    assert (
        due_occasion(ReportDays(SentWhen.BEFORE_MEETING, date(2026, 11, 21), 7), today, meets_on) == occasion
    )


def test_once():
    days = ReportDays(SentWhen.ONCE, date(2026, 11, 21), on=date(2026, 12, 1))
    assert due_occasion(days, date(2026, 11, 30), None) == ""
    assert due_occasion(days, date(2026, 12, 4), None) == "2026-12-01"
    assert next_day(days, date(2026, 12, 1), None) is None


@given(number=st.integers(1, LAST_DAY), begins_on=DAYS, today=DAYS)
def test_the_next_day_is_one_on_which_something_new_is_due(number, begins_on, today):
    days = monthly(number, begins_on)
    coming = next_day(days, today, None)
    assert coming is not None
    assert coming > today
    assert due_occasion(days, coming, None) != due_occasion(days, coming - timedelta(days=1), None)
