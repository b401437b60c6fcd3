"""The demo company: thirty months of a small firm's work, played through the same actions the pages call."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from apps.customers.models import Customer
from apps.demo.company import found_company


class Command(BaseCommand):
    help = "Fill an empty trial database with a demo company; does nothing where there are customers."

    def handle(self, **options):
        if Customer.everything.exists():
            return
        if settings.PRODUCTION:
            raise CommandError("A real installation gets no demo company.")
        self.stdout.write("Making the demo company, this takes a moment …")
        found_company()
