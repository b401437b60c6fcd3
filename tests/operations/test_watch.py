"""Health, figures and logs: for the machine that looks after the product, and without secrets (checks B15, E4)."""

import json
import logging
import subprocess
import sys

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from apps.operations import logs, workers
from tests.operations.test_outage import away

pytestmark = pytest.mark.django_db


def test_health_needs_no_login_and_no_host_name(client):
    assert client.get("/health/live", headers={"Host": "10.0.0.9"}).content == b"ok\n"
    assert client.get("/health/ready").json() == {"database": "ok", "disk": "ok"}
    with away():
        assert client.get("/health/live").status_code == 200
        answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["database"]) == (503, "does not answer")


def test_figures_are_for_this_machine_or_for_who_knows_the_token(client, settings):
    client.get("/account/login/")
    text = client.get("/metrics").content.decode()
    assert 'crm_requests_total{method="GET",status="200"}' in text
    assert "crm_database_up 1.0" in text
    assert "crm_backup_age_seconds -1.0" in text
    through_proxy = {"X-Forwarded-For": "127.0.0.1"}
    assert client.get("/metrics", headers=through_proxy).status_code == 404
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.9", headers={"Authorization": "Bearer "}).status_code == 404
    settings.METRICS_TOKEN = "3f9a"
    assert client.get("/metrics", headers=through_proxy | {"Authorization": "Bearer 3f9a"}).status_code == 200
    assert client.get("/metrics", headers=through_proxy | {"Authorization": "Bearer 3f9b"}).status_code == 404


def test_a_request_has_a_number_and_a_line_without_what_was_asked_for(cast, as_, settings, caplog):
    settings.PRODUCTION = True
    caplog.set_level(logging.INFO, "crm.request")
    answer = as_(cast.ann).get("/customers/customers/?q=王芳", headers={"X-Request-ID": "proxy-0001"})
    line = next(record for record in caplog.records if record.name == "crm.request")
    assert answer.headers["X-Request-ID"] == "proxy-0001"
    assert (line.path, line.status, line.user) == ("/customers/customers/", 200, cast.ann.pk)
    forged = as_(cast.ann).get("/customers/customers/", headers={"X-Request-ID": "x\r\nSet-Cookie: a=b"})
    assert len(forged.headers["X-Request-ID"]) == 16


def written(message, *args, **more):
    record = logging.LogRecord("crm", logging.WARNING, __file__, 1, message, args, more.get("exc_info"))
    text = logs.Lines().format(record)
    assert "\n" not in text
    return json.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        "password=geheim1",
        "{'password': 'geheim1'}",
        '{"token": "geheim1"}',
        "Authorization: Bearer geheim1",
        "Cookie: sessionid=geheim1; a=b",
        "postgres://crm:geheim1@db/crm",
        "csrfmiddlewaretoken=geheim1&name=x",
        "SECRET_KEY=geheim1",
    ],
)
def test_no_secret_reaches_the_log_and_no_line_is_forged(text):
    assert "geheim1" not in written("Failed: %s", text)["message"]
    assert written("a\r\n\x1b[31m%s", "2026 ERROR forged")["message"].startswith("a\r\n")
    try:
        raise ValueError(text)
    except ValueError:
        assert "geheim1" not in written("x", exc_info=sys.exc_info())["trace"]


def running(*names):
    return DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        started_at=timezone.now(),
        worker_ids=list(names),
        args_kwargs={"args": [], "kwargs": {}},
        task_path="apps.customers.tasks.scan_churn",
        backend_name="default",
        run_after=timezone.now(),
    )


def test_what_a_dead_worker_left_is_done_again_and_after_three_times_given_up():
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    name = f"{workers.machine()}:{process.pid}:{workers.began(process.pid)}"
    once, often = running(name), running("a", "b", name)
    own, elsewhere = running(workers.own_name()), running("other-machine:1:1")
    assert workers.look_after() == 0
    process.kill()
    process.wait()
    assert workers.look_after() == 2
    for task, status in ((once, "READY"), (often, "FAILED"), (own, "RUNNING"), (elsewhere, "RUNNING")):
        task.refresh_from_db()
        assert task.status == status
    assert "WorkerDied" in often.exception_class_path
    DBTaskResult.objects.filter(pk=elsewhere.pk).update(started_at=timezone.now() - 2 * workers.LONGEST)
    assert workers.look_after() == 1


def test_the_outage_is_one_line_in_the_log(cast, caplog):
    client = Client(raise_request_exception=False)
    client.force_login(cast.ann)
    with away():
        client.get("/customers/customers/")
    found = [record for record in caplog.records if record.name == "django.request"]
    assert found
    assert all(record.exc_info is None and "away" in record.getMessage() for record in found)
