"""What the system tells of running processes: a server's workers, and the memory that each holds."""

from pathlib import Path


def workers_of(server: int) -> list[int]:
    """Return the server's processes that answer requests: what it started, but for the worker beside the pages."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            is_beside = b"manage.py\0work" in (process / "cmdline").read_bytes()
        except OSError:
            # It ended meanwhile.
            continue
        if parent == server and not is_beside:
            found.append(int(process.name))
    return found


def memory_of(process: int) -> float:
    """Return the memory that a process holds, in megabytes; nothing for one that ended meanwhile."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0)
