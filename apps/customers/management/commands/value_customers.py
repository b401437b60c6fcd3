"""The nightly valuation by hand, or from a timer of the system (C9)."""

from django.core.management.base import BaseCommand

from apps.customers.actions import valuing


class Command(BaseCommand):
    help = "Work out recency, frequency and monetary value of every customer; running it twice does no harm."

    def handle(self, **options):
        self.stdout.write(f"{valuing.refresh()} customers valued")
