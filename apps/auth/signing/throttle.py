"""Many who log in at once leave room for who works: a process looks at so many passwords at a time (C12).

To look at a password is to work a core for a moment, on purpose. Without a bound two hundred who come at once take all
threads of all processes until the last of them is in. Who finds the door full waits a second in it if there is room, or
else reads at once that it goes on in some seconds; the others never wait for them.
"""

import secrets
import threading
from contextlib import contextmanager

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse

SECONDS, WAITING = 1.0, 3  # how long and how many wait in the door, such as colleagues who begin at nine
AGAIN = range(4, 10)  # seconds until the next try: not the same for all


class Crowded(Exception):
    """More people log in than there is room for at the moment."""


class Door:
    """So many are looked at at once, and three wait; all others come again. 0: no bound."""

    def __init__(self, most: int):
        self.most = most
        self.inside, self.looked_at = threading.Semaphore(most + WAITING), threading.Semaphore(most)

    @contextmanager
    def room(self):
        """Hold a place while a password is looked at. Raises Crowded where there is none."""
        if not self.most:
            yield
            return
        with held(self.inside, 0), held(self.looked_at, SECONDS):
            yield


@contextmanager
def held(places: threading.Semaphore, seconds: float):
    if not places.acquire(timeout=seconds):
        raise Crowded
    try:
        yield
    finally:
        places.release()


DOOR = Door(settings.LOGINS_AT_ONCE)


def come_again(request):
    """The page of who has to come again: it says so, and does by itself (C12)."""
    seconds = secrets.choice(AGAIN)
    theme = request.COOKIES.get(settings.THEME_COOKIE_NAME, "auto")
    given = {"cause": "crowded", "address": reverse("accounts:login"), "theme": theme, "seconds": seconds}
    # Without the request, which would ask the database; a form that was sent too late keeps its place in the dialog.
    answer = render(None, "operations/outage_line.html" if request.htmx else "503.html", given, status=503)
    answer.headers["Retry-After"] = str(seconds)
    if request.htmx:
        answer.headers["HX-Reswap"], answer.headers["HX-Reselect"] = "afterbegin", ".outage"
    return answer
