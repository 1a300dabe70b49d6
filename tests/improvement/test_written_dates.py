"""Dates in the many ways in which people write them: by a table, and by a writer of random ones."""

import random
import time
from datetime import date, timedelta

import pytest

from improvement.written_dates import MONTHS, read_date

TWELFTH = date(2026, 1, 12)
DAYS = {
    "12-Jan-26": TWELFTH,
    "Monday 12 January 2026": TWELFTH,
    "2026-01-12 00:00:00": TWELFTH,
    "2026/01/12": TWELFTH,
    "12/01/2026 09:00": TWELFTH,
    "12.01.2026": TWELFTH,
    "12Jan2026": TWELFTH,
    "January 12, 2026": TWELFTH,
    "2026-01-12 (Monday)": TWELFTH,
    "31st of March 2026": date(2026, 3, 31),
    "Tue, 3rd Feb 2026": date(2026, 2, 3),
    "30-Apr-2026": date(2026, 4, 30),
}
SPANS = {
    "Q3 2025/26": (date(2025, 10, 1), date(2025, 12, 31)),
    "Q4 2025-26": (date(2026, 1, 1), date(2026, 3, 31)),
    "2026/27": (date(2026, 4, 1), date(2027, 3, 31)),
    "FY2026/27": (date(2026, 4, 1), date(2027, 3, 31)),
    "03/2027": (date(2027, 3, 1), date(2027, 3, 31)),
    "w/c 12/01/2026": (TWELFTH, date(2026, 1, 18)),
    "Week commencing 12th January 2026": (TWELFTH, date(2026, 1, 18)),
    "w/e 18 January 2026": (TWELFTH, date(2026, 1, 18)),
    "mid-November 2026": (date(2026, 11, 1), date(2026, 11, 30)),
    "Jan – Mar 2026": (date(2026, 1, 1), date(2026, 3, 31)),
    "Nov 2025 to Feb 2026": (date(2025, 11, 1), date(2026, 2, 28)),
}
# What holds now, and what held first.
MOVES = {
    "31/03/2026 (revised from 31/12/2025)": (date(2026, 3, 31), date(2025, 12, 31)),
    "31 March 2026 - moved from 31 December 2025": (date(2026, 3, 31), date(2025, 12, 31)),
    "31/12/2025 now 31/03/2026": (date(2026, 3, 31), date(2025, 12, 31)),
    "Dec 25 (was Sept 25)": (date(2025, 12, 31), date(2025, 9, 30)),
    "31/12/2025\nRevised: 31/03/2026": (date(2026, 3, 31), date(2025, 12, 31)),
    "Original: 31/12/2025 Revised: 31/03/2026": (date(2026, 3, 31), date(2025, 12, 31)),
    "31/12/2025 → 31/03/2026": (date(2026, 3, 31), date(2025, 12, 31)),
}
NO_DATES = (
    "5th April", "12 Jan", "99/99/2026", "2025-13-01", "31 February 2026", "Thursday", "Q2", "2026/29", "Q3 2025/29",
    "in May 2026 we will", "w/c spring", "once the board agrees", "31 June 2026 (revised from 31/12/2025)",
)  # fmt: skip


@pytest.mark.parametrize("words", DAYS)
def test_a_day(words):
    found = read_date(words)

    assert (found.kind, found.earliest, found.latest) == ("exact", DAYS[words], DAYS[words])
    assert found.words == words


@pytest.mark.parametrize("words", SPANS)
def test_days_that_words_can_mean(words):
    found = read_date(words)

    assert (found.earliest, found.latest) == SPANS[words]


@pytest.mark.parametrize("words", MOVES)
def test_of_two_dates_in_a_cell_the_later_said_holds_and_the_first_is_known(words):
    now, first = MOVES[words]

    found = read_date(words)
    assert found.latest == now
    assert found.first is not None
    assert found.first.latest == first


@pytest.mark.parametrize("words", NO_DATES)
def test_what_is_no_date_stays_words(words):
    found = read_date(words)

    assert (found.kind, found.latest) == ("not_understood", None)
    assert found.words == words


def written_by_chance(chance: random.Random, day: date) -> str:
    """Return a day as somebody might write it."""
    name = chance.choice([f"{day:%B}", f"{day:%b}", f"{day:%b}".upper(), f"{day:%B}".lower()])
    suffix = chance.choice(
        ["", {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day not in (11, 12, 13) else 0, "th")]
    )
    number = chance.choice([str(day.day), f"{day.day:02}"])
    mark = chance.choice([" ", "-", "/", ".", "  "])
    core = chance.choice(
        [
            f"{number}{suffix}{mark}{name}{mark}{day.year}",
            f"{number}{suffix} of {name} {day.year}",
            f"{number}{suffix} {name}, {day.year}",
            f"{name} {number}{suffix}, {day.year}",
            f"{day:%d/%m/%Y}",
            f"{day.day}/{day.month}/{day.year}",
            f"{day:%d.%m.%Y}",
            f"{day:%d-%m-%Y}",
            f"{day:%Y-%m-%d}",
            f"{day:%Y/%m/%d}",
        ]
    )
    before = chance.choice(["", "", f"{day:%A} ", f"{day:%a}, "])
    after = chance.choice(["", "", " 00:00:00", " 09:30", f" ({day:%A})"])
    return chance.choice(["", "", "By ", "by ", "due "]) + before + core + after


@pytest.mark.parametrize("seed", range(60))
def test_whatever_form_a_day_is_written_in_it_is_that_day(seed):
    chance = random.Random(seed)
    for _day in range(20):
        day = date(2019, 1, 1) + timedelta(days=chance.randrange(4000))
        words = written_by_chance(chance, day)

        assert read_date(words).latest == day, words


def test_long_words_and_odd_marks_take_no_time():
    started = time.process_time()
    for words in (
        "(" * 5000,
        "31/12/2025 now " * 400,
        " - " * 3000,
        "w/c " * 2000,
        "jan to " * 2000,
        "12 jan " * 900,
    ):
        read_date(words)
    assert time.process_time() - started < 2


def test_every_month_is_known_by_all_its_names():
    for name, number in MONTHS.items():
        assert read_date(f"{name} 2026").earliest == date(2026, number, 1)
