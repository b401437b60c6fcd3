"""Backups: make one, look whether one is whole, make the key that opens them (E11, E13)."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.operations.backup import making, sealing
from apps.operations.backup.faults import Fault


class Command(BaseCommand):
    help = "Back up database and files into one archive while people work; docs/administration.md tells how."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BACKUP_DIR, help="where to (BACKUP_DIR)")
        parser.add_argument("--keep", type=int, default=0, help="delete all but so many of the newest backups there")
        parser.add_argument("--verify", type=Path, metavar="FILE", help="check this one, or the newest in a folder")
        parser.add_argument("--key", type=Path, help="with --verify: the file of the secret key")
        parser.add_argument("--make-key", type=Path, metavar="FILE", help="write a secret key, print the public one")

    def handle(self, *, folder, keep, verify, key, make_key, **options):
        try:
            if make_key:
                self.stdout.write(f"BACKUP_KEY={sealing.make_key(make_key)}")
            elif verify:
                self.stdout.write(making.verify(verify, key))
            else:
                self.make(folder, keep)
        except (Fault, OSError) as fault:
            raise CommandError(str(fault)) from fault

    def make(self, folder: Path, keep: int) -> None:
        path = making.back_up(folder, settings.BACKUP_KEY)
        self.stdout.write(f"{path} ({path.stat().st_size:,} bytes)")
        if keep > 0:
            for old in making.forget_old(folder, keep):
                self.stdout.write(f"{old} is deleted.")
