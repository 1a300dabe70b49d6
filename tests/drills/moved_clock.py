"""Settings of a server whose clock is off by CLOCK_OFF_BY seconds: what Python and Django say the time is."""

import os
import time
from datetime import datetime, timedelta

from django.utils import timezone

from improvement.settings import *  # noqa: F403

_OFF_BY = float(os.environ["CLOCK_OFF_BY"])
_now, _time = timezone.now, time.time


def _moved_now() -> datetime:
    return _now() + timedelta(seconds=_OFF_BY)


# Before anything has taken them: settings are what is read first.
timezone.now = _moved_now
time.time = lambda: _time() + _OFF_BY
