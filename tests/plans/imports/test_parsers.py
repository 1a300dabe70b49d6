"""Officers, money, reported figures and header words: what councils write, and that nothing makes a parser fail."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance.choices import ObservationStatus
from plans.imports.blocks.reported import read_reported
from plans.imports.measure_names import LONGEST_CODE, measure_code, polarity_in_name
from plans.imports.parsers.figures import read_figure
from plans.imports.parsers.money import read_financial_year, read_money
from plans.imports.parsers.officers import find_glossary, read_officer_words, read_officers, spell_out
from plans.imports.parsers.people import Person
from plans.imports.parsers.periods import read_period
from plans.imports.parsers.statuses import read_number_level
from plans.rules.officers import looks_like_name
from tests.plans.imports.officer_strings import cases as officer_strings


@pytest.mark.parametrize(("written", "officers"), officer_strings())
def test_officers_as_councils_write_them(written, officers):
    assert [(person.job_title, person.name) for person in read_officers(written)] == officers


def test_the_table_of_officers_holds_two_hundred_strings():
    assert len(officer_strings()) >= 200


@pytest.mark.parametrize(
    ("written", "remarks"),
    [
        ("Asha Patel (until 31/3/26) then Ben Cole", ("until 31/3/26",)), ("Asha Patel 0.6 WTE", ("0.6 WTE",)),
        ("Ben Cole (maternity cover)", ("maternity cover",)), ("Jo Bell (SM)", ()),
    ],
)  # fmt: skip
def test_what_is_remarked_of_an_officer_is_not_lost(written, remarks):
    assert read_officer_words(written).remarks == remarks


@given(st.text(max_size=200))
def test_no_text_makes_the_officers_parser_fail_and_none_is_named_twice(text):
    found = read_officers(text)

    assert len(found) == len(set(found))
    assert all(person.job_title or person.name for person in found)


@given(st.text(alphabet="abcdefghij ,/()-–\nABC", max_size=80))
def test_every_letter_of_a_post_or_name_stands_in_the_cell(text):
    for person in read_officers(text):
        assert set(person.name.replace(" ", "")) <= set(text)
        assert set(person.job_title.replace(" ", "")) <= set(text)


def test_a_glossary_is_the_workbooks_own():
    text = "The Head of Service meets every Service Manager and each Principal Social Worker."

    assert find_glossary({"HoS", "SM", "SMs", "PSW", "HR", "CAR"}, text) == {
        "HoS": "Head of Service",
        "SM": "Service Manager",
        "SMs": "Service Managers",
        "PSW": "Principal Social Worker",
    }
    assert spell_out("HoS, HR", {"HoS": "Head of Service"}) == "Head of Service, HR"
    assert not looks_like_name("Service Manager")


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("£67,689", "67689"), ("£1.3 m", "1300000"), ("£30K", "30000"), ("*£478,361", "478361"), ("£12k one off", "12000"),
        ("20 days @ £1000 a day = £20K", "20000"), ("8 x 20 cases @ £85 per case is a total of £13,600", "13600"),
        ("@£350 per day for 5 days\nTotal £42,000", "42000"), ("No additional cost", "0"),
        ("£20,000 or £30,000", None), ("As above", None), ("", None), ("20 days", None),
    ],
)  # fmt: skip
def test_money_as_councils_write_it(written, amount):
    assert read_money(written).amount == (None if amount is None else Decimal(amount))


@given(st.text(max_size=120))
def test_no_text_makes_the_money_parser_fail(text):
    found = read_money(text)

    assert found.words == text.strip()
    assert found.amount is None or found.amount >= 0


@given(st.integers(min_value=0, max_value=10**9))
def test_an_amount_printed_with_commas_is_read_back(pounds):
    assert read_money(f"£{pounds:,}").amount == pounds


@pytest.mark.parametrize(
    ("header", "year"),
    [("Costs 2015/16", "2015/16"), ("2016/17 onwards", "2016/17 onwards"), ("2016-2017", "2016/17"), ("2015/18", ""), ("2015", "")],
)  # fmt: skip
def test_financial_years_as_headers_print_them(header, year):
    assert read_financial_year(header) == year


@pytest.mark.parametrize(
    ("written", "value", "month", "fraction"),
    [
        ("88% monthly (Sept 18)", "88", date(2018, 9, 30), None),
        ("Dec18 83%", "83", date(2018, 12, 31), None),
        ("8.5% (Sept2018)", "8.5", date(2018, 9, 30), None),
        ("8.1% (Sept 18) 3 of 37 children.", "8.1", date(2018, 9, 30), (3, 37)),
        ("75% meeting standard (10 out of 12 SV in year)", "75", None, None),
        ("75% (9 of 12)", "75", None, (9, 12)),
        ("Average caseload in Sept18 was 19", "19", date(2018, 9, 30), None),
        ("21 June 2018", "21", date(2018, 6, 30), None),
        ("90.8% (Sept 18) ~", "90.8", date(2018, 9, 30), None),
        ("17% (25% Q2)", "17", None, None),
        ("15 15 20", None, None, None), ("* * 71.6% in time (YTD)", None, None, None), ("System generated", None, None, None),
    ],
)  # fmt: skip
def test_figures_as_councils_report_them(written, value, month, fraction):
    found = read_reported(written, "General", written)[0]

    assert found.value == (None if value is None else Decimal(value))
    assert found.period.latest == month
    assert (found.numerator, found.denominator) == (fraction or (None, None))


@pytest.mark.parametrize(
    "written", ["*", "N/A", "N/A N/A", "Figures released November 18", "figure being verified"]
)
def test_what_is_not_available_has_no_value(written):
    found = read_reported(written, "General", written)[0]

    assert (found.status, found.value) == (ObservationStatus.NOT_AVAILABLE, None)


def test_a_year_to_date_line_is_a_figure_of_its_own():
    month, year = read_reported("x", "General", "8.1% (Sept 18) 3 of 37\nYTD 16.5%")

    assert (month.value, month.is_year_to_date) == (Decimal("8.1"), False)
    assert (year.value, year.is_year_to_date) == (Decimal("16.5"), True)


@given(st.text(max_size=120))
def test_no_text_makes_the_figures_parser_fail(text):
    for found in read_reported(text, "General", text):
        assert found.denominator is None or found.denominator > 0
        assert not (found.status == ObservationStatus.NOT_AVAILABLE and found.value is not None)


@given(st.text(min_size=1, max_size=300), st.text(min_size=1, max_size=300))
def test_two_measures_of_different_names_have_different_codes(one, other):
    letters = [character for character in (one, other) if character.isascii()]
    codes = [measure_code(name) for name in (one, other)]

    assert all(len(code) <= LONGEST_CODE for code in codes)
    if len(letters) == 2 and measure_code(one)[:LONGEST_CODE] == measure_code(other)[:LONGEST_CODE]:
        from django.utils.text import slugify  # noqa: PLC0415 -- only here

        assert slugify(one) == slugify(other)


@pytest.mark.parametrize(
    ("written", "level"), [("3", "3"), ("5.0", "5"), ("0", ""), ("6", None), ("re", None), ("", None)]
)
def test_numbered_levels(written, level):
    assert read_number_level(written) == level


def test_persons_are_told_apart_by_title_and_name():
    assert Person("Head", "Jo") != Person("", "Jo")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Re-referrals", "lower"), ("Placement stability rate (3+ placements in the last year)", "lower"),
        ("Long term stability - same placement >2 yrs.", "higher"), ("% Assessments in 45 days", "higher"),
        ("Complaints responded to within timescale", "higher"), ("Vacancies filled", "higher"),
        ("Children missing from home offered return interview %", "higher"), ("Visits not seen within 10 days", "lower"),
        ("Care leavers the council is not in touch with", "lower"), ("Young people not in education", "lower"),
        ("Audits good or outstanding declines", "lower"), ("Looked after children per 10,000", "neither"),
        ("Practitioners holding 25 or more cases (reduction)", "neither"), ("Number of CAFs completed by HVs", "neither"),
        ("Timescale child entering care placement with adopters Days", "lower"), ("Staff turnover levels", "lower"),
    ],
)  # fmt: skip
def test_which_way_is_better_by_a_measures_name(name, expected):
    assert polarity_in_name(name) == expected


@pytest.mark.parametrize(
    ("words", "lowest", "highest"),
    [
        ("no less than 90%", 90, None), ("not below 90%", 90, None), ("at least 90%", 90, None),
        ("not more than 10%", None, 10), ("no more than 10%", None, 10), ("under 10%", None, 10),
        ("above 5", 5, None), ("65-70%", 65, 70), ("1,250", 1250, 1250),
    ],
)  # fmt: skip
def test_a_bound_keeps_its_side_whatever_words_turn_it_round(words, lowest, highest):
    figure = read_figure(words)

    assert (figure.lowest, figure.highest) == (lowest, highest)


@given(st.text(alphabet="0123456789.,%- noandmrelsthv", max_size=30))
def test_no_figure_breaks_the_reader(words):
    read_figure(words)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("April to June 2018", date(2018, 4, 1), date(2018, 6, 30)),
        ("Quarter 1 (April to June 2018)", date(2018, 4, 1), date(2018, 6, 30)),
        ("Year ending March 2018", date(2017, 4, 1), date(2018, 3, 31)),
        ("Academic year 2017/18", date(2017, 9, 1), date(2018, 8, 31)),
        ("Q2 2018/19", date(2018, 7, 1), date(2018, 9, 30)),
        ("2018-09", date(2018, 9, 1), date(2018, 9, 30)),
        ("YTD Sept 2018", date(2018, 4, 1), date(2018, 9, 30)),
        ("6 months to September 2018", None, None), ("H1 2018/19", None, None), ("soon", None, None),
    ],
)  # fmt: skip
def test_periods_as_councils_write_them(words, start, end):
    period = read_period(words)

    assert (period.earliest, period.latest) == (start, end)


@given(st.text(max_size=40))
def test_no_period_breaks_the_reader(words):
    found = read_period(words)

    assert found.earliest is None or found.latest is None or found.earliest <= found.latest
