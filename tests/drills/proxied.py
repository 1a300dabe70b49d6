"""nginx, with the settings that are shipped, in front of two servers on a name of their own: TLS, limits, one server gone."""

import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Any

import requests
import urllib3

from tests.drills.server import PLAN, PORT, ROOT, Server
from tests.pages import own_forms

NAME, TLS_PORT, PLAIN_PORT = "plans.example.gov.uk", 8776, 8775
SETTINGS = ROOT / "docs" / "deploy" / "nginx.conf"
PASSWORD = "northmoor-demo-2026"  # noqa: S105 -- the demonstration's, which is published
BEHIND = {
    "ALLOWED_HOSTS": NAME,
    "BEHIND_TLS_PROXY": "1",
    "SITE_ADDRESS": f"https://{NAME}",
    "IMPROVEMENT_PLAIN_HTTP": "0",
    "DJANGO_SECRET_KEY": "of-both-" + "s" * 60,
}


def run() -> tuple[bool, list[str]]:
    """Run the drill; return whether all was well, and its lines for the table."""
    program = which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    if program is None:
        return True, ["not run: apt-get install nginx"]
    urllib3.disable_warnings()
    with tempfile.TemporaryDirectory(prefix="drill-") as name:
        folder = Path(name)
        first, second = (Server(folder, port=port, host=NAME) for port in (PORT, PORT + 3))
        first.fill()
        first.variables = second.variables = BEHIND
        try:
            first.start()
            second.start()
            with _proxy(program, folder, (first.port, second.port)):
                found = _all(first, second)
        finally:
            first.stop()
            second.stop()
    wrong = [what for what, is_well in found.items() if not is_well]
    line = (
        f"nginx with docs/deploy/nginx.conf before two servers called {NAME}: {', '.join(found)}: "
        f"{'WRONG: ' + ', '.join(wrong) if wrong else 'all well'}"
    )
    return not wrong, [line]


class Browser:
    """Somebody with a browser, on the other side of the proxy."""

    def __init__(self) -> None:
        self.session = requests.Session()
        # What the environment names would be believed before this.
        self.session.trust_env = self.session.verify = False

    def get(self, path: str, **headers: str) -> requests.Response:
        given = {"Host": NAME, **headers}
        return self.session.get(
            f"https://127.0.0.1:{TLS_PORT}{path}", headers=given, allow_redirects=False, timeout=60
        )

    def post(self, path: str, typed: Any, **headers: str) -> requests.Response:
        given = {"Host": NAME, "Referer": f"https://{NAME}{path}", **headers}
        address = f"https://127.0.0.1:{TLS_PORT}{path}"
        return self.session.post(address, typed, headers=given, allow_redirects=False, timeout=120)

    def sign_in(self, email: str, password: str, **headers: str) -> requests.Response:
        page = self.get("/sign-in/")
        typed = {name: values[0] for name, values in own_forms(page, "/sign-in/")[0]["boxes"].items()}
        return self.post("/sign-in/", {**typed, "login": email, "password": password}, **headers)


def _all(first: Server, second: Server) -> dict[str, bool]:
    plain = requests.get(
        f"http://127.0.0.1:{PLAIN_PORT}/plans/", headers={"Host": NAME}, allow_redirects=False, timeout=30
    )
    browser = Browser()
    signed_in = browser.sign_in("board@northmoor.example", PASSWORD).status_code == 302
    page = browser.get(f"{PLAN}/")
    cookies = [cookie.name for cookie in browser.session.cookies]
    found = {
        "http is sent to https": plain.headers.get("Location") == f"https://{NAME}/plans/",
        "signed in, cookies bound to the host": signed_in
        and all(name.startswith("__Host-") for name in cookies),
        "Overview opens, with strict transport security": page.status_code == 200
        and "max-age" in page.headers.get("Strict-Transport-Security", ""),
        "neither program names its version": page.headers.get("Server") in ("nginx", "web"),
        "65 MB are refused": browser.post("/plans/add/", b"x" * 65 * 1024 * 1024).status_code == 413,
        "/metrics is the machine's alone": browser.get("/metrics").status_code in (401, 404),
        "addresses that a client makes up do not hide it": _made_up_addresses(),
        "one server killed, pages go on": _one_gone(browser, second),
        "a hundred pages at once are bounded": _flood(),
    }
    return found


def _made_up_addresses() -> bool:
    """Thirty wrong passwords from one address lock it, whatever it says that its address is."""
    answers = []
    for number in range(32):
        browser = Browser()
        answers.append(
            browser.sign_in(
                f"nobody{number}@northmoor.example", "wrong", **{"X-Forwarded-For": f"10.9.8.{number}"}
            )
        )
        time.sleep(0.1)
    refused = ["too many" in answer.text.lower() for answer in answers]
    return refused[-1] and not refused[0]


def _one_gone(browser: Browser, second: Server) -> bool:
    second.kill()
    answers = Counter(browser.get(f"{PLAN}/actions/").status_code for _page in range(20))
    second.start()
    return answers == {200: 20}


def _flood() -> bool:
    answers: Counter[int] = Counter()
    browser = Browser()
    began = time.monotonic()
    for _page in range(150):
        answers[browser.get("/healthz").status_code] += 1
    took = time.monotonic() - began
    # Sixty at once and twenty a second are let through.
    return answers[429] > 0 or answers[200] <= 60 + 20 * took + 5


@contextmanager
def _proxy(program: str, folder: Path, ports: tuple[int, int]) -> Iterator[None]:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}",
         "-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    shipped = SETTINGS.read_text()
    for was, here in (
        ("server 127.0.0.1:8000 max", f"server 127.0.0.1:{ports[0]} max"),
        ("# server 10.0.0.12:8000 max", f"server 127.0.0.1:{ports[1]} max"),
        ("listen 80;", f"listen 127.0.0.1:{PLAIN_PORT};"),
        ("listen 443 ssl", f"listen 127.0.0.1:{TLS_PORT} ssl"),
        ("/etc/ssl/improvement/", f"{folder}/"),
    ):
        assert was in shipped, was
        shipped = shipped.replace(was, here)
    settings = folder / "nginx.conf"
    settings.write_text(
        f"pid {folder}/nginx.pid; error_log {folder}/nginx.log; daemon off; user root;\n"
        f"events {{}} http {{ access_log off;\n{shipped}\n}}\n"
    )
    nginx = subprocess.Popen([program, "-c", str(settings), "-p", str(folder)])
    time.sleep(1)
    try:
        yield
    finally:
        nginx.terminate()
        nginx.wait()
