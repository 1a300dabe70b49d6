"""An index of documents by their words. Nothing here knows what a document is of."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from plans.search.words import Nearness, folded, nearness, words_of

# Of one that types without end, the first words count.
MOST_WORDS = 12
# Of the words that are nearly spelt as one that was typed.
MOST_NEARLY = 3


@dataclass(frozen=True)
class Document:
    """Something that can be found. `page` and `parts` name its page; the title counts more than the other texts."""

    kind: str
    title: str
    note: str
    page: str
    parts: tuple[str | int, ...] = ()
    texts: tuple[str, ...] = ()
    anchor: str = ""
    # Whether its text is told although all that was looked for stands in the title, which is another thing's.
    tells_always: bool = False


@dataclass(frozen=True)
class Hit:
    """A document that holds every word that was typed, and the words of it that met them."""

    document: Document
    words: frozenset[str]
    # The smaller, the better: how far its words are from those typed, and whether they stand in its title.
    distance: int


class Index:
    """Documents by the words that stand in them."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = list(documents)
        self._by_word: dict[str, set[int]] = defaultdict(set)
        self._by_title: dict[str, set[int]] = defaultdict(set)
        # An action's title is that of each of its updates as well: its words are taken apart once.
        apart: dict[str, frozenset[str]] = {}
        for number, document in enumerate(self.documents):
            title = apart.get(document.title)
            if title is None:
                title = apart[document.title] = _words_in(document.title)
            for word in title:
                self._by_title[word].add(number)
            for word in title.union(_words_in(document.note), *map(_words_in, document.texts)):
                self._by_word[word].add(number)

    def find(self, asked: str) -> list[Hit]:
        """Return the documents that hold every word asked for, the nearest first; in their order where equal."""
        typed = [word for word, _start, _end in words_of(asked)][:MOST_WORDS]
        met = [self._meeting(word) for word in dict.fromkeys(typed)]
        if not met:
            return []
        everywhere = set.intersection(
            *(set().union(*(found for _near, _word, found in words)) for words in met)
        )
        distance = dict.fromkeys(everywhere, 0)
        words: dict[int, set[str]] = {number: set() for number in everywhere}
        for meeting in met:
            nearest: dict[int, int] = {}
            for near, word, found in meeting:
                for number in found & everywhere:
                    nearest.setdefault(number, near)
                    words[number].add(word)
            for number, near in nearest.items():
                distance[number] += 2 * near
        in_title = set.intersection(
            *(
                set().union(*(self._by_title.get(word, set()) for _near, word, _found in meeting))
                for meeting in met
            )
        )
        hits = [
            Hit(self.documents[number], frozenset(words[number]), distance[number] + (number not in in_title))
            for number in sorted(everywhere)
        ]
        return sorted(hits, key=lambda hit: hit.distance)

    def misspelt(self, asked: str) -> dict[str, list[str]]:
        """Return the words that stand nowhere, each with those that are nearly spelt so; none where nothing is."""
        found = {}
        for typed in dict.fromkeys(word for word, _start, _end in words_of(asked)):
            met = self._meeting(typed)
            if met and all(near == Nearness.MISSPELT for near, _word, _documents in met):
                found[typed] = sorted(word for _near, word, _documents in met)[:MOST_NEARLY]
        return found

    def _meeting(self, typed: str) -> list[tuple[int, str, set[int]]]:
        """Return the words that meet a typed one, the nearest first: how near, the word, and the documents it is in.

        A misspelling is thought of only where no document holds the word, its beginning or its ending.
        """
        near: dict[Nearness, list[str]] = defaultdict(list)
        for word in self._by_word:
            meets = nearness(typed, word)
            if meets is not None:
                near[meets].append(word)
        if set(near) - {Nearness.MISSPELT}:
            near.pop(Nearness.MISSPELT, None)
        return [(int(meets), word, self._by_word[word]) for meets in sorted(near) for word in near[meets]]


def _words_in(text: str) -> frozenset[str]:
    return frozenset(word for word, _start, _end in words_of(text))


@dataclass(frozen=True)
class Piece:
    """A part of a sentence, and whether it is what was looked for."""

    text: str
    is_match: bool = False


# How much of a text stands before and after the first word that was found, in characters.
AROUND = 90


def pieces(text: str, words: Iterable[str], most: int | None = 2 * AROUND) -> list[Piece]:
    """Return a text in pieces, with what was looked for marked; of a long one what stands around the first match."""
    wanted = set(words)
    spots = [(start, end) for word, start, end in words_of(text) if word in wanted]
    begin, stop = 0, len(text)
    if most is not None and len(text) > most:
        first = spots[0][0] if spots else 0
        begin = 0 if first <= AROUND else text.rfind(" ", 0, first - AROUND + 20) + 1
        stop = min(len(text), begin + most)
        if stop < len(text):
            stop = max(text.rfind(" ", begin, stop), begin + 1)
    found: list[Piece] = [Piece("… ")] if begin else []
    at = begin
    for start, end in spots:
        if start < at or end > stop:
            continue
        if start > at:
            found.append(Piece(text[at:start]))
        found.append(Piece(text[start:end], is_match=True))
        at = end
    if at < stop:
        found.append(Piece(text[at:stop]))
    if stop < len(text):
        found.append(Piece(" …"))
    return found


def sentence_of(hit: Hit) -> list[Piece]:
    """Return the text of a document in which most of what was looked for stands, marked; empty where only the title."""
    title = _words_in(hit.document.title)
    missing = hit.words - title
    best: tuple[int, str] = (0, "")
    for text in hit.document.texts:
        here = _words_in(text)
        count = len(here & missing) * 10 + len(here & hit.words)
        if count > best[0] and (missing & here or not hit.words & title):
            best = (count, text)
    if not best[1] and hit.document.tells_always and hit.document.texts:
        best = (1, hit.document.texts[0])
    return pieces(best[1], hit.words) if best[1] else []


def title_of(hit: Hit) -> list[Piece]:
    """Return a document's title with what was looked for marked."""
    return pieces(hit.document.title, hit.words, 160)


def is_a_question(asked: str) -> bool:
    """Whether there is any word in what was typed."""
    return any(folded(word) for word, _s, _e in words_of(asked))
