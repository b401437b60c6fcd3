"""Settings that are missing or cannot be understood end in a sentence: never in another database (C10, E13)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from crm.environment import Environment, refuse_lost

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parents[2]


def start(folder, **environment):
    """Look at the settings in a process with these variables alone."""
    given = {"PATH": os.environ["PATH"], "CRM_VAR": str(folder)} | environment
    command = [
        sys.executable,
        "manage.py",
        "shell",
        "-v0",
        "-c",
        "from django.conf import settings as s; print(s.DATABASES)",
    ]
    return subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, timeout=60)


REFUSED = {
    "CRM_PRODUCTION=ja is neither yes nor no": {"CRM_PRODUCTION": "ja"},
    "CRM_PRODUCTON is no setting of the product. Is CRM_PRODUCTION meant?": {"CRM_PRODUCTON": "1"},
    "DATABASE_URL is set and empty": {"DATABASE_URL": ""},
    "DATABASE_URL is missing: say which database": {"CRM_PRODUCTION": "1"},
    "DATABASE_URL is neither postgres": {"DATABASE_URL": "sqlite://"},
    "SESSION_IDLE=2h is no whole number": {"SESSION_IDLE": "2h"},
}


@pytest.mark.slow
@pytest.mark.parametrize("sentence", REFUSED)
def test_what_is_not_understood_is_refused_and_named(sentence, tmp_path):
    done = start(tmp_path / "var", **REFUSED[sentence])
    assert done.returncode != 0
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "var" / "crm.sqlite3").exists()


@pytest.mark.slow
def test_a_trial_needs_no_setting(tmp_path):
    assert "crm.sqlite3" in start(tmp_path).stdout


@pytest.mark.parametrize(
    ("text", "meant"),
    [("1", True), ("TRUE", True), (" on ", True), ("0", False), ("No", False), ("", True), (None, True)],
)
def test_yes_and_no_are_words_of_both_sides(text, meant, monkeypatch):
    if text is not None:
        monkeypatch.setenv("TRUSTED_NETWORK", text)
    assert Environment().bool("TRUSTED_NETWORK", default=True) is meant


@pytest.mark.parametrize("text", ["ja", "是", "2", "-1", "1 1", "tru"])
def test_any_other_word_is_neither(text, monkeypatch):
    monkeypatch.setenv("TRUSTED_NETWORK", text)
    with pytest.raises(ImproperlyConfigured, match="TRUSTED_NETWORK=.* is neither"):
        Environment().bool("TRUSTED_NETWORK")


def test_a_command_that_has_lost_its_settings_works_on_no_trial(tmp_path):
    mark, served = tmp_path / "var" / "installation", tmp_path / "srv"
    mark.parent.mkdir()
    refuse_lost(mark, mark.parent)  # a checkout for trials
    mark.write_text(f"{served}\n")
    refuse_lost(mark, mark.parent)  # that installation is gone
    served.mkdir()
    for var in (mark.parent, served):
        with pytest.raises(ImproperlyConfigured, match="its settings are missing"):
            refuse_lost(mark, var)
    refuse_lost(mark, tmp_path / "a trial elsewhere")


@pytest.mark.parametrize(("given", "marked"), [("1", True), ("on", True), ("0", False), ("ja", False), (None, False)])
def test_a_command_of_a_real_installation_marks_its_checkout(given, marked, tmp_path):
    for name in ("bin/setup", "requirements.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    shutil.copy(ROOT / "requirements.txt", tmp_path / ".venv")
    for name in ("python", "pip"):
        (tmp_path / ".venv" / "bin" / name).symlink_to("/bin/true")
    environment = {"PATH": os.environ["PATH"], "CRM_VAR": "/srv/crm-var"} | ({"CRM_PRODUCTION": given} if given else {})
    subprocess.run([tmp_path / "bin" / "setup"], env=environment, check=True)
    mark = tmp_path / "var" / "installation"
    assert (mark.read_text() if mark.exists() else "") == ("/srv/crm-var\n" if marked else "")
