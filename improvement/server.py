"""How the production server runs, for gunicorn (`gunicorn -c python:improvement.server improvement.wsgi`).

A proxy should stand in front (docs/security.md): it takes slow clients off the workers' hands. What is set here keeps a
server without one from being stopped by a few connections that say nothing more.
"""

import socket
import struct
from typing import Any

from gunicorn.http import wsgi

worker_class = "gthread"
workers = 2
threads = 4
# A page or a workbook that takes longer has gone wrong; the sandbox itself ends after a minute.
timeout = 120
# Files that the server makes are its own account's alone: the SQLite database among them.
umask = 0o077
limit_request_fields = 60
# Of no line, and of no silence while a request comes in, is there more than a browser ever makes.
limit_request_line = 4_094
SILENCE_SECONDS = 20

# The name and version of the program are nobody's business.
wsgi.SERVER = "web"


def when_ready(server: Any) -> None:
    """Bound how long a connection may be silent in the middle of a request: sockets inherit it as they are accepted."""
    for listener in server.LISTENERS:
        limit = struct.pack("ll", SILENCE_SECONDS, 0)
        listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
