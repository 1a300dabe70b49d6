"""How a typed word meets words of a text, held against words that nobody chose."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.search.words import Nearness, folded, nearness, words_of

WORDS = st.text(string.ascii_lowercase, min_size=5, max_size=14)
LETTERS = st.sampled_from(string.ascii_lowercase)


@pytest.mark.parametrize(
    ("typed", "word", "met"),
    [
        ("audit", "audit", Nearness.SAME), ("audits", "audit", Nearness.SAME), ("audit", "audits", Nearness.SAME),
        ("assess", "assessment", Nearness.BEGINNING), ("ment", "assessment", Nearness.ENDING),
        ("asessment", "assessment", Nearness.MISSPELT), ("assesment", "assessments", Nearness.MISSPELT),
        ("aduit", "audit", Nearness.MISSPELT), ("8.3", "8.3.10", Nearness.BEGINNING), ("8.4", "8.3", None),
        ("care", "core", Nearness.MISSPELT), ("car", "bar", None), ("nt", "assessment", None), ("zebra", "audit", None),
    ],
)  # fmt: skip
def test_how_near(typed, word, met):
    assert nearness(typed, word) == met


def test_words_of_a_sentence():
    said = [word for word, _start, _end in words_of("The Children’s café – 8.3.1a, re-opened in 2026!")]

    assert said == ["the", "childrens", "cafe", "8.3.1a", "re", "opened", "in", "2026"]


@given(WORDS, st.integers(0, 13), LETTERS)
def test_one_wrong_letter_is_forgiven(word, place, letter):
    place %= len(word)
    for wrong in (
        word[:place] + letter + word[place + 1 :],
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
    ):
        assert nearness(wrong, word) is not None


@given(WORDS, st.integers(2, 12), st.integers(3, 12))
def test_beginnings_and_endings_are_found(word, first, last):
    assert nearness(word[:first], word) is not None
    assert nearness(word[-last:], word) is not None


@given(st.text())
def test_any_text_is_taken_apart(text):
    for word, start, end in words_of(text):
        assert folded(text[start:end]) == word
