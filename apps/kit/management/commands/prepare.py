"""Everything between the installed requirements and a server that may start, in one process."""

import hashlib

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection


class Command(BaseCommand):
    help = "Brings tables, base data and static files up to date; a trial installation gets the demo company."

    def handle(self, **options):
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        reach_database()
        call_command("migrate", interactive=False, verbosity=0)
        self.check(tags=["database"], databases=["default"])
        call_command("seed_base")
        call_command("rebuild_search", missing=True)
        call_command("rebuild_duplicates", missing=True)
        if not settings.PRODUCTION:
            call_command("seed_demo")
        collect_changed_files()


def reach_database() -> None:
    """Raises CommandError with what the database says where it cannot be reached."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise CommandError(f"The database of DATABASE_URL does not answer. {error}") from error


def collect_changed_files() -> None:
    """Collect and compress the static files, which takes seconds, only when one of them has changed."""
    mark, fingerprint = settings.VAR_DIR / "static.sha256", sources_fingerprint()
    if settings.STATIC_ROOT.exists() and mark.exists() and mark.read_text() == fingerprint:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(fingerprint)


def sources_fingerprint() -> str:
    """One hash over the names and contents of all static files."""
    total = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            with storage.open(path) as file:
                total.update(path.encode() + hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()
