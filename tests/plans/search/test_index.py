"""What an index finds, in which order, and how a hit is told."""

from hypothesis import given
from hypothesis import strategies as st

from plans.search.index import Document, Index, pieces, sentence_of, title_of


def document(title: str, *texts: str, kind: str = "Actions") -> Document:
    return Document(kind, title, "Action 1", "action", ("1.1",), texts)


def titles(index: Index, asked: str) -> list[str]:
    return [hit.document.title for hit in index.find(asked)]


def test_every_word_has_to_stand_in_it_in_any_order():
    index = Index(
        [document("Audit case files every month"), document("Audit the budget"), document("File cases")]
    )

    assert titles(index, "files audit") == ["Audit case files every month"]
    assert titles(index, "zebra audit") == []
    assert titles(index, "") == titles(index, "!?") == []


def test_the_nearest_comes_first():
    index = Index(
        [document("Auditing", "x"), document("Other", "an audit"), document("Audit"), document("Audition")]
    )

    assert titles(index, "audit") == ["Audit", "Other", "Auditing", "Audition"]


def test_a_misspelling_is_thought_of_only_where_nothing_else_is_found():
    index = Index([document("Core standards"), document("Care standards")])

    assert titles(index, "care") == ["Care standards"]
    assert titles(index, "caer") == ["Care standards"]
    assert titles(index, "stadnards") == ["Core standards", "Care standards"]


def test_a_hit_is_shown_in_its_sentence():
    told = "The team met. " * 20 + "In October the auditors read 30 files. " + "More was said. " * 20
    hit = Index([document("Outside validation", told)]).find("auditors")[0]
    sentence = sentence_of(hit)

    assert [piece.text for piece in sentence if piece.is_match] == ["auditors"]
    assert sum(len(piece.text) for piece in sentence) < 200
    assert sentence[0].text == "… "
    assert title_of(hit) == pieces("Outside validation", ())


@given(st.text(max_size=400), st.lists(st.text(min_size=1, max_size=8), max_size=4))
def test_pieces_are_the_text(text, words):
    whole = "".join(piece.text for piece in pieces(text, words, None))

    assert whole == text


@given(
    st.lists(st.lists(st.sampled_from(["audit", "case", "file", "plan", "nursery", "budget"]), min_size=1, max_size=5), max_size=8),
    st.lists(st.sampled_from(["audit", "case", "file", "plan"]), min_size=1, max_size=3),
)  # fmt: skip
def test_it_finds_just_what_holds_the_words(texts, asked):
    index = Index([document(" ".join(text)) for text in texts])
    found = sorted(titles(index, " ".join(asked)))

    assert found == sorted(" ".join(text) for text in texts if set(asked) <= set(text))
