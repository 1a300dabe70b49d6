"""The audit trail: who did what to which row, when by the clock, and from where. Read from the history itself.

Every table of history carries who recorded a row, when, and from where, and the database refuses to change any of
it; so the trail can't leave something out that is on record, or tell it differently. Each source is one query.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import models

from improvement.origin import Origin
from performance.models import Comparator, MeasureVersion, Observation, StepChange, Target
from plans import models as record
from plans.models import MeasureLink, Plan


@dataclass(frozen=True)
class Source:
    """One table of history: its model, the way to its plan, and what the row is about, as a path to text."""

    model: type[models.Model]
    plan: str
    kind: str
    about: tuple[str, ...] = ()

    @property
    def is_version(self) -> bool:
        return any(field.name == "known_from" for field in self.model._meta.get_fields())


SOURCES = (
    Source(record.ActionVersion, "action__plan", "Action", ("action",)),
    Source(record.ActionLead, "action__plan", "Lead of an action", ("action", "officer")),
    Source(record.ActionRecommendation, "action__plan", "Action serves", ("action", "recommendation")),
    Source(record.Update, "action__plan", "Update", ("action",)),
    Source(record.Evidence, "update__action__plan", "Evidence of an update", ("update__action",)),
    Source(record.Evidence, "rating__plan", "Evidence of a rating", ("rating__level",)),
    Source(record.Evidence, "milestone__theme__plan", "Evidence of a milestone", ("milestone__theme__plan",)),
    Source(record.EvidenceFile, "plan", "Evidence file"),
    Source(record.EvidenceWithdrawal, "file__plan", "Evidence file withdrawn", ("file",)),
    Source(record.DueDateChange, "action__plan", "Request to move a date", ("action",)),
    Source(record.DueDateDecision, "change__action__plan", "Decision on a date", ("change__action",)),
    Source(
        record.DueDateWithdrawal,
        "change__action__plan",
        "Request to move a date withdrawn",
        ("change__action",),
    ),
    Source(
        record.Rating,
        "plan",
        "Rating",
        ("recommendation", "theme__plan", "action", "success_measure", "level"),
    ),
    Source(record.IndependentCheck, "recommendation__plan", "Independent check", ("recommendation",)),
    Source(record.ContradictionAnswer, "plan", "Answer to a check"),
    Source(record.RecommendationVersion, "recommendation__plan", "Recommendation", ("recommendation",)),
    Source(
        record.RecommendationLead,
        "recommendation__plan",
        "Lead of a recommendation",
        ("recommendation", "officer"),
    ),
    Source(
        record.RecommendationTheme,
        "recommendation__plan",
        "Recommendation in a theme",
        ("recommendation", "theme__plan"),
    ),
    Source(record.ThemeVersion, "theme__plan", "Theme", ("theme__plan",)),
    Source(record.ThemePerson, "theme__plan", "Person in a theme", ("theme__plan", "officer")),
    Source(record.Commitment, "theme__plan", "Commitment", ("theme__plan",)),
    Source(record.MilestoneVersion, "milestone__theme__plan", "Milestone", ("milestone__theme__plan",)),
    Source(record.SuccessMeasureVersion, "success_measure__plan", "Success measure", ("success_measure",)),
    Source(
        record.SuccessMeasureOwner,
        "success_measure__plan",
        "Owner of a success measure",
        ("success_measure", "officer"),
    ),
    Source(record.CostLine, "plan", "Cost line"),
    Source(record.StatedFigure, "plan", "Figure in your papers"),
    Source(record.ImportRun, "plan", "Import", ("file",)),
    Source(record.ImportUndo, "run__plan", "Import undone"),
    Source(record.FigureImport, "plan", "Figures file", ("file",)),
    Source(record.MeasureLink, "plan", "Measure on the plan", ("measure",)),
    Source(record.PlanRole, "plan", "Role", ("user",)),
    Source(record.RoleReview, "role__plan", "Role found still needed", ("role",)),
    Source(record.PlanVersion, "plan", "Plan details"),
    Source(record.Judgement, "inspection__council__plans", "Judgement of an inspection", ("inspection",)),
    Source(record.PlannedMeetingVersion, "planned__plan", "Planned meeting"),
    Source(record.Meeting, "plan", "Meeting"),
    Source(record.MeetingRecord, "meeting__plan", "Record of a meeting", ("meeting",)),
    Source(record.Attendance, "meeting__plan", "Attendance", ("meeting", "officer")),
    Source(record.Challenge, "plan", "Challenge"),
    Source(record.ChallengeAnswer, "challenge__plan", "Answer to a challenge"),
    Source(record.CarriedOver, "plan", "Carried over", ("action", "earlier")),
    Source(record.Closure, "plan", "Closure", ("recommendation", "action")),
    Source(record.BoardDecision, "plan", "Decision"),
    Source(record.ActionArising, "plan", "Action arising", ("owner",)),
    Source(record.ActionArisingReport, "action_arising__plan", "Report on an action arising"),
    Source(record.BarrierVersion, "barrier__plan", "Barrier", ("barrier",)),
    Source(record.BarrierAction, "barrier__plan", "Barrier to an action", ("barrier", "action")),
    Source(record.ReturnStep, "monthly_return__planned__plan", "Monthly return", ("monthly_return__user",)),
    Source(record.ReportText, "plan", "Text of a report"),
    Source(record.WordsRead, "plan", "Words read before publishing"),
    Source(record.IssuedReport, "plan", "Report issued"),
    Source(record.IssuedWithdrawal, "issued__plan", "Issued report withdrawn", ("issued",)),
    Source(record.CustomReport, "plan", "Custom report"),
    Source(record.PaperLayout, "plan", "Layout of a report"),
    Source(record.PaperTemplate, "plan", "Word template"),
    Source(record.SetUpChange, "plan", "Set-up"),
    Source(record.Reminder, "plan", "Reminder"),
    Source(record.ReminderFailure, "reminder__plan", "Reminder not sent", ("reminder",)),
    Source(MeasureVersion, "measure", "Definition of a measure", ("measure",)),
    Source(Observation, "measure", "Figure", ("measure",)),
    Source(Target, "measure", "Target", ("measure",)),
    Source(Comparator, "measure", "Comparator figure", ("measure",)),
    Source(StepChange, "measure", "Step change", ("measure",)),
)
# Columns that are large, and of which the trail tells nothing.
HEAVY: dict[type[models.Model], tuple[str, ...]] = {
    record.ImportRun: ("outcomes", "messages", "file__content"),
    record.FigureImport: ("file__content",),
    record.MeetingRecord: ("reported", "decided"),
    record.ReturnStep: ("content",),
    record.IssuedReport: ("document", "position"),
    record.ReportText: ("text", "draft"),
    record.WordsRead: ("words", "is_name"),
    record.PaperLayout: ("parts",),
    record.PaperTemplate: ("content",),
}
KINDS = tuple(sorted(source.kind for source in SOURCES))


@dataclass(frozen=True)
class TrailEntry:
    """One row of history, as the trail shows it."""

    recorded_at: datetime
    known_on: date
    by: str
    origin: str
    kind: str
    about: str
    words: str
    row: str

    @property
    def origin_label(self) -> str:
        return str(Origin(self.origin).label)


@dataclass(frozen=True)
class TrailQuestion:
    """What is asked of the trail; empty parts ask for everything."""

    person: int | None = None
    kind: str = ""
    origin: str = ""
    since: date | None = None
    until: date | None = None


def read_trail(plan: Plan, question: TrailQuestion, limit: int | None = None) -> Iterator[TrailEntry]:
    """Yield what was done, the newest first; one query a table, at most `limit` rows read of each."""
    sources = [source for source in SOURCES if not question.kind or source.kind == question.kind]
    streams = [_rows(source, plan, question, limit) for source in sources]
    merged = heapq.merge(*streams, key=lambda entry: (entry.recorded_at, entry.row), reverse=True)
    return islice(merged, limit) if limit is not None else merged


def _rows(source: Source, plan: Plan, question: TrailQuestion, limit: int | None) -> Iterator[TrailEntry]:
    rows: Any = source.model._default_manager.select_related("by", *source.about)
    if source.plan == "measure":
        rows = rows.filter(measure__in=MeasureLink.objects.filter(plan=plan).values("measure"))
    else:
        rows = rows.filter(**{source.plan: plan})
    if question.person:
        rows = rows.filter(by=question.person)
    if question.origin:
        # An import's own row needs no column to say where it comes from.
        of_imports = source.model is record.ImportRun
        if not of_imports:
            rows = rows.filter(origin=question.origin)
        elif question.origin != Origin.IMPORT:
            return
    if question.since:
        rows = rows.filter(recorded_at__date__gte=question.since)
    if question.until:
        rows = rows.filter(recorded_at__date__lte=question.until)
    rows = rows.defer(*HEAVY.get(source.model, ())).order_by("-recorded_at", "-pk")
    for row in rows[:limit] if limit is not None else rows.iterator(chunk_size=2000):
        yield TrailEntry(
            row.recorded_at,
            row.known_from if source.is_version else getattr(row, "known_on", None) or row.recorded_at.date(),
            str(row.by) if row.by else "",
            getattr(row, "origin", Origin.IMPORT.value),
            source.kind,
            _about(row, source),
            _words(row, source),
            f"{row._meta.model_name} {row.pk:012d}",
        )


def _about(row: Any, source: Source) -> str:
    subjects = []
    for path in source.about:
        value = row
        for name in path.split("__"):
            if name == "plan":
                break
            value = getattr(value, name, None)
            if value is None:
                break
        if value is not None:
            subjects.append(str(value))
    return ", ".join(subjects)


def _words(row: Any, source: Source) -> str:
    """Return what the row says, and why where it gives a reason."""
    reason = getattr(row, "reason", "")
    words = str(row)
    if getattr(row, "withdrawn", False):
        words = f"{words} (withdrawn)"
    ended = getattr(row, "known_to", None)
    if ended and not hasattr(row, "withdrawn"):
        words = f"{words} (until {ended:%-d %B %Y})"
    return f"{words}. {reason}" if reason and reason not in words else words
