"""The production server on a database of its own, and people with a browser's manners."""

import itertools
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from tests.pages import own_forms
from tests.processes import memory_of, workers_of

PORT = 8767
SITE = f"http://127.0.0.1:{PORT}"
PLAN = "/plans/northmoor"
ROOT = Path(__file__).resolve().parents[2]
COMES_UP_WITHIN = 60


@dataclass
class Server:
    """A server that can be started, killed and started again on the same database."""

    folder: Path
    variables: dict[str, str] = field(default_factory=dict)
    port: int = PORT
    # The name that it answers to, where it has one of its own.
    host: str = ""
    process: subprocess.Popen[bytes] | None = None
    people: dict[str, Any] = field(default_factory=dict)

    @property
    def site(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def named(self) -> dict[str, str]:
        return {"Host": self.host} if self.host else {}

    @property
    def environment(self) -> dict[str, str]:
        given = {
            "DATABASE_URL": os.environ.get("DRILL_DATABASE_URL", f"sqlite:///{self.folder}/drill.sqlite3"),
            "SECURITY_LOG": str(self.folder / "security.log"),
            "EVIDENCE_DIR": str(self.folder / "evidence"),
            "IMPROVEMENT_PLAIN_HTTP": "1",
        }
        kept = {
            name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "ALLOWED_HOSTS"}
        }
        return {**kept, **given, **self.variables}

    def fill(self) -> None:
        """Load the demonstration and sign people in."""
        made = subprocess.run(
            [sys.executable, "-m", "tests.drills.people"],
            env={**self.environment, "IMPROVEMENT_DEMO": "1"},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            check=True,
        )
        self.people = json.loads(made.stdout.splitlines()[-1])

    def start(self) -> float:
        """Start it; return after how many seconds it was ready."""
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(self.port)],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "server.log").open("ab"),
            start_new_session=True,
        )
        seconds = self.seconds_until_ready()
        if seconds == float("inf"):
            raise SystemExit(f"The server did not come up: see {self.folder}/server.log")
        return seconds

    def seconds_until_ready(self) -> float:
        """Ask until it says that it is ready; return after how many seconds, for ever where it does not."""
        started = time.perf_counter()
        while time.perf_counter() - started < COMES_UP_WITHIN:
            try:
                if requests.get(f"{self.site}/readyz", headers=self.named, timeout=5).status_code == 200:
                    return time.perf_counter() - started
            except requests.RequestException:
                pass
            time.sleep(0.1)
        return float("inf")

    def kill(self) -> None:
        """Take it away without a word: its workers too, in the middle of whatever they do."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it as systemd does."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=60)

    def manage(self, *arguments: str) -> str:
        """Run a command of the program; return what it prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)}: {done.stderr.decode()[-2000:]}")
        return done.stdout.decode()

    def memory(self) -> list[float]:
        """Return the memory that each of its workers holds, in megabytes."""
        assert self.process is not None
        return sorted(memory_of(worker) for worker in workers_of(self.process.pid))


@contextmanager
def served(**variables: str) -> Iterator[Server]:
    """Yield a server that is filled and started; end it and take its database away."""
    with tempfile.TemporaryDirectory(prefix="drill-") as folder:
        server = Server(Path(folder), variables)
        server.fill()
        server.start()
        try:
            yield server
        finally:
            server.stop()


class Person:
    """Somebody who is signed in. With several sites, each request goes to the next, as a balancer sends them."""

    def __init__(self, cookies: dict[str, str], sites: Sequence[str] = (SITE,)) -> None:
        self.session = requests.Session()
        self.sites = itertools.cycle(sites)
        # A browser asks again where the server had just closed a connection that was silent; it never sends a form twice.
        self.session.mount("http://", HTTPAdapter(max_retries=Retry(total=1, allowed_methods=("GET",))))
        self.session.cookies.update(cookies)

    def get(self, path: str) -> requests.Response:
        return self.session.get(f"{next(self.sites)}{path}", timeout=60)

    def post(self, path: str, typed: dict[str, Any], **options: Any) -> requests.Response:
        site = next(self.sites)
        headers = {"Referer": f"{site}{path}"}
        return self.session.post(
            f"{site}{path}", typed, headers=headers, allow_redirects=False, timeout=60, **options
        )

    def read(self, path: str) -> requests.Response:
        return self.get(f"{PLAN}{path}")

    def filled(self, path: str) -> dict[str, Any]:
        """Open a page and return what stands in the form that goes to itself; IndexError where there is none."""
        form = own_forms(self.get(path), path)[0]
        return {name: values[0] for name, values in form["boxes"].items()}

    def report(self, reference: str, words: str) -> bool:
        """Report on an action through its form; return whether the server said that it is kept."""
        path = f"{PLAN}/actions/{reference}/update/"
        typed = {**self.filled(path), "progress": words, "status": "on_target", "next_steps": "Go on."}
        answer = self.post(path, typed)
        return answer.status_code == 302


@contextmanager
def writing(server: Server, people: int) -> Iterator[list[str]]:
    """Have people write updates without pause until the block ends; yield the words of each that they were told is kept."""
    kept: list[str] = []
    lock, is_over = threading.Lock(), threading.Event()

    def write(number: int) -> None:
        person = Person(server.people["writers"][number])
        own = server.people["updatable"][number % len(server.people["updatable"])]
        for count in itertools.count():
            if is_over.is_set():
                return
            words = f"Kept {number}-{count}."
            try:
                said = person.report(own, words)
            except (requests.RequestException, IndexError):
                # Nobody was told that it is kept.
                said = False
            if said:
                with lock:
                    kept.append(words)
            else:
                time.sleep(0.1)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(people)]
    for thread in writers:
        thread.start()
    try:
        yield kept
    finally:
        is_over.set()
        for thread in writers:
            thread.join()


def lost(server: Server, kept: list[str]) -> list[str]:
    """Return which updates that were said to be kept are not there."""
    table = Person(server.people["readers"][0]).read("/data/updates.csv").text
    return [words for words in kept if words not in table]
