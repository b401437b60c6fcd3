"""What a person sees while the database is away: the page says so and keeps what was typed (checks E5, E6, E9)."""

import http.client
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager, suppress

import psycopg2
import pytest
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from psycopg2 import extensions

from apps.core.flow import Refused
from apps.customers.models import Customer
from apps.foundation.database import errors
from apps.kit.form_views import CreatePage
from apps.kit.importing.run import refused_by_database
from apps.operations.outage import db_retry
from tests import make
from tests.postgres import free_port

TYPED = "第一行\n<b>客户希望下周二再谈</b>"


@contextmanager
def away():
    """Take the database away for a while."""

    def refuse(self, *args, **kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "cursor", refuse)
        yield


@pytest.fixture
def browser(cast):
    client = Client(raise_request_exception=False)
    client.force_login(cast.ann)
    return client


def form_of(text):
    """What the page of an outage sends again, as a browser reads it."""
    fields = re.findall(r'<textarea name="(\w+)" hidden>&#10;(.*?)</textarea>', text, re.S)
    return {name: value.replace("&lt;", "<").replace("&gt;", ">") for name, value in fields}


def test_what_was_typed_is_kept_and_can_be_sent_again(browser):
    fields = browser.get("/customers/customers/new/").context["form"]
    form = {name: value for name in fields.fields if (value := fields[name].value()) is not None}
    form |= {"name": "远航物流", "region": make.item("region").pk, "remark": TYPED, "password": "geheim"}
    with away():
        answer = browser.post("/customers/customers/new/", form)
    text = answer.content.decode()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert "not certain" in text
    assert "数据库暂时没有响应" in text
    assert "geheim" not in text
    assert "<b>客户" not in text
    again = form_of(text)
    assert again["remark"] == TYPED
    assert browser.post("/customers/customers/new/", again).status_code == 302
    assert Customer.objects.get().name == "远航物流"


def test_a_page_without_the_database_comes_back_by_itself(browser):
    with away():
        answer = browser.get("/customers/customers/?q=1&page=2")
    assert answer.status_code == 503
    assert '<meta http-equiv="refresh"' in answer.content.decode()
    assert 'href="/customers/customers/?q=1&amp;page=2"' in answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_form_in_the_dialog_stays_as_it_is(browser):
    asked = {"HX-Request": "true", "HX-Target": "dialog-body"}
    with away():
        answer = browser.post("/customers/customers/new/", {"name": "远航"}, headers=asked)
        opening = browser.get("/customers/customers/new/", headers=asked)
    assert (answer.status_code, answer.headers["HX-Reswap"]) == (503, "afterbegin")
    assert "HX-Retarget" not in answer.headers
    assert answer.content.decode().count("<div") == 1
    assert opening.headers["HX-Retarget"] == "#page"


def test_a_fault_of_the_program_stays_a_fault(browser, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "cursor", lambda *_: 1 / 0)
        assert browser.get("/customers/customers/").status_code == 500


def raised(path, *statements):
    """What SQLite raises as Django passes it on."""
    try:
        with closing(sqlite3.connect(path, timeout=0)) as database:
            for statement in statements:
                database.execute(statement)
    except sqlite3.Error as error:
        wrapped = OperationalError(str(error))
        wrapped.__cause__ = error
        return wrapped


def test_causes_are_told_apart(tmp_path):
    path = tmp_path / "x.sqlite3"
    assert {cause: errors.cause_of(fault) for cause, fault in faults(path).items()} == {"full": "full", "busy": "busy"}
    assert errors.cause_of(raised(tmp_path / "no" / "x", "SELECT 1")) == errors.AWAY
    assert errors.cause_of(raised(path, "SELECT * FROM missing")) == ""
    assert errors.cause_of(OSError(28, "No space left on device")) == errors.FULL
    assert errors.cause_of(ValueError()) == ""


def faults(path) -> dict[str, OperationalError]:
    """A full disk, and a lock that was not to be had, as SQLite raises them."""
    full = raised(path, "CREATE TABLE a (t)", "PRAGMA max_page_count=3", "INSERT INTO a VALUES (zeroblob(99999))")
    with closing(sqlite3.connect(path)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        return {errors.FULL: full, errors.BUSY: raised(path, "BEGIN IMMEDIATE")}


@pytest.mark.parametrize(
    ("cause", "status", "told"), [(errors.FULL, 503, "磁盘已满"), (errors.BUSY, 422, "其他人正在处理")]
)
def test_a_change_that_broke_off_is_blamed_on_others_only_where_they_were_at_work(
    browser, monkeypatch, tmp_path, cause, status, told
):
    def change(page, form):
        raise faults(tmp_path / "x.sqlite3")[cause]

    monkeypatch.setattr(CreatePage, "change", change)
    fields = browser.get("/customers/customers/new/").context["form"]
    form = {name: value for name in fields.fields if (value := fields[name].value()) is not None}
    answer = browser.post(
        "/customers/customers/new/",
        form | {"name": "远航物流", "region": make.item("region").pk, "address": "一二三路"},
    )
    assert answer.status_code == status
    assert told in answer.content.decode()
    assert "一二三路" in answer.content.decode()


@pytest.mark.parametrize(("cause", "told"), [(errors.FULL, "磁盘已满"), (errors.BUSY, "其他人正在")])
def test_an_import_that_broke_off_says_why(tmp_path, cause, told):
    with pytest.raises(Refused, match=told), refused_by_database():
        raise faults(tmp_path / "x.sqlite3")[cause]


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has time limits")
def test_a_time_limit_is_too_much_at_once_and_not_a_fault(db):
    with pytest.raises(OperationalError) as caught, connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 10; SELECT pg_sleep(1)")
    assert errors.cause_of(caught.value) == errors.BUSY


@pytest.fixture
def frozen(monkeypatch):
    """A server that lets everybody in and says nothing; its port."""
    monkeypatch.setattr(db_retry, "FUSE", db_retry.Fuse())
    monkeypatch.setattr(db_retry, "SILENCE", 0.3)
    monkeypatch.setattr(db_retry, "REST", 0.3)
    db_retry.install()
    with socket.create_server(("127.0.0.1", 0), backlog=9) as server:
        yield server.getsockname()[1]
    extensions.set_wait_callback(None)


def test_nobody_waits_for_a_frozen_database(frozen):
    waits = []
    for pause in (0, 0, 0.35, 0):
        time.sleep(pause)
        began = time.monotonic()
        with pytest.raises(db_retry.NoAnswer):
            psycopg2.connect(host="127.0.0.1", port=frozen, user="x", dbname="x")
        waits.append(time.monotonic() - began)
    # The first finds out, the second is told at once, after a rest one tries again.
    assert [wait > 0.2 for wait in waits] == [True, False, True, False]
    assert max(waits) < 2


def asked(port, path):
    """What a web server answers, and after how many seconds; status 0 while it does not listen."""
    began, status = time.monotonic(), 0
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as visitor, suppress(OSError):
        visitor.request("GET", path)
        status = visitor.getresponse().status
    return status, time.monotonic() - began


@pytest.fixture
def web(tmp_path):
    """The port of a web server as it is in use, whose database lets everybody in and says nothing."""
    port, command = free_port(), [sys.executable, "-m", "gunicorn", "--config", "crm/gunicorn.conf.py", "crm.wsgi"]
    with socket.create_server(("127.0.0.1", 0), backlog=50) as server:
        url = f"postgres://x@127.0.0.1:{server.getsockname()[1]}/x"
        given = {"DATABASE_URL": url, "CRM_VAR": str(tmp_path), "CRM_TESTING": "1"}
        given |= {"PORT": str(port), "WEB_CONCURRENCY": "1"}  # each process finds out for itself
        started = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | given
        with subprocess.Popen(command, env=started, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while process.poll() is None and asked(port, "/health/live")[0] != 200:
                time.sleep(0.1)
            yield port
            process.terminate()


@pytest.mark.slow
@pytest.mark.once
def test_every_web_process_waits_like_this(web):
    found = [asked(web, path) for path in ("/account/login/", "/account/login/", "/health/live")]
    assert [status for status, _seconds in found] == [503, 503, 200]
    first, second, without = [seconds for _status, seconds in found]
    assert first < 10
    assert second < 1, "the second is told at once"
    assert without < 0.5
