"""Does what is done with a stranger's file in a process of its own, so that no server's worker ever parses one.

The process has bounded memory, time and files, no network where the system allows, and none of the server's variables
(`sandbox_program`). A file that takes more than it is given is refused with a sentence that says what of.
"""

import json
import logging
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from improvement.spreadsheets.sandbox_program import LARGEST_FILE, MEGABYTE, MEMORY, PRINTED_TOO_MUCH, SECONDS
from improvement.spreadsheets.scanning import SpreadsheetRefused

PROGRAM = Path(__file__).with_name("sandbox_program.py")
ENVIRONMENT = {"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"}
TOO_LONG = (
    f"This file takes longer than {SECONDS} seconds to read. Save the plan's own sheets in a workbook of "
    "their own."
)
TOO_MUCH = (
    f"This file holds more than is read (over {LARGEST_FILE // MEGABYTE} MB). Save the plan's own sheets in a workbook "
    "of their own."
)
BROKEN = f"This file is damaged, or takes more than {MEMORY // MEGABYTE} MB of memory to read."
log = logging.getLogger(__name__)


def in_sandbox(task: str, content: bytes, arguments: Mapping[str, Any]) -> bytes:
    """Return what a task (`module:function`, which takes the content and the arguments by name) makes of a file.

    The arguments are plain values that JSON holds. Raises SpreadsheetRefused where the task does, or where the file
    takes more time, memory or room than it is given.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        given.write(json.dumps({"task": task, "arguments": dict(arguments)}).encode() + b"\n")
        given.write(content)
        given.seek(0)
        try:
            # Our own program by its path, with this very Python.
            done = subprocess.run(  # noqa: S603
                [sys.executable, "-I", str(PROGRAM)],
                stdin=given,
                stdout=answer,
                stderr=subprocess.PIPE,
                env=ENVIRONMENT,
                timeout=SECONDS + 5,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise SpreadsheetRefused(TOO_LONG) from None
        answer.seek(0)
        outcome, _line, result = answer.read().partition(b"\n")
    if done.returncode == 0 and outcome == b"done":
        return result
    if done.returncode == 0 and outcome == b"refused":
        raise SpreadsheetRefused(result.decode())
    # Where it went wrong, and never a cell's text, which an error's own words may hold.
    lines = done.stderr.decode(errors="replace").splitlines()
    places = [line.strip() for line in lines if line.lstrip().startswith("File ")]
    log.warning("A file was not read: status %s, %s", done.returncode, places[-1] if places else "nowhere")
    if done.returncode in {-signal.SIGXCPU, -signal.SIGKILL}:
        raise SpreadsheetRefused(TOO_LONG)
    raise SpreadsheetRefused(TOO_MUCH if done.returncode == PRINTED_TOO_MUCH else BROKEN)
