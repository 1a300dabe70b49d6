"""The machine's clock is an hour behind, forty days ahead, and right again: what is saved is kept in order.

The server is started anew at each; its own settings move what it takes for the time.
"""

import tempfile
from pathlib import Path

from tests.drills.server import PLAN, Person, Server

PASSWORD = "northmoor-demo-2026"  # noqa: S105 -- the demonstration's, which is published
HOUR, DAY = 3600, 86_400
MOVES = {"right": 0, "an hour behind": -HOUR, "right again": 0, "forty days ahead": 40 * DAY, "right at last": 0}  # fmt: skip


def run() -> tuple[bool, list[str]]:
    """Run the drill; return whether all was well, and its lines for the table."""
    with tempfile.TemporaryDirectory(prefix="drill-") as name:
        server = Server(Path(name))
        server.fill()
        found = {move: _at(server, number, seconds) for number, (move, seconds) in enumerate(MOVES.items())}
    wrong = [f"{move}: {said}" for move, said in found.items() if said]
    line = (
        f"clock {', '.join(MOVES)}: at each somebody signed in, an update was saved, read at once and listed with those known "
        f"by then, the plan of June stayed the same: {'; '.join(wrong) or 'all well'}"
    )
    return not wrong, [line]


def _at(server: Server, number: int, seconds: int) -> str:
    """Return what was wrong with the clock so many seconds off; empty for nothing."""
    server.variables = {"DJANGO_SETTINGS_MODULE": "tests.drills.moved_clock", "CLOCK_OFF_BY": str(seconds)}
    server.start()
    try:
        return _goes_on(server, number, seconds)
    finally:
        server.stop()


def _goes_on(server: Server, number: int, seconds: int) -> str:
    person = Person({})
    typed = {**person.filled("/sign-in/"), "login": "lead@northmoor.example", "password": PASSWORD}
    if person.post("/sign-in/", typed).status_code != 302:
        return "nobody could sign in"
    own = server.people["updatable"][0]
    if not person.report(own, f"Said at step {number}."):
        return "an update was not saved"
    if f"Said at step {number}." not in person.read(f"/actions/{own}/").text:
        return "what was saved was not shown"
    table, known = person.read("/data/updates.csv").text, list(MOVES.values())
    unseen = [
        step for step in range(number + 1) if known[step] <= seconds and f"Said at step {step}." not in table
    ]
    if unseen:
        return f"what was said at steps {unseen} was not listed"
    pages = ("/", "/actions/", "/my-actions/", "/recommendations/1/")
    failed = [path for path in pages if person.read(path).status_code != 200]
    if failed:
        return f"{', '.join(failed)} did not open"
    june = person.get(f"{PLAN}/?as-at=2026-06-30").text.partition('id="main-content"')[2]
    return "" if "Said at step" not in june and june else "June was not as it was"
