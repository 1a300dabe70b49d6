"""Serves this server's own data: brings the database up to date, checks, and starts the production server."""

import os
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from improvement.backups.databases import SQLITE, engine
from improvement.first_steps import is_set_up, new_key
from improvement.own_commands import start

# SQLite has one writer at a time: more workers would only wait for each other.
WORKERS_ON_SQLITE = 2
MOST_WORKERS = 8


class Command(BaseCommand):
    help = (
        "Serve your own data: migrate, check, and start the production server. On this machine alone it is plain http; "
        "for others set ALLOWED_HOSTS, BEHIND_TLS_PROXY=1, and put a proxy that ends TLS in front. "
        "Example: manage.py serve --port 8000"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1", help="the address to listen at (127.0.0.1)")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument(
            "--no-worker",
            action="store_true",
            help="start no worker (manage.py work): one runs as a service of its own",
        )
        parser.add_argument(
            "--workers", type=int, help="processes; two on SQLite, else one a core and one more"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.DEMO:
            raise CommandError("IMPROVEMENT_DEMO=1 is the demonstration's: unset it to serve your own data.")
        is_local = set(settings.ALLOWED_HOSTS) <= settings.LOOPBACK
        if not is_local and settings.SECURE_PROXY_SSL_HEADER is None:
            raise CommandError(
                "ALLOWED_HOSTS names a host that others reach. Put a proxy that ends TLS in front (docs/operate.md) "
                "and set BEHIND_TLS_PROXY=1: passwords are never served over plain http."
            )
        if is_local and options["bind"] not in settings.LOOPBACK:
            raise CommandError(
                f"Without ALLOWED_HOSTS the server answers to this machine alone: it can't listen at "
                f"{options['bind']}. Set ALLOWED_HOSTS and BEHIND_TLS_PROXY=1 first."
            )
        call_command("migrate", verbosity=0)
        call_command("check", databases=["default"], fail_level="ERROR", verbosity=0)
        address = f"http://{options['bind']}:{options['port']}"
        self.stdout.write(f"\n  Open  {settings.SITE_ADDRESS or address}/   (Ctrl+C stops the server)\n")
        if not is_set_up():
            path = f"{reverse('first-steps')}?key={new_key()}"
            whole = f"{settings.SITE_ADDRESS or address}{path}"
            self.stdout.write(f"\n  Nobody can sign in yet. Set this server up: {whole}\n")
        self.stdout.flush()
        workers = options["workers"] or _workers()
        environment = {
            **os.environ, "REPORT_MAKER": "service", **({"IMPROVEMENT_PLAIN_HTTP": "1"} if is_local else {})
        }  # fmt: skip
        if not options["no_worker"]:
            # It lives as long as the server, whose process this one becomes.
            start("work", "--with-parent", str(os.getpid()), env=environment)
        gunicorn = str(Path(sys.executable).with_name("gunicorn"))
        arguments = [
            gunicorn, "--config", "python:improvement.server", "improvement.wsgi", "--workers", str(workers),
            "--bind", f"{options['bind']}:{options['port']}", "--worker-tmp-dir", "/tmp", "--log-level", "warning",  # noqa: S108
        ]  # fmt: skip
        os.execve(gunicorn, arguments, environment)  # noqa: S606 -- the server takes this process's place


def _workers() -> int:
    if engine() == SQLITE:
        return WORKERS_ON_SQLITE
    return min((os.cpu_count() or 1) + 1, MOST_WORKERS)
