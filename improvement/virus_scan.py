"""Has a virus scanner look at a file, where the council runs one: clamd, by its own protocol (INSTREAM).

`CLAMD` names it: a socket's path, or `host:port`. Where it does not answer, the file is refused.
"""

import socket
import struct
from pathlib import Path

from django.conf import settings

from improvement.security_log import note

# A file of 20 MB takes a scanner a second or two.
SECONDS = 30
PIECE = 64 * 1024


class NotAccepted(Exception):
    """The file is not taken; the text says why and what to do."""


def refuse_infected(content: bytes) -> None:
    """Raise NotAccepted for a file in which the scanner finds something, or that it can't look at."""
    if not settings.CLAMD:
        return
    try:
        answer = _asked(content)
    except OSError:
        note("virus scanner silent")
        raise NotAccepted(
            "The virus scanner does not answer, so no file can be taken now. Try again later; if it goes on, tell "
            "whoever keeps this server."
        ) from None
    if answer.endswith("OK"):
        return
    if answer.endswith("FOUND"):
        note("virus found")
        raise NotAccepted(
            "The virus scanner found something in this file. It was not taken; nothing of it was kept."
        )
    note("virus scanner silent")
    raise NotAccepted("The virus scanner could not look at this file. Save it again, or attach a part of it.")


def _asked(content: bytes) -> str:
    """Send a file to the scanner in pieces; return its answer. Raises OSError where it does not answer."""
    with _connected() as scanner:
        scanner.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            scanner.sendall(struct.pack("!I", len(piece)) + piece)
        scanner.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0"):
            received = scanner.recv(4096)
            if not received:
                break
            answer += received
    if not answer:
        raise OSError("no answer")
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected() -> socket.socket:
    named: str = settings.CLAMD
    host, colon, port = named.rpartition(":")
    if colon and port.isdecimal() and not Path(named).exists():
        return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
    scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    scanner.settimeout(SECONDS)
    try:
        scanner.connect(named)
    except OSError:
        scanner.close()
        raise
    return scanner
