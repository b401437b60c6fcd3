"""Every address × everybody × own, foreign and missing record × reading and sending (P1, P3, P4; checks A1–A3).

The pages come from the live URL configuration, what is expected from tests/access.py. A page nobody has declared, a
right nobody checks or a button that leads nowhere turns this red.
"""

import hashlib
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.core import serializers
from django.urls import URLPattern, get_resolver, reverse

from tests import access
from tests.conftest import CAST
from tests.samples import SAMPLES, sample

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# Rights are the program's; what the database decides is the scope: of a department, of one's own.
EVERYBODY = [name if name in ("boss", "ann") else pytest.param(name, marks=pytest.mark.once) for name in CAST]
SAFE_CHANGES = {"sessions.session", "accounts.session", "core.entry"}  # a denied request may be logged, nothing else
MISSING = 10**12


def routes(patterns=None, prefix=""):
    """Every (name, pattern) of the live URL configuration, the administration apart (tests/auth covers it)."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}", pattern
        elif pattern.namespace != "admin":
            yield from routes(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else prefix)


@dataclass(frozen=True)
class Visited:
    """A page of a registered entity, as the live URL configuration has it."""

    url_name: str
    page: type
    pages: object
    step: object
    of_record: bool

    @property
    def label(self) -> str:
        return self.pages.model._meta.label_lower

    @property
    def methods(self) -> list[str]:
        return [method for method in ("get", "post") if hasattr(self.page, method)]

    @property
    def writes(self) -> bool:
        return self.page.role in ("edit", "back", "delete", "restore", "step")

    def held_by(self, name: str) -> bool:
        """Whether this person holds every right the page asks for."""
        page = self.page(pages=self.pages, **({"step": self.step} if self.step else {}))
        return set(page.rights()) <= access.MATRIX[name]

    def open_to(self, name: str, whose: str) -> bool:
        """What tests/access.py says of one person and the record of ann or bob."""
        step = self.step.name if self.step else ""
        rule = access.writes(self.label, name, step) if self.writes else access.reads(self.label, name)
        return self.held_by(name) and whose in rule


def registered():
    """The pages of registered entities."""
    for name, pattern in routes():
        given = getattr(pattern.callback, "view_initkwargs", {})
        if "pages" in given:
            of_record = "pk" in pattern.pattern.converters
            yield Visited(name, pattern.callback.view_class, given["pages"], given.get("step"), of_record)


def test_every_address_is_declared():
    known = {one.url_name for one in registered()} | set(access.EXTRA)
    live = {name for name, _pattern in routes()}
    assert live - known == set(), "addresses missing from tests/access.py"
    assert set(access.EXTRA) - live == set(), "entries of tests/access.py that lead nowhere"


def test_every_address_stands_once():
    every = [name for name, _pattern in routes()]
    assert sorted(every) == sorted(set(every))


def test_every_entity_has_samples():
    assert {one.pages.model for one in registered()} == set(SAMPLES)


@pytest.mark.parametrize("name", CAST)
def test_the_matrix_is_the_seeded_one(cast, name):
    assert set(cast[name].rights) == access.MATRIX[name]


@pytest.mark.slow(20)
@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_sees_and_sends_exactly_what_the_matrix_says(cast, as_, name):
    """And a denied sending leaves every table as it was (A3)."""
    client, every = as_(cast[name]), list(visits(cast, name))
    denied = [visit for visit in every if visit[1] == "post" and visit[2] in DENIED]
    before = digest()
    wrong = unexpected(client, denied)
    assert digest() == before
    assert wrong + unexpected(client, [visit for visit in every if visit not in denied]) == []


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_button_is_shown_exactly_where_it_works(cast, as_, name):
    client, wrong, seen = as_(cast[name]), [], {}
    for one in registered():
        for whose in ("ann", "bob") if one.page.role in ("edit", "delete", "step") else ():
            key = one.pages.model, whose, one.step and one.step.sources
            if key not in seen:
                record = sample(one.pages.model, cast[whose], one.step)
                page = client.get(record.get_absolute_url())
                seen[key] = record, page.content.decode() if page.status_code == 200 else None
            record, page = seen[key]
            target = reverse(one.url_name, args=[record.pk])
            allowed = one.open_to(name, whose)
            if page is not None and (f'href="{target}"' in page) != allowed:
                wrong.append(f"{target} of {whose}: button {'missing' if allowed else 'shown'}")
    assert wrong == []


def unexpected(client, visits) -> list[str]:
    """What is answered otherwise than expected."""
    wrong = []
    for address, method, expected in visits:
        status = getattr(client, method)(address).status_code
        if not expected(status):
            wrong.append(f"{method} {address}: {status}, expected {expected.__name__}")
    return wrong


def ok(status):
    return status in (200, 204, 302, 409, 422)


def forbidden(status):
    return status == 403


def missing(status):
    return status == 404


DENIED = (forbidden, missing)


def visits(cast, name):
    """(address, method, expected) of every page of every entity for one person; what a sending changes is its own."""
    kept = {}
    for one in registered():
        holds = one.held_by(name)
        places = []
        if not one.of_record:
            places.append((reverse(one.url_name), ok if holds else forbidden))
        else:
            places.append((reverse(one.url_name, args=[MISSING]), missing if holds else forbidden))
            for whose in ("ann", "bob"):
                allowed, key = one.open_to(name, whose), (one.pages.model, whose, one.step and one.step.sources)
                if allowed and "post" in one.methods:
                    record = sample(one.pages.model, cast[whose], one.step)
                else:
                    record = kept[key] = kept.get(key) or sample(one.pages.model, cast[whose], one.step)
                seen = whose in access.reads(one.label, name)
                expected = ok if allowed else missing if holds and not seen else forbidden
                places.append((reverse(one.url_name, args=[record.pk]), expected))
        yield from ((address, method, expected) for address, expected in places for method in one.methods)


def digest():
    """A fingerprint of every row of every table but sessions and the log."""
    found = {}
    for model in apps.get_models():
        if model._meta.label_lower not in SAFE_CHANGES and model._meta.managed:
            rows = model._base_manager.order_by("pk")
            found[model._meta.label] = hashlib.sha256(serializers.serialize("json", rows).encode()).hexdigest()
    return found
