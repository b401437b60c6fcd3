"""A web process whose threads all hang is replaced: gunicorn's own time limit only sees whether it still accepts (E6).

One such thread is a fault, all of them are a process that takes people's requests and answers none.
"""

import faulthandler
import os
import sys
import threading
import time
from collections.abc import Callable


def leave() -> None:
    """End this process at once, its hanging threads with it; gunicorn starts another."""
    faulthandler.dump_traceback(file=sys.stderr, all_threads=True)
    os._exit(1)


class Watchdog:
    """Knows since when each thread of this process has been busy with one request (E6)."""

    def __init__(self, threads: int, longest: float, end: Callable[[], None] = leave):
        self.threads, self.longest, self.end = threads, longest, end
        self.busy: dict[int, float] = {}

    def begin(self) -> None:
        """The calling thread takes a request."""
        self.busy[threading.get_ident()] = time.monotonic()

    def done(self) -> None:
        """The calling thread has answered."""
        self.busy.pop(threading.get_ident(), None)

    def all_hang(self) -> bool:
        """Whether every thread has been busy with its request for longer than any may take (E6)."""
        since = list(self.busy.values())
        return len(since) >= self.threads and max(since) < time.monotonic() - self.longest

    def watch(self) -> None:
        """Look several times within what a request may take; end the process once all its threads hang."""
        while not self.all_hang():
            time.sleep(min(5, self.longest / 4))
        self.end()

    def start(self) -> None:
        threading.Thread(target=self.watch, name="watchdog", daemon=True).start()
