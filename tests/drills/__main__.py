"""Run the drills that are named, all of them where none is; print a line of each, and end with 1 where one went wrong."""

import os
import sys
import time
from collections.abc import Callable

from tests.drills import (
    clock,
    databased,
    disk,
    jobs,
    killed,
    load,
    mailed,
    proxied,
    restored,
    servers,
    together,
    upgraded,
)

# The load lasts ten minutes where results are written down: LOAD_SECONDS=600.
DRILLS: dict[str, Callable[[], tuple[bool, list[str]]]] = {
    "mail": mailed.run,
    "killed": killed.run,
    "jobs": jobs.run,
    "database": databased.run,
    "servers": servers.run,
    "together": together.run,
    "disk": disk.run,
    "proxied": proxied.run,
    "clock": clock.run,
    "upgraded": upgraded.run,
    "restored": restored.run,
    "load": lambda: load.run(float(os.environ.get("LOAD_SECONDS", "120"))),
}


def main() -> int:
    failed = 0
    for name in sys.argv[1:] or DRILLS:
        started = time.perf_counter()
        is_well, lines = DRILLS[name]()
        print(f"{name}: {'well' if is_well else 'WRONG'} ({time.perf_counter() - started:.0f} s)")
        print("\n".join(f"  {line}" for line in lines), flush=True)
        failed += not is_well
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
