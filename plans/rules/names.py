"""Finds people's names in what was typed, however they are written, and what may be a name that nobody confirmed. Pure.

Only names that a person confirmed are replaced, as whole words: `Jane Smith`, `JANE  SMITH`, `J. Smith`, `Smith, Jane`,
`Ms Smith`, `Jane Smith (Head of Service)`. Everything else that may be a name is found to be read, never changed.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from plans.rules.given_names import GIVEN_NAMES
from plans.rules.officers import POST_WORDS, TITLE_WORD

# Letters up to here are written in Latin; beyond are other scripts.
LAST_LATIN = 0x024F
APOSTROPHES = "'’‘`´ʼ"
HYPHENS = r"\-‐‑–"
ADDRESSED = ("Mr", "Mrs", "Miss", "Ms", "Mx", "Dr", "Cllr", "Councillor", "Prof", "Professor", "Sir", "Dame")
TITLES = rf"(?i:{'|'.join(ADDRESSED)})\.?"
# A part of a name that is left over is pointed out where it is at least so long: shorter ones are words.
LEAST_PART = 3
# A hyphen goes on a word: `Ann Smith-Jones` is not Ann Smith.
_BEFORE, _AFTER = rf"(?<![\w{APOSTROPHES}])(?<!\w[-‐‑])", r"(?![\w])(?![-‐‑]\w)"
_LETTERS = r"[^\W\d_]"
_WORD = re.compile(rf"{_LETTERS}+(?:[{APOSTROPHES}‐‑-]{_LETTERS}+)*")
_CAPITALISED = rf"(?:(?:Mc|Mac)?[^\W\d_a-zß-öø-ÿ](?:\.|[^\W\d_]*(?:[{APOSTROPHES}‐‑-][^\W\d_]+)*))"
_PARTICLES = "de|del|der|da|van|von|den|di|la|le|bin|bint|al|el|ap|ab|ferch"
# Two capitalised words or more side by side: `Early Help`, `J. Smith`, `Anna van der Berg`, `Dr Marsh`.
PAIR = re.compile(
    rf"(?<![\w{APOSTROPHES}]){_CAPITALISED}(?:\s+(?:(?:{_PARTICLES})\s+)*\(?{_CAPITALISED}\)?)+"
)
# `J.Hill`, `A.N.Other`, `Mr.Hill`.
POINTED = re.compile(
    rf"(?<!\w)(?:(?:[A-Z]\.\s?){{1,3}}|(?:{'|'.join(ADDRESSED)})\.\s?)[^\W\d_a-zß-öø-ÿ]{_LETTERS}+"
)
# `Hill, Ann`.
REVERSED = re.compile(rf"(?<!\w)({_CAPITALISED}),\s*([^\W\d_a-zß-öø-ÿ]{_LETTERS}+)")
ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w.])@\w{2,}")
# Words that begin or end a run and are no part of a name.
LEADERS = frozenset(
    """a after all also an and any as at because before both but by during each every following for from he her his how
    however if in it its many more most my new no not now of on once one or our over she since so some that the their
    then there these they this those three through to two under until we what when where which while who why with within
    you your q1 q2 q3 q4 ofsted dfe""".split()  # noqa: SIM905
)
# No names by themselves, and names beside others: April Jones, Theresa May.
CALENDAR = frozenset(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec spring summer autumn
    winter""".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Replacement:
    """A name as it was written, and what is printed in its place."""

    written: str
    title: str


@dataclass
class Names:
    """The names that are replaced, each by the title that stands in its place.

    `ticked` are words that somebody said are a name, replaced as they were written; `left` are ways of writing a name
    that somebody said mean nobody here (`a young`, of Amy Young).
    """

    titles: Mapping[str, str]
    no_title: str
    ticked: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()
    _titles_by_words: dict[str, str] = field(default_factory=dict, init=False)
    _pattern: "re.Pattern[str] | None" = field(default=None, init=False)

    def __post_init__(self) -> None:
        patterns: list[str] = []
        for name in sorted(self.titles, key=lambda name: (-len(name), name)):
            for pattern, ways in _ways_to_write(name, self.titles[name], self.no_title):
                patterns.append(pattern)
                for words in ways:
                    # Who is meant by two people's initial is not known.
                    title = self._titles_by_words.setdefault(_folded(words), self.titles[name])
                    if title != self.titles[name]:
                        self._titles_by_words[_folded(words)] = self.no_title
        patterns += [r"\s+".join(map(re.escape, words.split())) for words in self.ticked if words.strip()]
        if patterns:
            patterns = sorted(dict.fromkeys(patterns), key=len, reverse=True)
            self._pattern = re.compile(rf"{_BEFORE}({'|'.join(patterns)}){_AFTER}")

    def replace(self, text: str, told: Callable[[Replacement], None] = lambda replacement: None) -> str:
        """Return a text with titles in the place of names; `told` hears of each."""

        def title(match: re.Match[str]) -> str:
            written = " ".join(match[1].split())
            if written in self.left:
                return match[1]
            stand_in = self._titles_by_words.get(_folded(match[1]), self.no_title)
            told(Replacement(written, stand_in))
            return stand_in

        if not self._pattern or not text:
            return text
        return self._pattern.sub(title, unicodedata.normalize("NFC", text))

    def parts(self) -> frozenset[str]:
        """Return the single words of the names in small letters, and their initials: found to be read alone."""
        parts = set()
        for name in self.titles:
            words = [word for word in name.split() if not TITLE_WORD.match(word)]
            parts |= {
                _plain(word)
                for word in words
                if len(word) >= LEAST_PART and (len(words) == 1 or _plain(word) not in POST_WORDS)
            }
            if len(words) > 1:
                parts.add("".join(word[0] for word in words).upper())
        return frozenset(parts)


def _ways_to_write(name: str, title: str, no_title: str) -> Iterable[tuple[str, list[str]]]:
    """Yield patterns in which a name can be written, each with what it folds to.

    A whole name in any case; initials and a surname after a form of address only with their capitals, for *a young
    person* is not Amy Young. One word alone (*Will*) is no pattern: it is asked about, as the parts of names are.
    """
    words = [word for word in name.split() if not TITLE_WORD.match(word)]
    if not words:
        return
    own, last = " ".join(words), words[-1]
    surname = rf"(?:{_written(last)}|{_written(last.upper())})"
    if len(words) < len(name.split()) or len(words) > 1:
        yield rf"{TITLES}\s*{surname}", [last, *(f"{address} {last}" for address in ADDRESSED)]
    if len(words) == 1:
        return
    with_title = rf"(?:{TITLES}\s+)?(?i:{_written(own)})"
    beside = f"(?i:{_written(title)})" if title != no_title else ""
    if beside:
        # One mention of a person, not two: `Jane Smith (Head of Service)`, `Head of Service, Jane Smith`.
        gap = rf"\s*(?:[,:({HYPHENS}]\s*)?"
        yield rf"{with_title}\s*[,({HYPHENS}]\s*{beside}\)?", [f"{own} {title}"]
        yield rf"{beside}{gap}{with_title}\)?", [f"{title} {own}"]
    yield with_title, [own]
    first, given = words[0], " ".join(words[:-1])
    yield rf"(?i:{_written(last)},\s*{_written(given)})", [f"{last} {given}"]
    if len(words) > 2 and len(first) > 1:
        yield rf"(?i:{_written(first)}\s+{_written(last)})", [f"{first} {last}"]
    initials = [word[0].upper() for word in words[:-1]]
    # A and I are words, and so are many surnames: these want the point.
    point = r"\." if initials[0] in "AI" or _plain(last) in POST_WORDS else r"\.?"
    every = r"\s*".join(f"{re.escape(initial)}{point}" for initial in initials)
    for some, pattern in ((initials, every), (initials[:1], f"{re.escape(initials[0])}{point}")):
        yield rf"{pattern}\s*(?<=[\s.]){surname}", [f"{' '.join(some)} {last}", f"{''.join(some)} {last}"]
        yield rf"{surname},\s*{pattern}", [f"{last} {' '.join(some)}", f"{last} {''.join(some)}"]


def _plain(word: str) -> str:
    """Return a word in small letters with straight apostrophes and without an s that only says whose."""
    return re.sub(f"[{APOSTROPHES}]", "'", word.casefold()).removesuffix("'s")


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

    Runs wholly of words of posts, services and the calendar are none (*Early Help*, *Data Protection*), unless a form
    of address begins them, nor those of which a word that begins a sentence leaves one.
    """
    return [run for run, _start, _end in _runs(unicodedata.normalize("NFC", text))]


def _runs(text: str) -> list[tuple[str, int, int]]:
    """Return each run once, with where it first stands."""
    spans: dict[str, tuple[int, int]] = {}
    for match in PAIR.finditer(text):
        words = match[0].split()
        while words and words[0].strip(".").casefold() in LEADERS:
            words = words[1:]
        while words and words[-1].strip(".").casefold() in LEADERS:
            words = words[:-1]
        is_addressed = bool(words) and bool(TITLE_WORD.match(words[0]))
        if len(words) < 2 or (not is_addressed and all(_is_ordinary(word) for word in words)):
            continue
        spans.setdefault(" ".join(words), match.span())
    return [(words, *span) for words, span in spans.items()]


def _is_ordinary(word: str) -> bool:
    plain = _plain(word.strip("()"))
    return plain in POST_WORDS or plain in LEADERS or plain in CALENDAR


def candidates(text: str, parts: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """Yield what may be a name in a text, and whether it likely is one: each needs a person to read it.

    Capitalised runs, initials with points, *Hill, Ann*; single given names, parts and initials of confirmed names in
    any case; addresses; words that are not in Latin letters, which nothing else here can tell.
    """
    text = unicodedata.normalize("NFC", text)
    for words, _start, _end in _runs(text):
        yield words, is_likely_name(words)
    for match in POINTED.finditer(text):
        yield " ".join(match[0].split()), True
    for match in REVERSED.finditer(text):
        if match[2].casefold() in GIVEN_NAMES:
            yield " ".join(match[0].split()), True
    yield from ((address, True) for address in addresses_in(text))
    # What stands in a run is read with it.
    rest = ADDRESS.sub(" ", PAIR.sub(" ", text))
    for word in dict.fromkeys(match[0] for match in _WORD.finditer(rest)):
        plain = _plain(word)
        whole = word if plain == word.casefold() else word[: len(plain)]
        if plain in parts or word in parts or (plain in GIVEN_NAMES and plain not in CALENDAR):
            yield whole, True
        elif len(word) > 1 and any(letter.isalpha() and ord(letter) > LAST_LATIN for letter in word):
            yield word, True


def addresses_in(text: str) -> list[str]:
    """Return the e-mail addresses in a text, each once."""
    return list(dict.fromkeys(ADDRESS.findall(text)))


def is_likely_name(words: str) -> bool:
    """Whether a capitalised run is likelier a name than not: it begins with a common given name, or an initial."""
    own = [word for word in words.split() if not TITLE_WORD.match(word)]
    if not own or len(own) < len(words.split()):
        return True
    return any(word.casefold() in GIVEN_NAMES for word in own) or len(own[0].strip(".")) == 1
