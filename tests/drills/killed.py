"""The server is taken away in the middle of writing, again and again: nothing that it said is kept may be lost."""

import random
import time

import requests

from tests.drills.server import SITE, lost, served, writing

WRITERS, KILLS = 8, 10


def run(kills: int = KILLS) -> tuple[bool, list[str]]:
    """Run the drill; return whether all was well, and its lines for the table."""
    with served() as server:
        with writing(server, WRITERS) as kept:
            back = []
            for _kill in range(kills):
                time.sleep(random.uniform(1.0, 3.0))
                server.kill()
                back.append(server.start())
            time.sleep(1)
        missing = lost(server, kept)
        ready = requests.get(f"{SITE}/readyz", timeout=10).status_code
    lines = [
        f"killed {kills} times in the middle of {WRITERS} people writing: {len(kept)} updates were said to be kept, "
        f"{len(missing)} of them lost; back without a hand in {max(back):.1f} s at most; ready afterwards: {ready == 200}"
    ]
    return not missing and ready == 200 and len(kept) > kills, lines
