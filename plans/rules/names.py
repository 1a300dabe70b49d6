"""Finds people's names in what was typed, however they are written, and what may be a name that nobody confirmed. Pure.

Only names that a person confirmed are replaced, as whole words: `Jane Smith`, `JANE  SMITH`, `J. Smith`, `Smith, Jane`,
`Ms Smith`, `Jane Smith (Head of Service)`. Everything else that may be a name is found to be read, never changed.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from plans.rules.given_names import GIVEN_NAMES
from plans.rules.officers import POST_WORDS, TITLE_WORD

APOSTROPHES = "'’‘`´ʼ"
HYPHENS = r"\-‐‑–"
TITLES = r"(?:Mrs?|Miss|Ms|Mx|Dr|Cllr|Councillor|Prof(?:essor)?|Sir|Dame)\.?"
# A part of a name that is left over is pointed out where it is at least so long: shorter ones are words.
LEAST_PART = 3
# A hyphen goes on a word: `Ann Smith-Jones` is not Ann Smith.
_BEFORE, _AFTER = rf"(?<![\w{APOSTROPHES}])(?<!\w[-‐‑])", r"(?![\w])(?![-‐‑]\w)"
_WORD = rf"[^\W\d_]+(?:[{APOSTROPHES}‐‑-][^\W\d_]+)*"
_CAPITALISED = rf"(?:(?:Mc|Mac)?[^\W\d_a-zß-öø-ÿ](?:\.|[^\W\d_]*(?:[{APOSTROPHES}‐‑-][^\W\d_]+)*))"
# Two capitalised words or more side by side: `Early Help`, `J. Smith`, `Anna van der Berg`.
PAIR = re.compile(
    rf"(?<![\w{APOSTROPHES}]){_CAPITALISED}(?:[ \t]+(?:(?:de|del|der|da|van|von|den|di|la|le|bin|bint|al|el)[ \t]+)*"
    rf"{_CAPITALISED})+"
)
ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
# Words that begin a sentence and are no part of a name behind them.
LEADERS = frozenset(
    """a after all also an and any as at because before both but by during each every following for from he her his how
    however if in it its many more most my new no not now of on once one or our over she since so some that the their
    then there these they this those three through to two under until we what when where which while who why with within
    you your january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday q1 q2 q3 q4 spring summer autumn winter ofsted dfe""".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Replacement:
    """A name as it was written, and what is printed in its place."""

    written: str
    title: str


@dataclass
class Names:
    """The names that are replaced, each by the title that stands in its place."""

    titles: Mapping[str, str]
    no_title: str
    _known: dict[str, str] = field(default_factory=dict, init=False)
    _pattern: "re.Pattern[str] | None" = field(default=None, init=False)

    def __post_init__(self) -> None:
        patterns: list[str] = []
        for name in sorted(self.titles, key=lambda name: (-len(name), name)):
            for pattern, said in _ways_to_write(name, self.titles[name], self.no_title):
                patterns.append(pattern)
                for words in said:
                    # Who is meant by two people's initial is not known.
                    known = self._known.setdefault(_folded(words), self.titles[name])
                    if known != self.titles[name]:
                        self._known[_folded(words)] = self.no_title
        if patterns:
            patterns = sorted(dict.fromkeys(patterns), key=len, reverse=True)
            self._pattern = re.compile(rf"{_BEFORE}({'|'.join(patterns)}){_AFTER}", re.IGNORECASE)

    def replace(self, text: str, told: Callable[[Replacement], None] = lambda replacement: None) -> str:
        """Return a text with titles in the place of names; `told` hears of each."""

        def title(match: re.Match[str]) -> str:
            found = self._known.get(_folded(match[1]), self.no_title)
            told(Replacement(match[1], found))
            return found

        return self._pattern.sub(title, text) if self._pattern and text else text

    def parts(self) -> frozenset[str]:
        """Return the single words and initials of the names, which alone are found to be read."""
        found = set()
        for name in self.titles:
            words = [word for word in name.split() if not TITLE_WORD.match(word)]
            found |= {word for word in words if len(word) >= LEAST_PART and word.casefold() not in POST_WORDS}
            if len(words) > 1:
                found.add("".join(word[0] for word in words).upper())
        return frozenset(found)


def _ways_to_write(name: str, title: str, no_title: str) -> Iterable[tuple[str, list[str]]]:
    """Yield patterns in which a name can be written, each with what it folds to."""
    words = [word for word in name.split() if not TITLE_WORD.match(word)]
    if not words:
        return
    own = " ".join(words)
    with_title = rf"(?:{TITLES}\s+)?{_written(own)}"
    beside = _written(title) if title != no_title else ""
    if beside:
        # One mention of a person, not two: `Jane Smith (Head of Service)`, `Head of Service, Jane Smith`.
        gap = rf"\s*(?:[,:({HYPHENS}]\s*)?"
        yield rf"{with_title}\s*[,({HYPHENS}]\s*{beside}\)?", [f"{own} {title}"]
        yield rf"{beside}{gap}{with_title}\)?", [f"{title} {own}"]
    yield with_title, [own]
    if len(words) == 1:
        return
    first, middle, last = words[0], words[1:-1], words[-1]
    initials = [word[0] for word in words[:-1]]
    yield rf"{_written(last)},\s*{_written(' '.join(words[:-1]))}", [f"{last} {' '.join(words[:-1])}"]
    if middle and len(first) > 1:
        yield rf"{_written(first)}\s+{_written(last)}", [f"{first} {last}"]
    every = r"\.?\s*".join(map(re.escape, initials))
    only_first = re.escape(first[0])
    for some, pattern in ((initials, every), (initials[:1], only_first)):
        yield (
            rf"{pattern}\.?\s*(?<=[\s.]){_written(last)}",
            [f"{' '.join(some)} {last}", f"{''.join(some)} {last}"],
        )
        yield rf"{_written(last)},\s*{pattern}\.?", [f"{last} {' '.join(some)}", f"{last} {''.join(some)}"]
    if len(last) > LEAST_PART or last.casefold() not in POST_WORDS:
        yield rf"{TITLES}\s+{_written(last)}", [last, *(f"{address} {last}" for address in _ADDRESSES)]


_ADDRESSES = ("mr", "mrs", "miss", "ms", "mx", "dr", "cllr", "councillor", "prof", "professor", "sir", "dame")


def _folded(text: str) -> str:
    """Return text as names are compared: no accents, titles, points or brackets, one case, one kind of apostrophe."""
    unaccented = _unaccented(text.casefold())
    plain = re.sub(f"[{APOSTROPHES}]", "'", unaccented)
    plain = re.sub(rf"[.,():;{HYPHENS}]", " ", plain)
    words = plain.split()
    return " ".join(word for word in words if not TITLE_WORD.match(word)) or " ".join(words)


def _unaccented(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _written(name: str) -> str:
    """Return a pattern of a name: any blanks, apostrophes and hyphens, each accent or none."""
    words = []
    for word in name.split():
        letters = []
        for letter in unicodedata.normalize("NFC", word):
            plain = _unaccented(letter)
            if letter in APOSTROPHES:
                letters.append(f"[{APOSTROPHES}]")
            elif letter in HYPHENS and letter != "\\":
                letters.append(f"[{HYPHENS} ]")
            elif plain != letter and len(plain) == 1:
                letters.append(f"[{letter}{plain}]")
            else:
                letters.append(re.escape(letter))
        words.append("".join(letters))
    return r"\s+".join(words)


def capitalised_pairs(text: str) -> list[str]:
    """Return the runs of two or more capitalised words in a text that may be a person's name, each once.

    Runs wholly of words of posts and services are none (*Early Help*, *Data Protection*), nor those of which a word
    that begins a sentence leaves one.
    """
    found = []
    for match in PAIR.finditer(text):
        words = match[0].split()
        while words and words[0].strip(".").casefold() in LEADERS:
            words = words[1:]
        while words and words[-1].strip(".").casefold() in LEADERS:
            words = words[:-1]
        if len(words) < 2 or all(_is_ordinary(word) for word in words):
            continue
        found.append(" ".join(words))
    return list(dict.fromkeys(found))


def _is_ordinary(word: str) -> bool:
    plain = re.sub(f"[{APOSTROPHES}]", "'", word).casefold()
    return plain in POST_WORDS or plain.removesuffix("'s") in POST_WORDS or plain in LEADERS


def addresses_in(text: str) -> list[str]:
    """Return the e-mail addresses in a text, each once."""
    return list(dict.fromkeys(ADDRESS.findall(text)))


def is_likely_name(words: str) -> bool:
    """Whether a capitalised run is likelier a name than not: it begins with a common given name, or an initial."""
    own = [word for word in words.split() if not TITLE_WORD.match(word)]
    return len(own) < len(words.split()) or own[0].casefold() in GIVEN_NAMES or (len(own[0].strip(".")) == 1)
