"""Two servers with two workers each on one PostgreSQL and one folder of files, each request to the other: one service.

What a page needs of the page before it must stand where both find it: sessions, drafts, what was just saved, how often
somebody tried a password, files.
"""

import os
import tempfile
import threading
from pathlib import Path
from typing import Any

import requests

from tests.drills.cluster import binaries, under_the_servers
from tests.drills.server import PLAN, PORT, Person, Server, lost
from tests.pages import own_forms

ROUNDS, WRITERS = 40, 6
PASSWORD = "northmoor-demo-2026"  # noqa: S105 -- the demonstration's, which is published
SIGN_IN = "/sign-in/"


def run(rounds: int = ROUNDS) -> tuple[bool, list[str]]:
    """Run the drill; return whether all was well, and its lines for the table."""
    programs = binaries()
    if programs is None:
        return False, ["PostgreSQL is not installed here: apt-get install postgresql"]
    with under_the_servers(programs), tempfile.TemporaryDirectory(prefix="drill-") as folder:
        first, second = (
            Server(Path(folder), {"DJANGO_SECRET_KEY": "of-both-" + "s" * 60}, port)
            for port in (PORT, PORT + 3)
        )
        try:
            first.fill()
            second.people = first.people
            first.start()
            second.start()
            found = _all(first, second, rounds)
        finally:
            for server in (first, second):
                server.stop()
    wrong = [name for name, is_well in found.items() if not is_well]
    line = (
        f"two servers with two workers each on one PostgreSQL and one folder, requests alternating: {rounds} updates, each "
        f"seen at once by the other server; {', '.join(found)}: {'wrong: ' + ', '.join(wrong) if wrong else 'all as one'}"
    )
    return not wrong, [line]


def _all(first: Server, second: Server, rounds: int) -> dict[str, bool]:
    sites = (first.site, second.site)
    return {
        "saved here and read there": _reads_what_was_written(first, sites, rounds),
        "six writers": _writers(first, sites),
        "sign-in and sign-out": _session(sites),
        "drafts": _draft(first, sites),
        "wrong passwords counted together": _throttle(sites),
        "evidence": _evidence(first, sites),
    }


def _reads_what_was_written(server: Server, sites: tuple[str, str], rounds: int) -> bool:
    person, reader = (Person(server.people[who][0], sites) for who in ("writers", "readers"))
    own = server.people["updatable"][0]
    next(reader.sites)
    for number in range(rounds):
        words = f"Round quokka{number} is over."
        if not person.report(own, words):
            return False
        # Two requests were made to save it: the reader asks one server, then the other.
        if any(words not in reader.read(f"/actions/{own}/").text for _server in sites):
            return False
        # The search marks what it found.
        if (
            number % 5 == 0
            and f"<mark>quokka{number}" not in reader.read(f"/search/?q=quokka{number}").text.lower()
        ):
            return False
    return True


def _writers(server: Server, sites: tuple[str, str]) -> bool:
    kept: list[str] = []

    def write(number: int) -> None:
        person = Person(server.people["writers"][number], sites)
        own = server.people["updatable"][number]
        kept.extend(
            words for words in (f"Writer {number}, {n}." for n in range(8)) if person.report(own, words)
        )

    threads = [threading.Thread(target=write, args=(number,)) for number in range(1, WRITERS + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(kept) >= WRITERS * 4 and not lost(server, kept)


def _sign_in(person: Person, email: str, password: str) -> requests.Response:
    return person.post(SIGN_IN, {**person.filled(SIGN_IN), "login": email, "password": password})


def _session(sites: tuple[str, str]) -> bool:
    person = Person({}, sites)
    if _sign_in(person, "board@northmoor.example", PASSWORD).status_code != 302:
        return False
    if [person.read("/").status_code for _server in sites] != [200, 200]:
        return False
    page = person.read("/")
    token = page.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    person.post("/sign-out/", {"csrfmiddlewaretoken": token})
    return [
        person.session.get(f"{site}{PLAN}/", allow_redirects=False, timeout=60).status_code for site in sites
    ] == [
        302,
        302,
    ]


def _draft(server: Server, sites: tuple[str, str]) -> bool:
    person = Person(server.people["writers"][20], sites)
    path = f"{PLAN}/actions/{server.people['updatable'][9]}/update/"
    typed = {**person.filled(path), "progress": "Half a sentence", "draft_address": path}
    if not person.post("/drafts/", typed).json()["kept"]:
        return False
    return all("Half a sentence" in person.get(path).text for _server in sites)


def _throttle(sites: tuple[str, str]) -> bool:
    person = Person({}, sites)
    for number in range(10):
        _sign_in(person, "clerk@northmoor.example", f"wrong-{number}")
    # The eleventh is the right one, and comes too late at either.
    return all(_sign_in(person, "clerk@northmoor.example", PASSWORD).status_code != 302 for _server in sites)


def _evidence(server: Server, sites: tuple[str, str]) -> bool:
    person = Person(server.people["writers"][21], sites)
    path = f"{PLAN}/evidence/attach/action/{server.people['updatable'][0]}/"
    page = person.get(path)
    if page.status_code != 200:
        return False
    typed: dict[str, Any] = {name: values[0] for name, values in own_forms(page, path)[0]["boxes"].items()}
    content = b"%PDF-1.4\n" + os.urandom(2000) + b"\n%%EOF\n"
    person.post(
        path,
        {**typed, "description": "Minutes", "source": "internal_audit"},
        files={"file": ("minutes.pdf", content)},
    )
    number = person.read(f"/actions/{server.people['updatable'][0]}/").text.partition("/evidence/files/")[2]
    number = number.partition("/")[0]
    return bool(number) and all(
        person.read(f"/evidence/files/{number}/").content == content for _server in sites
    )
