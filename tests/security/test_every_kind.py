"""Kinds of holes, each looked for in all the places where it can be: templates, the policy, locks, posted keys, changes
that stop half-way (checks B1, B7, D1, F3)."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.utils import timezone

from apps.core import actions, audit, flow
from tests import access
from tests.samples import SAMPLES, sample
from tests.security.test_source import SOURCES, name
from tests.test_every_page import registered, routes

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
OPEN = re.compile(r"autoescape\s+off|\|\s*safe(seq)?\b|filter\s+safe|\{%\s*load\s+(?!django_tables2|tz)\w*unsafe")
PLAIN = {"mail/messages.txt"}  # a mail in plain text: nothing in it is markup
POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "object-src": ["'none'"],
    "script-src-attr": ["'none'"],
    "style-src-attr": ["'none'"],
}


def test_no_template_lets_a_text_become_markup():
    found = {
        path.relative_to(ROOT / "templates").as_posix() for path in TEMPLATES if OPEN.search(path.read_text("utf-8"))
    }
    assert found == PLAIN


def test_the_policy_is_exactly_this_one():
    assert settings.CONTENT_SECURITY_POLICY == {"DIRECTIVES": POLICY}


def test_every_answer_carries_exactly_this_policy(client, db):
    sent = client.get("/account/login/").headers["Content-Security-Policy"]
    assert {one.split()[0]: one.split()[1:] for one in sent.split("; ")} == POLICY


def locks() -> Counter:
    """How often each function takes rows under a lock."""
    found: Counter = Counter()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                taken = sum(
                    isinstance(one, ast.Attribute) and one.attr == "select_for_update" for one in ast.walk(node)
                )
                found.update({f"{name(path)}:{node.name}": taken} if taken else {})
    return found


def test_no_lock_is_taken_away_unseen():
    """Where two may write at once, what is read is locked first; a lock more or less is recorded on purpose."""
    recorded = (Path(__file__).parent / "locks.txt").read_text(encoding="utf-8").splitlines()
    assert [f"{place} {count}" for place, count in sorted(locks().items())] == recorded


def many():
    """Every page that takes posted keys."""
    return [one for one in registered() if one.page.role == "bulk"]


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["ann", "boss"])
def test_posted_keys_reach_nothing_that_the_person_does_not(cast, who):
    wrong, tried = [], 0
    for one in many():
        if not one.held_by(who):
            continue
        model = one.pages.model
        record = sample(model, cast.bob)
        if one.page.home == "bin":
            model.everything.filter(pk=record.pk).update(deleted_at=timezone.now())
        elif "bob" in access.reads(one.label, who):
            continue  # may be chosen: the step itself refuses
        if one.page.home == "bin" and "bob" in access.writes(one.label, who):
            continue
        request = RequestFactory().post("/", {"keys": str(record.pk)})
        request.user = cast[who]
        page = one.page(**one_given(one))
        page.setup(request)
        wrong += [(one.url_name, page.records)] if page.records else []
        tried += 1
    assert wrong == []
    assert tried >= 4


def one_given(one) -> dict:
    """How the address makes its page."""
    return next(pattern.callback.view_initkwargs for found, pattern in routes() if found == one.url_name)


class Stopped(Exception):
    """Something fails after the change and before it is on record."""


@pytest.mark.django_db
@pytest.mark.parametrize("model", SAMPLES, ids=lambda model: model.__name__)
def test_a_change_that_stops_half_way_has_changed_nothing(cast, monkeypatch, model):
    """Steps, edits, deletions, restoring and creating: all in one transaction, whichever the entity."""
    record = sample(model, cast.ann)
    everybody = "anyone"
    monkeypatch.setattr(flow, "admit", lambda *given: everybody)
    monkeypatch.setattr(actions, "admit", lambda *given: everybody)

    def stop(*given, **named):
        raise Stopped

    monkeypatch.setattr(audit, "log", stop)
    monkeypatch.setattr(model, "keeps_because", lambda self: "")
    version = model.everything.get(pk=record.pk).version
    tries = {
        "delete": lambda: actions.delete(record, by=cast.ann),
        "edit": lambda: actions.edit(record, by=cast.ann, fields=[], note="x"),
        "step": lambda: flow.take(harmless(model), record, cast.ann, {}),
    }
    for what, attempt in tries.items():
        with pytest.raises(Stopped):
            attempt()
        assert model.objects.get(pk=record.pk).version == version, what
    model.everything.filter(pk=record.pk).update(deleted_at=timezone.now())
    with pytest.raises(Stopped):
        actions.restore(record, by=cast.ann)
    assert model.everything.get(pk=record.pk).deleted_at, "restore"


def harmless(model) -> flow.Step:
    """A step that any record of a model can take, and that changes something."""

    def run(record, *, by):
        record.created_at = timezone.now()
        type(record).everything.filter(pk=record.pk).update(version=record.version + 5)
        record.version += 5

    return flow.Step(model, "x", "x", (), "", flow.workers, "", "", "", False, timezone.timedelta(), run)
