"""The mail server is dead, then says nothing, then well: pages don't wait for it, and each e-mail is sent once."""

import socket
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import requests

from tests.drills.server import SITE, served
from tests.pages import own_forms

PORT = 8768
# As long as the program waits for a mail server, in seconds, and a little.
TIMEOUT = 25


class _Sink(socketserver.StreamRequestHandler):
    """Takes e-mails as a mail server does, and keeps whom they are to."""

    def handle(self) -> None:
        self._say("220 drill")
        is_data = False
        for raw in self.rfile:
            line = raw.decode(errors="replace").rstrip("\r\n")
            if is_data:
                if line == ".":
                    is_data = False
                    self._say("250 kept")
                continue
            word = line.upper()
            if word.startswith("RCPT TO"):
                self.server.received.append(line)  # type: ignore[attr-defined]
            if word.startswith("DATA"):
                is_data = True
                self._say("354 go on")
            elif word.startswith("QUIT"):
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def _well() -> Iterator[list[str]]:
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    with socketserver.ThreadingTCPServer(("127.0.0.1", PORT), _Sink) as server:
        server.received = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.received  # type: ignore[attr-defined]
        server.shutdown()


@contextmanager
def _silent() -> Iterator[None]:
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", PORT))
        listening.listen(64)
        yield


def _forgotten_password() -> float:
    """Ask for a new password as somebody would; return how long the page took."""
    session = requests.Session()
    address = f"{SITE}/account/password/reset/"
    page = session.get(address, timeout=60)
    form = own_forms(page, "/account/password/reset/")[0]
    typed = {name: values[0] for name, values in form["boxes"].items()} | {"email": "board@northmoor.example"}
    started = time.perf_counter()
    answer = session.post(address, typed, headers={"Referer": address}, timeout=120, allow_redirects=False)
    if answer.status_code != 302:
        raise RuntimeError(f"The page of a forgotten password answered {answer.status_code}")
    return time.perf_counter() - started


def run() -> tuple[bool, list[str]]:
    """Run the drill; return whether all was well, and its lines for the table."""
    with served(EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(PORT), SITE_ADDRESS=SITE) as server:
        dead = _forgotten_password()
        try:
            server.manage("send_reminders")
            is_said = False
        except RuntimeError as failed:
            is_said = "could not be sent" in str(failed)
        with _silent():
            silent = _forgotten_password()
        # Until the thread that heard nothing has given up.
        time.sleep(TIMEOUT)
        with _well() as received:
            server.manage("send_mail")
            passwords = len(received)
            server.manage("send_mail")
            passwords_again = len(received) - passwords
            received.clear()
            server.manage("send_reminders")
            first = len(received)
            server.manage("send_reminders")
            second = len(received) - first
            people = len(set(received))
    lines = [
        f"a page that sends an e-mail took {dead:.2f} s with a dead mail server, {silent:.2f} s with one that says nothing; "
        f"once it was well, {passwords} of the 2 e-mails went, {passwords_again} again; reminders that could not be sent were said to be: {is_said}; once it was well, {first} e-mails to {people} people, "
        f"{second} of them again"
    ]
    is_well = is_said and (second, passwords, passwords_again) == (0, 2, 0) and first == people > 0
    return is_well and max(dead, silent) < 1, lines
