"""What the figures of measures share: observations, targets and comparators are columns of their models by name."""

from typing import Any

from performance.analysis.measure_types import type_of_period
from plans.imports.kinds.fields import date_columns
from plans.imports.values import Row
from plans.imports.writing import Context


def period_columns(written: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a figure's period: its days, its words, and what it speaks for."""
    period = date_columns("period", written)
    start, end, words = (period[f"period_{part}"] for part in ("earliest", "latest", "words"))
    return {
        "measure_type": type_of_period(start, end, words),
        "period_start": start,
        "period_end": end,
        "period_words": words,
    }


def measure_columns(context: Context, row: Row) -> dict[str, Any]:
    """Return the columns that say of which measure a figure is, in what words, and by whom."""
    return {
        "measure_id": context.written["measure", row.values["measure"]],
        "words": row.values["words"][:300],
        "by": context.provenance.by,
    }
