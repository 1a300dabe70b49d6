"""The sheet on which a lead reports without signing in: its headings, as they are written and as they are read back."""

from plans.choices import ProgressStatus

SHEET, KEY_SHEET = "Updates", "Key"
LOCKED = (
    ("Reference", 11),
    ("Action", 46),
    ("Lead officer", 22),
    ("Due", 11),
    ("Status now", 13),
    ("Last report", 34),
)
OPEN = (
    ("Status", 14),
    ("Completed on", 14),
    ("Progress since the last report", 44),
    ("Barriers", 28),
    ("Next steps", 28),
    ("Evidence, or why there is none", 30),
    ("Rating proposed", 14),
    ("Reported by", 24),
)
REVISION = ("Revision", 9)
COLUMNS = (*LOCKED, *OPEN, REVISION)
STATUSES = [status for status in ProgressStatus if status != ProgressStatus.NOT_SUPPLIED]
HEADING_ROW = 5
KEY_WORDS = {"plan": "Plan", "theme": "Theme", "as_at": "As at", "mark": "Mark"}
# What the mark of a key is for (`improvement.marks`).
MARKED = "update workbook"
