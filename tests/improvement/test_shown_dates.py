"""A date as a page shows it: one style for a dozen ways of writing a day or a month, and nothing lost of the rest."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from improvement.shown_dates import shown_date
from improvement.written_dates import read_date


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("Mar 26", "March 2026"),
        ("Sept 25", "September 2025"),
        ("March 2026", "March 2026"),
        ("03/2027", "March 2027"),
        ("End of Mar 26", "End of March 2026"),
        ("mid-November 2026", "mid November 2026"),
        ("end May 2027", "end of May 2027"),
        ("31/3/26", "31 March 2026"),
        ("12-Jan-26", "12 January 2026"),
        ("2026-01-12 00:00:00", "12 January 2026"),
        ("June 12, 2026", "12 June 2026"),
        ("- July 26", "July 2026"),
        # What says more than a day or a month stays in its own words.
        ("Spring 2026", "Spring 2026"),
        ("Q3 2025/26", "Q3 2025/26"),
        ("Jan – Mar 2026", "Jan – Mar 2026"),
        ("From Mar 26 onwards", "From Mar 26 onwards"),
        ("Mar 26 and then annually", "Mar 26 and then annually"),
        ("12/01/2026 09:00", "12/01/2026 09:00"),
        ("TBC", "TBC"),
        ("", ""),
    ],
)
def test_one_style_for_what_is_written_in_a_dozen(words, shown):
    assert shown_date(words, read_date(words).latest) == shown


def test_a_date_that_was_read_in_another_order_is_left_as_it_was_written():
    """A column whose months come first: on record it is 4 March, and saying 3 April would be wrong."""
    assert shown_date("3/4/2026", date(2026, 3, 4)) == "3/4/2026"
    assert shown_date("3/4/2026", None) == "3/4/2026"


@given(
    st.dates(date(2001, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%d/%m/%Y", "%-d %b %y", "%Y-%m-%d", "%b %y"]),
)
def test_what_is_shown_means_the_same_day(day, written):
    read = read_date(day.strftime(written))
    shown = shown_date(read.words, read.latest)
    assert (read_date(shown).earliest, read_date(shown).latest) == (read.earliest, read.latest)
    assert shown_date(shown, read.latest) == shown
