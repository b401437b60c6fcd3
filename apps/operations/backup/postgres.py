"""PostgreSQL: dump and table digests of one snapshot, while people work; loading all or nothing (E11)."""

import hashlib
import os
import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import psycopg2

from apps.operations.backup.faults import Fault

FILE = "database.dump"
WAY = {"host", "sslmode", "sslrootcert", "sslcert", "sslkey"}  # what an address says of the way to the server
# How values are written must not depend on the server that writes them, or equal tables would look different.
PLAIN = "SET statement_timeout=0; SET timezone='UTC'; SET datestyle='ISO'; SET intervalstyle='postgres'"
# Of each table its name and how to read all of it in the order of its key.
TABLES = """
    SELECT c.oid::regclass::text,
           format('COPY (SELECT * FROM %1$s AS t ORDER BY %2$s) TO STDOUT', c.oid::regclass, coalesce(
               (SELECT string_agg(format('t.%I%s', a.attname, CASE WHEN a.attcollation <> 0 THEN ' COLLATE "C"' END),
                                  ', ' ORDER BY array_position(i.indkey, a.attnum))
                FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
                WHERE i.indrelid = c.oid AND i.indisprimary),
               't::text COLLATE "C"'))
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'
    ORDER BY 1
"""


class Postgres:
    """A database on a server, as the settings describe it."""

    file = FILE

    def __init__(self, settings: dict):
        given = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
        self.address = {name: str(settings[key]) for name, key in given.items() if settings.get(key)}
        options = settings.get("OPTIONS", {})
        self.address |= {name: options[name] for name in WAY & options.keys()}

    def connect(self):
        return closing(psycopg2.connect(**self.address, connect_timeout=10))

    def tool(self, name: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs on this database. Raises Fault with what it says."""
        variables = {
            f"PG{'DATABASE' if name == 'dbname' else name.upper()}": self.address[name] for name in self.address
        }
        command = [newest(name), *arguments]
        done = subprocess.run(command, env=os.environ | variables, capture_output=True, text=True)  # noqa: S603
        if done.returncode:
            raise Fault(f"{name} failed. {done.stderr.strip()}")

    def snapshot(self, folder: Path) -> dict:
        """Dump the database into the folder; rows and digest of every table at the same moment."""
        with self.connect() as connection, connection.cursor() as cursor:
            connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
            cursor.execute("SELECT pg_export_snapshot()")
            (moment,) = cursor.fetchone()
            place = ["--format=custom", "--no-owner", "--no-acl", f"--file={folder / FILE}"]
            self.tool("pg_dump", f"--snapshot={moment}", *place)
            return digests(cursor)

    def digests(self) -> dict:
        """Rows and digest of every table now."""
        with self.connect() as connection, connection.cursor() as cursor:
            return digests(cursor)

    def load(self, folder: Path) -> None:
        """Bring a dump into this database, which has to be empty: all of it or nothing."""
        with self.connect() as connection, connection.cursor() as cursor:
            cursor.execute(TABLES)
            if found := cursor.fetchall():
                raise Fault(f"The database is not empty, it has {len(found)} tables: restore into a new one.")
        options = ["--no-owner", "--no-acl", "--exit-on-error", "--single-transaction"]
        self.tool("pg_restore", *options, f"--dbname={self.address['dbname']}", str(folder / FILE))


def digests(cursor) -> dict:
    """For each table how many rows it has and the hash of all of them, in the order of the key."""
    cursor.execute(PLAIN)
    cursor.execute(TABLES)
    found = {}
    for table, reading in cursor.fetchall():
        total = Lines()
        cursor.copy_expert(reading, total)
        found[table] = total.figures()
    return found


class Lines:
    """A file that keeps nothing of what is written but how many lines, and their hash."""

    def __init__(self):
        self.rows, self.hash = 0, hashlib.sha256()

    def write(self, block: bytes) -> None:
        self.rows += block.count(b"\n")  # a line break inside a value is written as \n
        self.hash.update(block)

    def figures(self) -> dict:
        return {"rows": self.rows, "sha256": self.hash.hexdigest()}


def newest(name: str) -> str:
    """The newest installed version of a program of PostgreSQL: an older one cannot read a newer server."""
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = str(installed[-1]) if installed else shutil.which(name)
    if not found:
        raise Fault(f"{name} is missing (Debian: apt-get install postgresql-client).")
    return found
