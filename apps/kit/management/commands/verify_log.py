"""Says whether the operation log is whole (C11)."""

import sys

from django.core.management.base import BaseCommand

from apps.kit.hash_chain.models import Seal
from apps.kit.hash_chain.verifying import verify


class Command(BaseCommand):
    help = "Compares the operation log with its seals; ends with 1 where something was altered, removed or slipped in."

    def add_arguments(self, parser):
        parser.add_argument("--has", metavar="DIGEST", help="a digest noted before: it must be among the seals")

    def handle(self, *, has, **options):
        found = verify()
        if has and not Seal.objects.filter(chained=has).exists():
            found.faults.append(f"No seal has the digest {has}: seals were made anew or have gone.")
        for fault in found.faults:
            self.stdout.write(fault)
        if not found.whole:
            self.stdout.write("The operation log is NOT whole.")
            sys.exit(1)
        if not found.newest:
            self.stdout.write(
                f"Nothing of the operation log is sealed yet ({found.open:,} entries), so nothing can be compared;"
                " the first seal is made within a day."
            )
            return
        self.stdout.write(
            f"The operation log is whole: {found.seals:,} seals up to entry {found.newest.last} of {found.newest}, "
            f"digest {found.newest.chained}. {found.open:,} newer entries are not sealed yet."
        )
