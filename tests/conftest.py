"""The cast: two departments, one person in each role, one without a role; base data loaded once."""

import gc
import os
import threading
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.core.handlers.base import BaseHandler
from django.core.management import call_command
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils.functional import empty

from apps.auth.models import Department, User
from apps.core import audit
from apps.kit.hash_chain import lock
from tests import make

REFUSED = "accounts.user.denied"  # what the log tells of every 403
QUICK, SLOW = 0.1, 2.0  # seconds a test takes, usually
CAST = ("admin", "boss", "ann", "bob", "eng", "chief", "stranger")


def pytest_itemcollected(item):
    """What asks for no database tells the same on any."""
    if not (item.get_closest_marker("django_db") or {"db", "transactional_db", "live_server"} & set(item.fixturenames)):
        item.add_marker("once")


def pytest_collection_modifyitems(items):
    """Deal whole modules to the workers, the dearest first: none begins with what is cheap and waits at the end.

    A run hands each worker one stretch of the list; what is left over, workers that are done take from each other.
    """
    modules: dict[tuple, list] = {}
    for item in items:
        modules.setdefault((item.path, cost(item) >= SLOW), []).append(item)
    piles: list[list] = [[] for _worker in range(int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))]
    for some in sorted(modules.values(), key=lambda some: -sum(map(cost, some))):
        min(piles, key=lambda pile: sum(map(cost, pile))).extend(some)
    items[:] = [item for pile in piles for item in sorted(pile, key=lambda item: cost(item) < SLOW)]


def cost(item) -> float:
    """About how many seconds a test takes: as many as its mark says, `slow(50)`, else what is usual."""
    mark = item.get_closest_marker("slow")
    return QUICK if mark is None else mark.args[0] if mark.args else SLOW


def pytest_collection_finish():
    """What is loaded by now stays to the end: the collector of garbage need not look through it again and again."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Base data and the cast in the empty test database, once."""
    with django_db_blocker.unblock():
        call_command("seed_base", verbosity=0)
        employ()
        begin_again = copied()
    TransactionTestCase._fixture_teardown = lambda _self: begin_again()


def copied():
    """Copy every table aside; what is returned puts everything back.

    Tests may come in any order: one that really commits, such as a journey, leaves what it found. The lock of the log
    comes off for that moment alone; foreign keys are looked at when all is there again.
    """
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    name = connection.ops.quote_name
    filled = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"CREATE TABLE {name(f'begun_{table}')} AS SELECT * FROM {name(table)}")
            cursor.execute(f"SELECT 1 FROM {name(table)} LIMIT 1")
            filled += [table] if cursor.fetchone() else []

    def begin_again():
        with transaction.atomic(), connection.cursor() as cursor:
            lock.remove()
            for table in tables:
                cursor.execute(f"DELETE FROM {name(table)}")
            for table in filled:
                cursor.execute(f"INSERT INTO {name(table)} SELECT * FROM {name(f'begun_{table}')}")
            connection.check_constraints()
            lock.install()

    return begin_again


@pytest.fixture(autouse=True)
def nothing_in_mind():
    """What a test before has let the product keep in mind, such as how much somebody has read, is forgotten."""
    cache.clear()


@pytest.fixture(autouse=True)
def nobody_signs_for_another():
    """Whatever a request writes into the log is in the name of who asked, or of nobody: in every test there is (P5)."""
    asking, answer, entry_of = threading.local(), BaseHandler.get_response, audit.entry_of

    def get_response(self, request):
        asking.request = request
        try:
            return answer(self, request)
        finally:
            asking.request = None

    def signed(record, action, *, by, **given):
        user = getattr(getattr(asking, "request", None), "user", None)
        unknown = user is None or getattr(user, "_wrapped", user) is empty  # not looked up yet: nothing is asked here
        if by is not None and not unknown and user.is_authenticated:
            assert by == user, f"{action} is signed by {by.username}, {user.username} asked"
        return entry_of(record, action, by=by, **given)

    with patch.object(BaseHandler, "get_response", get_response), patch.object(audit, "entry_of", signed):
        yield


def employ() -> None:
    """Make the cast: everybody's department and role."""
    head = make.department("总部")
    east, north = make.department("华东部", head), make.department("华北部", head)
    make.user("admin", "系统管理员", head)
    make.user("boss", "销售主管", east)
    make.user("ann", "客户经理", east)
    make.user("bob", "客户经理", north)
    make.user("eng", "服务工程师", east)
    make.user("chief", "高管", head)
    make.user("stranger")


class Cast:
    """Everybody by first name."""

    def __init__(self):
        people = User.objects.filter(username__in=CAST).select_related("role", "department")
        vars(self).update({person.username: person for person in people})

    def __getitem__(self, name):
        return getattr(self, name)


@pytest.fixture
def cast(db) -> Cast:
    return Cast()


@pytest.fixture(scope="module")
def told_once(django_db_setup, django_db_blocker):
    """Tell what all tests of a module begin with a single time: `told_once(found)` calls it with the cast.

    Around the tests stands a transaction that is taken back after the last of them; each of them takes back its own.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield lambda tell: tell(Cast())
        transaction.set_rollback(True)


@pytest.fixture
def nobody(db) -> None:
    """A database without a single person, as a new installation begins with."""
    User.objects.all().delete()
    Department.objects.filter(parent__isnull=False).delete()
    Department.objects.all().delete()


@pytest.fixture
def as_(client):
    """Log somebody in: `as_(cast.ann).get(…)`."""

    def login(person):
        client.force_login(person)
        return client

    return login


@pytest.fixture
def do(as_):
    """Take a step as a person, by sending its form: `do(cast.eng, request, "take")`."""

    def send(person, record, step, **given):
        return as_(person).post(record.page(f"do-{step}"), given)

    return send


@pytest.fixture
def offered(as_):
    """The names of the steps a person sees as buttons on a record."""

    def look(person, record):
        return [step.name for step in as_(person).get(record.page("detail")).context["steps"]]

    return look


def said(answer) -> str:
    """Everything a refused form says: that it comes too late, and what is wrong with it."""
    wrong = [sentence for errors in answer.context["form"].errors.values() for sentence in errors]
    return " ".join([answer.context.get("late", ""), *wrong])
