"""Very many rows: what is asked of the database for them, and that likely duplicates among them are seen (B9, C10)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.customers.models import Customer, DuplicateKey
from apps.foundation.database.bulk_insert import FEW
from apps.kit.search.models import Findable

pytestmark = pytest.mark.django_db
MANY = "name,region\n" + "".join(f"新客户{n},华东\n" for n in range(2 * FEW))


def test_new_records_are_filed_without_asking_what_is_filed_of_them(bring, file):
    with CaptureQueriesContext(connection) as asked:
        bring("customers", file("a.csv", MANY))
    assert not [one["sql"] for one in asked if one["sql"].startswith("SELECT") and 'FROM "core_findable"' in one["sql"]]
    assert not [one["sql"] for one in asked if 'FROM "cst_linkman"' in one["sql"]]
    assert Findable.objects.of(Customer).count() == DuplicateKey.objects.count() == 2 * FEW


def test_one_company_twice_in_a_file_is_named_also_among_many(bring, file):
    outcome = bring("customers", file("a.csv", MANY + "華信貿易有限公司,华东\n华信贸易(有限公司),华东\n"))
    second, first = Customer.objects.order_by("-pk")[:2]
    assert outcome.problems == [
        f"Line {2 * FEW + 2}: It may be there already: {second.pick_text()} · same company name",
        f"Line {2 * FEW + 3}: It may be there already: {first.pick_text()} · same company name",
    ]
