"""How long pages take as a plan grows, beside the least that their figures need: `make benchmark`.

Three plans in one SQLite file: S (100 actions, 40 measures of 36 months), M (500 actions, 12 updates each) and L (5,000
actions, 12 updates each). Each page is asked for as a signed-in board member: *anew*, after a row was written, *kept*,
where nothing changed since, and *unchanged*, where the browser says what it has. Beside them the dashboard's figures by
index seeks in raw SQL, and the administration site's list of actions on the same server. CPU time, the median of
interleaved rounds; queries of each. Not a test: machines differ. Queries must be equal whatever the size.
"""

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
FOLDER = tempfile.mkdtemp()
os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER}/pages.sqlite3"
ROUNDS = int(os.environ.get("ROUNDS", "5"))
TODAY = date.today()
SIZES = {"S": (100, 3, 40, 36), "M": (500, 12, 40, 36), "L": (5000, 12, 40, 36)}
PAGES = ("dashboard", "action-list", "measures", "recommendation")

SEEKS = (
    """SELECT v.theme_id, v.status, count(*) FROM plans_actionversion v JOIN plans_action a ON a.id = v.action_id
       WHERE a.plan_id = %s AND v.known_to IS NULL AND NOT v.withdrawn GROUP BY 1, 2""",
    """SELECT count(*) FROM plans_actionversion v JOIN plans_action a ON a.id = v.action_id WHERE a.plan_id = %s
       AND v.known_to IS NULL AND v.due_latest < date('now') AND v.status NOT IN ('completed', 'not_supplied')""",
    """SELECT r.recommendation_id, (SELECT level_id FROM plans_rating x WHERE x.recommendation_id = r.recommendation_id
       ORDER BY known_on DESC, id DESC LIMIT 1) FROM plans_recommendationversion r JOIN plans_recommendation i
       ON i.id = r.recommendation_id WHERE i.plan_id = %s AND r.known_to IS NULL""",
    """SELECT l.measure_id, (SELECT value FROM performance_observation o WHERE o.measure_id = l.measure_id
       ORDER BY period_end DESC, id DESC LIMIT 1) FROM plans_measurelink l WHERE l.plan_id = %s AND l.known_to IS NULL""",
)


def fill(name: str) -> Any:
    """Make a plan of a size by bulk inserts."""
    from performance.models import Observation  # noqa: PLC0415 -- after django.setup
    from performance.operations.measures import NewMeasure, add_measures, record_observations  # noqa: PLC0415
    from plans.choices import ProgressStatus  # noqa: PLC0415
    from plans.models import Update  # noqa: PLC0415
    from plans.operations.links import Evidences, set_measure_links  # noqa: PLC0415
    from plans.operations.structure import NewAction, add_actions, add_recommendations  # noqa: PLC0415
    from tests.factories import make_officer, make_plan, rate, since  # noqa: PLC0415

    actions, updates, measures, months = SIZES[name]
    plan = make_plan(f"size-{name.lower()}", actions=0)
    # Some twenty-five actions to a recommendation, as in the published plans.
    add_recommendations(
        plan,
        {number: {"text": f"Improve part {number}."} for number in range(2, actions // 25 + 1)},
        provenance=since(),
    )
    keys = list(plan.recommendations.values_list("pk", flat=True))
    theme = plan.themes.get()
    new = [
        NewAction(
            {
                "text": f"Do the thing number {number}.",
                "theme": theme,
                "due_words": "last month",
                "due_latest": TODAY - timedelta(days=30),
            },
            [make_officer(plan, f"Head of part {number % 30}").pk],
            [keys[number % len(keys)]],
            "1",
        )
        for number in range(actions)
    ]
    add_actions(plan, new, provenance=since())
    statuses = (ProgressStatus.ON_TARGET, ProgressStatus.BEHIND_TARGET)
    Update.objects.bulk_create(
        (
            Update(
                action_id=key,
                status=statuses[(key + month) % 2],
                progress=f"Month {month}: the second team has begun, the third is being recruited.",
                known_on=TODAY - timedelta(days=30 * (updates - month)),
            )
            for key in plan.actions.values_list("pk", flat=True)
            for month in range(updates)
        ),
        batch_size=2000,
    )
    for month in range(6):
        rate(plan, plan.recommendations.first(), "RAG"[month % 3], TODAY - timedelta(days=30 * month))
    made = add_measures(
        plan.council,
        [NewMeasure(f"m{n}", {"name": f"Measure {n}", "polarity": "higher"}) for n in range(measures)],
        provenance=since(),
    )
    record_observations(
        [
            Observation(
                measure=measure,
                measure_type="month",
                period_end=TODAY.replace(day=1) - timedelta(days=30 * month),
                value=50 + (measure.pk * month) % 17,
                known_on=TODAY,
            )
            for measure in made
            for month in range(months)
        ]
    )
    item = plan.recommendations.first()
    links = {measure.pk: [Evidences(recommendation=item.pk)] for measure in made}
    set_measure_links(plan, links, provenance=since())
    return plan


def measured(work: Callable[[], object]) -> float:
    """Return the CPU time of some work in milliseconds."""
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


def queries_of(work: Callable[[], object]) -> int:
    """Return the queries of some work: in a run of its own, for to note each of them takes as long as to ask it."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as queries:
        work()
    return len(queries)


def nothing() -> None:
    """Do nothing before a piece of work."""


class Reader:
    """A board member with a browser that remembers tags."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.tags: dict[str, str] = {}

    def get(self, path: str) -> None:
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        self.tags[path] = answer["ETag"]

    def again(self, path: str) -> None:
        assert self.client.get(path, headers={"If-None-Match": self.tags[path]}).status_code == 304


def seek(plan: Any) -> None:
    """Read the dashboard's figures by index seeks."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        for query in SEEKS:
            cursor.execute(query, [plan.pk])
            cursor.fetchall()


def write(plan: Any) -> None:
    """Change a row of the plan's council."""
    from improvement.models import Council  # noqa: PLC0415

    Council.objects.filter(pk=plan.council_id).update(region=str(time.perf_counter()))


def works_on(
    plan: Any, reader: Reader, admin: Any
) -> dict[str, tuple[Callable[[], object], Callable[[], object]]]:
    """Return what is measured of a plan: what comes before each piece of work, and the work."""
    from django.urls import reverse  # noqa: PLC0415

    works: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "raw seeks": (nothing, partial(seek, plan)),
        "admin list of actions": (
            nothing,
            partial(admin.get, reverse("admin:plans_actionversion_changelist")),
        ),
    }
    for page in PAGES:
        path = reverse(f"plans:{page}", args=[plan.slug, *([1] if page == "recommendation" else [])])
        works[f"{page}, anew"] = (partial(write, plan), partial(reader.get, path))
        works[f"{page}, kept"] = (partial(reader.get, path), partial(reader.get, path))
        works[f"{page}, unchanged"] = (partial(reader.get, path), partial(reader.again, path))
    return works


def main() -> None:
    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from plans.choices import Role  # noqa: PLC0415
    from plans.operations.people import give_role  # noqa: PLC0415
    from tests.factories import make_user, since  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    plans = {name: fill(name) for name in SIZES}
    connection.cursor().execute("ANALYZE")
    reader, admin, person = Reader(Client()), Client(), make_user("bench@test.example")
    for plan in plans.values():
        give_role(plan, person, Role.BOARD_MEMBER, provenance=since())
    reader.client.force_login(person)
    admin.force_login(make_user("root@test.example", is_staff=True, is_superuser=True))
    table: dict[str, list[str]] = {}
    for name, plan in plans.items():
        works = works_on(plan, reader, admin)
        times: dict[str, list[float]] = {label: [] for label in works}
        for _round in range(ROUNDS):
            for label, (before, work) in works.items():
                before()
                times[label].append(measured(work))
        for label, (before, work) in works.items():
            before()
            row = f"{statistics.median(times[label]):>10.1f} ms {queries_of(work):>4} q"
            table.setdefault(label, []).append(row)
        print(f"measured {name}", file=sys.stderr)
    print(f"{'':>26}" + "".join(f"{name:>22}" for name in SIZES))
    for label, cells in table.items():
        print(f"{label:>26}" + "".join(f"{cell:>22}" for cell in cells))


if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(FOLDER)
