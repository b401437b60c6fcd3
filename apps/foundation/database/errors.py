"""Why a request failed although the program is right: database away, too much at once, disk full (E5, E6, E9)."""

import errno
import shutil
import sqlite3

from django.conf import settings
from django.db import InterfaceError, OperationalError

AWAY, BUSY, FULL = "away", "busy", "full"
# What PostgreSQL calls them: cancelled by a time limit, deadlock, not serializable, lock not available; disk full.
CODES = dict.fromkeys(("57014", "40P01", "40001", "55P03"), BUSY) | {"53100": FULL}
# SQLite also calls a missing table an operational error, which is a fault of ours: only these are not.
SQLITE = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_IOERR: AWAY,
    sqlite3.SQLITE_CANTOPEN: AWAY,
    sqlite3.SQLITE_READONLY: AWAY,
}


def cause_of(error: BaseException | None) -> str:
    """Which of the three it is; empty for a fault of the program."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return FULL
    if not isinstance(error, OperationalError | InterfaceError):
        return ""
    below = error.__cause__
    if isinstance(below, sqlite3.Error):
        found = SQLITE.get(getattr(below, "sqlite_errorcode", 0) & 0xFF, "")
        return FULL if found == AWAY and no_room() else found
    return CODES.get(getattr(below, "pgcode", None), AWAY)


def no_room() -> bool:
    """Whether the disk is full: SQLite calls that a failed reading or opening where it needs a file beside its own."""
    return settings.VAR_DIR.exists() and shutil.disk_usage(settings.VAR_DIR).free < 1 << 20
