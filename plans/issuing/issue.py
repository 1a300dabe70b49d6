"""Issues a report: from then on it is what it was, and the program says what has become known since."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from plans.issuing.document_json import digest_of, from_json, to_json
from plans.issuing.files import PDF, forms_of, write_file
from plans.issuing.making import NoSuchReport, report_of, report_to_leave, viewer_for
from plans.issuing.pdf import too_long
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
    confirmed: Sequence[str] = (),
    provenance: Provenance,
    told: Callable[[int], None] = lambda percent: None,
    kept: Callable[[IssuedReport], object] = lambda issued: None,
) -> IssuedReport:
    """Make a report as at a day, and keep it with its files and the position that it was made from.

    `told` hears before each file how much is done, in per cent; `kept` is called in the transaction that keeps it.

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
    written = to_json(document)
    forms = [form for form in forms_of(name) if form != PDF or not too_long(document)]
    files = []
    for place, form in enumerate(forms):
        told(30 + 60 * place // len(forms))
        files.append(write_file(plan, document, form))
    # Nothing is locked while files are written.
    with transaction.atomic():
        issued = record_issue(
            plan,
            name,
            document.title,
            written,
            digest_of(written),
            record_of(position, read_board(position)),
            files,
            is_public=is_public,
            sees_exempt=seen.see_exempt,
            note=note,
            confirmed=confirmed,
            provenance=Provenance(as_at, provenance.by),
        )
        kept(issued)
    return issued


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


@dataclass(frozen=True)
class SinceEarlier:
    """How an issued report differs from the one that it follows: items of the plan; parts in words, by their labels."""

    earlier: IssuedReport
    items: Differences
    parts: list[str]


def since_earlier(issued: IssuedReport, earlier: IssuedReport) -> SinceEarlier:
    """Return what differs between two issued reports of one kind, from what was frozen with each."""
    items = differences(earlier.position, issued.position, issued.plan.theme_word)
    now, then = ({part.key: part for part in from_json(row.document).written()} for row in (issued, earlier))
    parts = [
        part.full_label
        for key, part in {**then, **now}.items()
        if (now[key].text if key in now else "") != (then[key].text if key in then else "")
    ]
    return SinceEarlier(earlier, items, parts)


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
