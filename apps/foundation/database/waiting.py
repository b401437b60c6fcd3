"""A process that needs the database waits for it and says so in a line, instead of ending with it (E5)."""

import logging
import time

from django.db import OperationalError, connection

PAUSE = 2.0  # seconds

logger = logging.getLogger(__name__)


def wait_for_database() -> None:
    """Return when the database answers; one line when it is away, one when it is back (E5)."""
    away = False
    while True:
        try:
            connection.close()
            connection.ensure_connection()
        except OperationalError as error:
            if not away:
                logger.warning("The database does not answer, waiting for it: %s", str(error).strip())
            away = True
            time.sleep(PAUSE)
        else:
            if away:
                logger.warning("The database answers again")
            return
