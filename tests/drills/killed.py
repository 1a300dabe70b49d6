"""The server is taken away in the middle of writing, again and again: nothing that it said is kept may be lost."""

import random
import threading
import time

import requests

from tests.drills.server import Person, Server, served

WRITERS, KILLS = 8, 10


def run(kills: int = KILLS) -> tuple[bool, list[str]]:
    """Run the drill; return whether all was well, and its lines for the table."""
    kept: list[tuple[str, str]] = []
    lock, is_over = threading.Lock(), threading.Event()

    def write(number: int, server: Server) -> None:
        person = Person(server.people["writers"][number])
        own = server.people["updatable"][number % len(server.people["updatable"])]
        count = 0
        while not is_over.is_set():
            words = f"Kept {number}-{count}."
            try:
                if person.report(own, words):
                    with lock:
                        kept.append((own, words))
            except (requests.RequestException, IndexError):
                # Nobody was told that it is kept.
                time.sleep(0.1)
            count += 1

    with served() as server:
        writers = [threading.Thread(target=write, args=(number, server)) for number in range(WRITERS)]
        for thread in writers:
            thread.start()
        back = []
        for _kill in range(kills):
            time.sleep(random.uniform(1.0, 3.0))
            server.kill()
            back.append(server.start())
        time.sleep(1)
        is_over.set()
        for thread in writers:
            thread.join()
        reader = Person(server.people["readers"][0])
        table = reader.read("/data/updates.csv").text
        lost = [words for _own, words in kept if words not in table]
        ready = requests.get("http://127.0.0.1:8767/readyz", timeout=10).status_code
    lines = [
        f"killed {kills} times in the middle of {WRITERS} people writing: {len(kept)} updates were said to be kept, "
        f"{len(lost)} of them lost; back without a hand in {max(back):.1f} s at most; ready afterwards: {ready == 200}"
    ]
    return not lost and ready == 200 and len(kept) > kills, lines
