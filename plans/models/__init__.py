"""What a plan is made of: identity rows with versions, and dated rows that are only ever added."""

from plans.models.access_token import AccessToken
from plans.models.action import Action, ActionLead, ActionRecommendation, ActionVersion
from plans.models.board import (
    ActionArising,
    ActionArisingReport,
    Barrier,
    BarrierAction,
    BarrierVersion,
    BoardDecision,
    Challenge,
    ChallengeAnswer,
)
from plans.models.carried_over import CarriedOver
from plans.models.closure import Closure
from plans.models.contradiction import ContradictionAnswer
from plans.models.cost import CostLine
from plans.models.evidence import Evidence, EvidenceFile, EvidenceWithdrawal
from plans.models.figure_import import FigureImport
from plans.models.imports import (
    ColumnChoice,
    ImportedFile,
    ImportedRow,
    ImportNote,
    ImportRun,
    ImportUndo,
    PendingImport,
    StatedFigure,
    StatusChoice,
    TableChoice,
)
from plans.models.independent_check import IndependentCheck
from plans.models.inspection import Inspection, Judgement
from plans.models.invitation import GroupRole, Invitation
from plans.models.links import MeasureLink
from plans.models.meeting import (
    Attendance,
    Meeting,
    MeetingRecord,
    MinutesDraft,
    PlannedMeeting,
    PlannedMeetingVersion,
)
from plans.models.milestone import Milestone, MilestoneVersion
from plans.models.monthly_return import MonthlyReturn, ReturnStep
from plans.models.personal import ReminderChoice, SavedView, Visit
from plans.models.plan import Plan, PlanRole, PlanVersion
from plans.models.rating import Rating, RatingLevel, RatingScale, levels_on, scale_on
from plans.models.recommendation import (
    Recommendation,
    RecommendationLead,
    RecommendationTheme,
    RecommendationVersion,
)
from plans.models.reminder import Reminder, ReminderFailure
from plans.models.report import (
    CustomReport,
    IssuedFile,
    IssuedReport,
    IssuedWithdrawal,
    PaperLayout,
    PaperTemplate,
    ReportRun,
    ReportText,
    WordsRead,
)
from plans.models.report_schedule import ReportSchedule
from plans.models.role_review import RoleReview
from plans.models.set_up_change import SetUpChange
from plans.models.success_measure import SuccessMeasure, SuccessMeasureOwner, SuccessMeasureVersion
from plans.models.theme import Commitment, Theme, ThemePerson, ThemeVersion
from plans.models.update import DueDateChange, DueDateDecision, DueDateWithdrawal, Update
from plans.models.update_link import UpdateLink

__all__ = [
    "AccessToken",
    "Action",
    "ActionArising",
    "ActionArisingReport",
    "ActionLead",
    "ActionRecommendation",
    "ActionVersion",
    "Attendance",
    "Barrier",
    "BarrierAction",
    "BarrierVersion",
    "BoardDecision",
    "CarriedOver",
    "Challenge",
    "ChallengeAnswer",
    "Closure",
    "ColumnChoice",
    "Commitment",
    "ContradictionAnswer",
    "CostLine",
    "CustomReport",
    "DueDateChange",
    "DueDateDecision",
    "DueDateWithdrawal",
    "Evidence",
    "EvidenceFile",
    "EvidenceWithdrawal",
    "FigureImport",
    "GroupRole",
    "ImportNote",
    "ImportRun",
    "ImportUndo",
    "ImportedFile",
    "ImportedRow",
    "IndependentCheck",
    "Inspection",
    "Invitation",
    "IssuedFile",
    "IssuedReport",
    "IssuedWithdrawal",
    "Judgement",
    "MeasureLink",
    "Meeting",
    "MeetingRecord",
    "Milestone",
    "MilestoneVersion",
    "MinutesDraft",
    "MonthlyReturn",
    "PaperLayout",
    "PaperTemplate",
    "PendingImport",
    "Plan",
    "PlanRole",
    "PlanVersion",
    "PlannedMeeting",
    "PlannedMeetingVersion",
    "Rating",
    "RatingLevel",
    "RatingScale",
    "Recommendation",
    "RecommendationLead",
    "RecommendationTheme",
    "RecommendationVersion",
    "Reminder",
    "ReminderChoice",
    "ReminderFailure",
    "ReportRun",
    "ReportSchedule",
    "ReportText",
    "ReturnStep",
    "RoleReview",
    "SavedView",
    "SetUpChange",
    "StatedFigure",
    "StatusChoice",
    "SuccessMeasure",
    "SuccessMeasureOwner",
    "SuccessMeasureVersion",
    "TableChoice",
    "Theme",
    "ThemePerson",
    "ThemeVersion",
    "Update",
    "UpdateLink",
    "Visit",
    "WordsRead",
    "levels_on",
    "scale_on",
]
