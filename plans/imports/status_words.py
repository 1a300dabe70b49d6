"""Words for progress that nobody knows yet: asked about once a plan, and remembered.

`In progress` can mean on target, behind or hardly begun: it is never guessed. Until a person says what a word means,
its actions count as not completed, past their date as overdue, and the word is shown as it was written.
"""

from collections.abc import Mapping
from dataclasses import replace

from plans.choices import ExplainedStatus, ProgressStatus
from plans.imports.document import Message, PlanDocument, StatusWord
from plans.imports.kinds.closure import ClosureItem
from plans.imports.parsers.statuses import is_closed_without_completion as is_closed
from plans.imports.parsers.statuses import is_word
from plans.imports.values import header_words

EXPECTED = "completed, on target, behind target or not started"


def unknown_words(document: PlanDocument) -> list[StatusWord]:
    """Return the words for progress that a document's actions have and no status is known by, the commonest first."""
    found: dict[str, StatusWord] = {}
    for action in document.actions:
        words = action.status_words
        if not words or not is_word(words) or is_closed(words):
            continue
        if known := found.get(header_words(words)):
            known.times += 1
        else:
            found[header_words(words)] = StatusWord(words, action.status_source or action.source)
    return sorted(found.values(), key=lambda word: -word.times)


def settle_statuses(document: PlanDocument, said: Mapping[str, str]) -> None:
    """Give actions the status that a person said their word means; say of each other word that it is not known.

    `said` are status values by word; an empty one is a word that stays a word, of which nothing more is said.
    """
    _close_what_was_given_up(document, said)
    document.status_words = unknown_words(document)
    document.actions[:] = [
        replace(action, status=ProgressStatus(meant))
        if action.status_words
        and (meant := said.get(header_words(action.status_words)))
        and meant != ExplainedStatus.CLOSED
        else action
        for action in document.actions
    ]
    for word in document.status_words:
        if word.key not in said:
            document.messages.append(
                Message(
                    "warning",
                    word.source.sheet,
                    word.source.cell,
                    f"This word for progress is not known{_how_often(word.times)}. Say once what it means; until "
                    "then its actions count as not completed, and past their date as overdue.",
                    word.words,
                    EXPECTED,
                )
            )
    for action in document.actions:
        if not is_word(action.status_words) and action.status is None:
            source = action.status_source or action.source
            text = "The status was not understood: kept as what was reported."
            document.messages.append(
                Message("warning", source.sheet, source.cell, text, action.status_words, EXPECTED)
            )


def _close_what_was_given_up(document: PlanDocument, said: Mapping[str, str]) -> None:
    """Close without completion what is cancelled or superseded, in words that say so or that a person explained so."""
    for action in document.actions:
        meant = said.get(header_words(action.status_words))
        closed = meant == ExplainedStatus.CLOSED if meant is not None else is_closed(action.status_words)
        if action.status is None and action.status_words and closed:
            source = action.status_source or action.source
            document.closures.append(ClosureItem(action.order, action.status_words, source))


def _how_often(times: int) -> str:
    return f"; it stands in {times} rows" if times > 1 else ""
