"""Writing reports: an analyst's own text, a report that is issued, a custom report."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from improvement.editing import ChangedMeanwhile
from improvement.models import Council
from improvement.security_log import note_once_written
from plans.models import (
    CustomReport,
    IssuedFile,
    IssuedReport,
    IssuedWithdrawal,
    PaperLayout,
    PaperTemplate,
    Plan,
    ReportText,
    WordsRead,
)
from plans.operations.history import Provenance
from plans.rules.committee_parts import kept_under
from plans.rules.paper_layouts import Layout, as_json, problems


@dataclass(frozen=True)
class NewFile:
    """A file of a report that is issued."""

    name: str
    media_type: str
    content: bytes


def withdraw_report(issued: IssuedReport, reason: str, *, provenance: Provenance) -> IssuedWithdrawal:
    """Say that an issued report no longer stands, and why; of two at once the first says it."""
    row, is_new = IssuedWithdrawal.objects.get_or_create(
        issued=issued, defaults={"reason": reason, **provenance.dated()}
    )
    if is_new:
        note_once_written(
            "issued report withdrawn", plan=issued.plan_id, report=issued.report, issued=issued.pk
        )
    return row


@dataclass(frozen=True)
class NewText:
    """An analyst's text for one part of a report, over the draft that it stands in for."""

    report: str
    part: str
    text: str
    draft: str
    # The key of the text that the form was shown with, 0 for none.
    shown: int


@transaction.atomic
def write_texts(plan: Plan, texts: Sequence[NewText], *, provenance: Provenance) -> list[ReportText]:
    """Put an analyst's texts in place of the drafts of parts; an empty one brings the draft back. All or none.

    Raises ChangedMeanwhile where another was written since a form was shown; of two at once the second is told.
    """
    Plan.objects.select_for_update().get(pk=plan.pk)
    standing = ReportText.objects.as_at(provenance.known_on).filter(
        plan=plan, part__in={text.part for text in texts}
    )
    rows = list(standing.order_by("known_on", "pk"))
    for text in texts:
        names = {text.report, kept_under(text.report, text.part)}
        newest = [row.pk for row in rows if row.part == text.part and row.report in names]
        if (newest[-1] if newest else 0) != text.shown:
            raise ChangedMeanwhile
    return [
        ReportText.objects.create(
            plan=plan,
            report=kept_under(text.report, text.part),
            part=text.part,
            text=text.text,
            draft=text.draft,
            **provenance.dated(),
        )
        for text in texts
    ]


def write_text(
    plan: Plan, report: str, part: str, text: str, draft: str, shown: int, *, provenance: Provenance
) -> ReportText:
    """Put an analyst's text in place of one part's draft; raises as `write_texts` does."""
    return write_texts(plan, [NewText(report, part, text, draft, shown)], provenance=provenance)[0]


@transaction.atomic
def record_issue(
    plan: Plan,
    report: str,
    title: str,
    document: dict[str, Any],
    digest: str,
    position: dict[str, Any],
    files: Sequence[NewFile],
    *,
    is_public: bool,
    sees_exempt: bool,
    note: str,
    confirmed: Sequence[str] = (),
    provenance: Provenance,
) -> IssuedReport:
    """Keep a report as it leaves, with its files and the position that it was made from."""
    issued = IssuedReport.objects.create(
        plan=plan,
        report=report,
        title=title,
        is_public=is_public,
        sees_exempt=sees_exempt,
        note=note,
        confirmed=list(confirmed),
        document=document,
        position=position,
        sha256=digest,
        **provenance.dated(),
    )
    IssuedFile.objects.bulk_create(
        [
            IssuedFile(
                issued=issued,
                name=file.name,
                media_type=file.media_type,
                sha256=hashlib.sha256(file.content).hexdigest(),
                content=file.content,
            )
            for file in files
        ]
    )
    note_once_written("issued", plan=plan.pk, report=report, version="public" if is_public else "full")
    return issued


@transaction.atomic
def save_layout(
    plan: Plan, report: str, layout: Layout, shown: int, *, provenance: Provenance
) -> PaperLayout:
    """Lay a committee's paper out for the plan's council; a layout of nothing brings the usual one back.

    `shown` is the key of the layout that the form was shown with, 0 for none. Raises ChangedMeanwhile where another was
    saved since, ValidationError for one that has problems.
    """
    if found := problems(layout):
        raise ValidationError(found)
    # Every plan of the council has it: of two people at once, on two plans, the second is told.
    Council.objects.select_for_update().get(pk=plan.council_id)
    rows = PaperLayout.objects.as_at(provenance.known_on).filter(plan__council=plan.council_id, report=report)
    newest = rows.order_by("known_on", "pk").last()
    if (newest.pk if newest else 0) != shown:
        raise ChangedMeanwhile
    return PaperLayout.objects.create(plan=plan, report=report, parts=as_json(layout), **provenance.dated())


@transaction.atomic
def save_template(plan: Plan, file: NewFile | None, *, provenance: Provenance) -> PaperTemplate:
    """Have the council's papers written on a Word file from now on; on none, the program's own look comes back."""
    kept = {"name": file.name, "content": file.content} if file else {"is_removed": True}
    digest = hashlib.sha256(file.content).hexdigest() if file else ""
    return PaperTemplate.objects.create(plan=plan, sha256=digest, **kept, **provenance.dated())


@transaction.atomic
def save_custom_report(
    plan: Plan,
    name: str,
    subject: str,
    columns: Sequence[str],
    filters: str,
    grouped_by: str,
    *,
    slug: str = "",
    provenance: Provenance,
) -> CustomReport:
    """Save a custom report; under the short name of an earlier one it takes its place."""
    Plan.objects.select_for_update().get(pk=plan.pk)
    return CustomReport.objects.create(
        plan=plan,
        slug=slug or _free_slug(plan, name),
        name=name,
        subject=subject,
        columns=list(columns),
        filters=filters,
        grouped_by=grouped_by,
        **provenance.dated(),
    )


@transaction.atomic
def remove_custom_report(row: CustomReport, *, provenance: Provenance) -> CustomReport:
    """Take a custom report from the list; how it was is kept."""
    return CustomReport.objects.create(
        plan=row.plan,
        slug=row.slug,
        name=row.name,
        subject=row.subject,
        columns=row.columns,
        filters=row.filters,
        grouped_by=row.grouped_by,
        is_removed=True,
        **provenance.dated(),
    )


def _free_slug(plan: Plan, name: str) -> str:
    """Return a short name that no report of the plan ever had."""
    base = slugify(name)[:50] or "report"
    taken = set(CustomReport.objects.filter(plan=plan, slug__startswith=base).values_list("slug", flat=True))
    number = 1
    slug = base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


@transaction.atomic
def keep_words_read(plan: Plan, words: Iterable[str], *, is_name: bool, provenance: Provenance) -> None:
    """Keep that somebody read words of a public version, and whether they name a person: not asked about again."""
    WordsRead.objects.bulk_create(
        WordsRead(plan=plan, words=words_seen, is_name=is_name, **provenance.dated())
        for words_seen in dict.fromkeys(words)
    )
