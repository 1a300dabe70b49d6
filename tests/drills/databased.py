"""PostgreSQL loses its power ten times while people write: nothing that was said to be kept is lost, and no hand is needed."""

import os
import random
import threading
import time
from collections import Counter

import requests

from tests.drills.cluster import binaries, cluster
from tests.drills.server import SITE, Person, Server, served

WRITERS, CRASHES = 8, 10


def run(crashes: int = CRASHES) -> tuple[bool, list[str]]:
    """Run the drill; return whether all was well, and its lines for the table."""
    programs = binaries()
    if programs is None:
        return False, ["PostgreSQL is not installed here: apt-get install postgresql"]
    kept: list[str] = []
    answers: Counter[str] = Counter()
    lock, is_over = threading.Lock(), threading.Event()

    def write(number: int, server: Server) -> None:
        person = Person(server.people["writers"][number])
        own = server.people["updatable"][number % len(server.people["updatable"])]
        count = 0
        while not is_over.is_set():
            words = f"Kept {number}-{count}."
            try:
                said = person.report(own, words)
            except (requests.RequestException, IndexError) as error:
                said = False
                with lock:
                    answers[type(error).__name__] += 1
            with lock:
                if said:
                    kept.append(words)
                answers["kept" if said else "not kept"] += 1
            if not said:
                time.sleep(0.2)
            count += 1

    back = []
    with cluster(programs) as database:
        os.environ["DRILL_DATABASE_URL"] = database.address
        try:
            with served() as server:
                writers = [threading.Thread(target=write, args=(number, server)) for number in range(WRITERS)]
                for thread in writers:
                    thread.start()
                for _crash in range(crashes):
                    time.sleep(random.uniform(2.0, 4.0))
                    database.crash_and_come_back()
                    back.append(_until_ready())
                time.sleep(2)
                is_over.set()
                for thread in writers:
                    thread.join()
                table = Person(server.people["readers"][0]).read("/data/updates.csv").text
        finally:
            del os.environ["DRILL_DATABASE_URL"]
    lost = [words for words in kept if words not in table]
    lines = [
        f"PostgreSQL crashed {crashes} times while {WRITERS} people wrote: {len(kept)} updates were said to be kept, "
        f"{len(lost)} of them lost; pages answered again {max(back):.1f} s at most after it came back"
    ]
    return not lost and len(kept) > crashes, lines


def _until_ready() -> float:
    started = time.perf_counter()
    while time.perf_counter() - started < 60:
        try:
            if requests.get(f"{SITE}/readyz", timeout=5).status_code == 200:
                return time.perf_counter() - started
        except requests.RequestException:
            pass
        time.sleep(0.1)
    return float("inf")
