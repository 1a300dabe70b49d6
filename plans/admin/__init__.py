"""Every model in the administration site. History is looked at and added to, never changed."""

from plans.admin import added, history, plans

__all__ = ["added", "history", "plans"]
