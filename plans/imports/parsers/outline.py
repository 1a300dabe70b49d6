"""A multi-line cell as an outline: group word, sentences, bullets, indented lines."""

import re
from dataclasses import dataclass, field

BULLET = re.compile(r"^(?P<indent>\s*)(?P<mark>[•○▪●◦*]|[-–](?=\s))?\s*(?P<text>.*\S)\s*$")
# A deeper mark is a lower level, whatever its indent.
MARK_RANK = {"•": 1, "●": 1, "*": 1, "-": 1, "–": 1, "○": 2, "◦": 2, "▪": 3}
MAX_GROUP_WORDS = 6
MAX_BARE_GROUP_WORDS = 2


@dataclass
class Line:
    """One item of an outline and the items below it."""

    text: str
    mark: str = ""
    rank: int = 0
    children: list["Line"] = field(default_factory=list)

    @property
    def has_bulleted_children(self) -> bool:
        return bool(self.children) and all(child.mark for child in self.children)


@dataclass(frozen=True)
class Outline:
    """A cell's group word (or none) and its top items."""

    group: str
    items: list[Line]


def read_outline(text: str, bold_text: str = "") -> Outline:
    """Return a cell's outline.

    `bold_text` is the cell's bold part: a bold first line that others follow is a group word, not an item. In a
    cell without any bold a first line of few words is one.
    Paragraphs parted by an empty line are items of their own; a bullet belongs to the item above it.
    """
    lines = text.split("\n")
    group = ""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    if len(filled) > 1 and _is_group_word(lines[filled[0]], bold_text, lines[filled[1]]):
        group = lines[filled[0]].strip()
        lines = lines[filled[0] + 1 :]
    items: list[Line] = []
    stack: list[Line] = []
    after_gap = False
    for line in lines:
        match = BULLET.match(line)
        if match is None:
            after_gap = True
            continue
        mark, indent = match["mark"] or "", len(match["indent"].expandtabs(4))
        rank = _rank(mark, indent)
        if not mark and rank == 0 and stack and not after_gap:
            stack[-1].text += " " + match["text"]
            continue
        new = Line(match["text"], mark, rank)
        while stack and stack[-1].rank >= rank:
            stack.pop()
        (stack[-1].children if stack else items).append(new)
        stack.append(new)
        after_gap = False
    return Outline(group, items)


def _rank(mark: str, indent: int) -> int:
    if mark:
        return MARK_RANK[mark]
    return 3 if indent >= 2 else 0


def _is_group_word(line: str, bold_text: str, below: str) -> bool:
    words = line.strip()
    if BULLET.match(line) and BULLET.match(line)["mark"]:  # type: ignore[index]
        return False
    if bold_text.strip():
        return bold_text.strip().startswith(words) and words != bold_text.strip() + "." and _short(words)
    # Without bold type its shortness tells: a few words over bullets, or one or two over a sentence.
    bulleted = (match := BULLET.match(below)) is not None and bool(match["mark"])
    return _short(words) and (bulleted or len(words.split()) <= MAX_BARE_GROUP_WORDS)


def _short(words: str) -> bool:
    return len(words.split()) <= MAX_GROUP_WORDS and not words.endswith((".", ":"))
