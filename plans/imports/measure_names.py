"""What a measure's name says of it: its code, its unit."""

import hashlib
import re

from django.utils.text import slugify

from performance.choices import Polarity, Unit

LONGEST_CODE = 40
# A figure of a change is no level: more of a reduction is not more of the thing.
A_CHANGE = re.compile(r"\((?:reduction|increase|improvement|rise|fall)\)\s*$", re.IGNORECASE)
# What is done about a thing says more than the thing: complaints responded to in timescale, vacancies filled.
DONE_IN_NAME = re.compile(
    r"\b(?:with)?in timescales?\b|\bon time\b|\b(?:offered|filled|responded|answered|resolved)\b",
    re.IGNORECASE,
)
NOT_DONE = re.compile(
    r"\bnot (?:yet )?(?:completed|seen|held|visited|reviewed|offered|in touch|in contact|recorded|met|assessed)\b"
    r"|\b(?:good|outstanding)\b.*\b(?:declines?|falls|reduces)\b|\bout of timescale\b|\blate\b",
    re.IGNORECASE,
)
# What children's services everywhere wish to see less of; asked before what they wish to see more of, because
# "placement stability (3+ placements)" counts moves.
LOWER_IN_NAME = re.compile(
    r"\bre-?referrals?\b|\brepeat\b|\b(?:3\+|three or more|3 or more) placement|\bplacement moves?\b"
    r"|\bcaseloads?\b|\bvacanc(?:y|ies)\b|\bturnover\b|\bsickness\b|\bagency (?:staff|workers?)\b"
    r"|\bgoing missing\b|\bnot in education\b|\bunallocated\b|\bcomplaints\b|\blow number of\b"
    r"|\b(?:reduces?|decreases?|falls|being less)\b|\bdays (?:from|between|lost)\b|\btimescale\b.*\bdays$"
    r"|\bre-?offending\b",
    re.IGNORECASE,
)
HIGHER_IN_NAME = re.compile(
    r"\bgood\b|\boutstanding\b|\b(?:with)?in (?:timescales?|time|\d+ (?:working )?(?:days|weeks))\b"
    r"|\btimel(?:y|iness)\b|\bwithin \d+\b|\bfor no longer than\b"
    r"|\bup[- ]to[- ]date\b|\bin place\b|\bcompletion rate\b|\b(?:EET|education, employment)\b"
    r"|\bsuitable accommodation\b|\bin contact\b|\bin touch with\b|\btake[- ]?up\b|\bstability\b|\bcompliance\b"
    r"|\boffered\b|\boutcomes met\b|\bsign(?:ed)?[- ]off\b|\bconsent\b|\bevidences?\b.*\b(?:address|quality)\w*\b"
    r"|\b(?:increases?d?|improves?d?)\b|\bdemonstrates?\b|\bstay put\b|\bstaying put\b|\battend\b",
    re.IGNORECASE,
)
PERCENT_IN_NAME = re.compile(r"^%|%$|^percent|\bpercentage of\b|\bproportion of\b|\brate\b.*%", re.IGNORECASE)
COUNT_IN_NAME = re.compile(r"^(?:total )?(?:number|no\.?|count) of\b", re.IGNORECASE)
# Not `in 28 days`, which is by when.
DAYS_IN_NAME = re.compile(
    r"(?<!\d )(?<!\d working )\bdays\)?$|^(?:average )?days\b|\baverage (?:number of )?(?:working )?days\b"
    r"|\bdays lost\b",
    re.IGNORECASE,
)


def measure_code(name: str) -> str:
    """Return a measure's code: its name as an address can hold it; a long one ends in a mark of its whole text."""
    slug = slugify(name)
    if len(slug) <= LONGEST_CODE:
        return slug
    mark = hashlib.sha256(slug.encode()).hexdigest()[:6]
    return f"{slug[: LONGEST_CODE - 7].strip('-')}-{mark}"


def unit_in_name(name: str) -> Unit | None:
    """Return the unit that a measure's name gives, or None."""
    text = name.strip()
    if text.startswith("%") or text.endswith(("%", "(%)")) or "% of " in text:
        return Unit.PERCENT
    if DAYS_IN_NAME.search(text):
        return Unit.DAYS
    if COUNT_IN_NAME.search(text):
        return Unit.COUNT
    return Unit.PERCENT if PERCENT_IN_NAME.search(text) else None


def polarity_in_name(name: str) -> Polarity:
    """Return which way is better by the words of a measure's name; neither where they do not say it.

    A reading, not a fact: the measure's page says where it comes from, and a person may set it otherwise.
    """
    if A_CHANGE.search(name):
        return Polarity.NEITHER
    if NOT_DONE.search(name):
        return Polarity.LOWER
    if DONE_IN_NAME.search(name):
        return Polarity.HIGHER
    if LOWER_IN_NAME.search(name):
        return Polarity.LOWER
    return Polarity.HIGHER if HIGHER_IN_NAME.search(name) else Polarity.NEITHER
