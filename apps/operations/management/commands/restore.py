"""Brings a backup into an empty installation (E11)."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from apps.operations.backup import making
from apps.operations.backup.faults import Fault


class Command(BaseCommand):
    help = "Restore a backup into an empty database and an empty folder of files, and compare every table and file."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--key", type=Path, help="the file of the secret key of an encrypted backup")

    def handle(self, *, file, key, **options):
        try:
            manifest = making.restore(file, key)
        except (Fault, OSError) as fault:
            raise CommandError(str(fault)) from fault
        rows = sum(table["rows"] for table in manifest["tables"].values())
        self.stdout.write(f"Restored as of {manifest['made']}: {rows:,} rows in {len(manifest['tables'])} tables,")
        self.stdout.write(f"{len(manifest['files']) - 1} files. Every table and file is as in the backup.")
