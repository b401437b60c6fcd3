"""E12: everything is deleted at a moment; the database comes back as it was a second before."""

import signal
import subprocess
import time
from contextlib import closing

import psycopg2

from apps.operations.backup.postgres import digests
from drills.stand import Server, folder
from drills.told import leave, told


def ask(server, *statements: str) -> list:
    with closing(psycopg2.connect(server.url)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def tables(server) -> dict:
    with closing(psycopg2.connect(server.url)) as connection, connection.cursor() as cursor:
        return digests(cursor)


def drill() -> None:
    with folder() as place:
        wal = place / "wal"
        wal.mkdir(mode=0o777)
        wal.chmod(0o777)
        archive = f"test ! -f {wal}/%f && cp %p {wal}/%f"
        options = ["-c", "wal_level=replica", "-c", "archive_mode=on", "-c", f"archive_command={archive}"]
        server = Server(place / "postgres", *options, "-c", "archive_timeout=5")
        server.start()
        try:
            ask(server, "CREATE TABLE customer (id serial PRIMARY KEY, name text)")
            ask(server, "INSERT INTO customer (name) SELECT 'before ' || g FROM generate_series(1, 500) g")
            base = ["pg_basebackup", "-D", server.folder / "base", "-h", "127.0.0.1", "-p", str(server.port)]
            base = [server.binaries / base[0], *base[1:], "-U", "postgres", "--checkpoint", "fast"]
            subprocess.run(base, check=True, cwd=server.folder, user=server.account)
            ask(server, "INSERT INTO customer (name) SELECT 'after ' || g FROM generate_series(1, 500) g")
            wanted = tables(server)
            time.sleep(1)
            ((moment,),) = ask(server, "SELECT now()::text")
            time.sleep(1)
            ask(server, "DELETE FROM customer", "SELECT pg_switch_wal()")
            control = tables(server) != wanted
            time.sleep(6)
        finally:
            server.kill(signal.SIGINT)
        found = restored(server, wal, moment)
        rows = found.get("customer", {}).get("rows")
        told("E12", f"{rows} rows, digest {'equal' if found == wanted else 'differs'}", "equal", found == wanted)
        told("E12 control", f"after the deletion the digest {'differs' if control else 'is equal'}", "differs", control)


def restored(server: Server, wal, moment: str) -> dict:
    """The tables as they are after a restore of the base backup to a moment, as docs/administration.md says."""
    (server.folder / "cluster").rename(server.folder / "lost")
    (server.folder / "base").rename(server.folder / "cluster")
    with (server.folder / "cluster" / "postgresql.conf").open("a") as file:
        file.write(f"restore_command = 'cp {wal}/%f %p'\nrecovery_target_time = '{moment}'\n")
        file.write("recovery_target_action = 'promote'\n")
    (server.folder / "cluster" / "recovery.signal").touch()
    server.options = ()
    server.start()
    try:
        until = time.monotonic() + 30
        while ask(server, "SELECT pg_is_in_recovery()") == [(True,)] and time.monotonic() < until:
            time.sleep(0.2)
        return tables(server)
    finally:
        server.kill(signal.SIGINT)


if __name__ == "__main__":
    drill()
    leave()
