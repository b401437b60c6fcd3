"""The same file twice at the same moment: one import stores it, the other finds it there (C1, D4)."""

import threading

import pytest
from django.db import connection

from apps.core.models import Entry
from apps.customers.models import Customer
from tests.imports.conftest import Outcome

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.mark.parametrize("key", ["number", "name"])
def test_the_same_file_twice_at_once_is_stored_once(cast, file, key):
    rows = "".join(f"A{n},公司{n},华东\n" for n in range(600))
    path = file("a.csv", f"{'number' if key == 'number' else 'other'},name,region\n{rows}")
    start, outcomes = threading.Barrier(2), []

    def bring():
        start.wait()
        outcomes.append(Outcome("customers", path))
        connection.close()

    threads = [threading.Thread(target=bring) for _file in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [outcome.refusal for outcome in outcomes] == ["", ""]
    assert sorted(outcome.text.count("600 new") for outcome in outcomes) == [0, 1]
    assert Customer.objects.count() == Customer.objects.values("number").distinct().count() == 600
    assert Entry.objects.filter(action="customers.customer.import").count() == 600
