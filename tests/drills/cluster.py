"""A PostgreSQL of a drill's own, with the settings of a real one: what it says is kept is on the disk."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PORT = 8769


def binaries() -> Path | None:
    """Return where PostgreSQL's programs are; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


@dataclass
class Cluster:
    """A running PostgreSQL in a folder."""

    programs: Path
    folder: Path

    @property
    def address(self) -> str:
        return f"postgres://postgres@127.0.0.1:{PORT}/postgres"

    def run(self, *arguments: str) -> None:
        """Run one of its programs, as the account that may: it refuses root."""
        command = [str(self.programs / arguments[0]), "-D", str(self.folder / "data"), *arguments[1:]]
        if os.geteuid() == 0:
            command = ["su", "postgres", "-s", "/bin/sh", "-c", " ".join(command)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def crash_and_come_back(self) -> None:
        """Have it stop as if the machine had lost its power, and recover."""
        self.run("pg_ctl", "-w", "-m", "immediate", "restart")


@contextmanager
def cluster(programs: Path) -> Iterator[Cluster]:
    """Yield a new PostgreSQL; stop it and take it away."""
    folder = Path(tempfile.mkdtemp(prefix="drill-postgres-"))
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    made = Cluster(programs, folder)
    try:
        made.run("initdb", "-U", "postgres", "--auth=trust", "--encoding=UTF8")
        made.run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", f"'-p {PORT} -k {folder}'", "start")
        yield made
    finally:
        made.run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def under_the_servers(programs: Path) -> Iterator[Cluster]:
    """Yield a new PostgreSQL that every server of the drill stands on."""
    with cluster(programs) as database:
        os.environ["DRILL_DATABASE_URL"] = database.address
        try:
            yield database
        finally:
            del os.environ["DRILL_DATABASE_URL"]
