"""Makes the keys by which duplicates are found anew, as the changes of customers do one by one (Z6)."""

from django.core.management.base import BaseCommand

from apps.customers.duplicates.keys import rebuild


class Command(BaseCommand):
    help = "Fills what duplicates are found by, for instance after customers were written past the product."

    def add_arguments(self, parser):
        parser.add_argument("--missing", action="store_true", help="only customers that have nothing of it")

    def handle(self, *, missing, **options):
        if count := rebuild(missing=missing):
            self.stdout.write(f"{count:,}")
