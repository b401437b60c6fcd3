"""Backup and restore, tried on a database people write to, and on archives that have rotted (checks E11, E13)."""

import random
import sqlite3
import threading
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import psycopg2
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.customers.models import Customer
from apps.operations.backup import archive, making, sealing
from apps.operations.backup.faults import Fault
from tests import make


def run(command, *arguments, **options):
    out = StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return out.getvalue()


@contextmanager
def empty_database(folder):
    """The settings of a new database of the kind under test."""
    here = connection.settings_dict
    if connection.vendor == "sqlite":
        yield here | {"NAME": str(folder / "restored.sqlite3")}
        return
    name = f"{here['NAME']}_restored"
    given = {"host": here["HOST"], "port": here["PORT"], "user": here["USER"], "password": here["PASSWORD"]}
    with closing(psycopg2.connect(**given, dbname="postgres")) as server, server.cursor() as cursor:
        server.autocommit = True
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name}")
        yield here | {"NAME": name}
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def people_writing(cast):
    """Somebody who makes customers and pictures all the time."""
    enough = threading.Event()

    def write():
        while not enough.is_set():
            customer = make.customer(owner=cast.ann)
            picture = Path(making.settings.MEDIA_ROOT) / f"{customer.pk}.txt"
            picture.write_text(customer.name)
        connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield
    finally:
        enough.set()
        thread.join()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_backup_under_write_load_comes_back_whole(cast, settings, tmp_path):
    media, key = tmp_path / "media", tmp_path / "key"
    media.mkdir()
    (media / "picture.png").write_bytes(b"\x89PNG")
    settings.MEDIA_ROOT, settings.VAR_DIR = media, tmp_path / "var"
    make.customer(owner=cast.ann, name="华信贸易\t有限\\公司\n")
    settings.BACKUP_KEY = run("backup", make_key=key).strip().removeprefix("BACKUP_KEY=")
    with people_writing(cast):
        run("backup", tmp_path / "backups")
    path = making.newest(tmp_path / "backups")
    assert "华信".encode() not in path.read_bytes()
    assert "is whole" in run("backup", verify=tmp_path / "backups", key=key)
    with pytest.raises(CommandError, match="already: move them away"):
        run("restore", path, key=key)

    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    with pytest.raises(CommandError, match="is encrypted"):
        run("restore", path)
    with empty_database(tmp_path) as settings.DIRECT_DATABASE:
        assert "Every table and file is as in the backup" in run("restore", path, key=key)
        assert (tmp_path / "elsewhere" / "picture.png").read_bytes() == b"\x89PNG"
        assert 1 <= making.database().digests()["cst_customer"]["rows"] <= Customer.objects.count()
        settings.MEDIA_ROOT = tmp_path / "third"
        with pytest.raises(CommandError, match="not empty|already"):
            run("restore", path, key=key)


def test_a_restore_that_is_not_the_backup_is_a_fault():
    row = {"rows": 1, "sha256": "a"}
    making.compare("Table", {"customer": row}, {"customer": row})
    for found in ({}, {"customer": row | {"sha256": "b"}}, {"customer": row, "other": row}):
        with pytest.raises(Fault, match="not as in the backup"):
            making.compare("Table", {"customer": row}, found)


WORKED_IN = {"sys_user": {"rows": 1, "sha256": "a"}}


@pytest.fixture
def packed(tmp_path):
    """A backup of two files without a database, and its secret key."""
    work, key = tmp_path / "work", tmp_path / "key"
    (work / "media").mkdir(parents=True)
    (work / "database.dump").write_bytes(random.Random(1).randbytes(300_000))
    (work / "media" / "a.png").write_bytes(b"picture")
    public = sealing.make_key(key)
    for name, given in (("crm-20261101-020000.tar", ""), ("crm-20261101-020000.tar.age", public)):
        archive.pack(work, {"tables": WORKED_IN}, tmp_path / name, given)
    return tmp_path, key


@pytest.mark.parametrize("name", ["crm-20261101-020000.tar", "crm-20261101-020000.tar.age"])
def test_rot_is_found_every_time(packed, name):
    folder, key = packed
    path, chance = folder / name, random.Random(name)
    good = path.read_bytes()
    assert "is whole" in making.verify(path, key)
    for _round in range(20):
        at = chance.randrange(len(good))
        flipped = good[:at] + bytes([good[at] ^ (1 << chance.randrange(8))]) + good[at + 1 :]
        for bad in (flipped, good[:at]):
            path.write_bytes(bad)
            with pytest.raises(Fault):
                making.verify(path, key)
    path.write_bytes(good)
    assert "is whole" in making.verify(path, key)


def test_rot_that_takes_its_checksum_along_is_found_by_the_manifest(packed):
    folder, key = packed
    path = folder / "crm-20261101-020000.tar"
    good = path.read_bytes()
    path.write_bytes(good.replace(b"picture", b"pictura"))
    with path.open("rb") as file:
        archive.checksum(path).write_text(archive.sha256(file))
    with pytest.raises(Fault, match=r"media/a\.png is not what was written"):
        making.verify(path, key)


def test_only_the_right_key_opens_it(packed):
    folder, _key = packed
    other = folder / "other"
    sealing.make_key(other)
    with pytest.raises(Fault, match="key does not open it"):
        making.verify(folder / "crm-20261101-020000.tar.age", other)
    with pytest.raises(Fault, match="holds no secret key"):
        making.verify(folder / "crm-20261101-020000.tar.age", folder / "work" / "media" / "a.png")
    assert other.stat().st_mode & 0o777 == 0o600
    assert "not looked at" in making.verify(folder / "crm-20261101-020000.tar.age", None)


def test_a_backup_that_was_not_renewed_is_noticed(packed):
    folder, key = packed
    with pytest.raises(Fault, match="too old"):
        making.verify(folder, key)
    with pytest.raises(Fault, match="no backup"):
        making.verify(folder / "work", key)
    young = folder / f"{datetime.now(UTC) - timedelta(hours=25):{making.NAME}}.tar"
    archive.pack(folder / "work", {"tables": WORKED_IN}, young, "")
    assert "is whole" in making.verify(folder, None)


def test_old_backups_make_room(packed):
    folder, _key = packed
    for day in range(1, 6):
        archive.pack(folder / "work", {"tables": WORKED_IN}, folder / f"crm-2026120{day}-020000.tar", "")
    making.forget_old(folder, 3)
    left = sorted(path.name for path in folder.glob("crm-*"))
    assert left == [f"crm-2026120{day}-020000.tar{end}" for day in (3, 4, 5) for end in ("", ".sha256")]


def test_an_empty_database_is_no_backup(packed, tmp_path, settings):
    """Not the company's: a command that has lost its settings says so instead of keeping nothing (E13)."""
    folder, _key = packed
    archive.pack(folder / "work", {"tables": {}}, folder / "crm-20261102-020000.tar", "")
    with pytest.raises(Fault, match="Nobody works in this database"):
        making.verify(folder / "crm-20261102-020000.tar", None)
    other = tmp_path / "other.sqlite3"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE sys_user (id INTEGER)")
    settings.DIRECT_DATABASE = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(other)}
    with pytest.raises(Fault, match="Nobody works in this database"):
        making.back_up(tmp_path / "backups")
    assert not list((tmp_path / "backups").iterdir())
