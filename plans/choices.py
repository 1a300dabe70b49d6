"""The values that plans' fields allow, and their labels. A leaf: everything may import it."""

from django.db.models import TextChoices


class ProgressStatus(TextChoices):
    """How an action or milestone stands, as its owner declares it."""

    NOT_SUPPLIED = "not_supplied", "No status given"
    NOT_STARTED = "not_started", "Not started"
    ON_TARGET = "on_target", "On target"
    BEHIND_TARGET = "behind_target", "Behind target"
    COMPLETED = "completed", "Completed"


class ExplainedStatus(TextChoices):
    """What a council's own word for progress can be explained to mean."""

    NOT_STARTED = ProgressStatus.NOT_STARTED.value, ProgressStatus.NOT_STARTED.label
    ON_TARGET = ProgressStatus.ON_TARGET.value, ProgressStatus.ON_TARGET.label
    BEHIND_TARGET = ProgressStatus.BEHIND_TARGET.value, ProgressStatus.BEHIND_TARGET.label
    COMPLETED = ProgressStatus.COMPLETED.value, ProgressStatus.COMPLETED.label
    CLOSED = "closed", "Closed without completion"


class RecommendationKind(TextChoices):
    RECOMMENDATION = "recommendation", "Recommendation"
    PRIORITY_AND_IMMEDIATE = "priority_and_immediate", "Priority and immediate action"
    AREA_FOR_IMPROVEMENT = "area_for_improvement", "Area for improvement"
    SELF_EVALUATION = "self_evaluation", "From the council's own self-evaluation"


class Role(TextChoices):
    """What someone may do on one plan (decisions: roles on a plan)."""

    BOARD_MEMBER = "board_member", "Board member"
    LEAD_OFFICER = "lead_officer", "Lead officer"
    THEME_LEAD = "theme_lead", "Theme lead"
    ANALYST = "analyst", "Analyst"
    CLERK = "clerk", "Clerk to the board"
    PLAN_ADMINISTRATOR = "plan_administrator", "Plan administrator"


class ThemePart(TextChoices):
    """What an officer is to a theme."""

    SPONSOR = "sponsor", "Sponsor"
    LEAD = "lead", "Lead"
    DEPUTY = "deputy", "Deputy for the lead"
    MEMBER = "member", "Member"


class OwnerPart(TextChoices):
    """What an officer is to a success measure."""

    LEAD = "lead", "Lead"
    RESPONSIBLE = "responsible", "Responsible officer"


class Outlook(TextChoices):
    """What a rating level says about delivery, whatever the scale calls it."""

    GOOD = "good", "Good"
    CAUTION = "caution", "Caution"
    POOR = "poor", "Poor"


class RatingStanding(TextChoices):
    PROPOSED = "proposed", "Proposed"
    CONFIRMED = "confirmed", "Confirmed"


class MinutesStep(TextChoices):
    """What a board's minutes note, in the order in which a meeting goes."""

    ATTENDANCE = "attendance", "Attendance"
    ARISING = "arising", "Actions arising and open challenges"
    RATINGS = "ratings", "Ratings"
    DATES = "dates", "Due dates"
    CHALLENGES = "challenges", "Challenges"
    DECISIONS = "decisions", "Decisions"
    ACTIONS = "actions", "New actions arising"


class ReturnState(TextChoices):
    """Where a lead's monthly return stands."""

    SUBMITTED = "submitted", "Submitted"
    SENT_BACK = "sent_back", "Sent back"
    WITHDRAWN = "withdrawn", "Withdrawn"
    ACCEPTED = "accepted", "Accepted"


class Escalation(TextChoices):
    """Who has been asked to help with a barrier, the nearest first."""

    LEAD = "lead", "With its owner"
    SPONSOR = "sponsor", "With the sponsor"
    BOARD = "board", "With the board"
    COUNCIL = "council", "With the council's leadership"


class Framework(TextChoices):
    SIF = "sif", "Single inspection framework (SIF)"
    ILACS = "ilacs", "ILACS inspection"
    FOCUSED_VISIT = "focused_visit", "Focused visit"
    MONITORING_VISIT = "monitoring_visit", "Monitoring visit"
    CHILDRENS_HOME = "childrens_home", "Children's home inspection"
    PEER_REVIEW = "peer_review", "Peer review"
    OTHER = "other", "Other inspection"


class JudgementGrade(TextChoices):
    OUTSTANDING = "outstanding", "Outstanding"
    GOOD = "good", "Good"
    REQUIRES_IMPROVEMENT = "requires_improvement", "Requires improvement"
    INADEQUATE = "inadequate", "Inadequate"


class EvidenceSource(TextChoices):
    """The evidence ladder, weakest first."""

    SELF_REPORT = "self_report", "Self-report"
    DATA = "data", "Data"
    INTERNAL_AUDIT = "internal_audit", "Internal audit"
    EXTERNAL_AUDIT = "external_audit", "Peer or external audit"
    INSPECTOR = "inspector", "Inspector"
    VOICE = "voice", "The voice of children and families"


class ContradictionKind(TextChoices):
    """Where the judgement and the evidence disagree. Each is a question put to the lead."""

    GREEN_WITH_OVERDUE_ACTIONS = "green_with_overdue_actions", "Rated good with overdue actions"
    ON_TARGET_PAST_ITS_DATE = "on_target_past_its_date", "On target, but past its due date"
    COMPLETE_WITHOUT_EVIDENCE = "complete_without_evidence", "Completed without evidence"
    UNCHANGED_RATING_SAME_WORDS = (
        "unchanged_rating_same_words",
        "Same rating for the same reason for three months",
    )
    GOOD_AGAINST_MEASURES = "good_against_measures", "Rated good, measures off target or worsening"
    POOR_AGAINST_MEASURES = "poor_against_measures", "Rated poor, every measure improving"
    NO_UPDATE_THIS_CYCLE = "no_update_this_cycle", "No update this cycle"
    RED_WITHOUT_RECOVERY_STEP = "red_without_recovery_step", "Rated poor with no recovery step"


class ImportState(TextChoices):
    APPLIED = "applied", "Applied"
    UNCHANGED = "unchanged", "Nothing to change"


class SentWhen(TextChoices):
    """When a report is sent to who asked for it regularly."""

    MONTHLY = "monthly", "Every month"
    BEFORE_MEETING = "meeting", "Before each board meeting"
    ONCE = "once", "Once, on a day"


class TokenScope(TextChoices):
    """What a person's key opens: a plan's data for a program, or their own dates for a calendar."""

    DATA = "data", "Figures, for Power BI, Excel or a script"
    CALENDAR = "calendar", "My dates and the board's meetings, for my calendar"


class RunState(TextChoices):
    """How far a long report is."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Being made"
    DONE = "done", "Ready"
    FAILED = "failed", "Not made"


UNFINISHED = (RunState.WAITING, RunState.RUNNING)
