"""SQLite: an online copy in one step, while people work, and the digests of its tables (E11)."""

import gzip
import hashlib
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from apps.operations.backup.faults import Fault

FILE = "database.sqlite3.gz"
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
PORTION = 1000


class Sqlite:
    """A database in a file, as the settings describe it."""

    file = FILE

    def __init__(self, settings: dict):
        self.path = Path(settings["NAME"])

    def snapshot(self, folder: Path) -> dict:
        """Copy the database into the folder; rows and digest of every table of the copy."""
        if not self.path.is_file():
            raise Fault(f"There is no database at {self.path}.")
        copy = folder / "copy.sqlite3"
        with closing(sqlite3.connect(self.path, timeout=60)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)  # all pages in one step: one moment, and writers need not wait
            target.execute("PRAGMA journal_mode=DELETE")
            ((verdict,),) = target.execute("PRAGMA integrity_check(1)")
            if verdict != "ok":
                raise Fault(f"The database is damaged. {verdict}")
            found = digests(target)
        with copy.open("rb") as plain, gzip.open(folder / FILE, "wb", compresslevel=3) as packed:
            shutil.copyfileobj(plain, packed, 1 << 20)
        copy.unlink()
        return found

    def digests(self) -> dict:
        """Rows and digest of every table now."""
        with closing(sqlite3.connect(self.path)) as connection:
            return digests(connection)

    def load(self, folder: Path) -> None:
        """Put a copy in the place of this database, where there is none yet."""
        if self.path.exists():
            raise Fault(f"There is a database at {self.path} already: move it away first.")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        part = self.path.with_name(f"{self.path.name}.part")
        with gzip.open(folder / FILE) as packed, part.open("wb") as plain:
            shutil.copyfileobj(packed, plain, 1 << 20)
        part.rename(self.path)


def digests(connection: sqlite3.Connection) -> dict:
    """For each table how many rows it has and the hash of all of them, in the order of the key."""
    connection.text_factory = bytes
    found = {}
    for (name,) in connection.execute(TABLES).fetchall():
        table = name.decode()
        columns = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
        key = [column[1].decode() for column in sorted(columns, key=lambda column: column[5]) if column[5]]
        order = ", ".join(f'"{column}"' for column in key) or "rowid"
        rows, total = 0, hashlib.sha256()
        cursor = connection.execute(f'SELECT * FROM "{table}" ORDER BY {order}')  # noqa: S608 # nosec B608: from the catalogue
        while portion := cursor.fetchmany(PORTION):
            rows += len(portion)
            total.update(repr(portion).encode())
        found[table] = {"rows": rows, "sha256": total.hexdigest()}
    return found
