"""The disk is full while people write: who saves is told so, who reads reads on, nothing that was kept is lost.

Needs a machine's administrator: a small file system of memory stands for the disk.
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.drills.server import PLAN, Person, Server, lost, writing

# The server calls itself not ready with less than 200 MB.
SIZE_MB = 320
WRITERS = 4


def run() -> tuple[bool, list[str]]:
    """Run the drill; return whether all was well, and its lines for the table."""
    if os.geteuid() != 0:
        return True, ["not run: only root may mount a file system"]
    with _small_disk() as folder:
        server = Server(folder)
        server.fill()
        server.start()
        try:
            with writing(server, WRITERS) as kept:
                time.sleep(4)
                before = len(kept)
                ballast = _fill(folder)
                time.sleep(4)
                refused, answer = _save(server)
                reader = Person(server.people["readers"][0])
                reads = [reader.read(path).status_code for path in ("/", "/actions/", "/recommendations/1/")]
                ready = reader.get("/readyz").status_code
                ballast.unlink()
                freed = time.monotonic()
                while not (saved := _save(server)[0]) and time.monotonic() < freed + 30:
                    time.sleep(0.5)
                back = time.monotonic() - freed
                time.sleep(3)
            missing = lost(server, kept)
            is_ready = reader.get("/readyz").status_code
        finally:
            server.stop()
    line = (
        f"disk full under {WRITERS} people writing: {before} kept before, {len(kept)} in all, {len(missing)} of them lost; "
        f"saving answered {answer}, reading {sorted(set(reads))}, /readyz {ready}; {back:.1f} s after room was made it saved "
        f"again without a hand, /readyz {is_ready}"
    )
    is_well = not missing and not refused and answer == 507 and set(reads) == {200} and ready == 503
    return is_well and saved and is_ready == 200 and len(kept) > before, [line]


@contextmanager
def _small_disk() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="drill-disk-"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE_MB}m", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
        folder.rmdir()


def _fill(folder: Path) -> Path:
    """Write until nothing more goes in; return the file that does it."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (1024 * 1024, 4096, 1):
            try:
                while file.write(b"\0" * size) == size:
                    pass
            except OSError:
                continue
    return ballast


def _save(server: Server) -> tuple[bool, int]:
    """Report on an action; return whether it was said to be kept, and the answer's number."""
    person = Person(server.people["writers"][30])
    path = f"{PLAN}/actions/{server.people['updatable'][5]}/update/"
    typed = {**person.filled(path), "progress": "While the disk is full.", "status": "on_target"}
    answer = person.post(path, typed)
    if answer.status_code >= 500:
        (server.folder.parent / "drill-disk-answer.html").write_bytes(answer.content)
    return answer.status_code == 302, answer.status_code
