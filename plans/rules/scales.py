"""What a council's own rating scale must be: levels told apart by code, word and colour, the best first."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

FEWEST, MOST = 2, 7
# The better outlook comes first.
OUTLOOKS = ("good", "caution", "poor")


@dataclass(frozen=True)
class LevelDraft:
    """One level as it is typed. `colour` is #rrggbb, `value` a number where averages are made."""

    code: str
    name: str
    meaning: str
    colour: str
    outlook: str
    means_finished: bool = False
    value: Decimal | None = None


def scale_problems(levels: Sequence[LevelDraft]) -> Iterator[tuple[int | None, str, str]]:
    """Yield what keeps levels, given the best first, from being a scale: of which, in which field, what.

    Without a place it is the matter of all of them.
    """
    if len(levels) < FEWEST:
        yield None, "", f"Enter at least {FEWEST} levels."
        return
    seen: dict[tuple[str, str], int] = {}
    for place, level in enumerate(levels):
        if not re.fullmatch(r"[A-Za-z0-9]{1,10}", level.code):
            yield place, "code", "A code is up to ten letters and digits, without spaces: for example A or 3."
        if not re.fullmatch(r"#[0-9a-f]{6}", level.colour):
            yield place, "colour", "Choose a colour."
        for field, said in (("code", level.code), ("name", level.name), ("colour", level.colour)):
            first = seen.setdefault((field, said.casefold()), place)
            if first != place:
                yield place, field, f"Level {first + 1} has the same {'word' if field == 'name' else field}."
        if place and OUTLOOKS.index(level.outlook) < OUTLOOKS.index(levels[place - 1].outlook):
            yield place, "outlook", f"This level is better than level {place}: put the best first."
        if level.means_finished and level.outlook != "good":
            yield place, "means_finished", "Only a level that is good can mean that it is finished."
    if levels[0].outlook != "good":
        yield 0, "outlook", "The first level must be a good one."
    if levels[-1].outlook == "good":
        yield (
            len(levels) - 1,
            "outlook",
            "The last level can't be a good one: then nothing would be rated poor.",
        )
    valued = [level.value for level in levels if level.value is not None]
    if valued and len(valued) != len(levels):
        yield None, "", "Give every level a number, or none: averages are made of them."
    elif valued and any(before <= after for before, after in zip(valued, valued[1:], strict=False)):
        yield None, "", "The numbers must fall from the best level to the last."
