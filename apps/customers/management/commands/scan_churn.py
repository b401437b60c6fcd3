"""The daily scan by hand, or from a timer of the system (C7)."""

from django.core.management.base import BaseCommand

from apps.customers.actions import radar


class Command(BaseCommand):
    help = (
        "Warn about every customer that ordered before but not within the period, or later than it used to;"
        " running it twice does no harm."
    )

    def add_arguments(self, parser):
        parser.add_argument("--confirm", action="store_true", help="also where there are more than the setting allows")

    def handle(self, *, confirm, **options):
        found = radar.scan_or_ask(confirmed=confirm)
        self.stdout.write(f"{found} new churn warnings")
        if waiting := radar.waiting():
            self.stdout.write(f"{waiting:,} are more than the setting allows at once: --confirm writes them")
