"""Officers as councils write them: `Jo Bell (SM)`, `Head of Service – Jo Bell`, several in a cell, posts alone.

A cell holds one or several, by line, slash, semicolon or *then*. A comma, an `and` or an `&` parts two only where each
side can hold work by itself; inside a post's title it belongs to the title. Where a name and a post are not told apart
by a mark, the words stay together as written: who is a person is asked, never taken from capitals (rules/officers.py).
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from plans.imports.parsers.people import SLASH, Person, plain
from plans.rules.officers import (
    ABBREVIATION,
    HOLDERS,
    begins_with_given_name,
    has_holder,
    is_given_name,
    looks_like_name,
    name_and_post,
    words_of,
)

POST_NOUNS = {"manager", "worker", "service", "director", "officer", "team", "head", "services"}
BRACKETED = re.compile(r"^(?P<before>[^()]*?)[\s,]*\((?P<inside>[^()]*)\)[\s.]*(?P<after>[^()]*)$")
DASHED = re.compile(r"^(?P<left>.+?)\s+[-–—]\s*(?P<right>.+)$|^(?P<left2>.+?)[–—]\s*(?P<right2>.+)$")
THEN = re.compile(r"\s*;\s*|\s*[,;]?\s+(?:then|followed by|succeeded by|replaced by)\s+", re.IGNORECASE)
AND = re.compile(r"\s*,\s*(?:and\s+|&\s*)?|\s+(?:and|\+)\s+|\s*&\s*")
SET_APART = re.compile(r"\s+[+/|]\s+")
LONGEST_POST = 5
COMMA = re.compile(r"\s*,\s*(?:and\s+|&\s*)?")
# `All team managers` are nobody's title.
EVERYONE = re.compile(r"^all\b(?![- ]age\b).*s$", re.IGNORECASE)
INITIALS = re.compile(r"^[A-Z]{2,3}$")
NOBODY = {
    "tbc",
    "tba",
    "tbd",
    "n/a",
    "none",
    "vacant",
    "vacancy",
    "to be confirmed",
    "to be agreed",
    "to be appointed",
}
SUPPORTED = re.compile(
    r"^(?:supported by|lead(?: officer)?|owner|with|support)\s*:\s*|^supported by\b\s*", re.IGNORECASE
)
# What is said of somebody beside who they are: when, for how long, for whom, how much of them.
REMARK = re.compile(
    r"\d|\b(?:until|till|from|since|to|cover(?:ing)?|maternity|leave|sick|left|leaves|leaving|job.?share|wte|fte|"
    r"part.?time|full.?time|vacant|temp|pending|starting|starts|ends|tbc|support|supporting|handover|handing)\b",
    re.IGNORECASE,
)
# `Jo Bell (lead), Asha Patel (support)`: each with a bracket of its own.
SEVERAL_BRACKETED = re.compile(r"(?<=\))\s*(?:,\s*(?:and\s+|&\s*)?|\s+and\s+|\s*&\s*)(?=[^()]+\([^()]*\))")
# `Asha Patel until 31/3/26`: a remark without brackets, at the end.
TRAILING_REMARK = re.compile(
    r"[\s,–-]*\b(?:(?:(?:until|till|from|since|starting|wef)\b|to\s+\d)[^()]*\d[^()]*|\d+(?:\.\d+)?\s*(?:wte|fte))$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class OfficerWords:
    """What a cell says of officers: who, and what is remarked beside them (`until 31/3/26`)."""

    people: tuple[Person, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass
class _Found:
    people: list[Person] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def add(self, *people: Person) -> None:
        self.people.extend(person for person in people if person not in self.people)


def read_officers(text: str) -> list[Person]:
    """Return the officers that a cell names, in order, each once. Never raises; unread words are a post."""
    return list(read_officer_words(text).people)


@lru_cache(maxsize=5_000)
def read_officer_words(text: str) -> OfficerWords:
    """Return the officers that a cell names and what it remarks of them. Never raises."""
    joined = re.sub(r"\s*\n\s*(?=\()", " ", plain_lines(text))
    found = _Found()
    for line in joined.split("\n"):
        _read_line(SUPPORTED.sub("", line.strip()), found)
    return OfficerWords(tuple(found.people), tuple(found.remarks))


def plain_lines(text: str) -> str:
    """Return text with straight quotes and single blanks, its lines kept."""
    return "\n".join(plain(line) for line in text.split("\n") if line.strip())


def _read_line(line: str, found: _Found) -> None:
    line = line.strip(" ,;•*").rstrip(".").strip()
    if not line.strip("-–—?") or line.casefold() in NOBODY:
        return
    parts = [part for part in THEN.split(line) if part]
    if len(parts) == 1:
        parts = SEVERAL_BRACKETED.split(line)
    if len(parts) > 1:
        for part in parts:
            _read_line(part, found)
        return
    if (match := TRAILING_REMARK.search(line)) and match.start():
        found.remarks.append(match[0].strip(" ,–-()"))
        _read_line(line[: match.start()], found)
        return
    # A plus, or a slash with room on both sides, stands between two and in nobody's title.
    parts = [part for part in SET_APART.split(line) if part.strip(" -–")]
    if (
        len(parts) > 1
        and any(len(part.split()) > 1 for part in parts)
        and all(len(part.split()) <= LONGEST_POST and part.casefold() not in NOBODY for part in parts)
    ):
        for part in parts:
            _read_line(part, found)
        return
    parts = [part for part in SLASH.split(line) if part.strip(" -–")]
    if len(parts) > 1 and (all(map(_can_hold, parts)) or all(INITIALS.match(part) for part in parts)):
        for part in parts:
            _read_line(part, found)
        return
    _read_one(line, found)


def _can_hold(part: str) -> bool:
    """Whether words can hold work by themselves: a name, a post with its holder, a post's abbreviation."""
    part = re.sub(r"\s*\([^()]*\)\s*", " ", part).strip()
    return bool(part) and (
        looks_like_name(part) or is_given_name(part) or has_holder(part) or _is_post_abbreviation(part)
    )


def _is_post_abbreviation(part: str) -> bool:
    return bool(ABBREVIATION.match(part)) and (
        part.endswith("s") or words_of(part)[0] in HOLDERS or len(part) > 3
    )


def _is_plural(part: str) -> bool:
    """Whether a part is several people by an abbreviation, `ATMs`, and so nobody's title."""
    return bool(EVERYONE.match(part)) or bool(ABBREVIATION.match(part)) and part.endswith("s")


def _read_one(line: str, found: _Found) -> None:
    """Read what no mark between officers parts: brackets, dashes, commas, or nothing."""
    if match := BRACKETED.match(line):
        _read_bracketed(line, match, found)
        return
    if (match := DASHED.match(line)) and (people := _read_dashed(match)):
        found.add(*people)
        return
    if looks_like_name(line) or is_given_name(line):
        found.add(Person("", line))
        return
    parts = [part for part in AND.split(line) if part]
    names = [looks_like_name(part) for part in parts]
    if len(parts) > 1:
        is_alternating = any(names) and not all(names) and "," in line and not any(map(_is_plural, parts))
        if is_alternating and (people := _read_pairs(line)):
            found.add(*people)
            return
        if all(names) or all(
            name or _is_post_abbreviation(part) or _is_plural(part)
            for part, name in zip(parts, names, strict=True)
        ):
            found.add(
                *(Person("", part) if name else Person(part) for part, name in zip(parts, names, strict=True))
            )
            return
        if all(len(part.split()) == 1 and part[0].isupper() for part in parts) and any(
            map(is_given_name, parts)
        ):
            found.add(*(Person("", part) for part in parts))
            return
        if any(names) and (people := _read_pairs(line)):
            found.add(*people)
            return
        if not any(names) and all(map(_can_hold, parts)) and _are_posts_apart(parts):
            found.add(*map(Person, parts))
            return
    found.add(_name_then_post(line))


def _are_posts_apart(parts: list[str]) -> bool:
    """Whether posts side by side are several: `Social workers, ATMs`; not `Strategic Leads and Service Managers`.

    Two posts of one title's words are one line of an organisation's chart as often as two people; only the last word
    of each being its holder (or an abbreviation) says that both are whole.
    """
    if not all(_is_post_abbreviation(part) or words_of(part)[-1] in HOLDERS for part in parts):
        return False
    return any(map(_is_post_abbreviation, parts)) or all(map(_is_whole_post, parts))


def _is_whole_post(part: str) -> bool:
    """Whether words are one person's whole title: `Data Protection Officer`, not `Officer` nor `Team Managers`."""
    found = words_of(part)
    return len(found) > 1 and found[-1] in HOLDERS and not found[-1].endswith("s")


def _read_bracketed(line: str, match: re.Match[str], found: _Found) -> None:
    before, inside, after = match["before"].strip(" ,"), match["inside"].strip(), match["after"].strip(" ,")
    is_remark = bool(REMARK.search(inside)) and not has_holder(inside)
    if is_remark and before:
        found.remarks.append(inside)
        _read_line(before, found)
        if after:
            _read_line(re.sub(r"^(?:and|&|then)\s+", "", after), found)
        return
    if not after and looks_like_name(before):
        found.add(Person(inside, before))
    elif not after and looks_like_name(inside) and has_holder(before):
        found.add(Person(before, inside))
    else:
        found.add(Person(line))


def _read_dashed(match: re.Match[str]) -> list[Person]:
    left, right = (match["left"] or match["left2"]).strip(), (match["right"] or match["right2"]).strip()
    for role, names in ((left, right), (right, left)):
        people = [part for part in AND.split(names) if part]
        if people and all(looks_like_name(name) for name in people) and not looks_like_name(role):
            post = re.sub(r"^Heads\b", "Head", role) if len(people) > 1 else role
            return [Person(post, name) for name in people]
    return []


def _read_pairs(line: str) -> list[Person]:
    """Return `name, post, name, post` or `post, name, post, name` as people; nothing where it is neither."""
    parts = [part for part in COMMA.split(line) if part]
    if len(parts) == 1:
        return _name_and_post_by_and(line)
    kinds = [looks_like_name(part) for part in parts]
    people: list[Person] = []
    if kinds[0]:
        for part, is_name in zip(parts, kinds, strict=True):
            if is_name:
                people.append(Person("", part))
            else:
                last = people[-1]
                people[-1] = Person(f"{last.job_title}, {part}" if last.job_title else part, last.name)
        posts = [person.job_title for person in people if person.job_title]
        return people if all(has_holder(post) or ABBREVIATION.match(post) for post in posts) else []
    posts_before: list[str] = []
    for part, is_name in zip(parts, kinds, strict=True):
        if is_name:
            if not posts_before:
                return []
            people.append(Person(", ".join(posts_before), part))
            posts_before = []
        else:
            posts_before.append(part)
    return people if not posts_before and all(has_holder(person.job_title) for person in people) else []


def _name_and_post_by_and(line: str) -> list[Person]:
    parts = [part for part in AND.split(line) if part]
    if len(parts) == 2 and looks_like_name(parts[0]) and has_holder(parts[1]):
        return [Person("", parts[0]), Person(parts[1])]
    if len(parts) == 2 and looks_like_name(parts[1]) and has_holder(parts[0]):
        return [Person(parts[0]), Person("", parts[1])]
    return []


def _name_then_post(line: str) -> Person:
    """Part a name from the post behind it only where its first word is a given name; else keep the words together."""
    if begins_with_given_name(line) and (parted := name_and_post(line)):
        return Person(*parted)
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
