"""Drawings that stand in a page's own HTML. The read model gives numbers and days; where they lie is said here alone.

Templates reach them by `plans/templatetags/drawings.py`; their colours are the style sheets', but for a report's.
"""
