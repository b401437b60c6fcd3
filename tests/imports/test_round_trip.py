"""What the product exports it imports again, and finds nothing changed (B8, C1, B2, B3, O1)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.core.models import Entry
from apps.customers.models import Order
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
EXPORTS = {
    "customers": "customers:customer-export",
    "contacts": "customers:contact-export",
    "activities": "customers:activity-export",
    "orders": "customers:order-export",
    "products": "basedata:product-export",
    "stock": "basedata:stock-export",
    "chances": "marketing:chance-export",
    "services": "service:servicerequest-export",
}


@pytest.mark.parametrize("kind", EXPORTS)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_list_that_was_exported_comes_back_unchanged(as_, cast, bring, tmp_path, kind, language):
    cast.boss.language = language
    cast.boss.save()
    formula = {"name": "=1+1", "phone": "+86 138", "postcode": "010020", "registered_capital": "0.30"}
    customer = make.customer(owner=cast.ann, **formula)
    make.contact(customer, name="@王芳", phone="-1")
    make.activity(customer, by=cast.boss, at=timezone.now().replace(second=7, microsecond=0))
    make.stock(make.product("0012", "-终端", price="1200.50"), 7)
    make.stored(Order(customer=customer, number="0010", salesperson=cast.ann))
    make.chance(cast.boss)
    make.service(cast.boss, customer)
    path = tmp_path / "export.xlsx"
    path.write_bytes(b"".join(as_(cast.boss).get(reverse(EXPORTS[kind]))))
    before = Entry.objects.count()
    outcome = bring(kind, path)
    assert " 0 new, 0 changed, 1 unchanged" in outcome.text
    assert Entry.objects.count() == before
