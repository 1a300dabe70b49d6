"""Measures, their targets and what was observed. Knows nothing of plans."""

from performance.models.measure import Measure
from performance.models.observation import Observation
from performance.models.target import Target

__all__ = ["Measure", "Observation", "Target"]
