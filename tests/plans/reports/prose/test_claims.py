"""What a drafted paper claims: every line comes from rows of the plan, in plain grammar, and under a page a theme.

The plans are the demonstration's, those of four councils as published, and made ones with odd texts.
"""

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.choices import ProgressStatus
from plans.imports.run import Request, run_import
from plans.models import Plan
from plans.position import build_position
from plans.position.position import Position
from plans.reports.brief import Brief
from plans.reports.document import Written
from plans.reports.prose.naming import flat
from plans.reports.prose.progress import further_action, good_progress
from tests.conftest import TODAY, published_workbook
from tests.factories import make_plan, rate, say
from tests.plans.reports.support import MOMENT, made

pytestmark = pytest.mark.django_db
PAPERS = ("cabinet", "scrutiny")
# Good progress and further action of one theme together, at 11 points.
WORDS_ON_A_PAGE = 650
WRONG = (
    r"\.\.(?!\.)", r" \.", r",,", r"::", r"\b1 (?:actions|measures|recommendations|months|years|days)\b",
    r"\b(?:[2-9]|\d\d+) (?:action|measure|recommendation|month|year|day)\b", r"\b1 (?:are|have)\b", r"“ ", r"“”",
    r"\bNone\b(?! (?:of|can|is))", r"\bFalse\b", r"\(\)", r"[^\S\n]{2,}", r"!\.", r"\?\.",
)  # fmt: skip


def drafted(plan: Plan) -> list[Written]:
    return [part for name in PAPERS for part in made(plan, name).written() if part.draft]


def own_words(text: str) -> str:
    """Return a draft without what it quotes: the grammar of a council's text is its own."""
    return re.sub(r"“[^”]*”", "“x”", text)


def says(position: Position) -> str:
    """Return everything that the rows of a plan say, on one line."""
    texts: list[str] = []
    for action in position.actions:
        texts += [action.text, action.expected_outcome]
        if action.update:
            texts += [action.update.progress, action.update.next_steps]
    for item in position.recommendations:
        texts += [item.text, item.evidence, item.further_actions, *(rating.reason for rating in item.ratings)]
    return " ".join(flat(text) for text in texts)


@pytest.fixture
def plan(request: pytest.FixtureRequest) -> Plan:
    if request.param == "demo":
        return Plan.objects.get(slug="northmoor")
    content = published_workbook(request.param)
    run_import(
        Request(f"{request.param}.xlsx", content, slug="read", create=True, council="A Council"), TODAY
    )
    return Plan.objects.get(slug="read")


@pytest.mark.parametrize(
    "plan", ["demo", "durham", "west_berkshire", "leicestershire", "thurrock"], indirect=True
)
def test_what_is_said_of_an_action_is_what_its_rows_say(plan):
    position = build_position(plan, TODAY)
    rows, references = says(position), {action.reference for action in position.actions}
    checked = 0
    for part in drafted(plan):
        assert {source.line for source in part.sources} <= {
            line.removeprefix("- ") for line in part.draft.splitlines()
        }
        for source in part.sources:
            named = [row.rpartition(" on ")[2] for row in source.rows if row.startswith("Update of")]
            assert set(named) <= references
            quotations = re.findall(r"“([^”]+?)(?: …)?”", source.line) if named else []
            for quotation in quotations:
                assert quotation.replace("‘", "“").replace("’", "”") in rows or quotation in rows.replace(
                    "“", "‘"
                ).replace("”", "’")
                checked += 1
    assert checked or plan.slug == "read"


@pytest.mark.parametrize(
    "plan", ["demo", "durham", "west_berkshire", "leicestershire", "thurrock"], indirect=True
)
def test_drafts_are_plain_grammar_and_a_theme_stays_under_a_page(plan):
    words: dict[str, int] = {}
    for part in drafted(plan):
        if part.key.startswith(("good-progress", "further-action", "background", "summary", "purpose")):
            for pattern in WRONG:
                # What a council wrote itself follows a name and its stop; ours is what precedes.
                ours = "\n".join(line.split(". ", 1)[0] for line in own_words(part.draft).splitlines())
                assert not re.search(pattern, ours), (pattern, part.key, part.draft)
        if part.key.startswith(("good-progress", "further-action")):
            theme = part.key.rpartition("-")[2]
            words[theme] = words.get(theme, 0) + len(part.draft.split())
    assert all(count <= WORDS_ON_A_PAGE for count in words.values()), words


STATUSES = [status for status in ProgressStatus if status != ProgressStatus.NOT_SUPPLIED]
SAID = st.tuples(
    st.sampled_from([*STATUSES, None]),
    st.text(st.sampled_from("ab Cd. 12%\n•-=+@“”"), max_size=120),
    st.sampled_from(["A", "G", "R", None]),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SAID, min_size=1, max_size=8))
def test_any_mixture_of_statuses_is_told_once_and_counted_right(db, rows):
    Plan.objects.filter(slug="odd").update(slug=f"odd-{Plan.objects.count()}")
    plan = make_plan("odd", actions=len(rows))
    for action, (status, progress, code) in zip(plan.actions.order_by("pk"), rows, strict=True):
        if status:
            say(action, status, date(2026, 7, 2), progress, completed_on=date(2026, 7, 1))
        if code:
            rate(plan, plan.recommendations.get(), code, date(2026, 7, 3), progress)
    position = build_position(plan, TODAY)
    brief, theme = Brief(position, "An analyst", MOMENT), position.themes[0]
    good, further = good_progress(brief, theme).text, further_action(brief, theme).text
    done = [a for a in theme.lowest_level_actions if a.status == ProgressStatus.COMPLETED]
    pressing = [
        a
        for a in theme.lowest_level_actions
        if a.is_overdue or a.is_past_due_without_status or a.status == ProgressStatus.BEHIND_TARGET
    ]
    ours = re.sub(r"“[^”]*”", "", good)
    for action in done:
        assert len(re.findall(rf"(?<![\d.]){re.escape(action.reference)}(?![\d]|\.\d)", ours)) >= 1
    for action in pressing:
        assert action.reference in further
    if done:
        assert (
            f"{len(done)} of its {len(rows)} actions" in good
            or "all " in good.lower()
            or "its action" in good.lower()
        )
    for draft in (good, further):
        assert not re.search(r"\n{3,}|- \n|^\s", draft)
