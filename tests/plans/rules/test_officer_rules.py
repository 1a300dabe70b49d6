"""What is certainly a post, and what is asked."""

import pytest

from plans.rules.officers import HOLDERS, POST_WORDS, is_surely_a_post, looks_like_name, proposed_reading


@pytest.mark.parametrize(
    "text",
    [
        "Early Help Coordinator", "Data Protection Officer", "Director of Children’s Services", "IROs", "All staff",
        "Strategic Manager, Looked After and Permanence", "16+ Team Manager", "Head of HR & ICT", "LADO",
    ],
)  # fmt: skip
def test_words_of_posts_alone_are_a_post(text):
    assert is_surely_a_post(text)
    assert not looks_like_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "Jo Bell", "Jane Smith, Head of Service", "Stock Data Officer", "Jo Bell Head of Service", "Zebedee Quillfeather",
        "Early Help", "Grace House Manager", "Service", "JS", "", "Sophia", "Hope Field", "Jo Young", "SM",
    ],
)  # fmt: skip
def test_whatever_may_hold_a_name_is_asked(text):
    assert text == "Service" or not is_surely_a_post(text)


@pytest.mark.parametrize(
    ("text", "post", "name"),
    [
        ("Jane Smith, Head of Service", "Head of Service", "Jane Smith"),
        ("Zebedee Quillfeather Head of Service", "Head of Service", "Zebedee Quillfeather"),
        ("Hope Marsh", "", "Hope Marsh"), ("Sarah Field", "", "Sarah Field"), ("Stock Data Officer", "Stock Data Officer", ""),
        ("Early Help", "Early Help", ""), ("Head of Service – Jo Bell", "Head of Service", "Jo Bell"),
        ("Sophia", "", "Sophia"), ("Quantock Lodge Registered Manager", "Registered Manager", "Quantock Lodge"),
    ],
)  # fmt: skip
def test_a_person_is_asked_with_a_proposal(text, post, name):
    assert proposed_reading(text) == (post, name)


def test_no_common_given_name_is_a_word_of_posts():
    from plans.rules.given_names import GIVEN_NAMES  # noqa: PLC0415 -- only here

    assert not GIVEN_NAMES & POST_WORDS
    assert HOLDERS < POST_WORDS
