"""PostgreSQL loses its power ten times while people write: nothing that was said to be kept is lost, and no hand is needed."""

import random
import time

from tests.drills.cluster import binaries, under_the_servers
from tests.drills.server import lost, served, writing

WRITERS, CRASHES = 8, 10


def run(crashes: int = CRASHES) -> tuple[bool, list[str]]:
    """Run the drill; return whether all was well, and its lines for the table."""
    programs = binaries()
    if programs is None:
        return False, ["PostgreSQL is not installed here: apt-get install postgresql"]
    back = []
    with under_the_servers(programs) as database, served() as server:
        with writing(server, WRITERS) as kept:
            for _crash in range(crashes):
                time.sleep(random.uniform(2.0, 4.0))
                database.crash_and_come_back()
                back.append(server.seconds_until_ready())
            time.sleep(2)
        missing = lost(server, kept)
    lines = [
        f"PostgreSQL crashed {crashes} times while {WRITERS} people wrote: {len(kept)} updates were said to be kept, "
        f"{len(missing)} of them lost; pages answered again {max(back):.1f} s at most after it came back"
    ]
    return not missing and len(kept) > crashes, lines
