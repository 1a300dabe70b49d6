"""Every model in the administration site. History is looked at and added to, never changed."""

from plans.admin import history, plans, structure

__all__ = ["history", "plans", "structure"]
