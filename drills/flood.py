"""C12: two hundred people log in at the same moment while twenty work, with the settings of a real installation."""

import argparse
import secrets
import threading
import time

from drills.stand import PASSWORD, Client, on_postgres
from drills.told import leave, told

HOST = "crm.example.com"
LOGIN = "/account/login/"
PAGES = ("/", "/customers/customers/", "/marketing/chances/", "/customers/customers/1/", "/account/messages/")
THINKING = 2.0  # seconds between two clicks
PATIENCE = 90  # seconds until everybody has to be in
PEOPLE = """
from tests import make
from apps.auth.models import User
from django.contrib.auth.hashers import make_password
ann = User.objects.get(username="ann")
kept = make_password(make.PASSWORD)
User.objects.bulk_create(
    User(username="person%s" % number, password=kept, role=ann.role, department=ann.department)
    for number in range({count})
)
"""


def visitor(port: int, number: int) -> Client:
    """A browser behind the proxy, each on a machine of its own."""
    address = f"10.{number // 250}.{number % 250}.7"
    said = {"X-Forwarded-Proto": "https", "X-Forwarded-For": address, "Host": HOST, "Referer": f"https://{HOST}{LOGIN}"}
    return Client(port, **said)


class Worker(threading.Thread):
    """Somebody who is in already and clicks through pages."""

    def __init__(self, port: int, number: int, enough: threading.Event):
        super().__init__()
        self.client, self.number, self.enough, self.answers = visitor(port, number), number, enough, []
        self.client.login(f"person{number}")

    def run(self) -> None:
        self.enough.wait(THINKING * self.number / 20)
        turn = self.number
        while not self.enough.wait(THINKING):
            turn, began = turn + 1, time.monotonic()
            status, _text, _headers = self.client.ask(PAGES[turn % len(PAGES)])
            self.answers.append((began, time.monotonic() - began, status))


class Comer(threading.Thread):
    """Somebody who logs in at the moment of the flood, and again as often as told to wait."""

    def __init__(self, port: int, number: int, start: threading.Event):
        super().__init__()
        self.client, self.name, self.start_at, self.statuses = visitor(port, number), f"person{number}", start, []
        self.client.ask(LOGIN)

    def run(self) -> None:
        self.start_at.wait()
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            status, _text, headers = self.client.ask(LOGIN, {"username": self.name, "password": PASSWORD})
            self.statuses.append(status)
            if status != 503 or "Retry-After" not in headers:
                return
            time.sleep(int(headers["Retry-After"]) + secrets.randbelow(2000) / 1000)


def flood(count: int, workers: int, **environment: str) -> dict:
    """What the people at work and those who came saw."""
    given = {"CRM_PRODUCTION": "1", "SECRET_KEY": secrets.token_hex(40), "ALLOWED_HOSTS": HOST} | environment
    with on_postgres(**given) as (stand, _server):
        stand.manage("shell", "-v0", "-c", PEOPLE.format(count=count + workers))
        stand.serve(**visitor(stand.port, 9999).headers)
        enough, start = threading.Event(), threading.Event()
        at_work = [Worker(stand.port, number, enough) for number in range(workers)]
        comers = [Comer(stand.port, workers + number, start) for number in range(count)]
        for one in (*at_work, *comers):
            one.start()
        time.sleep(3 * THINKING)
        began = time.monotonic()
        start.set()
        for one in comers:
            one.join()
        took = time.monotonic() - began
        enough.set()
        for one in at_work:
            one.join()
    answers = [one for worker in at_work for one in worker.answers]
    return {
        "before": figures([one for one in answers if one[0] < began]),
        "during": figures([one for one in answers if began <= one[0] <= began + took]),
        "in": sum(one.statuses[-1] == 302 for one in comers),
        "took": took,
        "waited": sum(len(one.statuses) > 1 for one in comers),
        "refused": sorted({status for one in comers for status in one.statuses} - {302, 503}),
    }


def figures(answers: list) -> dict:
    times = sorted(one[1] for one in answers)
    return {
        "count": len(times),
        "p95": round(times[int(len(times) * 0.95)], 2) if times else 0.0,
        "longest": round(times[-1], 2) if times else 0.0,
        "errors": sum(one[2] != 200 for one in answers),
    }


def drill(count: int, workers: int, *, control: bool) -> None:
    found = flood(count, workers)
    during = found["during"]
    good = during["p95"] <= 2 and not during["errors"] and found["in"] == count and during["count"] >= workers
    told("C12", f"{count} logins, {workers} at work: {found}", "p95 ≤ 2 s, 0 errors, all in", good)
    if control:
        found = flood(count, workers, LOGINS_AT_ONCE="0")
        slow = found["during"]["p95"] > 2 or found["during"]["errors"] > 0 or found["in"] < count
        told("C12 control", f"without a bound: {found}", "p95 > 2 s, or errors", slow)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--logins", type=int, default=200)
    parser.add_argument("--workers", type=int, default=20)
    parser.add_argument("--no-control", action="store_true")
    given = parser.parse_args()
    drill(given.logins, given.workers, control=not given.no_control)
    leave()
