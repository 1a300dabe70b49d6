"""What is kept under a revision is what would be worked out anew, after anything that can happen to a plan."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from improvement import kept
from improvement.kept import KEPT, Kept
from improvement.models import Council
from improvement.revisions import raisers
from plans.models import Plan
from plans.position import build_position
from plans.position.board import read_board
from plans.position.kept import kept_board, kept_position
from plans.position.viewer import EVERYTHING, Viewer
from tests.factories import make_plan
from tests.plans.position.test_as_at import FIRST, THINGS, History
from tests.remembering import laid_out
from tests.revisions import as_after_a_commit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keeping(monkeypatch):
    """Keep although a test is one transaction: nothing of it is rolled back before its end."""
    monkeypatch.setattr(kept, "may_keep", lambda: True)
    KEPT.clear()
    yield
    KEPT.clear()


def read_plan(plan: Plan) -> Plan:
    """Return the plan with its council as the next request reads them."""
    as_after_a_commit()
    return Plan.objects.select_related("council", "inspection").get(pk=plan.pk)


HAPPENINGS = st.lists(
    st.tuples(st.sampled_from(THINGS), st.integers(0, 60), st.integers(0, 3)), min_size=3, max_size=12
)


def is_ever_stale(happenings) -> list[str]:
    """Let things happen to a plan; return after which of them what was kept was not what stands."""
    history, stale = History(), []
    days = [FIRST + timedelta(days=20 * number) for number in range(4)]
    for name, pick, number in happenings:
        getattr(history, name)(days[number], pick)
        plan = read_plan(history.plan)
        for day in days:
            found, anew = kept_position(plan, day, EVERYTHING), build_position(plan, day)
            boards = laid_out(kept_board(found)), laid_out(read_board(anew))
            if laid_out(found) != laid_out(anew) or boards[0] != boards[1]:
                stale.append(f"{name} on {days[number]}, asked of {day}")
    return stale


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(HAPPENINGS)
def test_a_kept_position_is_never_stale(happenings):
    assert is_ever_stale(happenings) == []


def test_the_test_above_finds_a_table_that_raises_nothing():
    raiser = next(raiser for raiser in raisers() if raiser.table == "plans_rating")
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else f' ON "{raiser.table}"'
        cursor.execute(f'DROP TRIGGER "{raiser.name("INSERT")}"{on}')

    assert is_ever_stale([("rate", 2, 0), ("rate", 5, 0), ("rate", 8, 1)]) != []


def test_the_test_above_finds_that_a_boards_record_is_stale():
    raiser = next(raiser for raiser in raisers() if raiser.table == "plans_challenge")
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else f' ON "{raiser.table}"'
        cursor.execute(f'DROP TRIGGER "{raiser.name("INSERT")}"{on}')

    assert is_ever_stale([("challenge", 2, 0), ("challenge", 4, 0)]) != []


def test_a_second_request_builds_nothing(django_assert_num_queries):
    plan = read_plan(make_plan(actions=3))
    first = kept_position(plan, FIRST, Viewer(see_exempt=True, user_id=1))
    with django_assert_num_queries(0):
        assert kept_position(plan, FIRST, Viewer(see_exempt=True, user_id=2)) is first
    # Who may not see exempt items is shown what they may.
    assert kept_position(plan, FIRST, Viewer(see_exempt=False, user_id=2)) is not first


def test_nothing_is_kept_within_a_transaction_nor_where_the_revision_moved(monkeypatch):
    council = make_plan().council
    as_after_a_commit()
    council.refresh_from_db()
    store, made = Kept(), []

    def make() -> int:
        made.append(1)
        return len(made)

    def make_while_it_moves() -> int:
        Council.objects.filter(pk=council.pk).update(region="Elsewhere")
        as_after_a_commit()
        return make()

    assert [store.get(council, "moved", make_while_it_moves, lambda _: 1) for _ in range(2)] == [1, 2]
    council.refresh_from_db()
    assert [store.get(council, "stands", make, lambda _: 1) for _ in range(2)] == [3, 3]
    monkeypatch.undo()
    with transaction.atomic():
        assert [store.get(council, "stands", make, lambda _: 1) for _ in range(2)] == [4, 5]


def test_what_was_used_longest_ago_is_let_go():
    council, store = make_plan().council, Kept(most=5)
    as_after_a_commit()
    council.refresh_from_db()

    for key in ("a", "b", "a", "c"):
        store.get(council, key, lambda key=key: f"{key} anew", lambda _: 2)

    assert store.get(council, "a", lambda: "made again", lambda _: 2) == "a anew"
    assert store.get(council, "b", lambda: "made again", lambda _: 2) == "made again"
    assert store.get(council, "heavy", lambda: "heavy", lambda _: 9) == "heavy"


def test_what_an_earlier_revision_gave_is_let_go():
    council, store = make_plan().council, Kept()
    as_after_a_commit()
    council.refresh_from_db()
    store.get(council, "a", lambda: "old", lambda _: 1)
    Council.objects.filter(pk=council.pk).update(region="Elsewhere")
    as_after_a_commit()
    council.refresh_from_db()
    store.get(council, "b", lambda: "new", lambda _: 1)

    assert [key for _council, _revision, key in store._results] == ["b"]
