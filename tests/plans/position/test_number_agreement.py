"""One action is, two actions are: every sentence with a count, and every page of a plan that has one of everything."""

import re
from html import unescape
from types import SimpleNamespace

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from improvement.counting import agreeing, counted
from performance.sentences import count_words
from plans.choices import ProgressStatus, Role
from plans.models import Plan
from plans.position import build_position
from plans.position.slippage import MovedAction, Slippage
from plans.position.stated import StatedPoint
from plans.reports.fields import recommendations as fields
from plans.rules import three_answers
from plans.rules.contradictions import no_update_this_cycle
from tests.conftest import TODAY
from tests.factories import make_plan, make_user
from tests.plans.views.test_access_matrix import addresses

NOUNS = (
    "action|recommendation|measure|success measure|figure|row|error|item|period|day|month|question|theme|neighbour|update|"
    "meeting|milestone|due date|cell|line|file|place|time|thing|barrier|challenge|cost line|point|page|change|return"
)
BETWEEN = "(?:more |other |open |overdue |further |earlier )*"
WRONG = re.compile(
    rf"(?<![\d.,/:-])\b1 {BETWEEN}(?:{NOUNS})s\b"
    rf"|(?<![\d.,/:-])\b(?:0|[2-9]|[1-9]\d+) {BETWEEN}(?:{NOUNS})\b(?!s)"
    r"|\b1 (?:more |of \d+ )?(?:\w+ )?(?:have|are|were|stand|agree|differ|give)\b(?! of)"
    r"|(?<![\d.])\b(?:0|[2-9]|[1-9]\d+) (?:more )?(?:has|stands|agrees|differs|gives)\b"
)  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["1 more open actions", "and 1 more errors", "1 more have no figure", "2 more has no figure", "of 1 actions", "0 action",
     "1 of 5 actions are completed", "3 row", "1 measures have", "2 open action (due May)"],
)  # fmt: skip
def test_the_detector_finds_what_does_not_agree(text):
    assert WRONG.search(text)


@pytest.mark.parametrize(
    "text",
    ["1 more open action", "0 actions", "2 more have no figure", "1 of 1 action is completed", "11 actions", "1.1 actions",
     "21 actions", "1 January", "2 of 3 measures are stale", "Theme 1 recommendations", "1 has no figure"],
)  # fmt: skip
def test_the_detector_leaves_what_agrees(text):
    assert not WRONG.search(text.replace("Theme 1 rec", "Theme one rec"))


@given(st.integers(0, 10_000))
def test_a_count_agrees_with_its_noun_and_verb(number):
    said = f"{counted(number, 'action')} {agreeing(number, 'is', 'are')}"

    assert said == ("1 action is" if number == 1 else f"{number} actions are")
    assert not WRONG.search(said)
    assert counted(number, "quarry", "quarries").endswith("quarry" if number == 1 else "quarries")


COUNTS = [0, 1, 2, 5]


def agrees(said: str | None) -> bool:
    return said is None or WRONG.search(said) is None


@pytest.mark.parametrize("total", COUNTS)
@pytest.mark.parametrize("some", COUNTS)
def test_every_rule_that_counts_agrees(some, total):
    number = min(some, total)
    said = [
        three_answers.delivered(number, number, total).because,
        three_answers.delivered(number, total, total).because,
        three_answers.working(number, total - number, number, total, total, number).because,
        three_answers.working(0, 0, 0, 0, total).because,
        three_answers.embedded([some] * total, max(total, 1), None).because,
        no_update_this_cycle(ProgressStatus.ON_TARGET, None, None, TODAY, max(some, 1), TODAY),
        count_words(some, "month"),
    ]

    assert [item for item in said if not agrees(item)] == []


@pytest.mark.parametrize("total", [1, 2, 5])
@pytest.mark.parametrize("moved", COUNTS)
@pytest.mark.parametrize("often", [1, 2])
def test_how_many_dates_moved_agrees(moved, total, often, monkeypatch):
    monkeypatch.setattr(MovedAction, "days_slipped", property(lambda _self: 1))
    actions = tuple(MovedAction(None, (None,) * often, TODAY) for _number in range(min(moved, total)))

    assert agrees(Slippage(actions, (), (), total).sentence())


@pytest.mark.parametrize("difference", [-2, -1, 1, 2])
def test_a_difference_in_points_agrees(difference):
    figure = StatedPoint("Share", 50, "50%", "percent", 50 - difference, False, TODAY, "Sheet", "A1")

    assert agrees(figure.difference_shown)


@pytest.mark.parametrize("told", [0, 1])
@pytest.mark.parametrize("silent", COUNTS)
def test_measures_without_a_figure_agree(told, silent, monkeypatch):
    monkeypatch.setattr(fields, "measure_line", lambda _measure, _scope: "A line.")
    measures = [
        SimpleNamespace(judgement=SimpleNamespace(latest=place < told)) for place in range(told + silent)
    ]
    said = fields._measures(SimpleNamespace(measures=measures), None)

    assert agrees(said)
    if silent == 1:
        assert said.endswith("1 more has no figure." if told else "1 measure has no figure.")
    if silent == 2:
        assert said.endswith("2 more have no figure." if told else "2 measures have no figure.")


@pytest.mark.parametrize("more", COUNTS)
def test_further_open_actions_agree(more):
    action = SimpleNamespace(
        reference="1.1", update=None, text="Do it", is_open=True, due=SimpleNamespace(words="")
    )
    said = fields._further(SimpleNamespace(further_actions="", lowest_level_actions=[action] * (4 + more)))

    assert agrees(said)
    assert said.count("open action") == bool(more)


@pytest.mark.django_db
@pytest.mark.parametrize("actions", COUNTS)
def test_the_positions_sentence_agrees(actions):
    plan = make_plan("counting", actions)

    assert agrees(build_position(plan, TODAY).sentence())
    plan.actions.update(revision=1)


def shown(content: bytes) -> str:
    """Return what a page says, without its marks, scripts and choices."""
    text = re.sub(r"(?s)<(script|style|select).*?</\1>", " ", content.decode())
    labels = " ".join(re.findall(r'(?:aria-label|descr)="([^"]*)"', text))
    cells = re.sub(r"</(?:td|th|p|li|h\d|dd|dt|span|a|caption|label|legend|option|strong)>", " | ", text)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", f"{cells} | {labels}")).split())


def wrong_on(content: bytes) -> list[str]:
    # The number of a thing counts nothing: recommendation 6 has run at 100%.
    text = re.sub(
        r"(?i)\b(?:recommendation|theme|action|app|page|step|row|milestone|quarter|wave)s? \d[\d.]*",
        "it",
        shown(content),
    )
    return [text[max(found.start() - 50, 0) : found.end() + 30] for found in WRONG.finditer(text)]


PAGES = (
    "dashboard", "action-list", "questions", "measures", "meetings", "reports", "stated-figures", "timeline", "compare",
    "dates", "ratings", "returns", "challenge-log", "set-up", "trail",
)  # fmt: skip
REPORTS = ("cabinet", "scrutiny", "board", "measures", "costs", "reconciliation", "action-log")


@pytest.mark.django_db
@pytest.mark.parametrize("actions", [0, 1, 2])
def test_every_page_and_report_of_a_small_plan_agrees(client, actions):
    plan = make_plan("counting", actions)
    client.force_login(make_user("a@test.example", plan, Role.ANALYST, is_superuser=True))
    names = [reverse(f"plans:{name}", args=[plan.slug]) for name in PAGES]
    names += [reverse("plans:report", args=[plan.slug, name]) for name in REPORTS]
    names += [
        reverse("plans:theme", args=[plan.slug, 1]),
        reverse("plans:recommendation", args=[plan.slug, 1]),
    ]
    wrong = {}

    for address in names:
        response = client.get(address)
        assert response.status_code == 200, address
        wrong[address] = wrong_on(response.content)

    assert {address: found for address, found in wrong.items() if found} == {}


@pytest.mark.django_db
def test_every_page_of_the_demonstration_agrees(demo: Plan, sign_in):
    client, wrong = sign_in("analyst"), {}

    for name, address in addresses(demo).items():
        response = client.get(address)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            wrong[name] = wrong_on(response.content)

    assert {name: found for name, found in wrong.items() if found} == {}
