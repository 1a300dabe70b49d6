"""Workers are killed in the middle of a job, again and again: every job is done, and each of them once."""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.drills.cluster import binaries, under_the_servers
from tests.drills.server import ROOT, Server

JOBS, WORKERS, KILLS = 12, 2, 10
DONE_WITHIN = 240.0


def run(jobs: int = JOBS, kills: int = KILLS) -> tuple[bool, list[str]]:
    """Run the drill on SQLite and, where it is installed, PostgreSQL; return whether all was well, and its lines."""
    is_well, line = _on("SQLite", jobs, kills)
    lines = [line]
    programs = binaries()
    if programs is None:
        return is_well, [*lines, "PostgreSQL is not installed here"]
    with under_the_servers(programs):
        also, line = _on("PostgreSQL", jobs, kills)
    return is_well and also, [*lines, line]


def _on(name: str, jobs: int, kills: int) -> tuple[bool, str]:
    with tempfile.TemporaryDirectory(prefix="drill-") as folder:
        server = Server(Path(folder))
        server.fill()
        _beside(server, "ask", str(jobs))
        workers = [_started(server) for _number in range(WORKERS)]
        killed = 0
        try:
            for _kill in range(kills):
                time.sleep(random.uniform(2.0, 6.0))
                victim = random.randrange(WORKERS)
                killed += workers[victim].poll() is None
                workers[victim].kill()
                workers[victim].wait()
                workers[victim] = _started(server)
            end = time.monotonic() + DONE_WITHIN
            while any(row[0] not in ("done", "failed") for row in _told(server)) and time.monotonic() < end:
                time.sleep(1)
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()
        rows = _told(server)
    states, issued = Counter(row[0] for row in rows), Counter(row[2] for row in rows)
    begun_again = sum(row[1] > 1 for row in rows)
    line = (
        f"{name}: workers killed {killed} times while two made {jobs} reports: {states['done']} done, {begun_again} of them "
        f"begun again, {issued[1]} issued once, {issued[0]} not, {sum(n for t, n in issued.items() if t > 1)} more than once"
    )
    return states["done"] == jobs == issued[1] and begun_again > 0, line


def _started(server: Server) -> subprocess.Popen[bytes]:
    log = (server.folder / "worker.log").open("ab")
    command = [sys.executable, "-m", "tests.drills.beside", "work"]
    return subprocess.Popen(command, env=server.environment, cwd=ROOT, stdout=log, stderr=log)


def _beside(server: Server, *arguments: str) -> bytes:
    command = [sys.executable, "-m", "tests.drills.beside", *arguments]
    return subprocess.run(
        command, env=server.environment, cwd=ROOT, check=True, stdout=subprocess.PIPE
    ).stdout


def _told(server: Server) -> list[list]:
    return json.loads(_beside(server, "told").splitlines()[-1])
