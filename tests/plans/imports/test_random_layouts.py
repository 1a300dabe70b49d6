"""Random plans in random layouts: what the reader finds of them, with words that it knows and with words that it doesn't.

`make read-score` prints the whole table. Here stands what must not be lost.
"""

import pytest

from plans.imports.recognition import SURE, recognise_file
from tests.plans.imports.layouts_by_chance import Score, write_by_chance

WORKBOOKS = 60


@pytest.mark.parametrize(
    ("foreign", "least"), [(False, 0.99), (True, 0.95)], ids=["known words", "foreign words"]
)
def test_random_layouts_are_read(foreign, least):
    score = Score()
    for seed in range(1000, 1000 + WORKBOOKS):
        written = write_by_chance(seed, foreign=foreign)
        score.add(written, recognise_file("plan.xlsx", written.content).document)

    assert score.recall() >= least, "\n".join(score.lines())
    assert score.share_wrong() <= 0.005, "\n".join(score.lines())


def test_what_is_guessed_is_always_asked_about():
    for seed in range(1000, 1000 + WORKBOOKS):
        document = recognise_file("plan.xlsx", write_by_chance(seed, foreign=True).content).document
        guessed = [
            column
            for table in document.tables
            for column in table.columns
            if column.field and "words are not known" in column.why
        ]
        assert all(column.confidence < SURE for column in guessed)
        if guessed:
            assert any("Look at each of them" in message.text for message in document.messages)


def test_what_a_person_says_of_a_guess_is_obeyed():
    written = write_by_chance(1003, foreign=True)
    table = recognise_file("plan.xlsx", written.content).document.tables[0]
    taken = {column.field: column.header.casefold() for column in table.columns if column.field}

    document = recognise_file("plan.xlsx", written.content, choices={taken["leads"]: ""}).document

    assert all(not action.leads for action in document.actions)
    assert {action.text for action in document.actions} == {fact.text for fact in written.facts}


def test_the_score_sees_what_is_wrong():
    written = write_by_chance(7, foreign=False)
    document = recognise_file("plan.xlsx", written.content).document
    document.actions[0] = type(document.actions[0])(
        **{**document.actions[0].__dict__, "text": "Another thing"}
    )
    score = Score()
    score.add(written, document)

    assert score.wrong["action"] == 1
    assert score.recall() < 1
