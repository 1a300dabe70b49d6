"""Measures, their targets and what was observed. Knows nothing of plans."""

from performance.models.comparator import Comparator
from performance.models.measure import Measure, MeasureVersion
from performance.models.observation import GradeCount, Observation
from performance.models.step_change import StepChange
from performance.models.target import Target

__all__ = ["Comparator", "GradeCount", "Measure", "MeasureVersion", "Observation", "StepChange", "Target"]
