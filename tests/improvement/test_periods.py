"""Financial years, quarters and seasons."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement.periods import financial_quarter, financial_year_start, months_before, season


@pytest.mark.parametrize(
    ("day", "year"), [(date(2024, 3, 31), 2023), (date(2024, 4, 1), 2024), (date(2024, 12, 31), 2024)]
)
def test_a_financial_year_begins_on_the_first_of_april(day, year):
    assert financial_year_start(day) == year


def test_quarters_and_seasons_have_first_and_last_days():
    assert financial_quarter(2017, 2) == (date(2017, 7, 1), date(2017, 9, 30))
    assert financial_quarter(2017, 4) == (date(2018, 1, 1), date(2018, 3, 31))
    assert season(2015, "autumn") == (date(2015, 9, 1), date(2015, 11, 30))
    assert season(2023, "winter") == (date(2023, 12, 1), date(2024, 2, 29))
    with pytest.raises(ValueError, match="1 to 4"):
        financial_quarter(2017, 5)


@given(st.dates(date(2001, 1, 1), date(2099, 12, 31)), st.integers(0, 60))
def test_months_before_goes_back_that_many_months(day, months):
    earlier = months_before(day, months)

    assert (day.year * 12 + day.month) - (earlier.year * 12 + earlier.month) == months
    assert earlier.day <= day.day


@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)))
def test_the_four_quarters_cover_every_day_once(day):
    year = financial_year_start(day)
    quarters = [financial_quarter(year, number) for number in (1, 2, 3, 4)]

    assert sum(first <= day <= last for first, last in quarters) == 1
    assert all(
        later[0] - earlier[1] == timedelta(1) for earlier, later in zip(quarters, quarters[1:], strict=False)
    )
