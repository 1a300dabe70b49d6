"""Whether something failed because there is no room left: in the file system, SQLite's file, or PostgreSQL's."""

import errno

from django.db import OperationalError

NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
# SQLite says it in words alone (SQLITE_FULL); PostgreSQL's code is "disk_full" (PostgreSQL documentation, appendix A).
OF_SQLITE = "database or disk is full"
OF_POSTGRESQL = "53100"


def is_full(error: BaseException | None) -> bool:
    """Whether an error, or what it came of, says that the disk is full."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in NO_ROOM:
            return True
        if getattr(error, "sqlstate", "") == OF_POSTGRESQL:
            return True
        if isinstance(error, OperationalError) and OF_SQLITE in str(error):
            return True
        error = error.__cause__
    return False
