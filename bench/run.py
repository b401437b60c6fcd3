"""Measure every page of the product on a large company's data, beside a bare view and the bare SQL of the same page.

    DATABASE_URL=postgres://postgres@127.0.0.1:5432/bench \\
    SMALL_DATABASE_URL=postgres://postgres@127.0.0.1:5432/bench_small python bench/run.py

Prints the tables of README.md. Fails where a page does not answer 200, or asks more often than with the small data,
which is a tenth of it.
"""

import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import django

HOST = "crm.bench"
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "bench_settings",
    "CRM_PRODUCTION": "1",
    "ALLOWED_HOSTS": HOST,
    "SECRET_KEY": secrets.token_urlsafe(50),
}
os.environ.update(PRODUCTION)
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
django.setup()

import saving  # noqa: E402
import traffic  # noqa: E402
from cases import BOSS, Case, cases  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from apps.auth.models import User  # noqa: E402
from apps.core.models import Entry  # noqa: E402
from apps.core.pages import REGISTRY  # noqa: E402
from apps.customers.models import OrderLine  # noqa: E402

LEAST, MOST, SECONDS = 5, 15, 0.8  # a page is repeated so often, or for so long
PATIENCE = 10.0  # seconds after which a slow one is repeated no more
SLOW = 500
FILES = {
    "bare": "customers, bare SQL into rustpy-xlsxwriter",
    "export": "customers, exported",
    "import": "new customers, imported (checked, stored, filed; then given up)",
}
HEAD = (
    "| page | as | median | p95 | queries | SQL | × SQL | floor | × floor | of a tenth | × a tenth |\n"
    "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
)


@dataclass
class Figures:
    """What one page took, in milliseconds, and its SQL alone, and the bare view."""

    case: Case
    queries: int
    page: list[float]
    sql: list[float]
    floor: list[float]
    small: float = 0  # the page's median with a tenth of the data

    @property
    def p95(self) -> float:
        return quantiles(self.page, n=20, method="inclusive")[-1]

    def __str__(self):
        page, sql = median(self.page), median(self.sql)
        p95 = f"**{self.p95:.0f}**" if self.p95 > SLOW else f"{self.p95:.0f}"
        floor = median(self.floor) if self.floor else 0
        beside = f"{floor:.1f} | {page / floor:.1f}" if floor else " | "
        growth = f"{self.small:.0f} | {page / self.small:.2f}" if self.small else " | "
        times = f"{page:.0f} | {p95} | {self.queries} | {sql:.1f} | {page / sql:.1f} | {beside} | {growth}"
        return f"| {self.case.page} | {self.case.kind} | {times} |"


def visitor(username: str) -> Client:
    """The product as one person has it in the browser."""
    client = Client(headers={"host": HOST})
    client.force_login(User.objects.get(username=username))
    return client


def fetch(client: Client, case: Case) -> None:
    """Open the page and read all of it; nothing is kept from the time before, unless that is measured."""
    if not case.kept:
        cache.clear()
    read(client, case.address)


def read(client: Client, address: str) -> None:
    answer = client.get(address, secure=True)
    if answer.status_code != 200:
        sys.exit(f"{answer.status_code} at {address}")
    answer.getvalue()


def statements(client: Client, case: Case) -> list[tuple]:
    """What the page asks the database, each statement with its parameters; what is kept is looked up before."""
    asked = []

    def note(execute, sql, params, many, context):
        asked.append((sql, params))
        return execute(sql, params, many, context)

    fetch(client, case)
    with connection.execute_wrapper(note):
        fetch(client, case)
    return asked


def ask(asked: list[tuple]) -> None:
    """The same statements without Django: sent over the driver, every row fetched."""
    with connection.connection.cursor() as cursor:
        for sql, params in asked:
            cursor.execute(sql, params)
            if cursor.description:  # that a session is still used, noted every five minutes, brings no rows
                cursor.fetchall()


def timed(work: Callable, *given) -> float:
    began = time.perf_counter()
    work(*given)
    return (time.perf_counter() - began) * 1000


def measure(client: Client, case: Case) -> Figures:
    """Page, bare SQL and bare view by turns, so that what else the machine does hits all of them."""
    asked = statements(client, case)
    found = Figures(case, len(asked), [], [], [])
    if case.floor:
        read(client, case.floor)
    began = time.perf_counter()
    while again(len(found.page), time.perf_counter() - began):
        found.page.append(timed(fetch, client, case))
        found.sql.append(timed(ask, asked))
        if case.floor:
            found.floor.append(timed(read, client, case.floor))
    return found


def again(times: int, seconds: float) -> bool:
    """Whether to look once more: at least five times, or for a while; a very slow one only twice."""
    return times < 2 or (times < LEAST and seconds < PATIENCE) or (times < MOST and seconds < SECONDS)


def visits() -> Iterator[tuple[Client, Case]]:
    """Every page with who opens it."""
    every = list(cases())
    clients = {username: visitor(username) for username in {case.by for case in every}}
    return ((clients[case.by], case) for case in every)


def small() -> dict[str, list]:
    """The median and the number of queries of every page with a tenth of the data, by this program once more."""
    environment = os.environ | {"DATABASE_URL": os.environ["SMALL_DATABASE_URL"]}
    done = subprocess.run([sys.executable, __file__, "--small"], env=environment, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def files() -> str:
    """How fast lists come out and rows come in, each in a process of its own."""
    lines = ["| files | rows/s | MB above idle |\n| --- | ---: | ---: |"]
    rates = {}
    for work in ("bare", "export", "import"):
        script = Path(__file__).with_name("files.py")
        done = subprocess.run([sys.executable, script, work], check=True, stdout=subprocess.PIPE, text=True)
        rate, memory = done.stdout.split()
        rates[work] = int(rate)
        lines.append(f"| {FILES[work]} | {int(rate):,} | {memory} |")
    return "\n".join(lines) + f"\n\nThe export has {rates['export'] / rates['bare']:.2f} × the rate of the bare one."


def machine() -> str:
    """What this ran on and how much data there was."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('shared_buffers')")
        version, buffers = cursor.fetchone()
    rows = ", ".join(
        f"{model._meta.verbose_name_plural} {count:,}"
        for model in (*REGISTRY, OrderLine, Entry)
        if (count := model._base_manager.count()) > 1000
    )
    return (
        f"{os.cpu_count()} cores (load {os.getloadavg()[0]:.1f}), {memory:.0f} GB, PostgreSQL {version} with {buffers}"
        f" of buffers, Python {sys.version.split()[0]}, Django {django.__version__}.\nRows: {rows}."
    )


def main() -> None:
    few = small()
    print(machine(), HEAD, sep="\n\n")
    found = []
    for client, case in visits():
        found.append(measure(client, case))
        found[-1].small, _queries = few.get(case.name, (0, 0))
        print(found[-1], flush=True)
    print(
        "",
        saving.table(visitor(BOSS)),
        traffic.table(visitor(BOSS)),
        files(),
        f"Load at the end: {os.getloadavg()[0]:.1f}.",
        sep="\n\n",
    )
    more = [one for one in found if one.queries > few.get(one.case.name, (0, one.queries))[1]]
    for one in more:
        print(f"{one.case.name} asks {one.queries} times, with a tenth of the data {few[one.case.name][1]} times.")
    sys.exit(bool(more))


def measured() -> dict[str, list]:
    found = [measure(client, case) for client, case in visits()]
    return {one.case.name: [median(one.page), one.queries] for one in found}


if __name__ == "__main__":
    if settings.DEBUG:
        sys.exit("DEBUG is on: that measures something else.")
    call_command("collectstatic", verbosity=0, interactive=False)
    if "--small" in sys.argv:
        print(json.dumps(measured()))
    else:
        main()
