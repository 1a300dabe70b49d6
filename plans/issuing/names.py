"""The names of people in a report that is to be published: what is replaced, what is left standing, what is unsure.

A public version can be made only once nobody whom the report names is unsure and a person has read everything left
standing that may be a name (docs/decisions.md). What was read once is not asked again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from django.core.exceptions import ValidationError

from improvement.models import NO_TITLE, Officer
from plans.issuing.publication import printed_texts
from plans.models import Plan, PlanRole, WordsRead
from plans.position import Position
from plans.position.officers import officers_named
from plans.reports.document import Document
from plans.rules.names import Names, Replacement, candidates, capitalised_pairs
from plans.rules.officers import POST_WORDS, is_surely_a_post

MOST_PLACES = 3
AROUND = 60


@dataclass
class Standing:
    """Words left in a public version that may be a person's name, and where they stand."""

    words: str
    is_likely: bool
    # One place where they stand, with the words around them.
    sentence: str = ""
    places: list[str] = field(default_factory=list)

    @property
    def where(self) -> str:
        more = len(self.places) - MOST_PLACES
        return "; ".join(self.places[:MOST_PLACES]) + (f" and {more} more" if more > 0 else "")


@dataclass
class NamesCheck:
    """What a person reads, and decides, before a public version can be made."""

    replaced: dict[Replacement, list[str]] = field(default_factory=dict)
    standing: list[Standing] = field(default_factory=list)
    unsure: list[Officer] = field(default_factory=list)

    @property
    def is_done(self) -> bool:
        return not self.standing and not self.unsure

    @property
    def likely(self) -> list[Standing]:
        return [standing for standing in self.standing if standing.is_likely]

    @property
    def unlikely(self) -> list[Standing]:
        return [standing for standing in self.standing if not standing.is_likely]

    @property
    def problem(self) -> str:
        """Why the public version can't be made yet, in a sentence; empty where it can."""
        parts = []
        if self.unsure:
            count = len(self.unsure)
            parts.append(
                f"{count} officer{' is' if count == 1 else 's are'} not confirmed as a post or a person"
            )
        if self.standing:
            count = len(self.standing)
            has = "phrase that may be a name has" if count == 1 else "phrases that may be names have"
            parts.append(f"{count} {has} not been reviewed")
        return f"The public version can't be created yet: {' and '.join(parts)}." if parts else ""


class NamesNotRead(ValidationError):
    """A public version was asked for before its names were confirmed and read."""

    def __init__(self, check: NamesCheck) -> None:
        super().__init__(check.problem)
        self.check = check


def names_of(plan: Plan) -> Names:
    """Return the names that a person confirmed, with the posts that are printed for them; two queries."""
    titles: dict[str, str] = {}
    rows = Officer.objects.filter(council=plan.council_id, is_confirmed=True).exclude(name="")
    for officer in rows.order_by("merged_into", "pk"):
        # A person with several posts is known by the first; one without a post may get it from a later row.
        if titles.get(officer.name, NO_TITLE) == NO_TITLE:
            titles[officer.name] = officer.public_label
    read = words_read(plan)
    ticked = frozenset(words for words, is_name in read.items() if is_name)
    return Names(titles, NO_TITLE, ticked, frozenset(read) - ticked)


def words_read(plan: Plan) -> dict[str, bool]:
    """Return the words that were read before, and whether they name a person; one query."""
    rows = WordsRead.objects.filter(plan=plan).order_by("pk")
    return dict(rows.values_list("words", "is_name"))


def unsure_officers(plan: Plan) -> list[Officer]:
    """Return the officers of a plan of whom nobody has said which words are the post and which the name; one query."""
    return list(officers_named(plan).filter(is_confirmed=False).order_by("job_title", "name"))


def check_names(document: Document, position: Position, names: Names) -> NamesCheck:
    """Return what is replaced in a report, what is left standing and not read yet, and who is unsure.

    `document` is the report before names were replaced, `position` what it was made from.
    """
    plan = position.plan
    check = NamesCheck(unsure=unsure_officers(plan))
    passed = {words.casefold() for words in (*words_read(plan), *_words_of_the_plan(position))}
    accounts = _account_names(plan)
    parts = names.parts()
    standing: dict[str, Standing] = {}
    for where, text in printed_texts(document):
        left = names.replace(text, partial(_note, check.replaced, where))
        for words, is_likely in (*candidates(left, parts), *_accounts_in(left, accounts)):
            if words.casefold() in passed:
                continue
            entry = standing.setdefault(words, Standing(words, is_likely))
            if where not in entry.places:
                entry.places.append(where)
                entry.sentence = entry.sentence or _sentence_with(words, left)
    check.standing = sorted(
        standing.values(), key=lambda entry: (not entry.is_likely, entry.words.casefold())
    )
    return check


def _note(replaced: dict[Replacement, list[str]], where: str, replacement: Replacement) -> None:
    places = replaced.setdefault(replacement, [])
    if where not in places:
        places.append(where)


def _accounts_in(text: str, accounts: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """Yield the names of accounts that stand in a text in any case."""
    folded = " ".join(text.casefold().split())
    yield from ((name, True) for key, name in accounts.items() if key in folded)


def _sentence_with(words: str, text: str) -> str:
    """Return the words with what stands around them, by which a person knows whom or what they mean."""
    plain = " ".join(text.split())
    at = plain.find(words)
    if at < 0:
        return ""
    begin, end = max(at - AROUND, 0), min(at + len(words) + AROUND, len(plain))
    return f"{'…' if begin else ''}{plain[begin:end].strip()}{'…' if end < len(plain) else ''}"


def _words_of_the_plan(position: Position) -> set[str]:
    """Return words of the plan itself that name nobody: its council, its title, its scale, its officers' posts."""
    plan = position.plan
    plan_words = {plan.council.name, plan.title, *(level.name for level in position.levels)}
    plan_words |= {f"Rated {level.name}" for level in position.levels}
    titles = Officer.objects.filter(council=plan.council_id, is_confirmed=True).values_list(
        "job_title", flat=True
    )
    for text in (*plan_words, *titles):
        plan_words = plan_words | set(capitalised_pairs(text))
    return plan_words | set(titles)


def _account_names(plan: Plan) -> dict[str, str]:
    """Return the names of accounts with a role on the plan, by their small letters, but for those that are posts."""
    rows = PlanRole.objects.filter(plan=plan).values_list("user__name", flat=True).distinct()
    return {
        " ".join(name.casefold().split()): name
        for name in rows
        if len(name.split()) > 1
        and not is_surely_a_post(name)
        and not set(name.casefold().split()) <= POST_WORDS
    }
