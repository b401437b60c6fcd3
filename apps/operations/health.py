"""Whether what the product needs is there: the database, room on the disk, the cache."""

import os
import shutil

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, InterfaceError, connection

LEAST_FREE = 200 * 1024 * 1024  # bytes: less than a day's uploads and a backup


def look() -> dict[str, str]:
    """Each thing and “ok” or what is wrong with it."""
    found = {"database": database(), "disk": disk()}
    if settings.REDIS_URL:
        found["cache"] = shared_cache()
    return found


def database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
    except (DatabaseError, InterfaceError):
        return "does not answer"
    finally:
        connection.close_if_unusable_or_obsolete()
    return "ok"


def disk() -> str:
    free, writable = free_bytes(), os.access(settings.VAR_DIR, os.W_OK)
    if not writable:
        return "cannot be written"
    return "ok" if free >= LEAST_FREE else f"only {free // 2**20} MB free"


def free_bytes() -> int:
    """Room on the disk of CRM_VAR."""
    return shutil.disk_usage(settings.VAR_DIR).free


def shared_cache() -> str:
    """django-redis is told to hide its faults, so the answer itself is looked at."""
    cache.set("health", "ok", 10)
    return "ok" if cache.get("health") == "ok" else "does not answer"
