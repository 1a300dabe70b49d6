"""What every committee's paper of a plan says alike: its cover and its implications. Asked once a plan, not a paper.

The law and councils' constitutions ask for the implications; the titles follow what papers print.
"""

# Texts of these parts are kept under this name, in the place of a report's.
EVERY_PAPER = "committee"

COVER = (
    ("report-of", "Report of"),
    ("portfolio-holder", "Portfolio holder"),
    ("contact", "Officer to contact"),
    ("wards", "Wards affected"),
    ("key-decision", "Key decision"),
    ("confidentiality", "Confidentiality"),
)
IMPLICATIONS = (
    ("finance", "Finance"),
    ("staffing", "Staffing"),
    ("risk", "Risk"),
    ("equality", "Equality and diversity"),
    ("accommodation", "Accommodation"),
    ("crime-and-disorder", "Crime and disorder"),
    ("human-rights", "Human rights"),
    ("consultation", "Consultation"),
    ("procurement", "Procurement"),
    ("disability", "Disability issues"),
    ("legal", "Legal implications"),
)
IMPLICATION = "implications-"
# What one committee's paper alone says on its cover.
OF_ONE_PAPER = (("committee", "Committee"), ("meets-on", "Date of the meeting"))


def is_in_every_paper(part: str) -> bool:
    """Whether a part says the same in every committee's paper of a plan."""
    return part.startswith(IMPLICATION) or part in dict(COVER)


def kept_under(report: str, part: str) -> str:
    """Return the name that a part's text is kept under."""
    return EVERY_PAPER if is_in_every_paper(part) else report
