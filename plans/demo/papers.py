"""What an analyst would have written on the demonstration's papers: cover and implications, once for all of them."""

import json
from pathlib import Path

from django.conf import settings

from plans.models import Plan
from plans.operations.history import Provenance
from plans.operations.reports import NewText, write_texts

PAPERS = "demo_papers.json"


def write_papers(plan: Plan, provenance: Provenance) -> None:
    """Write the texts that every paper of the plan says alike, and those of one paper alone."""
    texts: dict[str, dict[str, str]] = json.loads((Path(settings.BASE_DIR) / "fixtures" / PAPERS).read_text())
    write_texts(
        plan,
        [NewText(paper, part, text, "", 0) for paper, parts in texts.items() for part, text in parts.items()],
        provenance=provenance,
    )
