"""Three servers of a new version start at the same moment on one database: each migrates it before it serves."""

import os
import subprocess
import sys
import tempfile

from tests.drills.cluster import binaries, cluster
from tests.drills.server import ROOT

SERVERS = 3


def run() -> tuple[bool, list[str]]:
    """Run the drill; return whether all was well, and its lines for the table."""
    with tempfile.TemporaryDirectory(prefix="drill-") as folder:
        wrong = {"SQLite": _start_together(f"sqlite:///{folder}/db.sqlite3")}
    programs = binaries()
    if programs is not None:
        with cluster(programs) as database:
            wrong["PostgreSQL"] = _start_together(database.address)
    said = ", ".join(f"{name} {found or 'well'}" for name, found in wrong.items())
    return not any(wrong.values()), [f"{SERVERS} that migrate an empty database at once: {said}"]


def _start_together(address: str) -> str:
    """Return what was wrong; empty for nothing."""
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "improvement.settings",
        "DJANGO_SECRET_KEY": "x" * 60,
    }
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    started = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
        for _number in range(SERVERS)
    ]
    ended = [(process.communicate()[1].strip().splitlines(), process.returncode) for process in started]
    if failed := [lines[-1] if lines else "no word" for lines, code in ended if code]:
        return f"{len(failed)} of {SERVERS} ended with an error ({failed[0][:80]})"
    check = [sys.executable, "manage.py", "check", "--database", "default", "--fail-level", "WARNING"]
    checked = subprocess.run(check, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    return "" if "no issues" in checked.stdout + checked.stderr else checked.stderr[-200:]
