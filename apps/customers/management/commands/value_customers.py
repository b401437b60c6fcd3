"""The nightly valuation by hand, or from a timer of the system (C9)."""

import datetime

from django.core.management.base import BaseCommand

from apps.customers.actions import valuing


class Command(BaseCommand):
    help = "Work out recency, frequency and monetary value of every customer; running it twice does no harm."

    def add_arguments(self, parser):
        parser.add_argument("--as-of", type=datetime.date.fromisoformat, help="another day than today: 1998-06-30")

    def handle(self, *, as_of, **options):
        self.stdout.write(f"{valuing.refresh(as_of)} customers valued")
