"""A helper process that ends is started again, alone; it waits for its database (E1, E5)."""

import configparser
import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
from django.db import OperationalError, connection

from apps.foundation.database import waiting

ROOT = Path(__file__).resolve().parents[2]
AGAIN = ROOT / "bin" / "again"


def begin(script: str, folder: Path) -> subprocess.Popen:
    return subprocess.Popen(
        [AGAIN, "bash", "-c", script], cwd=folder, start_new_session=True, stderr=subprocess.DEVNULL
    )


def wait_for(condition) -> None:
    until = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.once
@pytest.mark.slow
def test_what_ends_by_itself_is_started_again(tmp_path):
    process, began = begin("echo $$ >> began; exit 3", tmp_path), tmp_path / "began"
    try:
        wait_for(lambda: began.exists() and len(began.read_text().split()) >= 2)
        assert process.poll() is None
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.mark.once
@pytest.mark.slow
def test_what_ends_before_it_is_waited_for_is_started_again_too():
    """Such as a worker that cannot start on a busy machine: each line of the script takes a while here."""
    slowly = f"set -T; trap 'sleep 0.05' DEBUG; . {AGAIN} true"
    process = subprocess.Popen(["bash", "-c", slowly], start_new_session=True, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr.readline() == "It ended with 0, and is started again in 2 s: true\n"
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


@pytest.mark.once
@pytest.mark.slow
def test_what_is_told_to_end_ends_in_its_own_time_and_stays_down(tmp_path):
    script = "trap 'sleep 0.3; echo done >> told; exit 0' TERM; echo $$ >> began; while :; do sleep 0.1; done"
    process = begin(script, tmp_path)
    wait_for((tmp_path / "began").exists)
    os.killpg(process.pid, signal.SIGTERM)
    assert process.wait(timeout=10) == 0
    assert (tmp_path / "told").read_text() == "done\n"
    assert len((tmp_path / "began").read_text().split()) == 1


@pytest.mark.once
def test_everything_bin_serve_starts_is_started_again():
    lines = (ROOT / "Procfile").read_text().splitlines()
    assert [line for line in lines if not re.match(r"\w+: exec bin/again ", line)] == []
    assert len(lines) == 3


@pytest.mark.once
@pytest.mark.parametrize("unit", sorted((ROOT / "deploy" / "systemd").glob("*.service")), ids=lambda path: path.name)
def test_a_unit_restarts_after_a_pause_and_without_a_limit(unit):
    found = configparser.ConfigParser(strict=False, interpolation=None)
    found.optionxform = str
    found.read(unit)
    if found["Service"].get("Type") != "oneshot":
        assert found["Service"]["Restart"] == "always"
        assert int(found["Service"]["RestartSec"]) >= 1
        assert found["Unit"]["StartLimitIntervalSec"] == "0"


def test_who_needs_the_database_waits_for_it(monkeypatch, caplog):
    answers = [OperationalError("could not connect"), OperationalError("the database system is starting up"), None]
    slept = []

    def ensure():
        if answer := answers.pop(0):
            raise answer

    monkeypatch.setattr(connection, "ensure_connection", ensure)
    monkeypatch.setattr(connection, "close", lambda: None)
    monkeypatch.setattr(waiting.time, "sleep", slept.append)
    waiting.wait_for_database()
    assert slept == [waiting.PAUSE] * 2
    assert [record.message for record in caplog.records] == [
        "The database does not answer, waiting for it: could not connect",
        "The database answers again",
    ]
