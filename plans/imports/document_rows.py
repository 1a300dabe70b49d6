"""A plan document as the flat rows that imports are compared by: each thing's key and plain values."""

from plans.imports.document import PlanDocument
from plans.imports.kinds import KINDS
from plans.imports.values import Row


def document_rows(document: PlanDocument) -> list[Row]:
    """Return every row of a document in the order in which it is written."""
    return [row for kind in KINDS.values() for row in kind.rows(document)]
