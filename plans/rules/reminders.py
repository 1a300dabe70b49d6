"""Of what a lead is reminded, and when: before, on and after a due date, and where nothing has been said for long."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from plans.rules.overdue import PAST_DUE_NO_STATUS

DAYS_BEFORE = 14
SILENT_DAYS = 30
# What an occasion is of, and what it is called where a person chooses what they want to be told.
KINDS = {
    "before": f"{DAYS_BEFORE} days before something of mine is due",
    "on": "on the day that it is due",
    "after": "once it is overdue",
    "silent": f"when an action of mine has had no update for {SILENT_DAYS} days",
    "returns": "when the last day for my monthly return moves",
}


@dataclass(frozen=True)
class Occasion:
    """One thing to be reminded of. `key` names it for ever: the same key is never sent twice to one address."""

    key: str
    words: str
    day: date

    @property
    def reference(self) -> str:
        """What it is about, as its key has it: an action's reference, or another thing's mark."""
        return self.key.split("|")[1]

    @property
    def kind(self) -> str:
        """Of which kind it is: a key of `KINDS`."""
        return self.key.partition("|")[0]


def occasions_of_action(
    reference: str,
    text: str,
    due: date | None,
    due_words: str,
    started: date | None,
    last_update_on: date | None,
    *,
    is_status_given: bool = True,
) -> Iterator[Occasion]:
    """Yield the occasions of one open action, each with the day from which it holds.

    Past its date an action is overdue; where nobody has said how it stands, that is what is told.

    A due date that moves makes new occasions, and so does a new update: the key holds the day.
    """
    name = f"{reference} {text}"
    if due:
        yield Occasion(
            f"before|{reference}|{due}", f"{name}: due {due_words}", due - timedelta(days=DAYS_BEFORE)
        )
        yield Occasion(f"on|{reference}|{due}", f"{name}: due today", due)
        late = "overdue" if is_status_given else PAST_DUE_NO_STATUS
        yield Occasion(
            f"after|{reference}|{due}", f"{name}: {late}, was due {due_words}", due + timedelta(days=1)
        )
    since = last_update_on or started
    if since:
        last_update = f"last update on {last_update_on:%-d %B %Y}" if last_update_on else "no updates yet"
        yield Occasion(
            f"silent|{reference}|{since}",
            f"{name}: no update for {SILENT_DAYS} days ({last_update})",
            since + timedelta(days=SILENT_DAYS + 1),
        )


def due_now(
    occasions: list[Occasion], told: set[str], on: date, unwanted: Collection[str] = ()
) -> list[Occasion]:
    """Return what is to be told on a day: what holds, has not been told, and is not said better by another.

    `unwanted` are the kinds that the person does not want to be told.

    Of one action's date only the latest occasion that holds is told: who is told that it is overdue need not hear that
    it was due soon.
    """
    holding = [occasion for occasion in occasions if occasion.day <= on]
    newest: dict[tuple[str, str], Occasion] = {}
    for occasion in sorted(holding, key=lambda item: item.day):
        kind, _bar, rest = occasion.key.partition("|")
        newest["date" if kind in {"before", "on", "after"} else kind, rest] = occasion
    return [
        occasion for occasion in newest.values() if occasion.key not in told and occasion.kind not in unwanted
    ]


def next_day(
    occasions: list[Occasion], told: set[str], after: date, unwanted: Collection[str] = ()
) -> date | None:
    """Return the next day on which something new is to be told; None where nothing is to come."""
    days = (
        item.day
        for item in occasions
        if item.day > after and item.key not in told and item.kind not in unwanted
    )
    return min(days, default=None)
