"""A PostgreSQL server for the tests: the one that answers, or one started for the time of the run."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2

SERVER = "postgres://postgres@127.0.0.1:{port}/{name}"
INITDB = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
POSTGRES = ["-h", "127.0.0.1", "-F", "-N", "200"]
WAIT_SECONDS = 30


class NoServer(Exception):
    """Neither a server that answers nor the means to start one."""


@contextmanager
def server(database: str) -> Iterator[str]:
    """The address of a database of this name on a server where the tests may create their own."""
    if answers(5432):
        yield SERVER.format(port=5432, name=database)
        return
    with tempfile.TemporaryDirectory(prefix="crm-postgres-") as folder, started(Path(folder)) as port:
        yield SERVER.format(port=port, name=database)


def answers(port: int) -> bool:
    """Whether a server lets us in there."""
    try:
        psycopg2.connect(SERVER.format(port=port, name="postgres"), connect_timeout=3).close()
    except psycopg2.OperationalError:
        return False
    return True


@contextmanager
def started(folder: Path) -> Iterator[int]:
    """Start a server in the folder; durability is switched off because its data lives as long as the run."""
    binaries, account, port = find_binaries(), owner(), free_port()
    run = {"cwd": folder, "user": account}
    if account:
        shutil.chown(folder, account)
    cluster = folder / "cluster"
    create = [binaries / "initdb", "-D", cluster, *INITDB]
    subprocess.run(create, check=True, stdout=subprocess.DEVNULL, **run)
    serve = [binaries / "postgres", "-D", cluster, "-p", str(port), "-k", folder, *POSTGRES]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(serve, stdout=log, stderr=log, **run)
    try:
        wait_for(port, process, folder / "log")
        yield port
    finally:
        process.send_signal(signal.SIGINT)  # does not wait for clients, unlike SIGTERM
        process.wait()


def wait_for(port: int, process: subprocess.Popen, log: Path) -> None:
    """Return when the server answers."""
    until = time.monotonic() + WAIT_SECONDS
    while not answers(port):
        if process.poll() is not None or time.monotonic() > until:
            raise NoServer(f"PostgreSQL did not start:\n{log.read_text()}")
        time.sleep(0.2)


def find_binaries() -> Path:
    """The folder of the newest installed server."""
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not installed:
        raise NoServer("No PostgreSQL server answers at 127.0.0.1:5432, and none is installed to start one.")
    return installed[-1].parent


def owner() -> str | None:
    """The account to run it as: PostgreSQL refuses root."""
    return None if os.getuid() else "nobody"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
