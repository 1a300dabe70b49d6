"""What one person may have done for them at once: reading a file holds a worker's thread for up to a minute."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from improvement.refusals import TOO_MANY

# A little more than the sandbox lives, should a worker be killed with the mark set; how long a second page waits.
LONGEST, WAITS, EVERY = 90, 3.0, 0.2

View = Callable[..., HttpResponse]


def one_file_at_a_time(view: View) -> View:
    """Let a view read one file of a person at a time; a second waits a little, and is then asked to come again.

    Counted in the cache, so that every worker counts alike.
    """

    @wraps(view)
    def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key, until = f"reads-a-file-{request.user.pk}", time.monotonic() + WAITS
        while not cache.add(key, True, LONGEST):
            if time.monotonic() > until:
                return render(request, "429.html", {"reads": True}, status=TOO_MANY)
            time.sleep(EVERY)
        try:
            return view(request, *args, **kwargs)
        finally:
            cache.delete(key)

    return limited
