"""What a real installation may not start with, and the key of one that is only tried out (checks C10)."""

import fcntl
import logging
import os
import re
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from django import conf
from django.core.exceptions import ImproperlyConfigured

EXAMPLES = ("django-insecure", "secret", "change", "example", "password", "0123456789", "abcdefgh")
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
LOOPBACK = re.compile(r"127(\.\d{1,3}){3}|::1")
DATABASES = ("django.db.backends.sqlite3", "django.db.backends.postgresql")


def load_settings() -> None:
    """Read the settings of the product, or end with a sentence about what is wrong with them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
    try:
        dir(conf.settings)
    except (ImproperlyConfigured, ValueError, OSError) as wrong:
        sys.exit(f"The product does not start. {wrong}")


def known_database(database: dict) -> dict:
    """The database as DATABASE_URL describes it. Raises ImproperlyConfigured for one that is unknown or not named."""
    if database.get("ENGINE") not in DATABASES or database.get("NAME") in ("", ":memory:"):
        raise ImproperlyConfigured(
            "DATABASE_URL is neither postgres://person:password@host:5432/name nor sqlite:////folder/file."
        )
    return database


def without_traceback(record) -> bool:
    """Make what is logged one line: for requests of strangers, who are refused many times a day."""
    record.exc_info = None
    return True


class OneLine(logging.Formatter):
    """One line for each message, whatever a stranger typed: control characters are spelled out (checks B15)."""

    def formatMessage(self, record):
        return CONTROLS.sub(lambda found: repr(found[0])[1:-1], super().formatMessage(record))


def kept_key(path: Path) -> str:
    """The secret key of a trial installation: made once, kept in a file only its owner can read.

    Processes that start at the same time take turns, so that all have the same key.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        key = file.read().strip()
        if not key:
            key = secrets.token_urlsafe(50)
            file.write(key)
        return key


def read_key(path: Path | None) -> str:
    """The secret key from the file an administrator names; empty where there is none that can be read."""
    readable = path is not None and path.is_file() and os.access(path, os.R_OK)
    return path.read_text().strip() if readable else ""


def open_to_others(path: Path | None) -> bool:
    """Whether anybody but the owner of a file may read or write it."""
    return path is not None and path.is_file() and bool(path.stat().st_mode & 0o077)


def easy_to_guess(key: str) -> bool:
    """Whether a key has few different characters or repeats itself."""
    return len(set(key)) < 10 or key in (key + key)[1:-1]


def is_here(host: str | None) -> bool:
    """Whether a name or a path leads to this machine."""
    return not host or host == "localhost" or host.startswith("/") or bool(LOOPBACK.fullmatch(host))


def open_ways(settings: Mapping) -> list[str]:
    """The settings that send something to another machine unencrypted, or to whoever stands in its place."""
    found = []
    for name, database in (
        ("DATABASE_URL", settings["DATABASES"]["default"]),
        ("DIRECT_DATABASE_URL", settings["DIRECT_DATABASE"] or {}),
    ):
        options = database.get("OPTIONS", {})
        if not is_here(options.get("host", database.get("HOST"))) and options.get("sslmode") != "verify-full":
            found.append(name)
    redis = urlsplit(settings["REDIS_URL"])
    if redis.scheme != "rediss" and not is_here(redis.hostname):
        found.append("REDIS_URL")
    encrypted = settings.get("EMAIL_USE_TLS") or settings.get("EMAIL_USE_SSL")
    if settings["EMAIL_URL"] and not encrypted and not is_here(settings["EMAIL_HOST"]):
        found.append("EMAIL_URL")
    return found


def faults(settings: Mapping) -> list[str]:
    """Every unsafe setting of a production start, each as a sentence that says what to do."""
    hosts, key, file = settings["ALLOWED_HOSTS"], settings["SECRET_KEY"], settings["SECRET_KEY_FILE"]
    ways = [] if settings["TRUSTED_NETWORK"] else open_ways(settings)
    checks = [
        (
            not settings["DATABASE_NAMED"],
            "DATABASE_URL is missing: say which database is the company's, such as postgres://crm@/crm.",
        ),
        (settings["DEBUG"], "DEBUG is on: it shows the program's inside to everyone. Remove DEBUG."),
        (
            not key,
            "SECRET_KEY is missing: set it to 50 random characters, or SECRET_KEY_FILE to a file that holds them and"
            " can be read.",
        ),
        (key and len(key) < 50, "SECRET_KEY is too short: 50 random characters at least."),
        (key and easy_to_guess(key), "SECRET_KEY is easy to guess: use random characters."),
        (
            any(word in key.lower() for word in EXAMPLES),
            "SECRET_KEY is an example: make one of your own.",
        ),
        (
            any(len(old) < 50 or easy_to_guess(old) for old in settings["SECRET_KEY_FALLBACKS"]),
            "SECRET_KEY_FALLBACKS holds a key that is too short or easy to guess: remove it.",
        ),
        (open_to_others(file), f"Others can read the secret key: chmod 600 {file}."),
        (not hosts, "ALLOWED_HOSTS is missing: name the host people type, such as crm.example.com."),
        ("*" in hosts, "ALLOWED_HOSTS allows every host ('*'): name the host people type."),
        (
            settings["SECOND_FACTOR"] not in ("administrators", "everybody"),
            "SECOND_FACTOR must be 'administrators' or 'everybody': without one, a password opens everything.",
        ),
        (
            0 < settings["LOG_KEPT_DAYS"] < 183,
            "LOG_KEPT_DAYS is less than half a year: the law has logs kept for six months. Set 183 or more, or 0.",
        ),
        (
            ways,
            f"{', '.join(ways)}: who stands between two machines can read along. Encrypt it (sslmode=verify-full,"
            " rediss://, smtp+tls://), or set TRUSTED_NETWORK=1 where the network between them is the company's own.",
        ),
        (settings["TESTING"], "CRM_TESTING is on: it weakens passwords. Remove CRM_TESTING."),
    ]
    return [sentence for wrong, sentence in checks if wrong]


def refuse_unsafe(settings: Mapping) -> None:
    """Refuse to start a real installation with an unsafe setting, saying which."""
    if found := faults(settings):
        raise ImproperlyConfigured("This installation is not safe:\n  - " + "\n  - ".join(found))
