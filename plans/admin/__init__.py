"""Every model in the administration site. History is looked at and added to, never changed."""

from plans.admin import board, history, plans, reports, structure

__all__ = ["board", "history", "plans", "reports", "structure"]
