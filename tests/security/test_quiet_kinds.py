"""Kinds of holes that no page shows by itself: days of another zone, a list without an end, a filter or a door that
names what nobody there may read, secrets compared letter by letter, half a fen. That nobody signs for another is
asked in every test: conftest (F3)."""

import ast
import re
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import connection, models
from django.forms import ModelChoiceField
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

import crm.urls  # noqa: F401 where the entities are registered
from apps.core.pages import REGISTRY
from apps.reports.figures import ratios
from tests import make
from tests.security import walk
from tests.security.test_source import ROOT, SOURCES, name
from tests.test_every_page import routes

OF_A_MOMENT = {"date", "time", "year", "month", "day", "hour", "weekday", "isoweekday", "strftime", "replace"}
OF_THE_MACHINE = {"date.today", "datetime.today", "datetime.utcnow", "datetime.date.today", "datetime.datetime.utcnow"}
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}


def functions():
    """Every function of the product, with the file it is in."""
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                yield path, node


def of_greenwich(function) -> list[str]:
    """What a function takes for a day or an hour, though it is one of UTC, or of whatever the machine is set to."""
    moments = {"timezone.now()", "now()"}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and ast.unparse(node.value) == "timezone.now()":
            moments |= {ast.unparse(target) for target in node.targets}
    parts = [node for node in ast.walk(function) if isinstance(node, ast.Attribute)]
    wrong = [ast.unparse(one) for one in parts if one.attr in OF_A_MOMENT and ast.unparse(one.value) in moments]
    return wrong + [ast.unparse(one) for one in parts if ast.unparse(one) in OF_THE_MACHINE]


UTC_ON_PURPOSE = {"apps/auth/watching.py:seconds_to_wait": "until the full hour, the same everywhere"}


def test_a_day_is_that_of_the_company_and_not_of_greenwich():
    found = {f"{name(path)}:{node.name}": wrong for path, node in functions() if (wrong := of_greenwich(node))}
    assert {place: wrong for place, wrong in found.items() if place not in UTC_ON_PURPOSE} == {}


def test_a_day_that_is_filled_in_is_that_of_the_company():
    days = [
        one
        for model in apps.get_models()
        for one in model._meta.concrete_fields
        if isinstance(one, models.DateField) and not isinstance(one, models.DateTimeField) and one.has_default()
    ]
    assert days
    assert [str(one) for one in days if one.default is not timezone.localdate] == []


FAR = 987_654
ASKED = re.compile(r"GET(?:\.get(?:list)?\(|\[)\"(\w+)\"|request\.GET\.([a-z_]+)\b(?!\()")
LIMIT = re.compile(r"LIMIT (\d+)")
HOW_FAR = {"page", "exact"}  # a list is counted as far as its reader goes, and shows no more for it
AFTER = {"tick", "view", "draft", "drafting", "back"}  # a key or an address


METHODS = {"lists", "items", "urlencode", "dict"}  # of an address itself: a template takes the parameter first


def asked() -> set[str]:
    """The names under which addresses are asked for something, filters apart."""
    texts = [path.read_text("utf-8") for path in (*SOURCES, *(ROOT / "templates").rglob("*.html"))]
    return {one or other for text in texts for one, other in ASKED.findall(text)}


def filters() -> set[str]:
    return {one for pages in REGISTRY.values() for one in pages.filter.base_filters}


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.once
def test_no_address_asks_for_more_than_a_page_has(cast, as_):
    records, client, limits, wrong = walk.company(cast), as_(cast.boss), 0, []
    names = (asked() | METHODS) - HOW_FAR - AFTER - filters()  # of a filter not understood nothing is asked
    assert {"per_page", "sort", "columns"} <= names
    for address, query in walk.addresses(records, "boss"):
        with CaptureQueriesContext(connection) as queries:
            client.get(address, dict.fromkeys(names, FAR) | query)
        found = [int(one) for query in queries for one in LIMIT.findall(query["sql"])]
        limits += len(found)
        wrong += [(address, one) for one in found if one >= FAR]
    assert wrong == []
    assert limits > 100


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["ann", "boss", "eng"])
def test_a_filter_names_nothing_its_reader_may_not_read(cast, as_, who):
    """A key in an address is a question: it is answered as if there were no such record (A4)."""
    records, client, wrong, tried = walk.company(cast), as_(cast[who]), [], 0
    for pages in REGISTRY.values():
        address = reverse(pages.url_name("list"))
        if not cast[who].has_perm(pages.model.rights.view):
            continue
        fields = pages.filter(None, pages.model.objects.none(), user=cast[who], whole=True).form.fields
        for key, field in fields.items():
            model = field.queryset.model if isinstance(field, ModelChoiceField) else None
            hidden = [
                one for (kind, owner), one in records.items() if kind is model and not walk.may_see(who, kind, owner)
            ]
            for record in hidden:
                tried += 1
                page = walk.told(client.get(address, {key: record.pk}))
                wrong += [(address, key, walk.sees(who, page))] if walk.canary(model, "bob") in page else []
    assert wrong == []
    assert tried or who == "eng"


@pytest.mark.django_db
def test_who_is_not_in_learns_nobodys_name(cast, client):
    """Whatever opens without a login tells of no person and no record (C3)."""
    walk.company(cast)
    make.user("canarydoor", "客户经理", cast.ann.department, name="canarydoor")
    wrong, opened = [], 0
    for url_name, pattern in routes():
        given = dict.fromkeys(pattern.pattern.converters, 1) if hasattr(pattern.pattern, "converters") else {}
        try:
            address = reverse(url_name, kwargs=given)
        except NoReverseMatch:
            continue
        for method in (client.get, client.post):
            answer = method(address, {"username": "who", "password": "?"})
            opened += answer.status_code == 200
            wrong += [(address, answer.status_code)] if "canary" in walk.told(answer) else []
    assert wrong == []
    assert opened >= 2


SECRET = re.compile(r"token|secret|passw|digest|hash|signature|mark_of", re.IGNORECASE)
COMPARED = {
    "given.get('password1') != given.get('password2')": "both were typed into one form",
    "given['new_password1'] == given.get('old_password')": "both were typed into one form",
    "mark_of(row.pk) == key": "names one of one's own sessions, and opens none",
    "key == sessions.mark_of(request.session.session_key)": "the same",
    "user.get_session_auth_hash() == proof['hash']": "both are kept here, nobody sends them",
    "digest != seal.digest": "both are kept here, and a seal is no secret",
    "(line := maker.seen.setdefault(hash(key), draft.row.line)) != draft.row.line": "a line of a file",
}


def compared() -> dict[str, str]:
    """Where something that has to do with a secret is compared with what is not written in the source, and how."""
    found = {}
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq | ast.NotEq):
                sides = [one for one in (node.left, *node.comparators) if not isinstance(one, ast.Constant)]
                if len(sides) > 1 and SECRET.search(ast.unparse(node)):
                    found[ast.unparse(node)] = name(path)
    return found


def test_a_secret_is_compared_in_the_same_time_however_much_of_it_is_right():
    assert {one: place for one, place in compared().items() if one not in COMPARED} == {}
    assert set(COMPARED) <= set(compared()), "what is not there any more needs no reason"


def test_half_a_fen_is_rounded_up_everywhere():
    """As people do, as the invoice does: the banker's way is nobody's here (O1, R1)."""
    calls = [node for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.Call)]
    rounded = [one for one in calls if isinstance(one.func, ast.Attribute) and one.func.attr == "quantize"]
    assert rounded
    wrong = [ast.unparse(one) for one in rounded if "ROUND_HALF_UP" not in ast.unparse(one)]
    assert wrong == []
    assert ratios.mean(Decimal("0.25"), 2) == Decimal("0.13")
    assert ratios.mean(Decimal("-0.25"), 2) == Decimal("-0.13")
