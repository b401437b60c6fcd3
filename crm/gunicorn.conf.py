"""The web server: two processes of eight threads; no preload, so each has its own connections and fonts."""

import os
import shutil
import signal
import time
from pathlib import Path

from django.conf import settings
from prometheus_client.multiprocess import mark_process_dead

from apps.operations.hang_detector import Watchdog
from apps.operations.outage import db_retry
from crm import safety

# A page whose question takes longer has failed already; commands such as imports keep the longer limit of the settings.
os.environ.setdefault("STATEMENT_TIMEOUT_MS", "8000")

# Each process writes its figures into files that all of them read. Ports tell two servers of one machine apart.
figures = Path(os.environ.get("CRM_VAR", "var")).resolve() / f"figures-{os.environ.get('PORT', '8000')}"
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(figures))

host = os.environ.get("HOST", "127.0.0.1")
port = os.environ.get("PORT", "8000")

bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 8  # while a frozen database is found out, some are left for what needs none (E6)
timeout = 60
graceful_timeout = 30
keepalive = 5
limit_request_line = 8190  # a filtered list has everything in its address
control_socket_disable = True
loglevel = "warning"


HEAD_START = 1.5  # seconds


def on_starting(server):
    """Refuse wrong settings once, before any process tries to work with them."""
    safety.load_settings()
    shutil.rmtree(figures, ignore_errors=True)
    figures.mkdir(parents=True)


def post_fork(server, worker):
    """Let the first process start alone (E1): together each takes twice as long, and people wait for the first."""
    if 1 < worker.age <= workers:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
            signal.signal(number, signal.SIG_DFL)  # until the process sets its own, it has those of its parent
        time.sleep(HEAD_START)


def child_exit(server, worker):
    """What a process that has ended counted stays, what it measured goes."""
    mark_process_dead(worker.pid, os.environ["PROMETHEUS_MULTIPROC_DIR"])


def post_worker_init(worker):
    """Wait for the database with an end, and end if all threads hang; say where to go once there is an answer."""
    db_retry.install()
    worker.watchdog = Watchdog(threads=worker.cfg.threads, longest=worker.cfg.timeout)
    worker.watchdog.start()
    if worker.age == 1:
        shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, host)
        here = f"http://{shown}:{port}"
        print(f"Open {settings.SITE_URL}, which leads to {here}" if settings.PRODUCTION else f"Open {here}", flush=True)


def pre_request(worker, request):
    """Gunicorn's own hook would write a line; here the watchdog learns that a thread is busy (E6)."""
    worker.watchdog.begin()


def post_request(worker, request, environ, response):
    """The thread is free again."""
    worker.watchdog.done()
