"""The settings as the environment gives them: what cannot be understood is refused with its name, never guessed."""

import os
from difflib import get_close_matches
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

YES, NO = ("1", "true", "yes", "y", "on"), ("", "0", "false", "no", "n", "off")
OURS = ("CRM_PRODUCTION", "CRM_VAR", "CRM_TESTING", "CRM_ROUNDS", "CRM_TRACES")


class Environment(environ.Env):
    """django-environ with no second meaning: `CRM_PRODUCTION=ja` is neither yes nor no, `SESSION_IDLE=2h` no number."""

    def bool(self, var, default=False):
        """Yes or no. Raises ImproperlyConfigured for any other word."""
        text = os.environ.get(var, "").strip().lower()
        if text not in YES + NO:
            raise ImproperlyConfigured(f"{var}={os.environ[var]} is neither yes nor no: write {var}=1 or {var}=0.")
        return text in YES if text else default

    def int(self, var, default=0):
        """A whole number, not below zero. Raises ImproperlyConfigured for anything else."""
        text = os.environ.get(var, "").strip()
        if text and not (text.isascii() and text.isdecimal()):
            raise ImproperlyConfigured(f"{var}={os.environ[var]} is no whole number.")
        return int(text) if text else default

    def db(self, var, default=None):
        """A database by its address. Raises ImproperlyConfigured for an address that is empty or cannot be read."""
        if os.environ.get(var, default) == "":
            raise ImproperlyConfigured(
                f"{var} is set and empty. In a file that a shell reads, an address with & stands in quotes:"
                f" {var}='postgres://…?sslmode=verify-full&sslrootcert=…'"
            )
        try:
            return super().db(var, default=default)
        except (ValueError, environ.ImproperlyConfigured) as error:
            raise ImproperlyConfigured(f"{var} is no address of a database: {error}") from error


def refuse_unknown() -> None:
    """Refuse a setting of ours that nobody reads, such as a misspelt CRM_PRODUCTION. Raises ImproperlyConfigured."""
    for name in sorted(os.environ):
        if name.startswith("CRM_") and name not in OURS:
            near = get_close_matches(name, OURS, 1)
            meant = f" Is {near[0]} meant?" if near else ""
            raise ImproperlyConfigured(f"{name} is no setting of the product.{meant}")


def refuse_lost(mark: Path, var: Path) -> None:
    """Refuse to work without settings where a real installation lives (bin/setup marks its checkout).

    Raises ImproperlyConfigured. What was marked for a folder that is gone, such as one of a drill, counts no more.
    """
    served = Path(mark.read_text().strip()) if mark.is_file() else None
    if served and served.is_dir() and var.resolve() in (mark.parent.resolve(), served.resolve()):
        raise ImproperlyConfigured(
            f"This checkout serves the real installation of {served}, and here its settings are missing, so this would"
            " work on another database. Load them first: set -a; . /etc/crm.env; set +a"
            f" (a trial belongs into a checkout of its own; if the installation has moved away, remove {mark})."
        )
