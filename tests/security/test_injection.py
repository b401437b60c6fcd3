"""Addresses that try to ask the database more than they may, to lead elsewhere, or to keep it busy (A7, B12, B14)."""

import re
import time
from itertools import product
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.customers.duplicates.normal import company
from apps.foundation.spelling.phones import numbers
from tests import access, make
from tests.samples import sample
from tests.test_bad_input import LISTS, find, reader

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PATHS = (
    "owner__password", "created_by__password", "owner__role__rights__code", "pk", "id", "password", "by__password",
    "assignee__password", "customer__owner__password", "deleted_at", "version",
)  # fmt: skip
LOOKUPS = (
    "__startswith", "__gt", "__regex", "__isnull", "__in", "__contains", "__iexact", "__range", "__lt", "__date",
    "__year", "__length", "__unaccent", "__search", "__week_day", "",
)  # fmt: skip
VALUES = ("a", "-pk; DROP TABLE sys_user", "1) OR (1=1")
TRICKS = [(f"{path}{lookup}", VALUES[place % 3]) for place, (path, lookup) in enumerate(product(PATHS, LOOKUPS))]
TRICKS += [(key, value) for key in ("sort", "group", "by", "per_page", "tz", "columns", "view") for value in VALUES]
TRICKS += [("_connector", "OR"), ("_negated", "1"), ("_dict", "{}"), ("q", "%' OR 1=1 --"), ("q", "_"), ("tick", "*")]
ASKED_FOR = re.compile(r"""password"?\)?\s*(=|LIKE|<|>|REGEXP|~|IN\b|IS\b|BETWEEN)|(ORDER|GROUP) BY[^()]*password""")
TEXT = re.compile(r"'(''|[^'])*'", re.DOTALL)
LONE = [name for name in LISTS if name.endswith("-list")]  # exports and pickers ask the same filters
ASKED = [*LONE, *(f"reports:{key}" for key in access.REPORTS), "accounts:log", "search"]


def test_there_are_two_hundred_tricks():
    assert len(TRICKS) >= 200


@pytest.mark.parametrize("url_name", ASKED)
def test_no_trick_reaches_the_database(cast, as_, url_name):
    person = cast.admin if url_name == "accounts:log" else cast.boss
    if url_name in LISTS:
        page = find(url_name)
        person = reader(cast, page)
        sample(page.pages.model, cast.ann)
    client, address = as_(person), reverse(url_name)
    client.get(address)
    for start in range(0, len(TRICKS), 50):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address, dict(TRICKS[start : start + 50]))
        assert answer.status_code in (200, 400)
        told = [TEXT.sub("", query["sql"]) for query in asked]
        assert [sql for sql in told if ASKED_FOR.search(sql) or "DROP TABLE" in sql] == []


LEADS = (
    *("//", "https://", "http://", "http:", "https:", "///", "////", "/\\", "\\\\", "\\/", "/\t/", "\x00//"),
    *(" //", "/%09/", "ftp://"),
)
PLACES = ("evil.example", "evil.example/customers/", "testserver@evil.example/", "evil.example%2f..")
OTHERS = (
    "javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "//testserver.evil.example/",
    "http://a:1@evil.example",
)
ELSEWHERE = [*(lead + place for lead in LEADS for place in PLACES), *OTHERS]


def leads_away(answer) -> bool:
    where = answer.headers.get("Location") or answer.headers.get("HX-Location") or "/"
    return not where.startswith("/") or where.startswith(("//", "/\\"))


@pytest.mark.once
def test_nothing_leads_to_another_site(cast, as_):
    assert len(ELSEWHERE) >= 60
    customer = make.customer(owner=cast.ann)
    form = {"name": customer.name, "region": customer.region_id, "version": customer.version}
    wrong = []
    for where in ELSEWHERE:
        answers = {"look": as_(cast.ann).post(reverse("accounts:look"), {"language": "en", "next": where})}
        answers["back"] = as_(cast.ann).post(f"{customer.page('edit')}?{urlencode({'back': where})}", form)
        stranger = Client()
        answers["login"] = stranger.post(
            reverse("accounts:login"), {"username": "ann", "password": make.PASSWORD, "next": where}
        )
        wrong += [(place, where, one.headers.get("Location")) for place, one in answers.items() if leads_away(one)]
        wrong += [(place, where, one.status_code) for place, one in answers.items() if one.status_code >= 500]
    assert wrong == []


LONG = ("a" * 100_000, "有限" * 50_000, "(" * 50_000 + ")" * 50_000, "1-" * 50_000, " \t" * 50_000, "é́" * 30_000)


ARRIVES = 8000  # letters that fit into an address: gunicorn refuses a line of more than 8,190 bytes


def seconds(work, text: str) -> float:
    """The processor's time that work on a text takes."""
    began = time.process_time()
    work(text)
    return time.process_time() - began


@pytest.mark.once
@pytest.mark.parametrize("url_name", [*LONE, "search"])
def test_a_long_text_keeps_no_search_busy(cast, as_, url_name):
    """What can arrive takes less than a second; what is far longer no more than its length explains."""
    client = as_(cast.boss if url_name == "search" else reader(cast, find(url_name)))
    client.get(reverse(url_name))

    def look(text):
        assert client.get(reverse(url_name), {"q": text}).status_code == 200

    for text in LONG:
        assert seconds(look, text[:ARRIVES]) < 1
        part, whole = seconds(look, text[: len(text) // 10]), seconds(look, text)
        assert whole < 30 * (part + 0.002)


@pytest.mark.parametrize("work", [company, numbers], ids=["name", "phone"])
def test_nor_does_the_look_for_duplicates(db, work):
    for text in LONG:
        assert seconds(work, text) < 1
