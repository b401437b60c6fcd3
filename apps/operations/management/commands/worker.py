"""The worker of `bin/serve`: what was left by one that died is taken up first (E4)."""

import logging

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError

from apps.foundation.database.waiting import wait_for_database
from apps.operations.workers import look_after, own_name

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Do what waits in the queue, one task after the other; start several for more at once."

    def handle(self, **options):
        try:
            wait_for_database()
            look_after()
            call_command("db_worker", worker_id=own_name(), verbosity=options["verbosity"])
        except (InterfaceError, OperationalError) as error:
            # By its next name it takes up what this one has left undone.
            logger.error("The worker lost its database and begins anew: %s", str(error).strip())
            raise SystemExit(1) from None
