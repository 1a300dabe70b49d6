"""Issues a report: from then on it is what it was, and the program says what has become known since."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError

from plans.issuing.document_json import digest_of, from_json, to_json
from plans.issuing.files import forms_of, write_file
from plans.issuing.making import NoSuchReport, report_of, report_to_leave, viewer_for
from plans.models import IssuedReport, Plan
from plans.operations.history import Provenance
from plans.operations.reports import record_issue
from plans.position import Position, build_position
from plans.position.board import read_board
from plans.position.snapshot import Differences, differences, record_of
from plans.position.viewer import EVERYTHING, PUBLIC, PUBLISHED, Viewer


def issue_report(
    plan: Plan,
    name: str,
    as_at: date,
    viewer: Viewer,
    moment: datetime,
    *,
    is_public: bool = False,
    note: str = "",
    provenance: Provenance,
) -> IssuedReport:
    """Make a report as at a day, and keep it with its files and the position that it was made from.

    Raises ValidationError where a public version still asks something that only a person can decide, or names of it are
    unsure or not read; NoSuchReport.
    """
    by = str(provenance.by) if provenance.by else plan.council.name
    seen = viewer_for(name, viewer, is_public=is_public)
    position = build_position(plan, as_at, seen)
    document = report_to_leave(position, name, by, moment, is_public=is_public, is_draft=False)
    if not (position.actions or position.recommendations or position.measures or position.costs):
        raise ValidationError(
            f"Nothing was known about the plan on {as_at:%-d %B %Y}: there is nothing to issue. Choose a later day."
        )
    waiting = [question for question in document.questions if question.choices and not question.answer]
    if waiting:
        raise ValidationError(
            f"{len(waiting)} question{'' if len(waiting) == 1 else 's'} about suppressed figures must be answered "
            "before the public version can be issued."
        )
    kept = to_json(document)
    return record_issue(
        plan,
        name,
        document.title,
        kept,
        digest_of(kept),
        record_of(position, read_board(position)),
        [write_file(plan.slug, document, form) for form in forms_of(name)],
        is_public=is_public,
        sees_exempt=seen.see_exempt,
        note=note,
        provenance=Provenance(as_at, provenance.by),
    )


@dataclass(frozen=True)
class KnownSince:
    """How what is known today of an issued report's day differs from what it was made from."""

    items: Differences
    # Tables that would read differently, by their titles. They hold what a record of the position does not tell: costs,
    # figures of earlier periods, stated figures.
    tables: list[str]

    @property
    def is_nothing(self) -> bool:
        return self.items.is_empty and not self.tables


def known_since(issued: IssuedReport) -> KnownSince:
    """Return what has become known of an issued report's day since."""
    viewer = PUBLISHED if issued.is_public else EVERYTHING if issued.sees_exempt else PUBLIC
    position = build_position(issued.plan, issued.known_on, viewer)
    items = differences(issued.position, record_of(position, read_board(position)), issued.plan.theme_word)
    return KnownSince(items, _tables_since(issued, position))


def _tables_since(issued: IssuedReport, position: Position) -> list[str]:
    try:
        now = report_of(position, issued.report, "", issued.recorded_at, is_public=issued.is_public)
    except NoSuchReport:
        return []
    then = {table.name: table for table in from_json(issued.document).tables()}
    changed = []
    for table in now.tables():
        old = then.pop(table.name, None)
        if old is None or to_json(old.rows) != to_json(table.rows):
            changed.append(table.title)
    return [*changed, *(table.title for table in then.values())]
