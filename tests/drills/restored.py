"""Backups made while people write, each restored into an empty place: the same plan, files and guards come back."""

import json
import shutil
import tempfile
from pathlib import Path

from tests.drills.server import Server, served, writing

WRITERS, TIMES = 8, 10


def run(times: int = TIMES) -> tuple[bool, list[str]]:
    """Run the drill; return whether all was well, and its lines for the table."""
    same, sizes = 0, []
    with served() as server, tempfile.TemporaryDirectory(prefix="drill-restored-") as place:
        archives = []
        with writing(server, WRITERS):
            for number in range(times):
                archive = Path(place) / f"{number}.backup"
                server.manage("backup", str(archive))
                archives.append(archive)
                sizes.append(archive.stat().st_size / 1e6)
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
