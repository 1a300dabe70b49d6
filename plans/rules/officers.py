"""Which words are certainly a post, and which may be a person's name. Pure.

Only one thing is certain from words alone: that a text made wholly of words of posts and services, one of which is
somebody's job, is a post. Everything else may be a person and is asked (docs/decisions.md). A capital letter says
nothing: *Early Help* is a service and *Hope Field* may be a person.
"""

import re

from plans.rules.given_names import GIVEN_NAMES

# Who can hold work: somebody's job, or a body of people.
_HOLDERS = """
accountant accountants administrator administrators adviser advisers advisor advisors advocate advocates all
ambassador analyst analysts architect assessor assessors assistant assistants asyes atms auditor auditors board
boards chair chairperson chairs champion champions chief chiefs clerk clerks co-ordinator co-ordinators
commissioner commissioners committee consultant consultants controller coordinator coordinators council
councillor councillors councils dcs dcss developer developers director directors doctor educator educators
engineer engineers everyone executive executives facilitator facilitators governor governors group groups
guardian head heads headteacher headteachers holder holders hos ico inspector inspectors iro iros lado lados
lead leader leaders leads manager managers member members mentor mentors midwife nurse nurses officer officers
organiser owner owners paediatrician panel panels partners partnership pas pmo practitioner practitioners
principal principals psw psws psychologist psychologists representative representatives reviewer reviewers
secretaries secretary senco sencos service services slt sms smt solicitor solicitors specialist specialists
sponsor sponsors staff strategist superintendent supervisor supervisors surgeon teacher teachers team teams tms
trainer trainers trust visitor visitors worker workers workforce
"""
HOLDERS = frozenset(_HOLDERS.split())
# What posts and services are called by, beside who holds them. No word here is a common given name.
_WORDS = """
appendix leaver leavers work
0-25 16+ 18+ abuse access acting ad adoption adult adults advanced after aftercare agency and appropriate area
areas as assessment assessments assistant associate assurance asye asylum at atm attendance audit audits
authority availability border borough breaks brokerage budget business cabinet cafcass camhs capital care cared
carers caring case ccg central centre centres change child children children's childrens cic cin city civil cla
clinical college commercial commissioning communication communications communities community complaints
compliance conference conferences connected constabulary contact contextual contract contracts coordination core
corporate county court courts cp criminal cse culture customer customers data delivery democratic department
deputy designated developing development dfe digital director's directorate disabilities disability disabled
district division divisional domestic door dpo duty each early east eastern edge edt education educational
effectiveness efficiency ehcp eligible emergency employment engagement entry environment equalities equality
estates excellence executive experience exploitation external facing families family fgc field finance financial
first for foster fostering friends from front fund further gateway general governance government gp group's
guardianship health help high home homelessness homes hospital hours housing hr hub hubs human icb ict
improvement in in-house inclusion independent informatics information infrastructure innovation insight
inspection integrated intelligence intensive interim internal intervention investment involvement it joint
justice key kinship knowledge lac leadership learning leaving legal line litigation lived local localities
locality looked making management market marketing mash medical mental missing mobile modern monitoring
multi-agency multiagency named national neighbourhood new nhs non-executive north northern of offending office
ofsted on online operation operational operations organisational out outcomes outreach overview parent parenting
parents participation partner pathway pathways people people's performance permanence permanent personal
personnel place placement placements planning play point police policy portfolio post practice pre-birth
preventative prevention primary private probation procurement professional professionals programme programmes
project projects protection provider providers public qa quality recruitment referral referrals reform regional
registered registration regulation regulatory relationships relevant repeat research residential resilience resource
resources respective response responsible retention return reunification review reviewing reviews risk safe
safeguarding safer safety school schools scrutiny secondary section security self-evaluation sen send senior
service's services' shared short short-term single site sites skills sm social sociale south southern special
stability standards statutory strategic strategies strategy substance sufficiency supervising supervision
support supported supporting system systems tac taf targeted technical technology temporary the therapeutic
therapy think third through tm to together training transfer transformation transition transitions transport
treasury trusts uasc unaccompanied unit units university virtual voice voluntary vulnerable wellbeing west
western whole with workstream yjs yot young youth
"""
POST_WORDS = HOLDERS | frozenset(_WORDS.split())
TITLE_WORD = re.compile(
    r"^(?:Mr|Mrs|Ms|Miss|Mx|Dr|Cllr|Councillor|Sir|Dame|Lord|Lady|Prof|Professor|Rev|Supt|Insp|Sgt)\.?$",
    re.IGNORECASE,
)
PARTICLES = frozenset(
    {
        "de",
        "del",
        "der",
        "da",
        "dos",
        "van",
        "von",
        "den",
        "di",
        "la",
        "le",
        "bin",
        "bint",
        "ap",
        "ab",
        "al",
        "el",
    }
)
_PART = r"(?:(?:Mc|Mac|Fitz)[^\W\d_][^\W\d_]+|[^\W\d_]['’][^\W\d_]+|[^\W\d_]+)"
NAME_WORD = re.compile(rf"^(?:[^\W\d_]\.?|[^\W\d_]\.[^\W\d_]\.|{_PART}(?:[-‑]{_PART})*)$")
ABBREVIATION = re.compile(r"^(?:[A-Z]{2,6}|[A-Z][a-z]?[A-Z][A-Za-z]{0,3}?)s?$")


def words_of(text: str) -> list[str]:
    """Return the words of a post as the vocabulary holds them: small letters, straight apostrophes, no brackets."""
    return re.findall(r"[\w'+-]*\w[\w'+-]*\+?", text.replace("’", "'").casefold())


def _is_post_word(word: str) -> bool:
    return word in POST_WORDS or word.removesuffix("'s") in POST_WORDS or word.isdigit()


def has_holder(text: str) -> bool:
    """Whether one of the words is somebody's job, or a body of people."""
    return any(word in HOLDERS for word in words_of(text))


def is_surely_a_post(text: str) -> bool:
    """Whether a text can be nothing but a post: each word is one of posts and services, and one is somebody's job."""
    words = words_of(text)
    return bool(words) and has_holder(text) and all(_is_post_word(word) for word in words)


def looks_like_name(text: str) -> bool:
    """Whether words may be a person's name: two to five of them in name's shape, none a word of posts."""
    words = text.replace("’", "'").split()
    own = [word for word in words if not TITLE_WORD.match(word)]
    titled = len(own) < len(words)
    return (
        (1 if titled else 2) <= len(own) <= 5
        and all(NAME_WORD.match(word) for word in own)
        and own[0][0].isupper()
        and all(_is_capitalised(word) or word in PARTICLES for word in own)
        and _is_capitalised(own[-1])
        and not any(_is_post_word(word.casefold()) for word in own)
        and any(len(word) > 2 for word in own)
        and not (any(_is_capitals(word) for word in own) and not all(map(str.isupper, own)))
        and not all(_is_capitals(word) and len(word) < 4 for word in own)
    )


def _is_capitalised(word: str) -> bool:
    return word[0].isupper() or word.startswith(("al-", "el-"))


def _is_capitals(word: str) -> bool:
    """Whether a word is capitals only, as an abbreviation is: not an initial, not O'NEILL."""
    return word.isupper() and word.isalpha() and len(word) > 1


def is_given_name(text: str) -> bool:
    """Whether a text is a given name alone, `Sophia`."""
    return text[:1].isupper() and text.casefold() in GIVEN_NAMES


def begins_with_given_name(text: str) -> bool:
    """Whether the first word is a given name that is common, so that a name is likely."""
    words = [word for word in text.split() if not TITLE_WORD.match(word)]
    return bool(words) and words[0].casefold() in GIVEN_NAMES


def name_and_post(text: str) -> tuple[str, str] | None:
    """Return (post, name) that a text may hold side by side, `Jo Bell Head of Service`; None where it does not."""
    words = text.split()
    for count in range(min(4, len(words) - 1), 1, -1):
        name, post = " ".join(words[:count]), " ".join(words[count:])
        first = words_of(words[count])
        if (
            looks_like_name(name)
            and first
            and (_is_post_word(first[0]) or ABBREVIATION.match(words[count]))
            and (has_holder(post) or ABBREVIATION.match(words[count]))
        ):
            return post, name
    return None


def proposed_reading(text: str) -> tuple[str, str]:
    """Return (post, name) as which a person is asked to confirm an officer that is kept as written."""
    if is_surely_a_post(text):
        return text, ""
    if reading := name_and_post(text):
        return reading
    parts = [part for part in re.split(r"\s*,\s*|\s+[-–—]\s+", text) if part]
    for place, part in enumerate(parts):
        rest = parts[:place] + parts[place + 1 :]
        may_be_name = looks_like_name(part) or is_given_name(part) or re.fullmatch(r"[A-Z]{2,3}", part)
        if may_be_name and rest and has_holder(", ".join(rest)):
            return ", ".join(rest), part
    is_name = (
        "@" in text
        or looks_like_name(text)
        or is_given_name(text)
        or (begins_with_given_name(text) and not has_holder(text) and len(text.split()) < 4)
    )
    return ("", text) if is_name else (text, "")
