"""A program of its own: does one task with a stranger's file, within limits that the operating system keeps.

Run by `sandbox` alone. Reads a line of JSON (`task` as module:function, `arguments`) and then the file from its input;
prints `done` or `refused` on a line, then the task's bytes or a sentence for a person.
"""

import ctypes
import errno
import importlib
import json
import os
import sys
from pathlib import Path

MEGABYTE = 1024 * 1024
MEMORY = 512 * MEGABYTE
SECONDS = 60
# What it prints and what it writes down on its way, each.
LARGEST_FILE = 128 * MEGABYTE
MOST_FILES = 64
# The exit status that says so.
PRINTED_TOO_MUCH = 3
# Of Linux: no further rights by any program, and a network without any way out.
NO_NEW_PRIVILEGES, NEW_USER, NEW_NETWORK = 38, 0x10000000, 0x40000000
TOO_MUCH_MEMORY = (
    f"This file takes more than {MEMORY // MEGABYTE} MB of memory to read, and no more is given. Save the plan's own "
    "sheets in a workbook of their own."
)


def bound() -> None:
    """Take away what the program could do harm with, where the system has such limits."""
    try:
        import resource  # noqa: PLC0415 -- not on every system
    except ImportError:  # pragma: no cover
        return
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_NOFILE, MOST_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    # Pages go before files that are read.
    os.nice(10)
    if sys.platform == "linux":
        system = ctypes.CDLL(None)
        system.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        # Whoever may not part from the network alone may as a user of a world of its own; some systems allow neither.
        _ = system.unshare(NEW_NETWORK) and system.unshare(NEW_USER | NEW_NETWORK)


def main() -> int:
    """Do the task that the input names; return the program's exit status."""
    # Whatever a library prints is not the answer.
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    asked = json.loads(sys.stdin.buffer.readline())
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    module, _colon, function = asked["task"].partition(":")
    task = getattr(importlib.import_module(module), function)
    from improvement.spreadsheets.scanning import SpreadsheetRefused  # noqa: PLC0415 -- found by the path above

    bound()
    try:
        result = b"done\n" + task(sys.stdin.buffer.read(), **asked["arguments"])
    except SpreadsheetRefused as refused:
        result = b"refused\n" + str(refused).encode()
    except MemoryError:
        result = b"refused\n" + TOO_MUCH_MEMORY.encode()
    try:
        with answer:
            answer.write(result)
    except OSError as error:
        return PRINTED_TOO_MUCH if error.errno == errno.EFBIG else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
