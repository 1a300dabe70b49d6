"""A database that earlier code made and filled is migrated by today's: same position, same guards, on both databases.

Which code: every tag, or, while nothing is released, the commit of UPGRADE_FROM. It is run by today's interpreter.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.drills.cluster import binaries, cluster
from tests.drills.server import ROOT

# The state of the evening of 30 November 2026.
FIRST = "f94d049"
DAYS = ("2026-06-30", "2026-11-20")


def run() -> tuple[bool, list[str]]:
    """Run the drill; return whether all was well, and its lines for the table."""
    tags = _git("tag", "--merged", "HEAD").split()
    asked = os.environ.get("UPGRADE_FROM", "").split()
    revisions = [revision for revision in asked or tags or [FIRST] if _exists(revision)]
    if not revisions:
        return True, ["not run: this copy of the repository does not hold the earlier code"]
    lines, is_well = [], True
    for revision in revisions:
        with (
            tempfile.TemporaryDirectory(prefix="drill-") as folder,
            _code_of(revision, Path(folder)) as earlier,
        ):
            wrong = _from(earlier, f"sqlite:///{folder}/db.sqlite3")
            said = [f"SQLite {wrong or 'well'}"]
            programs = binaries()
            if programs is not None:
                with cluster(programs) as database:
                    also = _from(earlier, database.address)
                said.append(f"PostgreSQL {also or 'well'}")
                wrong += also
        is_well = is_well and not wrong
        lines.append(
            f"filled by {revision}, migrated by {_git('rev-parse', '--short', 'HEAD').strip()}: the plan of {len(DAYS)} days "
            f"as before, every guard in place: {', '.join(said)}"
        )
    return is_well, lines


def _from(earlier: Path, address: str) -> str:
    """Return what was wrong; empty for nothing."""
    _manage(earlier, address, "migrate", "--verbosity", "0")
    _manage(earlier, address, "load_demo", "--accounts")
    before = [
        _manage(earlier, address, "plan_position", "--plan", "northmoor", "--as-at", day) for day in DAYS
    ]
    _manage(ROOT, address, "migrate", "--verbosity", "0")
    after = [_manage(ROOT, address, "plan_position", "--plan", "northmoor", "--as-at", day) for day in DAYS]
    guards = _manage(ROOT, address, "check", "--database", "default", "--fail-level", "WARNING")
    wrong = [day for day, was, now in zip(DAYS, before, after, strict=True) if was != now]
    if wrong:
        return f"reads otherwise as at {', '.join(wrong)}"
    return "" if "no issues" in guards else guards


@contextmanager
def _code_of(revision: str, folder: Path) -> Iterator[Path]:
    code = folder / "code"
    _git("worktree", "add", "--detach", str(code), revision)
    try:
        yield code
    finally:
        _git("worktree", "remove", "--force", str(code))


def _manage(code: Path, address: str, *arguments: str) -> str:
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "IMPROVEMENT_DEMO": "1",
        "DJANGO_SECRET_KEY": "drill" * 12,
    }
    environment.pop("ALLOWED_HOSTS", None)
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=code, env=environment, capture_output=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{code}: {' '.join(arguments)}: {done.stderr.decode()[-1500:]}")
    return done.stdout.decode()


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=True).stdout.decode()


def _exists(revision: str) -> bool:
    asked = ["git", "cat-file", "-e", f"{revision}^{{commit}}"]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, check=False).returncode == 0
