"""Fifty people at once, four of five only reading: how long pages take, what goes wrong, what memory stays."""

import os
import random
import statistics
import threading
import time
from collections import Counter, defaultdict

import requests

from tests.drills.server import Person, Server, served

PEOPLE, WRITERS = 50, 10
# Between two pages a person reads for so many seconds; a board that leafs through: READS_FOR=1,5.
LEAST, MOST = map(float, os.environ.get("READS_FOR", "5,15").split(","))


def pages_of(server: Server) -> list[tuple[str, str]]:
    """Return what people open: a name for each, and its address."""
    people = server.people
    return [
        ("Overview", "/"),
        ("Actions", "/actions/"),
        ("Actions, filtered", "/actions/?overdue=yes"),
        ("An action", f"/actions/{random.choice(people['actions'])}/"),
        ("Recommendations", "/recommendations/"),
        ("A recommendation", f"/recommendations/{random.choice(people['recommendations'])}/"),
        ("Measures", "/measures/"),
        ("Meetings", "/meetings/"),
        ("Search", "/search/?q=recruit"),
    ]


def run(seconds: float = 600) -> tuple[bool, list[str]]:
    """Run the drill; return whether all was well, and its lines for the table."""
    times: dict[str, list[float]] = defaultdict(list)
    problems: Counter[str] = Counter()
    lock, until = threading.Lock(), time.monotonic() + seconds

    def took(name: str, seconds_taken: float) -> None:
        with lock:
            times[name].append(seconds_taken)

    def went_wrong(what: str) -> None:
        with lock:
            problems[what] += 1

    def live(number: int, server: Server) -> None:
        is_writer = number < WRITERS
        person = Person(server.people["writers" if is_writer else "readers"][number])
        own = server.people["updatable"][number % len(server.people["updatable"])] if is_writer else ""
        time.sleep(random.uniform(0, MOST))
        while time.monotonic() < until:
            started = time.monotonic()
            try:
                if is_writer:
                    name = "An update: form and save"
                    if not person.report(own, f"Load {number} at {started:.0f}."):
                        went_wrong(f"{name} refused")
                else:
                    name, path = random.choice(pages_of(server))
                    answer = person.read(path)
                    if answer.status_code != 200:
                        went_wrong(f"{name} {answer.status_code}")
            except requests.RequestException as error:
                went_wrong(type(error).__name__)
            else:
                took(name, time.monotonic() - started)
            time.sleep(random.uniform(LEAST, MOST))

    with served() as server:
        until = time.monotonic() + seconds
        before = server.memory()
        everybody = [threading.Thread(target=live, args=(number, server)) for number in range(PEOPLE)]
        for thread in everybody:
            thread.start()
        time.sleep(seconds / 2)
        half = server.memory()
        for thread in everybody:
            thread.join()
        after = server.memory()
    every = sorted(taken for taken_of in times.values() for taken in taken_of)
    lines = [
        f"{len(every)} pages in {seconds:.0f} s ({len(every) / seconds:.1f} a second), {WRITERS} of {PEOPLE} people writing, a page "
        f"every {LEAST:.0f} to {MOST:.0f} s each; "
        f"p50 {statistics.median(every):.2f} s, p95 {_p95(every):.2f} s, slowest {every[-1]:.2f} s; "
        f"wrong: {dict(problems) or 'nothing'}",
        *(
            f"  {name}: {len(taken)}, p50 {statistics.median(taken):.2f} s, p95 {_p95(sorted(taken)):.2f} s"
            for name, taken in sorted(times.items())
        ),
        f"  memory of the workers, MB: {_shown(before)} at first, {_shown(half)} half way, {_shown(after)} at the end",
    ]
    return not problems, lines


def _p95(values: list[float]) -> float:
    return values[min(int(len(values) * 0.95), len(values) - 1)]


def _shown(memory: list[float]) -> str:
    return " + ".join(f"{size:.0f}" for size in memory)
