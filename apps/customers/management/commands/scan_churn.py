"""The daily scan by hand, or from a timer of the system (C7)."""

from django.core.management.base import BaseCommand

from apps.customers.actions import radar


class Command(BaseCommand):
    help = (
        "Warn about every customer that ordered before but not within the period, or later than it used to;"
        " running it twice does no harm."
    )

    def handle(self, **options):
        self.stdout.write(f"{radar.scan()} new churn warnings")
