"""The header words that councils use, by table and field. The first field whose words a header says gets it."""

from functools import lru_cache

from plans.imports.tables import Columns, words

MONTH_NAMES = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"

ACTION_COLUMNS: Columns = {
    "reference": words(
        r"^(?:(?:action|task|plan|afi|item|minute|finding|issue|line|row|serial|our)\b\.? ?)?"
        r"(?:ref(?:erence)?|no|nr|number|id|item|code)\b\.?(?: no\.?)?$|^#$"
        r"|^(?:log|entry|record|ticket|plan item) (?:id|no|ref)\.?$|^(?:minute|serial)$"
    ),
    "rating": words(r"\bb?rag\b.*|^(?:current |latest |overall |progress |board )?rating\b"),
    "success_measure": words(
        r"^success (?:measures?|criteria)(?:\(s\))?|measures? of success|^how will we know\b.*|^evidence of success"
    ),
    "completed": words(
        r"^(?:date )?completed(?: on)?$|^date (?:of completion|achieved|closed)|^actual (?:end|completion).*"
    ),
    "update": words(
        r"^(?:status|progress|latest|monthly|quarterly|action) (?:update|report|note|comment)s?.*|^updates?\b.*"
        r"|^comment(?:s|ary)?\b.*|^notes?$|^narrative\b.*|^progress (?:to date|made|since|so far|against)\b.*"
        r"|^(?:current )?position$|^what (?:has been|we have) done\b.*"
        r"|^where (?:are we|we are)\b.*|^highlights?\b.*|\bso far$"
    ),
    "evidence": words(r"^evidence\b.*|^assurance\b.*"),
    "status": words(
        r"^(?:progress |action |current |delivery )?status(?: progress)?$|^progress$|^(?:action )?state$"
    ),
    "first_due": words(
        r"^(?:orig(?:inal)?\.?|initial|first|baseline)(?=\s)(?!.*\bstart)(?=.*\b(?:due|dates?|deadline|target|completion|end|timescales?)\b).*"
    ),
    "revised_due": words(
        r"^(?:rev(?:ised)?\.?|new|amended|extended|forecast|re-?scheduled)(?=\s)(?!.*\bstart)"
        r"(?=.*\b(?:due|dates?|deadline|target|completion|end|timescales?)\b).*"
    ),
    "start": words(r"^start(?: date)?(?:ed|ing)?$|^from$|^(?:begin|commence)\w*(?: date)?$"),
    "due": words(
        r"^by when$|^(?:date )?due(?: date| by)?\b|^deadline(?: date)?$|^end(?: date)?$|^when$|^complete(?:d)? by$"
        r"|^(?:target|planned|completion|finish|delivery|implementation|agreed)(?: completion| end)? date$"
        r"|^time(?:scales?|frames?|lines?|table)?$|^(?:by )?target date$"
        r"|^(?:deliver|delivery|complete|completion|implement\w*|achieve|done) by\b.*|^date for completion$"
    ),
    "responsible": words(
        r"^responsible officers?$|^officers? responsible$"
        r"|^(?:delivery|operational|day[- ]to[- ]day|supporting) leads?(?:\(s\))?$"
    ),
    "leads": words(
        r"^executive (?:directors?|officers?|sponsors?)$|"
        r"^(?:action |task |team |accountable |senior |lead |operational |named )?(?:leads?|owners?|sro)"
        r"(?: ?/ ?(?:leads?|owners?|officers?))?(?: officers?| person| name)?(?:\(s\))?$"
        r"|^by whom$|^who(?: by| is responsible)?$|^responsib\w*(?: officer| person| lead| owner)?(?:\(s\))?$"
        r"|^(?:[\w/&’'-]+ ){0,2}(?:leads?|owners?)(?:\(s\))?$"
        r"|^(?:responsible|resp\.?) (?:managers?|heads?|directors?|person|officers?|leads?|owners?)$"
        r"|^person responsible$|^accountable\b.*|^assigned to$|^officers?$|\bsro\b"
    ),
    "expected_outcome": words(
        r"^(?:expected |desired |intended |target |planned )?(?:outcomes?|impacts?|benefits?|results?)\b.*"
        r"|^(?:the )?difference (?:made|(?:this|it|we) will make)$"
        r"|^what (?:will )?(?:success|good) (?:will )?looks? like$"
    ),
    "cost": words(
        r"^(?:estimated |total )?costs?\b(?! cent(?:re|er)| code).*|^resources?(?: required| needed)?$"
        r"|^(?:budget|funding)\b(?! code| holder| cent(?:re|er)| manager| ref).*"
    ),
    "commitment": words(r"^(?:improvement )?commitments?$"),
    "recommendation": words(
        r"^(?:related |ofsted |inspection |linked )*rec(?:s|ommendations?)?\.?(?: no\.?| number| ref\w*)?\.?$"
        r"|^(?:[\w'’]+ (?:/ )?){1,3}recommendations?(?: text| wording| made)?$"
        r"|^ofsted (?:area|finding)s?.*|^areas? for improvement(?: text| wording)?$"
    ),
    "theme": words(
        r"^(?:theme|work ?stream|priority|aim|objective|strand|priority area|improvement area|area)"
        r"(?: \d+| name| no\.?| \(.*\)| 20\d\d(?:[/-]\d\d)?)?$"
    ),
    "action": words(
        r"^(?:(?:improvement|key|agreed|specific|required|planned|detailed|smart|our|open|completed|outstanding) )*"
        r"(?:actions?|tasks?|activit(?:y|ies)|steps?)(?: \(?s\)?)?"
        r"(?: ?/ ?\w+| names?| points?)?"
        r"(?: required| needed| completed| outstanding| to be taken| description| agreed| arising| title| and .*)?$"
        r"|^(?:[\w/’'-]+ ){1,3}actions?(?:\(s\))?$|^(?:remedial |corrective )?works? (?:required|needed|to be done)$"
        r"|^(?:the )?actions? (?:we|they|you|to|that|for|being|taken|planned|proposed|which)\b.*"
        r"|^(?:(?:management|mgmt\.?|council(?:['’]s)?|our|agreed|service) ){1,2}responses?(?: to .*| ?/ ?actions?)?$"
        r"|^description of actions?$"
        r"|^what (?:we )?(?:will|need|must|are)\b.*|^what$|^what (?:we(?:['’]ve| have)|was|has been) agreed\b.*"
        r"|^(?:action|task|activity) details?$"
    ),
}
# At least one of these stands beside the actions, or the table is something else.
BESIDE_ACTIONS = frozenset(
    {
        "leads", "responsible", "due", "first_due", "revised_due", "status", "rating", "update", "success_measure",
    }
)  # fmt: skip

# Of which three by themselves tell an action log, however many columns of its own a system adds.
TELL_ACTIONS = frozenset(
    {"action", "recommendation", "leads", "due", "revised_due", "status", "rating", "update"}
)

PROGRESS_COLUMNS: Columns = {
    "reference": words(r"^(?:ref(?:erence)?|no|nr|number|#)\b\.?$"),
    "rating": words(r"\bb?rag\b.*|^(?:current |latest |overall |progress )?rating\b.*"),
    "evidence": words(r"^evidence\b.*|^progress\b.*|^achieve\w*\b.*|^update\b.*"),
    "further_actions": words(r"^(?:further|next|outstanding|remaining) (?:actions?|steps?)\b.*"),
    "recommendation": words(r"\brecommendations?\b"),
    "outturn": words(r"^outturn\b.*|^baseline\b.*"),
    "current": words(r"^(?:current |latest )?performance\b.*|^current\b.*|^actual\b.*"),
    "target": words(r"^targets? (?:for |by )?\w+.*\d.*"),
    "measure": words(r"^targets?$|^measures?\b.*|^indicators?$|^kpis?$"),
    "leads": words(r"^(?:lead|owner|responsible)(?: officers?)?(?:\(s\))?$|^by whom$"),
}

INDICATOR_COLUMNS: Columns = {
    "reference": words(
        r"^(?:(?:kpi|measure|indicator|pi) )?ref(?:erence)?\b\.?$"
        r"|^(?:(?:kpi|pi|measure|indicator) )?(?:no|code|id)\b\.?$|^pi$"
    ),
    "measure": words(
        r"^(?:(?:key|headline|outcome|corporate|service|local|national) ){0,2}(?:performance )?"
        r"(?:indicators?|measures?|kpis?|metrics?)(?: names?| description| title)?$"
        r"|^pi (?:names?|description|title)$"
        r"|^description$|^(?:description|title|name) of (?:the )?(?:indicator|measure|kpi|metric)s?$"
        r"|^what (?:we|is|are we) measur\w+\b.*$"
    ),
    "theme": words(r"^(?:theme|work ?stream|priority|aim)$"),
    "polarity": words(
        r"^polarity\b.*|^good\b.*|^(?:higher|lower|bigger|smaller|high|low)\b.*\b(?:better|good)\b.*|^optimum$"
        r"|^(?:desired|preferred|better|which) (?:direction|performance|trend|way)\b.*|^(?:smaller|bigger) or\b.*"
    ),
    "unit": words(r"^units?(?: of measure(?:ment)?| type)?$|^uom$|^measured (?:in|as)$|^format$"),
    "frequency": words(
        r"^freq(?:uency)?\b.*|^(?:reported|collected)$|^reporting (?:frequency|cycle)$|^how often\b.*"
    ),
    "outturn": words(r"^(?:outturn |fy ?)?20\d\d\s?[/–-]\s?\d\d(?: outturn)?$"),
    "comparator": words(
        r"\bsn\b.*average|neighbour\w*.*|^england\b.*|^national\b.*|^comparator\b.*|^benchmark\b.*"
    ),
    "period": words(
        r"^20\d\d-\d\d-01(?: 00:00:00)?$|^p(?:eriod)?\s?(?:1[0-2]|[1-9])$"
        rf"|^(?:1|28|29|30|31) (?:{MONTH_NAMES})[a-z]* 20\d\d$"
        rf"|^(?:{MONTH_NAMES})[a-z]*\s?[-–]\s?(?:{MONTH_NAMES})[a-z]*\s+20\d\d$|^(?:{MONTH_NAMES})[a-z]*(?:[\s'’-]*(?:20)?\d\d(?:/\d\d)?)?$"
        r"|^q(?:uarter)?\s?[1-4](?:\D*(?:20)?\d\d(?:/\d\d)?)?$"
    ),
    "value": words(r"^(?:latest |current )?(?:value|figure|result|performance|actual|current)$"),
    "as_at": words(
        r"^as at\b.*|^(?:reporting |data |performance )?(?:period|month|quarter|date)$"
        r"|^(?:month|period|quarter) end(?:ing)?$"
    ),
    "previous": words(r"^previous(?: value| figure| result)?$"),
    "previous_period": words(r"^previous (?:period|date)$"),
    "target": words(
        r"^targets?\b.*|^(?:(?:20)?\d\d\s?/\s?\d\d|annual|current|year[- ]end|local|our) targets?$"
        r"|^(?:goal|ambition|standard)s?(?: (?:for )?(?:20)?\d\d\s?/\s?\d\d)?$"
        r"|^(?:[\w/]+ ){0,2}(?:goals?|ambitions?|trajectory|thresholds?|aspirations?)$"
        r"|^(?:we(?:['’]re| are)? )?aim(?:ing)? (?:for|to|at)\b.*"
        r"|^(?:expected|agreed|required|minimum|national) (?:standard|level|performance)$"
    ),
    "year_to_date": words(r"^ytd\b.*|^year to date$"),
    "direction": words(r"^dot$|^direction\b.*|^trend$"),
    "wording": words(r"^as reported$|^wording$"),
    "note": words(r"^notes?$|^comments?$|^commentary$"),
}

# On their side measures are headed by their own names: no words tell them.
ACROSS_COLUMNS: Columns = {"as_at": INDICATOR_COLUMNS["as_at"], "measure_across": words(r"(?!)")}
RATING_SUMMARY_COLUMNS: Columns = {
    "rating": words(r"^(?:rag )?ratings?$|^rag$|^colour$"),
    "count": words(r"^(?:number|count|no\.?)\b.*|^recommendations$"),
    "meaning": words(r"^definition$|^meaning$|^description$"),
}
AVERAGE_COLUMNS: Columns = {
    "previous": words(r"^previous period$"),
    "current": words(r"^current period$"),
}
COST_COLUMNS: Columns = {
    "amount": words(r"^(?:costs? )?20\d\d\s?[/-]\s?\d\d(?:\d\d)?(?: onwards?)?$"),
}
OWNERSHIP_COLUMNS: Columns = {
    "theme": words(r"^(?:theme|work ?stream|priority|aim|objective)$"),
    "sponsors": words(r"\bsponsors?$"),
    "leads": words(r"\bleads?(?: officers?)?$|^owners?$"),
    "members": words(r"^members(?:hip)?$"),
}

LABELS: Columns = {
    "commitment": words(r"^(?:improvement )?commitment:?$"),
    "commitments": words(r"^(?:improvement )?commitments:?$"),
    "how_will_we_know": words(r"^how will we know\b.*"),
    "recommendations": words(r"^(?:related |linked )?(?:ofsted |inspection )?recommendations?:?$"),
    "outcome": words(r"^(?:expected |intended |desired )?outcomes?(?: sought)?:?$"),
    "sponsors": words(r"^(?:strategic |executive )?sponsors?:?$"),
    "leads": words(r"^(?:theme |operational |strategic |workstream |priority )?leads?(?: officers?)?:?$"),
    "members": words(r"^members(?:hip)?:?$"),
    "previous_average": words(r"^previous period$"),
    "current_average": words(r"^current period$"),
}

# What each field is called before a person.
FIELD_WORDS = {
    "reference": "Reference",
    "rating": "Rating",
    "success_measure": "Success measure",
    "completed": "Date completed",
    "update": "Progress update",
    "status": "Progress status",
    "start": "Start date",
    "due": "Due date",
    "first_due": "First due date",
    "revised_due": "Revised due date",
    "responsible": "Responsible officer",
    "leads": "Lead officer",
    "expected_outcome": "Expected outcome",
    "cost": "Cost",
    "commitment": "Commitment",
    "recommendation": "Recommendation",
    "theme": "Theme",
    "action": "Action",
    "evidence": "Evidence of progress",
    "further_actions": "Further actions",
    "outturn": "Outturn",
    "current": "Latest figure",
    "target": "Target",
    "measure": "Measure",
    "polarity": "Polarity",
    "unit": "Unit",
    "frequency": "How often",
    "comparator": "Comparator",
    "period": "A period's figure",
    "value": "Figure",
    "as_at": "Period",
    "measure_across": "A measure's figures",
    "previous": "Previous figure",
    "previous_period": "Previous period",
    "year_to_date": "Year to date",
    "direction": "Direction of travel",
    "wording": "Wording of the report",
    "note": "Note",
    "count": "Number",
    "meaning": "Meaning",
    "amount": "Amount of a financial year",
    "sponsors": "Sponsor",
    "members": "Members",
    "code": "Code",
    "text": "Description",
    "percent": "Per cent",
    "grade": "Judgement",
    "inspected": "Inspected on",
    "setting": "Setting",
    "figure": "Figure",
    "kind": "Type of target",
    "baseline": "Baseline",
    "origin": "Source",
}
FIELDS_OF: dict[str, dict[str, str]] = {
    kind: {name: FIELD_WORDS[name] for name in columns}
    for kind, columns in {
        "actions": ACTION_COLUMNS,
        "recommendations with dates": ACTION_COLUMNS,
        "recommendations": PROGRESS_COLUMNS,
        "indicators": INDICATOR_COLUMNS,
        "quoted figures": INDICATOR_COLUMNS,
        "measures across": ACROSS_COLUMNS,
        "rating summary": RATING_SUMMARY_COLUMNS,
        "averages": AVERAGE_COLUMNS,
        "costs": COST_COLUMNS,
        "ownership": OWNERSHIP_COLUMNS,
    }.items()
}
# The tables that stand beside theme sheets.
FIELDS_OF |= {
    kind: {name: FIELD_WORDS[name] for name in names}
    for kind, names in {
        "milestones": ("theme", "code", "text", "status"),
        "status table": ("status", "count", "percent"),
        "inspections": ("setting", "inspected", "grade"),
        "checkpoints": (
            "code", "theme", "recommendation", "measure", "baseline", "figure", "due", "kind", "origin", "wording",
        ),
    }.items()
}  # fmt: skip

# One pattern for the words of which every header says at least one: a quick look before a thorough one.
_TELLING = (
    ACTION_COLUMNS["action"],
    PROGRESS_COLUMNS["recommendation"],
    INDICATOR_COLUMNS["measure"],
    PROGRESS_COLUMNS["measure"],
    RATING_SUMMARY_COLUMNS["rating"],
    AVERAGE_COLUMNS["previous"],
    AVERAGE_COLUMNS["current"],
    COST_COLUMNS["amount"],
    OWNERSHIP_COLUMNS["theme"],
)
_ANY_TELLING = words("|".join(f"(?:{pattern.pattern})" for pattern in _TELLING))


@lru_cache(maxsize=20_000)
def could_head_a_table(text: str) -> bool:
    """Return whether a cell says a word without which no table has a header."""
    return _ANY_TELLING.search(" ".join(text.replace("_", " ").split()).strip(" ?:*")) is not None
