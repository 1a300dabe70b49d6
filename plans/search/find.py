"""Looks for words in plans, as one viewer sees each on one day."""

from dataclasses import dataclass

from improvement.kept import KEPT
from plans.position.board import read_board
from plans.position.position import Position
from plans.search.documents import KINDS, documents_of
from plans.search.index import Hit, Index, Piece, sentence_of, title_of


@dataclass(frozen=True)
class Found:
    """A hit as a page tells it: the title and the sentence with what was looked for marked."""

    hit: Hit

    @property
    def title(self) -> list[Piece]:
        return title_of(self.hit)

    @property
    def sentence(self) -> list[Piece]:
        return sentence_of(self.hit)


@dataclass(frozen=True)
class FoundGroup:
    """What was found of one kind, the nearest first."""

    kind: str
    found: list[Found]

    @property
    def key(self) -> str:
        """The kind as an address names it."""
        return self.kind.lower().replace(" ", "-")


def index_of(position: Position) -> Index:
    """Return the index of a position, kept as the position is: neither is ever of another day or another viewer."""
    key = ("search", position.plan.pk, position.as_at, position.viewer.without_need())
    return KEPT.get(
        position.plan.council,
        key,
        lambda: Index(documents_of(position, read_board(position))),
        lambda index: 2 * len(index.documents),
    )


def keys_found(position: Position, kind: str, asked: str) -> set[str | int]:
    """Return which things of a kind hold the words, by what their pages go by: a reference, a number, a code."""
    hits = index_of(position).find(asked)
    return {hit.document.parts[0] for hit in hits if hit.document.kind == kind}


def find(position: Position, asked: str) -> list[FoundGroup]:
    """Return what a position's viewer finds by words in any order, by kind."""
    groups: dict[str, list[Found]] = {kind: [] for kind in KINDS}
    for hit in index_of(position).find(asked):
        groups[hit.document.kind].append(Found(hit))
    told = [FoundGroup(kind, found) for kind, found in groups.items() if found]
    # What is called just so comes before what only speaks of it.
    return sorted(told, key=lambda group: group.found[0].hit.distance > 0)


def nearly_spelt(position: Position, asked: str) -> str:
    """Return in words what was looked for instead of words that stand nowhere; empty where all of them do."""
    instead = index_of(position).misspelt(asked)
    return "; ".join(f"{' or '.join(words)} for “{typed}”" for typed, words in instead.items())
