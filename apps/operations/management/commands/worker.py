"""The worker of `bin/serve`: what was left by one that died is taken up first (E4)."""

from django.core.management import call_command
from django.core.management.base import BaseCommand

from apps.operations.workers import look_after, own_name


class Command(BaseCommand):
    help = "Do what waits in the queue, one task after the other; start several for more at once."

    def handle(self, **options):
        look_after()
        call_command("db_worker", worker_id=own_name(), verbosity=options["verbosity"])
