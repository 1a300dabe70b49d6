"""A real server: what it refuses to start with, what its answers say, what it does not read."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parents[2]
KEY = "a-key-for-one-test-" + "k3Y!x9" * 10
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "improvement.settings",
    "DJANGO_SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "plans.example.gov.uk",
    "PATH": os.environ["PATH"],
}


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=PRODUCTION | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deployment_check_has_nothing_to_say():
    done = manage("check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"IMPROVEMENT_DEMO": "1"}, "for this machine alone"),
        ({"ALLOWED_HOSTS": "*"}, "must name the site's own hosts"),
        ({"ALLOWED_HOSTS": ""}, "must name the site's own hosts"),
        ({"DJANGO_SECRET_KEY": "short"}, "shorter than 50"),
        ({"IMPROVEMENT_DEMO": "yes"}, "must be 0 or 1"),
    ],
)
def test_a_server_that_would_not_be_safe_does_not_start(variables, sentence):
    done = manage("check", **variables)

    assert done.returncode != 0
    assert sentence in done.stderr


@pytest.mark.django_db
def test_published_passwords_are_never_made_on_a_real_server(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="never on a real server"):
        call_command("load_demo", "--accounts")


def test_cookies_of_a_real_server_are_bound_to_its_host():
    script = (
        "from django.conf import settings as s; import json; "
        "print(json.dumps([s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.DEBUG]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=PRODUCTION, capture_output=True, text=True, check=True
    )

    assert json.loads(done.stdout) == ["__Host-session", "__Host-csrf", True, False]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/sign-in/", "/no/such/page/", "/plans/northmoor/"])
def test_every_answer_says_what_a_browser_may_do_with_it(demo, sign_in, address):
    answer = sign_in("board").get(address)

    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "private" in answer["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/nonsense/", "/sign-in/", "/plans/northmoor/imports/"])
def test_what_is_too_large_is_refused_before_it_is_read(demo, client, sign_in, address):
    def read(*_size: int) -> bytes:
        raise AssertionError("The body was read.")

    size = str(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
    given = {"content_type": "multipart/form-data; boundary=x", "CONTENT_LENGTH": size}
    stream = type("Stream", (), {"read": read, "readline": read})()
    refused = client.generic("POST", address, b"", **given, **{"wsgi.input": stream})
    huge = given | {"CONTENT_LENGTH": str(settings.LARGEST_REQUEST + 1)}
    signed_in = sign_in("analyst").generic("POST", address, b"", **huge, **{"wsgi.input": stream})

    assert (refused.status_code, signed_in.status_code) == (413, 413)
    assert "files are taken only from people who are signed in" in refused.content.decode()
    assert "At most 64.0" in signed_in.content.decode()


# --- The server itself ---------------------------------------------------------------------------
@pytest.fixture
def server(tmp_path):
    """A server with one worker of two threads, on an empty database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    variables = PRODUCTION | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "IMPROVEMENT_DEMO": "1",
        "ALLOWED_HOSTS": "127.0.0.1",
    }
    # A second in place of twenty: a test does not wait.
    config = tmp_path / "server.py"
    config.write_text(
        "from improvement import server\nfrom improvement.server import *\nserver.SILENCE_SECONDS = 1\n"
    )
    arguments = [
        "--config",
        str(config),
        "improvement.wsgi",
        "--workers",
        "1",
        "--threads",
        "2",
    ]
    program = [sys.executable, "-m", "gunicorn", *arguments, "--bind", f"127.0.0.1:{port}"]
    running = subprocess.Popen(program, cwd=ROOT, env=variables, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/accessibility-statement/"
    for _try in range(100):
        try:
            urllib.request.urlopen(address, timeout=5).close()
            break
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    yield port
    running.terminate()
    running.wait(10)


def test_connections_that_fall_silent_let_the_others_in(server):
    silent = []
    for number in range(6):
        connection = socket.create_connection(("127.0.0.1", server))
        body = b"POST /sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nabc"
        connection.sendall(b"GET / HT" if number % 2 else body)
        silent.append(connection)
    answer = urllib.request.urlopen(f"http://127.0.0.1:{server}/accessibility-statement/", timeout=60)

    assert answer.status == 200
    assert "gunicorn" not in str(answer.headers).lower()
    for connection in silent:
        connection.close()


def test_a_server_without_passwords_starts_and_needs_a_provider():
    variables = {"OIDC_SERVER_URL": "https://id.example", "OIDC_CLIENT_ID": "x", "OIDC_CLIENT_SECRET": "y"}

    assert manage("check", COUNCIL_SIGN_IN_ONLY="1", **variables).returncode == 0
    assert "nobody could sign in" in manage("check", COUNCIL_SIGN_IN_ONLY="1").stderr
