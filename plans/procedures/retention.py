"""What is kept for how long, and what is due to go. The record of a plan itself stays: see docs/security.md."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from improvement.models import BackupMade, Draft, SentForm, User, WaitingMail
from plans.models import EvidenceFile, Invitation, PendingImport, ReportRun, UpdateLink
from plans.operations.evidence import withdraw_file
from plans.operations.history import Provenance
from plans.operations.leavers import close_account

DAY = timedelta(days=1)
Rows = Callable[[datetime], QuerySet]


@dataclass(frozen=True)
class Rule:
    """One kind of thing: what it is called, how long it is kept, and which rows are of before a moment."""

    kind: str
    kept_for: timedelta
    due: Rows
    # What is done with what is due; deleted, where nothing is said.
    done: str = "deleted"


RULES: tuple[Rule, ...] = (
    Rule("Sessions that ended", 0 * DAY, lambda at: Session.objects.filter(expire_date__lt=at)),
    Rule("Where people were signed in", 30 * DAY, lambda at: UserSession.objects.filter(last_seen_at__lt=at)),
    Rule("Drafts of forms", 30 * DAY, lambda at: Draft.objects.filter(saved_at__lt=at)),
    Rule("Marks of forms that were sent", 30 * DAY, lambda at: SentForm.objects.filter(sent_at__lt=at)),
    Rule("Workbooks held for a preview", DAY, lambda at: PendingImport.objects.filter(created_at__lt=at)),
    Rule("Long reports that were made", DAY, lambda at: ReportRun.objects.filter(changed_at__lt=at)),
    Rule(
        "Invitations that are over",
        180 * DAY,
        lambda at: Invitation.objects.filter(expires_at__lt=at, accepted_at=None),
    ),
    Rule(
        "Links by which actions were updated",
        90 * DAY,
        lambda at: UpdateLink.objects.filter(expires_on__lt=_day(at)),
    ),
    Rule("E-mails that did not go", 0 * DAY, lambda at: WaitingMail.objects.filter(until__lt=at)),
    Rule("Notes of backups made", 730 * DAY, lambda at: BackupMade.objects.filter(made_at__lt=at)),
    Rule(
        "Evidence files that were withdrawn",
        365 * DAY,
        lambda at: EvidenceFile.objects.filter(
            withdrawals__is_erased=False, withdrawals__recorded_at__lt=at
        ).exclude(withdrawals__is_erased=True),
        "their bytes erased",
    ),
    Rule(
        "Accounts in which nobody signed in",
        365 * DAY,
        lambda at: User.objects.filter(is_active=True, is_superuser=False, last_login__lt=at),
        "closed",
    ),
)


@dataclass(frozen=True)
class Due:
    """A rule, and how many are due under it."""

    rule: Rule
    count: int


def due_at(at: datetime) -> list[Due]:
    """Return every rule with how many are due."""
    return [Due(rule, rule.due(at - rule.kept_for).distinct().count()) for rule in RULES]


def apply_rule(rule: Rule, at: datetime) -> int:
    """Do what a rule says with what is due; return how many."""
    rows = list(rule.due(at - rule.kept_for).distinct())
    provenance = Provenance(_day(at))
    for row in rows:
        if isinstance(row, EvidenceFile):
            withdraw_file(row, "Kept for a year after it was withdrawn.", erase=True, provenance=provenance)
        elif isinstance(row, User):
            close_account(row, provenance=provenance)
        else:
            row.delete()
    return len(rows)


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
