"""Starts a command of this program in a process and session of its own, beside whoever asks for it."""

import subprocess
import sys
from typing import Any

from django.conf import settings


def start(*arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    """Start `manage.py` with the given words, none of them typed by anybody; `options` are Popen's."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, **options)  # noqa: S603
