"""What a real installation refuses to start with, each tried by really starting it (checks C10)."""

import os
import secrets
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import environ
import pytest
from psycopg2 import OperationalError

from apps.auth.checks import no_demo_accounts
from apps.operations.backup.postgres import Postgres
from crm.safety import kept_key, open_ways
from tests import make

ROOT = Path(__file__).resolve().parent.parent
KEY = secrets.token_urlsafe(50)

pytestmark = [pytest.mark.once, pytest.mark.slow]  # what starts has a database of its own


def start(*command, **environment):
    """Run a command of the product as a real installation would, with these variables and none of the tests'."""
    kept = ("PATH", "HOME", "CRM_VAR", "DATABASE_URL")
    clean = {name: os.environ[name] for name in kept if name in os.environ}
    safe = {"CRM_PRODUCTION": "1", "SECRET_KEY": KEY, "ALLOWED_HOSTS": "crm.example.com"}
    given = {name: value for name, value in (safe | environment).items() if value is not None}
    arguments = [sys.executable, "manage.py", *(command or ("check", "--deploy", "--fail-level", "WARNING"))]
    return subprocess.run(arguments, cwd=ROOT, env=clean | given, capture_output=True, text=True, timeout=120)


def test_a_safe_installation_starts():
    done = start()
    assert done.returncode == 0, done.stderr


UNSAFE = {
    "DEBUG is on": {"DEBUG": "1"},
    "SECRET_KEY is missing": {"SECRET_KEY": None},
    "SECRET_KEY is too short": {"SECRET_KEY": secrets.token_urlsafe(20)},
    "SECRET_KEY is easy to guess: use": {"SECRET_KEY": "abcdeghij" * 8},
    "SECRET_KEY is easy to guess": {"SECRET_KEY": "qT5-mZ8vL2xR7w" * 4},
    "SECRET_KEY is an example": {"SECRET_KEY": "django-insecure-" + KEY},
    "SECRET_KEY is an example: make": {"SECRET_KEY": "please-Change-me-before-going-live-0987-qwrtzpxcvb-mn!"},
    "SECRET_KEY_FALLBACKS holds a key": {"SECRET_KEY_FALLBACKS": f"{KEY},{'abcdeghij' * 8}"},
    "ALLOWED_HOSTS allows every host": {"ALLOWED_HOSTS": "*"},
    "ALLOWED_HOSTS is missing": {"ALLOWED_HOSTS": None},
    "CRM_TESTING is on": {"CRM_TESTING": "1"},
    "LOG_KEPT_DAYS is less": {"LOG_KEPT_DAYS": "90"},
    "SECOND_FACTOR must be": {"SECOND_FACTOR": "nobody"},
    "DATABASE_URL: who stands between": {"DATABASE_URL": "postgres://crm:x@db.example.com/crm?sslmode=require"},
}


@pytest.mark.parametrize("sentence", UNSAFE)
def test_an_unsafe_installation_does_not_start_and_says_why(sentence):
    done = start(**UNSAFE[sentence])
    assert done.returncode != 0
    assert sentence in done.stderr
    assert done.stderr.count("\n  - ") == 1
    assert "Traceback" not in done.stderr


CERTAIN = "sslmode=verify-full&sslrootcert=/etc/ssl/certs/ca-certificates.crt"
WAYS = {
    "DATABASE_URL": {
        "postgres://crm:x@10.0.0.5/crm": False,
        "postgres://crm:x@db.example.com/crm?sslmode=require": False,
        "postgres://crm:x@/crm?host=db.example.com": False,
        f"postgres://crm:x@db.example.com/crm?{CERTAIN}": True,
        "postgres://crm:x@127.0.0.1:6432/crm": True,
        "postgres://crm:x@[::1]/crm": True,
        "postgres://crm@/crm": True,
        "postgres://crm@/crm?host=/run/postgresql": True,
    },
    "DIRECT_DATABASE_URL": {
        "postgres://crm:x@db.example.com/crm": False,
        f"postgres://crm:x@db.example.com/crm?{CERTAIN}": True,
    },
    "REDIS_URL": {
        "redis://cache.example.com:6379/1": False,
        "rediss://cache.example.com:6379/1": True,
        "redis://localhost:6379/1": True,
        "unix:///run/redis.sock": True,
    },
    "EMAIL_URL": {
        "smtp://crm:x@mail.example.com:25": False,
        "smtp+tls://crm:x@mail.example.com:587": True,
        "smtp+ssl://crm:x@mail.example.com:465": True,
        "smtp://localhost:25": True,
    },
}


@pytest.mark.parametrize(("name", "url"), [(name, url) for name, urls in WAYS.items() for url in urls])
def test_nothing_is_sent_to_another_machine_in_the_open(name, url):
    env = environ.Env()
    here = "sqlite:////srv/crm.sqlite3"
    given = {"DATABASE_URL": here, "DIRECT_DATABASE_URL": here, "REDIS_URL": "", "EMAIL_URL": ""} | {name: url}
    database, direct = (env.db_url_config(given[one]) for one in ("DATABASE_URL", "DIRECT_DATABASE_URL"))
    mail = env.email_url_config(given["EMAIL_URL"] or "dummymail://")
    found = open_ways({"DATABASES": {"default": database}, "DIRECT_DATABASE": direct} | given | mail)
    assert found == ([] if WAYS[name][url] else [name])


def test_a_company_may_trust_its_own_network():
    assert start(DATABASE_URL="postgres://crm:x@10.0.0.5/crm", TRUSTED_NETWORK="1").returncode == 0


@contextmanager
def without_encryption():
    """A database server that speaks to nobody in secret; its port, and what it was sent after it had said so."""
    heard = []

    def refuse(server):
        visitor, _address = server.accept()
        with visitor:
            visitor.recv(8)  # the question whether it can
            visitor.sendall(b"N")
            heard.append(visitor.recv(100))

    with socket.create_server(("127.0.0.1", 0)) as server:
        listening = threading.Thread(target=refuse, args=(server,))
        listening.start()
        yield server.getsockname()[1], heard
        listening.join()


def test_a_server_that_does_not_encrypt_is_told_nothing_where_the_address_asks_for_it():
    with without_encryption() as (port, heard):
        url = f"postgres://crm:x@127.0.0.1:{port}/crm?sslmode=require"
        done = start(
            "shell", "-c", "from django.db import connection; connection.ensure_connection()", DATABASE_URL=url
        )
    assert "SSL was required" in done.stderr
    assert heard == [b""]


def test_a_backup_goes_the_same_way():
    with without_encryption() as (port, heard):
        address = environ.Env().db_url_config(f"postgres://crm:x@127.0.0.1:{port}/crm?sslmode=require")
        with pytest.raises(OperationalError, match="SSL was required"):
            Postgres(address).connect()
    assert heard == [b""]


def test_all_that_is_unsafe_is_said_at_once():
    done = start(DEBUG="1", CRM_TESTING="1", SECRET_KEY="abc", ALLOWED_HOSTS="*")
    assert done.stderr.count("\n  - ") == 5


WRONG = {
    "DATABASE_URL is neither postgres": ("check", {"DATABASE_URL": "mysql://crm@localhost/crm"}),
    "Incorrect timezone setting: Mars/Base": ("check", {"TIME_ZONE": "Mars/Base"}),
    "does not answer. unable to open": ("prepare", {"DATABASE_URL": "sqlite:////nowhere/crm.sqlite3"}),
}


@pytest.mark.parametrize("sentence", WRONG)
def test_what_cannot_work_is_said_in_a_sentence(sentence):
    command, environment = WRONG[sentence]
    done = start(command, **environment)
    assert done.returncode != 0
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("mode", "starts"), [(0o600, True), (0o400, True), (0o640, False), (0o604, False)], ids=oct)
def test_a_key_in_a_file_is_for_its_owner_alone(tmp_path, mode, starts):
    file = tmp_path / "key"
    file.write_text(KEY)
    file.chmod(mode)
    done = start(SECRET_KEY=None, SECRET_KEY_FILE=str(file))
    assert (done.returncode == 0) == starts
    assert ("Others can read the secret key" in done.stderr) != starts


def test_a_key_file_that_is_not_there_is_a_missing_key(tmp_path):
    assert "SECRET_KEY is missing" in start(SECRET_KEY=None, SECRET_KEY_FILE=str(tmp_path / "none")).stderr


def test_the_key_of_a_trial_is_not_used_in_production(tmp_path):
    kept_key(tmp_path / "secret_key")
    assert "SECRET_KEY is missing" in start(SECRET_KEY=None, CRM_VAR=str(tmp_path)).stderr


def test_the_key_of_a_trial_is_made_once_also_by_many_at_once(tmp_path, monkeypatch):
    def slow(count, make=secrets.token_urlsafe):
        time.sleep(0.05)
        return make(count)

    monkeypatch.setattr(secrets, "token_urlsafe", slow)
    file = tmp_path / "var" / "secret_key"
    with ThreadPoolExecutor(8) as many:
        keys = set(many.map(lambda _: kept_key(file), range(16)))
    assert len(keys) == 1
    assert len(keys.pop()) >= 50
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.fixture
def real(db, settings):
    settings.PRODUCTION = True


def test_demo_accounts_are_refused_in_a_real_installation(real):
    make.user("demo", "系统管理员", is_demo=True)
    (fault,) = no_demo_accounts(databases=["default"])
    assert "demo" in fault.msg


def test_a_database_of_real_people_is_accepted(real):
    make.user("zhang", "系统管理员")
    assert no_demo_accounts(databases=["default"]) == []


def test_a_trial_may_hold_demo_accounts(db):
    make.user("demo", "系统管理员", is_demo=True)
    assert no_demo_accounts(databases=["default"]) == []


@pytest.mark.slow
def test_a_database_with_demo_accounts_is_not_prepared_for_a_real_installation(tmp_path):
    var = tmp_path / "var"  # not there yet, as after a fresh clone
    given = {"DATABASE_URL": f"sqlite:///{var}/crm.sqlite3", "CRM_VAR": str(var)}
    assert start("prepare", **given).returncode == 0
    code = "from apps.auth.models import User; User.objects.create_user('demo', 'x', name='x', is_demo=True)"
    start("shell", "-c", code, **given)
    refused = start("prepare", **given)
    assert refused.returncode != 0
    assert "demo accounts: demo" in refused.stderr
