"""Nobody waits for a frozen database: who has waited looks whether it lives; if not, the others are told at once (E6).

A frozen server still holds its connections open, so neither its own time limits nor those of the network end a wait.
psycopg2 lets us wait ourselves (`set_wait_callback`), which the web processes do; commands and the worker do not.
"""

import select
import threading
import time

import psycopg2
from django.db import connection as here
from psycopg2 import extensions

SILENCE = 1.0  # seconds without a byte before somebody looks; a page of the product hardly ever asks for longer
REST = 1.0  # seconds everybody is refused at once after the database did not answer; then one may try
LET_IN = (extensions.STATUS_READY, extensions.STATUS_BEGIN, extensions.STATUS_PREPARED)
TRYING = 2 * SILENCE  # seconds until somebody else may, if that one never comes back


class NoAnswer(psycopg2.OperationalError):
    """The database is there and says nothing."""


class Fuse:
    """Whether the database answered when it was last asked, known to all threads of a process."""

    def __init__(self):
        self.lock, self.blown, self.next_try = threading.Lock(), False, 0.0

    def blow(self) -> None:
        with self.lock:
            self.blown, self.next_try = True, time.monotonic() + REST

    def mend(self) -> None:
        self.blown = False

    def refuses(self) -> bool:
        """Whether to ask nothing now: while the database rests, and while somebody else is trying it."""
        with self.lock:
            if not self.blown or (now := time.monotonic()) >= self.next_try:
                if self.blown:
                    self.next_try = now + TRYING
                return False
            return True


FUSE = Fuse()
looking = threading.local()


def wait(connection) -> None:
    """Wait for the database as psycopg2 asks us to. Raises NoAnswer where it says nothing."""
    asked = getattr(looking, "now", False)
    if not asked and FUSE.refuses():
        raise NoAnswer("The database did not answer a moment ago.")
    while (state := connection.poll()) != extensions.POLL_OK:
        if not ready(connection.fileno(), state) and (asked or connection.status not in LET_IN or not lives()):
            FUSE.blow()
            raise NoAnswer("The database does not answer.")
    FUSE.mend()


def ready(number: int, state: int) -> bool:
    """Whether the connection can go on before the silence has lasted too long."""
    poll = select.poll()
    poll.register(number, select.POLLOUT if state == extensions.POLL_WRITE else select.POLLIN)
    return bool(poll.poll(SILENCE * 1000))


def lives() -> bool:
    """Whether the database answers somebody who comes in anew; refusing is an answer too."""
    looking.now = True
    try:
        stranger = psycopg2.connect(**here.get_connection_params())
        with stranger, stranger.cursor() as cursor:
            cursor.execute("SELECT 1")
        stranger.close()
    except NoAnswer:
        return False
    except psycopg2.Error:
        return True
    else:
        return True
    finally:
        looking.now = False


def install() -> None:
    """Let all connections of this process wait like this."""
    extensions.set_wait_callback(wait)
