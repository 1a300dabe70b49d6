"""How a paper calls and shortens things: never in the middle of a sentence, never more than was said."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from plans.reports.prose.naming import account, flat, lateness, quoted, renaming, sentence, with_article

TEXT = st.text(st.sampled_from("abc XYZ 0129 .!?:;,–-•\n\r\t“”'\"(£%"), max_size=200)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("done", "Done."),
        ("Done.\nNext round begins", "Done. Next round begins."),
        (
            "Policy signed off\nTraining booked\nand under way",
            "Policy signed off. Training booked and under way.",
        ),
        ("• First thing\n• Second thing", "First thing. Second thing."),
        ("o Strategy in place\no Champion named", "Strategy in place. Champion named."),
        ("The following:\n- One\n- Two", "The following: One. Two."),
        ("She said “yes.”", "She said “yes.”"),
        ("", ""),
        ("-4% against last year", "-4% against last year."),
        ("Files read: 40\n12 were good", "Files read: 40. 12 were good."),
        ("We have met with\nBarnardo's", "We have met with Barnardo's."),
    ],
)
def test_lines_of_a_cell_become_sentences(written, said):
    assert sentence(written) == said


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("One two three. Four five. Six.", 3, "One two three."),
        ("One two three. Four five. Six.", 5, "One two three. Four five."),
        ("One sentence that is longer than what there is room for. Another.", 3,
         "One sentence that is longer than what there is room for."),
        ("Reviews, e.g. Audits, go on. Then more.", 5, "Reviews, e.g. Audits, go on."),
        ("Led by Dr. Smith and the St. Mary team. Then more.", 8, "Led by Dr. Smith and the St. Mary team."),
        ("1. Train staff. 2. Audit.", 2, "1. Train staff."),
        ("It rose to 55.7%. Then more came.", 4, "It rose to 55.7%."),
    ],
)  # fmt: skip
def test_an_account_is_cut_after_whole_sentences(text, most, kept):
    assert account(text, most) == kept


@given(TEXT)
@example("a.\nB")
def test_nothing_is_said_that_was_not_written(text):
    letters = re.sub(r"[\W_]", "", flat(text))
    whole = re.sub(r"[\W_]", "", text)
    # A lone o that begins a line is a bullet of Word's.
    assert letters in whole or letters.replace("o", "") in whole.replace("o", "")
    said = account(text)
    assert not said or said[-1] in ".!?”’"
    assert "\n" not in said
    assert "  " not in said


@given(TEXT, st.integers(1, 30))
def test_a_quotation_is_one_pair_of_marks_and_no_longer_than_asked(text, most):
    name = quoted(text, most)

    assert name.startswith("“")
    assert name.endswith("”")
    assert name.count("“") == name.count("”") == 1
    assert len(name.split()) <= most + 1


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "1 day"), (60, "60 days"), (61, "2 months"), (91, "3 months"), (244, "8 months"), (395, "13 months"),
     (730, "2 years"), (1004, "over 2 years"), (4077, "over 11 years")],
)  # fmt: skip
def test_lateness_is_said_in_the_unit_that_a_person_uses(days, words):
    assert lateness(days) == words


@pytest.mark.parametrize(
    ("title", "called"),
    [
        ("Improvement plan", "the Improvement plan"),
        ("The Road to Excellence", "the Road to Excellence"),
        ("Our plan", "our plan"),
        ("Ofsted action plan", "the Ofsted action plan"),
    ],
)
def test_a_plan_gets_its_article_once(title, called):
    assert with_article(title) == called


def test_a_name_is_replaced_before_it_is_cut_in_two():
    text = "Agreed at the meeting of the fourteen teams with all fifteen managers and Nomvuyo\nOkoro of the panel"
    with renaming(lambda words: words.replace("Nomvuyo\nOkoro", "the Chair")):
        assert "Nomvuyo" not in quoted(text, 14) + flat(text)
    assert "Nomvuyo" in flat(text)
