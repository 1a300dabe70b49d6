"""History that only the program's own operations write: one table of what the administration site shows of it."""

from functools import partial

from improvement.admin_history import Shown, inside, show
from plans import models

DAYS = "known_from known_to"
WHEN = f"{DAYS} by reason"
# What a list of rows must not load with each of them: the file and the receipt of its import.
HEAVY = "run__file__content run__outcomes run__messages"

# A version or membership by itself: who made it, when, and over which days it held.
over_days = partial(Shown, filters="known_from", by_day="known_from")

HISTORY: tuple[Shown, ...] = (
    # Themes, recommendations, milestones, actions and success measures, then their versions and memberships.
    Shown(
        models.Theme,
        "number plan",
        "plan",
        "number plan__title versions__title",
        inlines=(
            inside(models.ThemeVersion, f"title outcome {WHEN}"),
            inside(models.ThemePerson, f"officer part {DAYS}"),
        ),
    ),
    Shown(
        models.Recommendation,
        "number plan",
        "plan",
        "number plan__title versions__text",
        inlines=(
            inside(models.RecommendationVersion, f"text kind {WHEN}"),
            inside(models.RecommendationTheme, f"theme {DAYS}"),
            inside(models.RecommendationLead, f"officer {DAYS}"),
        ),
    ),
    Shown(
        models.Milestone,
        "code theme",
        "theme__plan",
        "code versions__text",
        related="theme__plan",
        inlines=(inside(models.MilestoneVersion, f"text status due_words {WHEN}"),),
    ),
    Shown(
        models.Action,
        "reference plan revision",
        "plan",
        "reference versions__text",
        inlines=(
            inside(
                models.ActionVersion, f"text theme parent start_words due_words status {WHEN}", key="action"
            ),
            inside(models.ActionLead, f"officer {DAYS}"),
            inside(models.ActionRecommendation, f"recommendation {DAYS}"),
        ),
    ),
    Shown(
        models.SuccessMeasure,
        "reference plan",
        "plan",
        "reference versions__text",
        inlines=(
            inside(models.SuccessMeasureVersion, f"text action theme {WHEN}"),
            inside(models.SuccessMeasureOwner, f"officer part {DAYS}"),
        ),
    ),
    over_days(models.PlanVersion, f"plan title theme_word {WHEN}", filters="plan", search="title"),
    over_days(
        models.Judgement,
        f"inspection area grade {DAYS} by",
        filters="grade",
        search="area inspection__setting",
    ),
    over_days(models.ThemeVersion, f"theme title {WHEN}", search="title", related="theme__plan by"),
    over_days(models.RecommendationVersion, f"recommendation text {WHEN}", search="text"),
    over_days(models.MilestoneVersion, f"milestone text status {WHEN}", search="text"),
    over_days(
        models.ActionVersion,
        f"action text status due_words {WHEN}",
        filters="status action__plan",
        search="text action__reference",
    ),
    over_days(models.SuccessMeasureVersion, f"success_measure text {WHEN}", search="text"),
    over_days(
        models.ThemePerson,
        f"theme officer part {DAYS}",
        filters="part theme__plan",
        search="officer__job_title officer__name",
        related="theme__plan officer",
    ),
    over_days(
        models.ActionLead,
        f"action officer {DAYS}",
        filters="action__plan",
        search="officer__job_title officer__name action__reference",
    ),
    over_days(
        models.ActionRecommendation,
        f"action recommendation {DAYS}",
        filters="action__plan",
        search="action__reference",
    ),
    over_days(
        models.RecommendationTheme,
        f"recommendation theme {DAYS}",
        filters="theme__plan",
        related="recommendation theme__plan",
    ),
    over_days(
        models.Commitment, f"reference text theme {DAYS}", search="reference text", related="theme__plan"
    ),
    over_days(
        models.MeasureLink,
        f"measure plan theme recommendation action {DAYS}",
        filters="plan",
        search="measure__code",
        related="measure plan theme__plan recommendation action",
    ),
    over_days(
        models.RecommendationLead,
        f"recommendation officer {DAYS} by",
        search="recommendation__number officer__job_title officer__name",
    ),
    over_days(
        models.SuccessMeasureOwner,
        f"success_measure officer part {DAYS} by",
        search="success_measure__reference officer__job_title officer__name",
    ),
    over_days(
        models.CostLine,
        f"label financial_year amount recurrent plan {DAYS}",
        filters="plan financial_year",
        search="label",
    ),
    # Meetings and what the board keeps of them.
    Shown(
        models.PlannedMeeting,
        "__str__ plan revision",
        "plan",
        "plan__title",
        inlines=(inside(models.PlannedMeetingVersion, f"meets_on title place chair focus withdrawn {DAYS}"),),
    ),
    Shown(models.PlannedMeetingVersion, f"__str__ planned withdrawn {DAYS}", search="title place"),
    Shown(models.MinutesDraft, "planned step by changed_at", "step"),
    Shown(models.MeetingRecord, "meeting digest recorded_at", search="meeting__title digest"),
    Shown(
        models.Attendance, "meeting officer was_present", "was_present", "officer__job_title officer__name"
    ),
    Shown(models.Challenge, "__str__ plan asked_by known_on by", "plan", "question", by_day="known_on"),
    Shown(models.ChallengeAnswer, "challenge __str__ closes known_on by", "closes", "answer what_changed"),
    Shown(models.BoardDecision, "__str__ plan meeting known_on by", "plan", "text", by_day="known_on"),
    Shown(models.ActionArising, "__str__ owner due_on meeting", "plan", "text"),
    Shown(models.ActionArisingReport, "action_arising done known_on by", "done", "note"),
    Shown(
        models.Barrier,
        "__str__ plan number",
        "plan",
        "versions__text",
        inlines=(inside(models.BarrierVersion, f"text owner escalation is_resolved {DAYS}"),),
    ),
    Shown(
        models.BarrierVersion,
        f"__str__ barrier escalation is_resolved {DAYS}",
        "escalation is_resolved",
        "text remedial_action outcome",
    ),
    Shown(models.BarrierAction, f"barrier action {DAYS}", search="action__reference"),
    Shown(models.MonthlyReturn, "planned user changed_at", search="user__name user__email"),
    Shown(models.ReturnStep, "monthly_return state known_on by", "state", "note"),
    Shown(models.Closure, "__str__ recommendation action closes known_on by", "plan closes", "reason"),
    # What was said, asked and imported.
    Shown(models.Evidence, "description source update known_on by", "source", "description"),
    Shown(
        models.DueDateChange,
        "action from_words to_words known_on by",
        "action__plan",
        "action__reference reason",
        by_day="known_on",
    ),
    Shown(models.DueDateDecision, "change agreed known_on by", "agreed", "note"),
    Shown(
        models.DueDateWithdrawal, "change replaced_by known_on by", "change__action__plan", "change__reason"
    ),
    Shown(models.ContradictionAnswer, "kind subject plan known_on by", "kind plan", "subject reason"),
    Shown(models.StatedFigure, "label value words plan known_on sheet cell", "plan", "label words"),
    Shown(
        models.ImportRun,
        "file plan layout state known_on recorded_at by",
        "plan state layout",
        "file__name",
        left_out="file__content",
    ),
    Shown(
        models.ImportedFile,
        "name sha256 recorded_at",
        search="name sha256",
        hidden="content",
        left_out="content",
    ),
    Shown(models.PendingImport, "name plan by created_at", "plan", "name", hidden="content"),
    Shown(
        models.ImportedRow,
        "kind key sheet cell run",
        "kind",
        "key sheet",
        related="run__file",
        left_out=HEAVY,
    ),
    Shown(
        models.ImportNote,
        "sheet cell text understood run",
        "understood",
        "text sheet",
        related="run__file",
        left_out=HEAVY,
    ),
    Shown(
        models.ImportUndo,
        "run known_on recorded_at by",
        search="run__file__name",
        related="run__file by",
        left_out=HEAVY,
    ),
    Shown(models.ColumnChoice, "header field plan by recorded_at", "plan", "header field"),
    Shown(models.StatusChoice, "words status plan by recorded_at", "plan status", "words"),
    Shown(models.TableChoice, "sheet kind row plan by recorded_at", "plan kind", "sheet headings"),
    Shown(
        models.FigureImport,
        "file plan known_on recorded_at by",
        "plan",
        "file__name",
        left_out="file__content",
    ),
    Shown(models.SetUpChange, "subject words plan known_on by", "plan", "subject words"),
    Shown(models.EvidenceFile, "name plan size known_on by", "plan", "name digest", hidden="stored"),
    Shown(models.EvidenceWithdrawal, "file reason is_erased known_on by", "is_erased", "file__name reason"),
    Shown(models.Reminder, "subject address plan recorded_at", "plan", "address body"),
    Shown(
        models.AccessToken,
        "name user plan expires_on last_used_at revoked_at",
        "plan",
        "name user__email",
        hidden="digest",
    ),
    Shown(
        models.PaperTemplate,
        "name plan is_removed known_on recorded_at by",
        "plan is_removed",
        "name sha256",
        left_out="content",
    ),
    Shown(
        models.ReportSchedule,
        "report user plan when number on last_sent_on ended_at",
        "plan when",
        "user__email report",
    ),
    Shown(models.ReminderChoice, "user unwanted", search="user__email"),
    Shown(models.Visit, "user plan last_at before_at", "plan", "user__email"),
    Shown(models.SavedView, "name user plan listed query", "plan listed", "name user__email"),
    Shown(
        models.UpdateLink,
        "action user plan created_at expires_on used_at",
        "plan",
        "user__email",
        hidden="digest",
    ),
    Shown(models.ReminderFailure, "reminder error recorded_at", search="error reminder__address"),
    Shown(
        models.CarriedOver, "action earlier plan known_on by", "plan", "action__reference earlier__reference"
    ),
    # Reports.
    Shown(models.ReportText, "__str__ plan known_on by recorded_at", "plan report", "part text"),
    Shown(models.WordsRead, "words is_name plan by recorded_at", "plan is_name", "words"),
    Shown(
        models.IssuedReport,
        "title plan known_on is_public by recorded_at sha256",
        "plan report is_public",
        "title sha256",
        hidden="document position",
    ),
    Shown(models.IssuedFile, "name issued media_type sha256", search="name sha256", hidden="content"),
    Shown(models.CustomReport, "name plan subject is_removed by recorded_at", "plan subject", "name"),
    Shown(models.IssuedWithdrawal, "issued reason known_on by", search="issued__title reason"),
    Shown(models.PaperLayout, "__str__ plan known_on by recorded_at", "plan report", "report"),
    Shown(models.ReportRun, "report plan by state percent created_at", "state", hidden="content"),
)

show(HISTORY)
