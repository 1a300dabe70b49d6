"""Commitments: what a plan promises under a theme, by reference."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plans.imports.changes import Change
from plans.imports.kinds.kind import Kind
from plans.imports.known import OnRecord
from plans.imports.values import Row, Source
from plans.imports.writing import Context
from plans.models import Commitment, Plan
from plans.operations.structure import set_commitments

if TYPE_CHECKING:
    from plans.imports.document import PlanDocument


@dataclass(frozen=True)
class CommitmentItem:
    theme: int
    reference: str
    text: str
    source: Source


def rows(document: "PlanDocument") -> Iterator[Row]:
    for commitment in document.commitments:
        yield Row(
            "commitment",
            f"{commitment.theme} {commitment.reference}",
            {"text": commitment.text, "theme": commitment.theme, "reference": commitment.reference},
            commitment.source,
            label=f"Commitment {commitment.reference}",
        )


def recorded(plan: Plan) -> Iterator[OnRecord]:
    for commitment in Commitment.objects.filter(theme__plan=plan, known_to=None).select_related("theme"):
        number, reference = commitment.theme.number, commitment.reference
        values = {"text": commitment.text, "theme": number, "reference": reference}
        yield OnRecord(commitment.pk, f"{number} {reference}", values, label=f"Commitment {reference}")


def write(context: Context, changes: list[Change]) -> None:
    """Commitments are worded for a while: another wording ends the first and follows it."""
    wanted = {
        (context.themes[values["theme"]], values["reference"]): values["text"]
        for values in (change.row.values for change in changes)
    }
    written = set_commitments(wanted, provenance=context.provenance)
    for change in changes:
        values = change.row.values
        key = written[context.themes[values["theme"]], values["reference"]].pk
        context.written["commitment", change.row.key] = key
        context.commitments[change.row.key] = key


COMMITMENT = Kind("commitment", rows, write, recorded)
