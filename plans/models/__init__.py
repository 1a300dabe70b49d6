"""What a plan is made of: identity rows with versions, and dated rows that are only ever added."""

from plans.models.action import Action, ActionLead, ActionRecommendation, ActionVersion
from plans.models.contradiction import ContradictionAnswer
from plans.models.imports import (
    ImportedFile,
    ImportedRow,
    ImportNote,
    ImportRun,
    PendingImport,
    StatedFigure,
)
from plans.models.inspection import Inspection, Judgement
from plans.models.links import MeasureLink
from plans.models.milestone import Milestone, MilestoneVersion
from plans.models.plan import Meeting, Plan, PlanRole
from plans.models.rating import Rating, RatingLevel, RatingScale
from plans.models.recommendation import Recommendation, RecommendationTheme, RecommendationVersion
from plans.models.success_measure import SuccessMeasure, SuccessMeasureVersion
from plans.models.theme import Commitment, Theme, ThemePerson, ThemeVersion
from plans.models.update import DueDateChange, DueDateDecision, Evidence, Update

__all__ = [
    "Action",
    "ActionLead",
    "ActionRecommendation",
    "ActionVersion",
    "Commitment",
    "ContradictionAnswer",
    "DueDateChange",
    "DueDateDecision",
    "Evidence",
    "ImportNote",
    "ImportRun",
    "ImportedFile",
    "ImportedRow",
    "Inspection",
    "Judgement",
    "MeasureLink",
    "Meeting",
    "Milestone",
    "MilestoneVersion",
    "PendingImport",
    "Plan",
    "PlanRole",
    "Rating",
    "RatingLevel",
    "RatingScale",
    "Recommendation",
    "RecommendationTheme",
    "RecommendationVersion",
    "StatedFigure",
    "SuccessMeasure",
    "SuccessMeasureVersion",
    "Theme",
    "ThemePerson",
    "ThemeVersion",
    "Update",
]
