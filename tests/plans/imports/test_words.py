"""Dates, people, outlines and figures as councils write them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from improvement.written_dates import read_date
from plans.imports.parsers.figures import read_figure
from plans.imports.parsers.outline import read_outline
from plans.imports.parsers.people import same_post, split_people
from plans.imports.parsers.statuses import read_rating, read_status


@pytest.mark.parametrize(
    ("words", "kind", "earliest", "latest"),
    [
        ("May 16", "month", date(2016, 5, 1), date(2016, 5, 31)),
        ("Sept 16", "month", date(2016, 9, 1), date(2016, 9, 30)),
        ("June 16", "month", date(2016, 6, 1), date(2016, 6, 30)),
        ("April 2017", "month", date(2017, 4, 1), date(2017, 4, 30)),
        ("Feb 2024", "month", date(2024, 2, 1), date(2024, 2, 29)),
        ("Jan-18", "month", date(2018, 1, 1), date(2018, 1, 31)),
        ("- Mar 17", "month", date(2017, 3, 1), date(2017, 3, 31)),
        ("End May 2015", "month", date(2015, 5, 1), date(2015, 5, 31)),
        ("Autumn 2015", "season", date(2015, 9, 1), date(2015, 11, 30)),
        ("Quarter 2, 2017", "quarter", date(2017, 7, 1), date(2017, 9, 30)),
        ("29/6/2015", "exact", date(2015, 6, 29), date(2015, 6, 29)),
        ("29/6/2015 onwards.", "onwards", date(2015, 6, 29), None),
        ("From Jan 16", "onwards", date(2016, 1, 1), None),
        ("15.12.15", "exact", date(2015, 12, 15), date(2015, 12, 15)),
        ("31 July 2017", "exact", date(2017, 7, 31), date(2017, 7, 31)),
        ("within 6 months ie by April 2017", "month", date(2017, 4, 1), date(2017, 4, 30)),
        ("With immediate effect.", "immediate", None, None),
        ("Ongoing", "ongoing", None, None),
        ("As required.", "as_required", None, None),
        ("Started", "started", None, None),
        ("TBC", "to_be_confirmed", None, None),
        ("tba", "to_be_confirmed", None, None),
        ("-", "none", None, None),
        ("", "none", None, None),
        ("June Board", "not_understood", None, None),
        ("080617", "not_understood", None, None),
        ("31/2/2016", "not_understood", None, None),
        ("Jun", "not_understood", None, None),
    ],
)
def test_a_date_keeps_its_words_and_means_days(words, kind, earliest, latest):
    found = read_date(words)

    assert (found.words, found.kind, found.earliest, found.latest) == (words, kind, earliest, latest)


@pytest.mark.parametrize(
    ("words", "day"), [("01/16/2018", date(2018, 1, 16)), ("01/02/18", date(2018, 2, 1))]
)
def test_a_foreign_or_ambiguous_date_is_only_suggested(words, day):
    found = read_date(words)

    assert (found.kind, found.latest, found.suggestion) == ("suggestion", None, day)


@given(st.text(max_size=60))
@settings(max_examples=500)
def test_reading_any_text_never_fails_and_keeps_the_words(text):
    found = read_date(text)

    assert found.words == " ".join(text.split())
    for day in (found.earliest, found.latest):
        assert day is None or 2000 <= day.year <= 2100
    if found.earliest and found.latest:
        assert found.earliest <= found.latest


FORMS = ("%d/%m/%Y", "%d.%m.%Y", "%-d %B %Y", "%d %b %Y", "%Y-%m-%d", "%-d %B, %Y")


@given(st.dates(date(2001, 1, 1), date(2099, 12, 31)), st.sampled_from(FORMS))
def test_a_written_day_is_read_back(day, form):
    found = read_date(day.strftime(form))

    assert (found.kind, found.earliest, found.latest) == ("exact", day, day)


@given(
    st.dates(date(2001, 1, 1), date(2098, 12, 31)), st.sampled_from(("%B %Y", "%b %y", "%b-%y", "End %B %Y"))
)
def test_a_month_means_its_last_day_when_it_is_due(day, form):
    found = read_date(day.strftime(form))

    assert found.kind == "month"
    assert (found.latest.year, found.latest.month) == (day.year, day.month)
    assert found.earliest.day == 1


def test_people_are_parted_by_a_stroke_and_never_by_a_comma():
    assert split_people("Strategic Manager, Reform/Head of ICT") == [
        "Strategic Manager, Reform",
        "Head of ICT",
    ]
    assert split_people("Head of Children’s Services") == ["Head of Children's Services"]


def test_one_post_in_two_spellings():
    assert same_post("Manager, Looked After and Permanence", "Manager, Looked After Children and Permanence")
    assert not same_post("Strategic Manager, Reform", "Strategic Manager, Permanence")
    assert not same_post("Head of Service", "Head of Children's Social Care Service")


def test_a_bold_first_line_is_a_group_word():
    outline = read_outline("Recruitment\n• One\n• Two", "Recruitment")

    assert outline.group == "Recruitment"
    assert [item.text for item in outline.items] == ["One", "Two"]


def test_bullets_belong_to_the_sentence_above_and_paragraphs_stand_alone():
    outline = read_outline("Do it by:\n• one\n• two\n   ○ deeper\n\nAnother thing")

    assert [item.text for item in outline.items] == ["Do it by:", "Another thing"]
    assert [child.text for child in outline.items[0].children] == ["one", "two"]
    assert outline.items[0].children[1].children[0].text == "deeper"


@given(st.text(alphabet="ab •○-\n ", max_size=80))
def test_every_word_of_a_cell_is_in_its_outline(text):
    outline = read_outline(text)

    def words(items):
        return [word for item in items for word in [*item.text.split(), *words(item.children)]]

    letters = [letter for word in [outline.group, *words(outline.items)] for letter in word if letter in "ab"]
    assert letters == [letter for letter in text if letter in "ab"]


@pytest.mark.parametrize(
    ("value", "number_format", "lowest", "highest", "unit"),
    [
        ("65-70%", "General", "65", "70", "percent"), ("90%-100%", "@", "90", "100", "percent"),
        ("80% - 100%", "@", "80", "100", "percent"), ("under 10%", "@", None, "10", "percent"),
        (0.4, "0%", "40", "40", "percent"), (1, "0%", "100", "100", "percent"), (715, "General", "715", "715", "count"),
        ("8-12", "@", "8", "12", "count"), ("All", "@", "100", "100", "percent"), (0.061, "0.0%", "6.1", "6.1", "percent"),
        ("11 young people stay put (11.1%)", "@", "11.1", "11.1", "percent"), ("to follow", "@", None, None, "words"),
    ],
)  # fmt: skip
def test_figures_and_bands(value, number_format, lowest, highest, unit):
    found = read_figure(value, number_format)

    expected = [None if end is None else Decimal(end) for end in (lowest, highest)]
    assert [found.lowest, found.highest, found.unit] == [*expected, unit]


def test_unknown_words_are_no_status_and_no_rating():
    assert read_status("On Target.") == "on_target"
    assert read_status("Nearly there") is None
    assert read_rating(" amber ") == "A"
    assert read_rating("N/A") is None
