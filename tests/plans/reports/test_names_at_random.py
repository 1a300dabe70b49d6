"""Names that nobody tuned for: invented ones, in every way of writing them, are gone from what is published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.imports.parsers.officers import read_officers
from plans.rules.names import ADDRESSED, Names, capitalised_pairs
from plans.rules.officers import POST_WORDS, is_surely_a_post

SYLLABLES = [
    "ba",
    "cor",
    "dre",
    "fen",
    "gil",
    "hol",
    "jan",
    "kes",
    "lor",
    "mir",
    "nas",
    "ol",
    "pri",
    "ros",
    "sha",
    "tev",
    "ul",
    "vor",
    "wyn",
    "zan",
]
WORD = (
    st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=3)
    .map("".join)
    .filter(lambda word: word not in POST_WORDS)
)
FIRST = WORD.map(str.capitalize)
LAST = st.one_of(
    WORD.map(str.capitalize),
    st.tuples(WORD, WORD).map(lambda pair: f"{pair[0].capitalize()}-{pair[1].capitalize()}"),
    WORD.map(lambda word: f"O'{word.capitalize()}"),
    WORD.map(lambda word: f"Mac{word.capitalize()}"),
)
POSTS = st.sampled_from(
    [
        "Head of Service",
        "Early Help Coordinator",
        "Team Manager, Leaving Care",
        "DCS",
        "Principal Social Worker",
    ]
)
WRITTEN = [
    "{first} {last}", "{FIRST} {LAST}", "{first}  {last}", "{first}\n{last}", "{i}. {last}", "{i} {last}", "{last}, {first}",
    "{last}, {i}.", "Ms {last}", "Cllr {last}", "Dr {first} {last}", "{first} {last} ({post})", "{post} {first} {last}",
    "{post} ({first} {last})", "{first} {last}, {post}", "{first} {curly}", "{small} {smalllast}",
]  # fmt: skip
AROUND = [
    "{0} will lead this.",
    "Agreed with {0}; see minutes",
    "({0})",
    "{0}'s plan",
    "Tell {0}, then the board.",
    "“{0}”",
    "a/{0}/b",
]


@given(FIRST, LAST, POSTS, st.sampled_from(WRITTEN), st.sampled_from(AROUND))
def test_a_confirmed_name_is_gone_however_it_is_written(first, last, post, way, around):
    written = way.format(
        first=first, last=last, FIRST=first.upper(), LAST=last.upper(), i=first[0], post=post,
        curly=last.replace("'", "’"), small=first.lower(), smalllast=last.lower(),
    )  # fmt: skip
    text = around.format(written)
    printed = Names({f"{first} {last}": post}, "an officer").replace(text)

    assert last.casefold() not in printed.casefold().replace("’", "'")
    assert post in printed


@given(FIRST, LAST)
def test_a_name_that_nobody_confirmed_is_found_to_be_read(first, last):
    assert f"{first} {last}" in capitalised_pairs(f"It was agreed that {first} {last} would lead.")


@given(
    FIRST,
    LAST,
    POSTS,
    st.sampled_from(
        ["{0} {1}", "{0} {1}, {2}", "{2} {0} {1}", "{0} {1} ({2})", "{2} - {0} {1}", "{0} {1} {2}"]
    ),
)
def test_an_owner_with_a_name_is_never_surely_a_post(first, last, post, way):
    written = way.format(first, last, post)

    assert not is_surely_a_post(written)
    for person in read_officers(written):
        assert person.name or last in person.job_title


# *Councillor Young* is asked about, for *Young* may be a name: a form of address goes before the words of posts.
ADDRESS = {word.casefold() for word in ADDRESSED}


@given(st.lists(st.sampled_from(sorted(POST_WORDS - ADDRESS)), min_size=1, max_size=5))
def test_words_of_posts_are_never_rewritten(words):
    text = " ".join(word.capitalize() for word in words)

    assert Names({"Jane Smith": "Head of Service"}, "an officer").replace(text) == text
    assert capitalised_pairs(text) == []


@pytest.mark.parametrize("text", ["", "a", "…", "O'", "-", "A B", "É", "\x00", "Ms", "Ms .", "J."])
def test_odd_names_never_fail(text):
    assert isinstance(Names({text: "Clerk"}, "an officer").replace(f"{text} and {text}"), str)
