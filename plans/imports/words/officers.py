"""Officers with names: `Jo Bell (SM)`, `Head of Service – Jo Bell`, `Jo Bell Head of Service`, posts alone.

A cell holds one or several, by line, by slash, by semicolon. A comma or an `and` parts two only where both
sides are names or abbreviations; inside a post's title it belongs to the title.
"""

import re
from collections import Counter
from functools import lru_cache

from plans.imports.words.people import Person, plain

# Words that stand in posts, teams and bodies and not in people's names.
_POSTS = """academy administrator adviser advisor agency all analyst assistant asye audit auditors authority board
business cabinet care carers chair chief child children childrens children's clinical commissioner commissioning
committee communities consultant contract coordinator corporate council councillor deputy designated development
digital director disability district doctor education engineer executive external families family field finance
first fostering governance group head heads headteacher health holder hospital housing hr ict improvement
independent information inspector interim internal it joint lead leader leads leaders legal line local manager
managers member members midwife nurse officer officers operational operations owner panel partners partnership
performance permanence placement planning police policy portfolio practice prevention principal procurement
programme project provider quality regional representative resources reviewing safeguarding safety school schools
secretary senior service services social solicitor sponsor staff strategic strategy support supervisor surgeon
team teams tbc training transformation trust university virtual worker workers workforce young youth"""
POST_WORDS = frozenset(_POSTS.split())
POST_NOUNS = {"manager", "worker", "service", "director", "officer", "team", "head", "services"}
NAME_WORD = re.compile(
    r"^(?:[A-Z]\.?|Mc[A-Z]\w+|Mac[A-Z]\w+|[A-Z]['’][A-Z]?\w+|O['’]|[A-Z][a-z]+(?:[-'’][A-Z]?[a-z]+)*)$"
)
TITLE_WORD = re.compile(r"^(?:Mr|Mrs|Ms|Miss|Dr|Cllr|Sir|Dame|Prof)\.?$")
BRACKETED = re.compile(r"^(?P<name>[^()]+?)[\s,]*\((?P<role>[^()]*)\)\.?$")
DASHED = re.compile(r"^(?P<left>.+?)\s+[-–—]\s*(?P<right>.+)$|^(?P<left2>.+?)[–—]\s*(?P<right2>.+)$")
ABBREVIATION = re.compile(r"^(?:[A-Z]{2,6}|[A-Z][a-z]?[A-Z][A-Za-z]{0,3}?)s?$")
SEPARATOR = re.compile(r"\s*[/;]\s*")
AND = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:and|&)\s+")
NOBODY = {"tbc", "tba", "tbd", "n/a", "none", "vacant", "vacancy", "to be confirmed"}
SUPPORTED = re.compile(r"^supported by\b\s*:?\s*", re.IGNORECASE)


def looks_like_name(text: str) -> bool:
    """Return whether words are a person's name: two to four capitalised words, none of them a post's."""
    words = [word for word in text.split() if not TITLE_WORD.match(word)]
    titled = len(words) < len(text.split())
    return (
        (2 if not titled else 1) <= len(words) <= 4
        and all(NAME_WORD.match(word) for word in words)
        and not any(word.casefold() in POST_WORDS for word in words)
        and any(len(word) > 2 for word in words)
    )


def read_officers(text: str) -> list[Person]:
    """Return the officers that a cell names, in order, each once. Never raises; unread words are a post."""
    return list(_read_officers(text))


@lru_cache(maxsize=5_000)
def _read_officers(text: str) -> tuple[Person, ...]:
    joined = re.sub(r"\s*\n\s*(?=\()", " ", plain_lines(text))
    found: list[Person] = []
    for line in joined.split("\n"):
        found.extend(person for person in _read_line(SUPPORTED.sub("", line.strip())) if person not in found)
    return tuple(found)


def plain_lines(text: str) -> str:
    """Return text with straight quotes and single blanks, its lines kept."""
    return "\n".join(plain(line) for line in text.split("\n") if line.strip())


def _read_line(line: str) -> list[Person]:
    line = line.strip(" ,;•").rstrip(".").strip()
    if not line.strip("-–—?") or line.casefold() in NOBODY:
        return []
    if match := BRACKETED.match(line):
        name = match["name"].strip(" ,")
        if looks_like_name(name):
            return [Person(match["role"].strip(), name)]
        return [Person(line)]
    parts = SEPARATOR.split(line)
    if len(parts) > 1:
        return [person for part in parts for person in _read_line(part)]
    if (match := DASHED.match(line)) and (people := _read_dashed(match)):
        return people
    if looks_like_name(line):
        return [Person("", line)]
    parts = [part for part in AND.split(line) if part]
    if len(parts) > 1 and all(looks_like_name(part) or ABBREVIATION.match(part) for part in parts):
        return [person for part in parts for person in _read_line(part)]
    if len(parts) == 2 and looks_like_name(parts[0]) and " and " in line:
        return [Person("", parts[0]), Person(parts[1])]
    return [_name_then_post(line)]


def _read_dashed(match: re.Match[str]) -> list[Person]:
    left, right = (match["left"] or match["left2"]).strip(), (match["right"] or match["right2"]).strip()
    for role, names in ((left, right), (right, left)):
        people = [part for part in AND.split(names) if part]
        if people and all(looks_like_name(name) for name in people):
            post = re.sub(r"^Heads\b", "Head", role) if len(people) > 1 else role
            return [Person(post, name) for name in people]
    return []


def _name_then_post(line: str) -> Person:
    words = line.split()
    for count in (3, 2):
        name, role = " ".join(words[:count]), words[count:]
        if (
            role
            and looks_like_name(name)
            and (role[0].casefold() in POST_WORDS or ABBREVIATION.match(role[0]))
        ):
            return Person(" ".join(role), name)
    return Person(line)


def find_glossary(abbreviations: set[str], text: str) -> dict[str, str]:
    """Return what a workbook itself spells its posts' abbreviations out as (HoS: Head of Service).

    A phrase counts whose words begin with the abbreviation's letters and whose last word is a post's.
    """
    found: dict[str, str] = {}
    for short in abbreviations:
        letters = short[:-1] if short.endswith("s") and len(short) > 2 else short
        if not letters[0].isupper():
            continue
        pattern = r"\b" + r"\s+".join(rf"{letter}[a-z]+" for letter in letters) + r"\b"
        phrases = Counter(
            " ".join(match[0].split())
            for match in re.finditer(pattern, text)
            if match[0].split()[-1].casefold() in POST_NOUNS
        )
        if phrases:
            found[short] = phrases.most_common(1)[0][0] + ("s" if letters != short else "")
    return found


def abbreviations_in(title: str) -> set[str]:
    """Return the abbreviations that a post's title holds."""
    return {word for word in re.findall(r"[A-Za-z]+", title) if len(word) > 1 and ABBREVIATION.match(word)}


def spell_out(title: str, glossary: dict[str, str]) -> str:
    """Return a post's title with the abbreviations of a glossary spelled out."""
    return re.sub(r"[A-Za-z]+", lambda match: glossary.get(match[0], match[0]), title)
