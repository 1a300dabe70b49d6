"""Backups made while people write, each restored into an empty place: the same plan, files and guards come back."""

import json
import shutil
import tempfile
import threading
from pathlib import Path

import requests

from tests.drills.server import Person, Server, served

WRITERS, TIMES = 8, 10


def run(times: int = TIMES) -> tuple[bool, list[str]]:
    """Run the drill; return whether all was well, and its lines for the table."""
    is_over = threading.Event()

    def write(number: int, server: Server) -> None:
        person = Person(server.people["writers"][number])
        own = server.people["updatable"][number % len(server.people["updatable"])]
        while not is_over.is_set():
            try:
                person.report(own, f"While a backup is made, {number}.")
            except requests.RequestException:
                return

    same, sizes = 0, []
    with served() as server, tempfile.TemporaryDirectory(prefix="drill-restored-") as place:
        writers = [threading.Thread(target=write, args=(number, server)) for number in range(WRITERS)]
        for thread in writers:
            thread.start()
        archives = []
        for number in range(times):
            archive = Path(place) / f"{number}.backup"
            server.manage("backup", str(archive))
            archives.append(archive)
            sizes.append(archive.stat().st_size / 1e6)
        is_over.set()
        for thread in writers:
            thread.join()
        for archive in archives:
            other = Server(Path(place) / "other")
            other.folder.mkdir()
            other.manage("restore", str(archive))
            position = json.loads(other.manage("plan_position", "--plan", "northmoor"))
            again = json.loads(other.manage("plan_position", "--plan", "northmoor"))
            other.manage("migrate", "--check")
            other.manage("check", "--database", "default", "--fail-level", "ERROR")
            same += position == again and position["plan"] == "northmoor"
            shutil.rmtree(other.folder)
        # The last, made of a server at rest, is held against that server itself.
        last = Path(place) / "last.backup"
        server.manage("backup", str(last))
        now = json.loads(server.manage("plan_position", "--plan", "northmoor"))
        other = Server(Path(place) / "other")
        other.folder.mkdir()
        other.manage("restore", str(last))
        is_equal = json.loads(other.manage("plan_position", "--plan", "northmoor")) == now
    lines = [
        f"{same} of {times} backups made while {WRITERS} people wrote were restored whole into an empty place "
        f"({max(sizes):.1f} MB at most); one of a server at rest gives the same position: {is_equal}"
    ]
    return same == times and is_equal, lines
