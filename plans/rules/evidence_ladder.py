"""How strong the evidence behind a judgement is, and how old: the ladder of the evidence's sources.

Self-report, data, internal audit, peer or external audit, inspector, the voice of children and families: each stronger
than the one before it (as `EvidenceSource` orders them).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from plans.choices import EvidenceSource, Outlook

LADDER = tuple(EvidenceSource)
# What is older says how things were, not how they are.
RECENT_DAYS = 365


@dataclass(frozen=True)
class Rung:
    """The strongest evidence there is, where it comes from and how old it is."""

    source: EvidenceSource
    day: date
    age_days: int

    @property
    def is_recent(self) -> bool:
        return self.age_days <= RECENT_DAYS

    @property
    def label(self) -> str:
        return str(self.source.label)


def strongest(evidence: Iterable[tuple[str, date]], on: date) -> Rung | None:
    """Return the strongest recent evidence, the newest of its kind; where none is recent, the strongest old one."""
    rungs = [Rung(EvidenceSource(source), day, (on - day).days) for source, day in evidence if day <= on]
    return max(
        rungs, key=lambda rung: (rung.is_recent, LADDER.index(rung.source), -rung.age_days), default=None
    )


def stands_on_self_report(outlook: str, evidence: Iterable[tuple[str, date]], on: date) -> bool:
    """Whether a good rating has nothing recent behind it but what its own lead says."""
    if outlook != Outlook.GOOD:
        return False
    rung = strongest(evidence, on)
    return rung is None or not rung.is_recent or rung.source == EvidenceSource.SELF_REPORT
