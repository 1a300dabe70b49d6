"""How long the scorecard of a large plan takes, and in how many queries: `make benchmark`.

400 measures of 120 months in a database of its own, beside a plan of 40 measures of 36 months. Prints the best of
several runs of reading the position, judging every measure and answering the page, and the queries of each; the floor
is the bare SELECT of the same figures. Not a test: machines differ. The queries must be equal.
"""

import os
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ["DATABASE_URL"] = "sqlite://:memory:"
RUNS = 5
SIZES = ((40, 36), (400, 120))
TODAY = date(2026, 11, 21)


def best(work: Callable[[], object]) -> float:
    """Return the shortest of several runs, in seconds."""
    times = []
    for _run in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 -- after django.setup
    from django.db import connection  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from improvement.periods import month_end, months_before  # noqa: PLC0415
    from performance.models import Observation  # noqa: PLC0415
    from performance.operations.measures import NewMeasure, add_measures, record_observations  # noqa: PLC0415
    from plans.choices import Role  # noqa: PLC0415
    from plans.models import Plan  # noqa: PLC0415
    from plans.operations.links import Evidences, set_measure_links  # noqa: PLC0415
    from plans.position import build_position  # noqa: PLC0415
    from tests.factories import make_plan, make_user, since  # noqa: PLC0415

    call_command("migrate", verbosity=0)

    def plan_of(measures: int, months: int) -> Plan:
        plan = make_plan(f"measures{measures}", actions=5)
        made = add_measures(
            plan.council,
            [
                NewMeasure(f"measure-{n}", {"name": f"Measure {n}", "polarity": "higher"})
                for n in range(measures)
            ],
            provenance=since(date(2016, 1, 1)),
        )
        set_measure_links(plan, {item.pk: [Evidences()] for item in made}, provenance=since(date(2016, 1, 1)))
        ends = [
            month_end(day.year, day.month)
            for day in (months_before(TODAY, back) for back in range(months, 0, -1))
        ]
        record_observations(
            [
                Observation(
                    measure=item,
                    period_start=end.replace(day=1),
                    period_end=end,
                    value=Decimal(50 + (place * 7 + item.pk) % 13),
                    numerator=50,
                    denominator=100,
                    known_on=end,
                )
                for item in made
                for place, end in enumerate(ends)
            ]
        )
        return plan

    print(
        f"{'measures':>9}{'months':>8}{'floor':>9}{'position':>10}{'judged':>9}{'page':>9}{'queries':>9}{'KB':>7}"
    )
    for measures, months in SIZES:
        plan = plan_of(measures, months)
        client = Client()
        client.force_login(make_user(f"board{measures}@test.example", plan, Role.BOARD_MEMBER))
        address = reverse("plans:measures", args=[plan.slug])
        newest = month_end(TODAY.year - 3, TODAY.month)

        def floor(plan: Plan = plan, newest: date = newest) -> object:
            rows = Observation.objects.filter(measure__council=plan.council, period_end__gt=newest)
            return list(rows.values_list("measure_id", "period_end", "value"))

        def position(plan: Plan = plan) -> object:
            return build_position(plan, TODAY)

        def judged(plan: Plan = plan) -> object:
            return [item.sentences for item in build_position(plan, TODAY).measures]

        def page(client: Client = client, address: str = address) -> object:
            return client.get(address, HTTP_HOST="localhost")

        # Queries are told by the cursor itself: requests forget what a connection has logged.
        asked: list[str] = []

        def tell(
            execute: Any, sql: str, params: Any, many: bool, context: Any, asked: list[str] = asked
        ) -> Any:
            asked.append(sql)
            return execute(sql, params, many, context)

        with connection.execute_wrapper(tell):
            answer = client.get(address, HTTP_HOST="localhost")
        print(
            f"{measures:>9}{months:>8}{best(floor):>8.3f}s{best(position):>9.3f}s{best(judged):>8.3f}s"
            f"{best(page):>8.3f}s{len(asked):>9}{len(answer.content) / 1000:>7.0f}"
        )


if __name__ == "__main__":
    sys.exit(main())
