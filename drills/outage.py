"""E5 and E6: the database is stopped, then frozen, under a few people who keep clicking; typed text stays.

What runs is `bin/serve`: its worker and its clock are there afterwards and work; each helper that is killed is back,
alone.
"""

import argparse
import os
import signal
import threading
import time

from drills.kill import rows
from drills.stand import Client, on_postgres
from drills.told import leave, told

PEOPLE = 8
WAITING = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING')"
PAGES = ("/", "/customers/customers/", "/marketing/chances/", "/account/profile/")
TYPED = "客户希望下周二上午再谈一次报价"


class Crowd:
    """People who click all the time; every answer with its status, its time and how long it took."""

    def __init__(self, port: int):
        self.port, self.answers, self.enough = port, [], threading.Event()
        self.people = [Client(port).login("ann") for _ in range(PEOPLE)]
        self.threads = [threading.Thread(target=self.click, args=(person,)) for person in range(PEOPLE)]
        self.threads.append(threading.Thread(target=self.look))

    def click(self, number: int) -> None:
        turn = number
        while not self.enough.is_set():
            turn += 1
            form = None
            path = PAGES[turn % len(PAGES)]
            if turn % 5 == 0:
                path, form = "/customers/customers/new/", {"name": f"{TYPED}{number}-{turn}", "remark": TYPED}
            began = time.monotonic()
            status, text, headers = self.people[number].ask(path, form)
            kept = form is None or status != 503 or TYPED in text
            told = status != 503 or "Retry-After" in headers
            self.answers.append((began, time.monotonic() - began, status, kept and told, "page"))
            time.sleep(0.1)

    def look(self) -> None:
        """Something that needs no database."""
        while not self.enough.is_set():
            began = time.monotonic()
            status, _, _ = Client(self.port).ask("/static/plain.css")
            self.answers.append((began, time.monotonic() - began, status, True, "static"))
            time.sleep(0.2)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *raised):
        self.enough.set()
        for thread in self.threads:
            thread.join()


def judge(name: str, crowd: Crowd, gone: float, back: float) -> bool:
    """Print and judge what happened between two moments, and how soon everything went on."""
    pages = [one for one in crowd.answers if one[4] == "page"]
    during = [one for one in pages if gone - 0.05 < one[0] < back]
    waits = sorted(one[1] for one in during)
    statuses = {status: sum(one[2] == status for one in during) for status in {one[2] for one in during}}
    bad_after = [one[0] for one in pages if one[0] >= back and one[2] not in (200, 302, 422)]
    recovery = max([*bad_after, back]) - back
    static = sorted(one[1] for one in crowd.answers if one[4] == "static" and gone < one[0] < back)
    facts = {
        "answers": len(during),
        "statuses": statuses,
        "longest": round(waits[-1], 2),
        "p99": round(waits[int(len(waits) * 0.99)], 2),
        "back after": round(recovery, 2),
        "longest without database": round(static[-1], 2) if static else None,
        "kept and told": all(one[3] for one in during),
    }
    good = waits[-1] <= 10 and recovery <= 5 and facts["kept and told"] and set(statuses) <= {200, 302, 422, 503}
    good = good and 503 in statuses
    return told("E5" if name == "stopped" else "E6", f"{name}: {facts}", "≤ 10 s, 503, kept, back ≤ 5 s", good)


def works(stand, server) -> bool:
    """Whether a task is done that is asked for now."""
    stand.manage("shell", "-v0", "-c", "from drills.slow import nap; nap.enqueue(0)")
    return within(10, lambda: not rows(server, WAITING)[0][0])


def comes_back(stand, name: str) -> bool:
    """Whether a helper that is killed is there again, while the others go on."""
    before = stand.helpers()
    if name not in before:
        return False
    os.kill(before[name], signal.SIGKILL)
    others = {other: pid for other, pid in before.items() if other != name}
    back = within(10, lambda: stand.helpers().get(name, before[name]) != before[name])
    answers = within(10, lambda: Client(stand.port).ask("/account/login/")[0] == 200)
    return back and answers and {other: pid for other, pid in stand.helpers().items() if other != name} == others


def within(seconds: float, condition) -> bool:
    """Whether something comes true in this time."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def drill(seconds: float, kinds: list[str]) -> None:
    with on_postgres() as (stand, server):
        stand.serve_all()
        for name in kinds:
            with Crowd(stand.port) as crowd:
                time.sleep(2)
                gone = time.monotonic()
                server.kill(signal.SIGINT) if name == "stopped" else server.send(signal.SIGSTOP)
                time.sleep(seconds)
                server.start() if name == "stopped" else server.send(signal.SIGCONT)
                back = time.monotonic()
                time.sleep(8)
            judge(name, crowd, gone, back)
            told("E5", f"{name}: {sorted(stand.helpers())}", "web, worker, clock", len(stand.helpers()) == 3)
            told("E5", f"{name}: a task asked for afterwards", "done within 10 s", works(stand, server))
        for name in ("worker", "clock", "web"):
            told("E1", f"{name} of bin/serve killed", "back within 10 s, alone", comes_back(stand, name))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("kinds", nargs="*", default=["stopped", "frozen"])
    given = parser.parse_args()
    drill(given.seconds, given.kinds)
    leave()
