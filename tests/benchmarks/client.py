"""What a program like Power BI costs the server: `make benchmark` pulls every table of a plan of 5,000 actions by a key.

The production server with one worker on loopback; the client is plain `urllib`, pages of 5,000 rows. Memory of the
worker after the first table and at the end of each of three rounds: what a page costs must not stay.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from tests.benchmarks.pages import TODAY, fill
from tests.processes import memory_of, workers_of

# After that of the pages' benchmark, which has a database of its own.
os.environ["DJANGO_SETTINGS_MODULE"] = "improvement.settings"
FOLDER = tempfile.mkdtemp()
os.environ["DATABASE_URL"] = f"sqlite:///{FOLDER}/client.sqlite3"
PORT, ROUNDS = 8765, int(os.environ.get("ROUNDS", "3"))
SITE = f"http://127.0.0.1:{PORT}"


def make_the_plan() -> tuple[str, str]:
    """Fill a database with the plan; return its short name and a key that opens it."""
    import django  # noqa: PLC0415 -- settings first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    from plans.choices import Role  # noqa: PLC0415
    from plans.operations.people import give_role  # noqa: PLC0415
    from plans.operations.tokens import make_token  # noqa: PLC0415
    from tests.factories import make_user, since  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    plan, person = fill("L"), make_user("client@test.example")
    give_role(plan, person, Role.BOARD_MEMBER, provenance=since())
    return plan.slug, make_token(plan, person, "Client", TODAY + timedelta(days=30), today=TODAY)[1]


def asked(address: str, key: str) -> Any:
    """Return a page of rows; wait where the key has asked too often."""
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {key}"})  # noqa: S310 -- loopback
    while True:
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310
                return json.load(answer)
        except urllib.error.HTTPError as refusal:
            if refusal.code != 429:
                raise
            time.sleep(int(refusal.headers["Retry-After"]))


def pages(address: str | None, key: str) -> Iterator[int]:
    """Pull a table page after page; yield how many rows each has."""
    while address:
        page = asked(address, key)
        yield len(page["rows"])
        address = page["next"]


def worker_of(server: subprocess.Popen[bytes]) -> int:
    """Return the process that answers, once the server does."""
    for _attempt in range(100):
        time.sleep(0.2)
        try:
            urllib.request.urlopen(f"{SITE}/healthz", timeout=5)  # noqa: S310
        except OSError:
            continue
        return workers_of(server.pid)[0]
    raise SystemExit("The server did not come up.")


def main() -> None:
    slug, key = make_the_plan()
    server = subprocess.Popen([sys.executable, "manage.py", "serve", "--port", str(PORT), "--workers", "1"])
    try:
        worker = worker_of(server)
        print(f"{'round':>5} {'rows':>8} {'pages':>6} {'seconds':>8} {'worst page':>11} {'worker MB':>10}")
        for number in range(1, ROUNDS + 1):
            started, rows, count, worst = time.perf_counter(), 0, 0, 0.0
            for table in asked(f"{SITE}/api/v1/plans/", key)["plans"][0]["tables"]:
                since_page = time.perf_counter()
                for size in pages(f"{table['json']}?per_page=5000", key):
                    rows, count = rows + size, count + 1
                    worst, since_page = max(worst, time.perf_counter() - since_page), time.perf_counter()
            took = time.perf_counter() - started
            print(f"{number:>5} {rows:>8} {count:>6} {took:>8.1f} {worst:>11.2f} {memory_of(worker):>10.0f}")
    finally:
        server.terminate()


if __name__ == "__main__":
    main()
