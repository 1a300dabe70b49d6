"""The one read model: everything about a plan as at a date. Pages, tables, JSON and reports take a position."""

from plans.position.build import build_position
from plans.position.position import Position

__all__ = ["Position", "build_position"]
