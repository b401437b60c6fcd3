"""E1, E2, E4: web server, import, database and worker are killed; nothing acknowledged is lost, nothing half done."""

import argparse
import random
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing

import psycopg2

from drills.stand import NEW_CHANCE, ROOT, Client, chance, on_postgres
from drills.told import leave, told

WRITERS, ROWS = 4, 2000
# The import as it is, and with its transaction leaking: the control has to leave half an import behind.
IMPORT = """
import django, sys
django.setup()
from django.core.management import call_command
from django.db import connection
from apps.foundation.database import bulk_insert
copy = bulk_insert.copy
def leak(model, *rows):
    copy(model, *rows)
    if model._meta.db_table == "cst_customer":
        connection.connection.commit()
if sys.argv[2] == "planted":
    bulk_insert.copy = leak
given = {"map": ["客户名称=name"], "set": ["region=" + sys.argv[3]]}
call_command("import_rows", "customers", sys.argv[1], by="boss", **given)
"""
MADE = """
SELECT (SELECT count(*) FROM cst_customer WHERE name LIKE '{0}'),
       (SELECT count(*) FROM core_entry WHERE title LIKE '{0}')
"""
# A transaction that writes customers holds this lock on their table.
BUSY = "SELECT 1 FROM pg_locks WHERE relation = 'cst_customer'::regclass AND mode = 'RowExclusiveLock'"
TICKET = re.compile('name="draft" value="([^"]+)"')
TASK = "from drills.slow import nap; nap.enqueue(2)"


class Writers:
    """People who open the form of a chance and send it, as fast as they can; what they were told was saved."""

    def __init__(self, port: int, name: str, source: int):
        self.acknowledged, self.name, self.source, self.enough = [], name, source, threading.Event()
        self.failed = []  # the answers that were none, or a fault
        self.people = [Client(port).login("ann") for _ in range(WRITERS)]
        self.threads = [threading.Thread(target=self.write, args=(place,)) for place in range(WRITERS)]

    def write(self, place: int) -> None:
        number = 0
        while not self.enough.is_set():
            number += 1
            title = f"{self.name}-{place}-{number}"
            status, page, _ = self.people[place].ask(NEW_CHANCE, seconds=10)
            if status == 200:
                form = chance(self.source, title) | {"draft": TICKET.search(page)[1]}
                status, _, _ = self.people[place].ask(NEW_CHANCE, form, seconds=10)
            if status == 302:
                self.acknowledged.append(title)
            else:
                self.failed.append(status)
                time.sleep(0.2)

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *raised):
        self.enough.set()
        for thread in self.threads:
            thread.join()


def rows(server, query: str) -> list:
    with closing(psycopg2.connect(server.url)) as connection, connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def lost(server, acknowledged: list[str]) -> tuple[int, int]:
    """How many acknowledged chances are not there, and how many are there without their entry in the log."""
    stored = {title for (title,) in rows(server, "SELECT title FROM sal_chance")}
    half = rows(
        server,
        "SELECT count(*) FROM sal_chance c WHERE NOT EXISTS (SELECT 1 FROM core_entry e"
        " WHERE e.action = 'marketing.chance.create' AND e.object_id = c.id)",
    )
    return len(set(acknowledged) - stored), half[0][0]


def source_of(server) -> int:
    """Where a chance comes from."""
    return rows(server, "SELECT min(id) FROM bas_dict WHERE type = 'source'")[0][0]


def kill_web(times: int) -> None:
    with on_postgres() as (stand, server):
        source = source_of(server)
        stand.serve()
        acknowledged, slowest = [], 0.0
        for number in range(times):
            with Writers(stand.port, f"kill{number}", source) as writers:
                time.sleep(random.uniform(2, 4))
                stand.kill(signal.SIGKILL)
            acknowledged += writers.acknowledged
            began = time.monotonic()
            stand.serve()
            slowest = max(slowest, time.monotonic() - began)
        gone, half = lost(server, acknowledged)
        figure = f"{times} × kill -9: {len(acknowledged)} acknowledged, {gone} lost, {half} half"
        told("E1", figure, "0 lost, 0 half", bool(acknowledged) and not gone and not half)
        told("E1 back", f"{slowest:.1f} s", "≤ 5 s", slowest <= 5)


def kill_imports(times: int) -> None:
    with on_postgres() as (stand, server):
        ((region,),) = rows(server, "SELECT value FROM bas_dict WHERE type = 'region' ORDER BY id LIMIT 1")
        for kind in ("as it is", "planted"):
            halves, whole = 0, 0
            for number in range(times):
                file = stand.folder / f"{kind[:2].strip()}{number}.csv"
                names = "\n".join(f"{kind} {number} {row}" for row in range(ROWS))
                file.write_text(f"客户名称\n{names}\n")
                command = [sys.executable, "-c", IMPORT, str(file), kind, region]
                environment = stand.environment | {"DJANGO_SETTINGS_MODULE": "crm.settings"}
                process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=-3, stderr=-3)
                if kind == "planted":  # as soon as something can be seen that is not whole yet
                    seen = f"SELECT 1 FROM cst_customer WHERE name LIKE '{kind} {number} %' LIMIT 1"
                    wait_for_rows(process, server, seen)
                else:
                    wait_for_rows(process, server, BUSY)
                    time.sleep(random.uniform(0, 1.5))
                process.kill()
                ended = process.wait() == 0
                ((customers, entries),) = rows(server, MADE.format(f"{kind} {number} %"))
                halves += (customers, entries) not in {(0, 0), (ROWS, ROWS)} or (ended and customers != ROWS)
                whole += (customers, entries) == (ROWS, ROWS)
            figure = f"{times} imports killed: {halves} half, {whole} whole"
            if kind == "planted":
                told("E1 control", figure + ", without transaction", "≥ 1 half", halves > 0)
            else:
                told("E1 import", figure, "0 half", halves == 0)


def wait_for_rows(process, server, query: str) -> None:
    """Return when the import has begun to write, or has ended."""
    while process.poll() is None and not rows(server, query):
        time.sleep(0.02)


def kill_database(times: int) -> None:
    for kind, options in (("", ()), (" control", ("-c", "synchronous_commit=off", "-c", "wal_writer_delay=10s"))):
        with on_postgres(*options) as (stand, server):
            source = source_of(server)
            stand.serve()
            acknowledged = []
            for number in range(times if not kind else 3):
                with Writers(stand.port, f"kill{number}", source) as writers:
                    time.sleep(random.uniform(2, 4))
                    server.kill(signal.SIGKILL)
                acknowledged += writers.acknowledged
                server.start()
            gone, half = lost(server, acknowledged)
            figure = f"{len(acknowledged)} acknowledged, {gone} lost, {half} half"
            if kind:
                told("E2 control", f"{figure}, synchronous_commit=off", "≥ 1 lost", gone > 0)
            else:
                told("E2", f"{times} × kill -9: {figure}", "0 lost, 0 half", bool(acknowledged) and not gone + half)


def kill_worker(times: int) -> None:
    with on_postgres() as (stand, server):
        for kind, command in (("", "worker"), (" control", "db_worker")):
            worst, stuck = 0.0, 0
            for _round in range(times if not kind else 1):
                stand.manage("shell", "-v0", "-c", TASK)
                start = [sys.executable, "manage.py", command]
                given = {"cwd": ROOT, "env": stand.environment, "stdout": -3, "stderr": -3}
                worker = subprocess.Popen(start, **given)
                wait_for_state(server, "RUNNING", 60)
                worker.kill()
                worker.wait()
                began = time.monotonic()
                worker = subprocess.Popen(start, **given)
                stuck += not wait_for_state(server, "SUCCESSFUL", 30 if kind else 120)
                worst = max(worst, time.monotonic() - began)
                worker.kill()
                worker.wait()
                rows_changed(server)
            if kind:
                told("E4 control", f"{stuck} stuck, with the bare worker", "≥ 1 stuck", stuck > 0)
            else:
                told("E4", f"{times} × kill -9: {stuck} stuck, done after {worst:.0f} s at most", "≤ 120 s", not stuck)


def wait_for_state(server, state: str, seconds: float) -> bool:
    """Whether all tasks reach a state in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if [found for (found,) in rows(server, "SELECT DISTINCT status FROM django_tasks_database_dbtaskresult")] == [
            state
        ]:
            return True
        time.sleep(0.1)
    return False


def rows_changed(server) -> None:
    """Forget the tasks of a round."""
    with closing(psycopg2.connect(server.url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_tasks_database_dbtaskresult")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["web", "imports", "database", "worker"])
    parser.add_argument("--times", type=int, default=20)
    given = parser.parse_args()
    {"web": kill_web, "imports": kill_imports, "database": kill_database, "worker": kill_worker}[given.what](
        given.times
    )
    leave()
