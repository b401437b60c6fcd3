"""One backup: the database as it is at one moment, and every file that moment refers to (E11)."""

import os
import shutil
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from apps.operations.backup import archive
from apps.operations.backup.faults import Fault
from apps.operations.backup.postgres import Postgres
from apps.operations.backup.sqlite import Sqlite

MEDIA = "media"
NAME = "crm-%Y%m%d-%H%M%S"
YOUNG_SECONDS = 60
TOO_OLD = timedelta(hours=26)  # a day, and two hours for a night in which the machine is busy


def database():
    """The database of this installation, past a pooler where DIRECT_DATABASE_URL says how."""
    given = settings.DIRECT_DATABASE or connection.settings_dict
    return (Sqlite if given["ENGINE"].endswith("sqlite3") else Postgres)(given)


@contextmanager
def workplace():
    """A folder nobody else can read, on the disk of the installation, for as long as it is needed."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="backup-", dir=settings.VAR_DIR) as name:
        yield Path(name)


def back_up(folder: Path, public_key: str = "") -> Path:
    """Make a backup in the folder while people work; encrypted where a public key is given (E11)."""
    now, source = datetime.now(UTC), database()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / f"{now:{NAME}}.tar{'.age' if public_key else ''}"
    with workplace() as work:
        gather_files(work / MEDIA)
        tables = not_empty(source.snapshot(work))
        gather_files(work / MEDIA)  # again: before, for what is deleted meanwhile; after, for what is new
        manifest = {"made": now.isoformat(), "database": source.file, "tables": tables}
        archive.pack(work, manifest, target, public_key)
    return target


def not_empty(tables: dict) -> dict:
    """The tables of a snapshot or a backup. Raises Fault where nobody works there."""
    if not tables.get("sys_user", {}).get("rows"):
        raise Fault("Nobody works in this database, so it is not the company's: look at DATABASE_URL.")
    return tables


def gather_files(target: Path) -> None:
    """Link the uploaded files, so that none can be deleted meanwhile; copy what may still be growing."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(root.rglob("*")):
        copy = target / path.relative_to(root)
        try:
            if path.is_file():
                copy.parent.mkdir(parents=True, exist_ok=True)
                keep_file(path, copy)
        except FileNotFoundError:
            continue  # deleted between two looks


def keep_file(path: Path, copy: Path) -> None:
    if time.time() - path.stat().st_mtime < YOUNG_SECONDS:
        shutil.copyfile(path, copy)
    elif not copy.exists():
        try:
            os.link(path, copy)
        except OSError:  # on another disk
            shutil.copyfile(path, copy)


def restore(path: Path, key: Path | None) -> dict:
    """Bring a backup into an empty installation and compare every table and file with it; the manifest (E11)."""
    media = Path(settings.MEDIA_ROOT)
    if media.exists() and any(media.rglob("*")):
        raise Fault(f"There are files in {media} already: move them away first.")
    with workplace() as work:
        manifest = archive.unpack(path, key, work)
        target = database()
        if manifest["database"] != target.file:
            raise Fault(f"The backup holds {manifest['database']}, DATABASE_URL names another kind of database.")
        target.load(work)
        media.mkdir(parents=True, exist_ok=True)
        shutil.copytree(work / MEDIA, media, dirs_exist_ok=True) if (work / MEDIA).exists() else None
    compare("Table", manifest["tables"], target.digests())
    files = {name: one for name, one in manifest["files"].items() if name.startswith(f"{MEDIA}/")}
    compare("File", files, {f"{MEDIA}/{name}": one for name, one in archive.contents(media).items()})
    return manifest


def compare(kind: str, wanted: dict, found: dict) -> None:
    """Raise Fault unless everything is as the manifest says."""
    wrong = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    if wrong:
        raise Fault(f"{kind} not as in the backup: {', '.join(wrong[:5])} ({len(wrong)} in all).")


def newest(folder: Path) -> Path:
    """The newest backup in a folder. Raises Fault where there is none."""
    found = archives(folder)
    if not found:
        raise Fault(f"There is no backup in {folder}.")
    return found[-1]


def archives(folder: Path) -> list[Path]:
    """The backups in a folder, oldest first."""
    return sorted(path for path in folder.glob("crm-*.tar*") if path.suffix in (".tar", ".age"))


def made(path: Path) -> datetime:
    """When a backup was made, as its name says."""
    try:
        return datetime.strptime(path.name.partition(".")[0], NAME).replace(tzinfo=UTC)
    except ValueError as error:
        raise Fault(f"{path.name} does not say when it was made.") from error


def verify(path: Path, key: Path | None) -> str:
    """Raise Fault for a backup that is damaged or, in a folder, older than 26 hours; what was checked (E13)."""
    if path.is_dir():
        path = newest(path)
        age = datetime.now(UTC) - made(path)
        if age > TOO_OLD:
            raise Fault(f"The newest backup is too old: {path.name}, {age.total_seconds() / 3600:.0f} hours.")
    if path.suffix == ".age" and key is None:
        archive.whole(path)
        return f"{path.name} is what was written. Its content was not looked at: --key names the secret key."
    manifest = archive.unpack(path, key)
    rows = sum(table["rows"] for table in not_empty(manifest["tables"]).values())
    return f"{path.name} is whole: {len(manifest['tables'])} tables, {rows:,} rows, {len(manifest['files'])} files."


def forget_old(folder: Path, keep: int) -> list[Path]:
    """Delete all backups of a folder but the newest ones; which."""
    old = archives(folder)[:-keep]
    for path in old:
        path.unlink()
        archive.checksum(path).unlink(missing_ok=True)
    return old
