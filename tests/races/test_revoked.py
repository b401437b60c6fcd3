"""A write that waits while its person loses the right to it is refused when its turn comes (D8)."""

import threading
import time

import pytest
from django.db import connection, transaction
from django.test import Client

from apps.auth.models import Role, User
from apps.core.models import Entry
from apps.customers.models import Customer
from tests import make
from tests.races import rounds
from tests.races.filled import as_opened

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def without_role(ann, customer) -> None:
    User.objects.filter(pk=ann.pk).update(role=None)


def disabled(ann, customer) -> None:
    User.objects.filter(pk=ann.pk).update(is_active=False)


def without_the_right(ann, customer) -> None:
    ann.role.rights.remove(ann.role.rights.get(code=Customer.rights.change))


def given_away(ann, customer) -> None:
    Customer.objects.filter(pk=customer.pk).update(owner=User.objects.get(username="bob"))


REVOKED = (without_role, disabled, without_the_right, given_away)


def waits(sending) -> None:
    """Return as soon as the form that is being sent waits for the one who holds the record."""
    blocked = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
    until = time.monotonic() + 10
    while connection.vendor == "postgresql" and time.monotonic() < until and sending.is_alive():
        with connection.cursor() as cursor:
            cursor.execute(blocked)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)
    time.sleep(0.1)


def write_while(revoke, cast, customer) -> int:
    """The answer to an edit of ann that had to wait, during which she lost what allows it."""
    client, answers = Client(raise_request_exception=False), []
    client.force_login(cast.ann)
    form = as_opened(client.get(customer.page("edit")).context["form"]) | {"address": "张江路 88 号"}

    def send():
        answers.append(client.post(customer.page("edit"), form).status_code)
        connection.close()

    sending = threading.Thread(target=send)
    with transaction.atomic():
        Customer.objects.select_for_update().get(pk=customer.pk)
        sending.start()
        waits(sending)
        revoke(cast.ann, customer)
    sending.join()
    return answers[0]


@pytest.fixture
def rights(cast):
    """The right that is taken from the role comes back with each round."""
    return list(cast.ann.role.rights.all())


def test_nothing_is_written_once_the_right_is_gone(cast, rights):
    role = Role.objects.get(pk=cast.ann.role_id)
    for _round in rounds(1, 1, most=75):
        for revoke in REVOKED:
            customer = make.customer(owner=cast.ann)
            assert write_while(revoke, cast, customer) in (403, 409), revoke.__name__
            customer.refresh_from_db()
            assert (customer.address, revoke.__name__) == ("", revoke.__name__)
            assert not Entry.objects.filter(action="customers.customer.edit").exists()
            User.objects.filter(pk=cast.ann.pk).update(role=role, is_active=True)
            role.rights.set(rights)
