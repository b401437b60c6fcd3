"""The kernel goes on without its features: each plugs in at one place and can be pulled out alone (house.md)."""

import pytest
from django.urls import reverse

from apps.core import audit, views
from apps.customers.models import Customer
from apps.foundation import finding
from tests import make

pytestmark = pytest.mark.django_db
PLUGS = {
    "what follows from the log": (audit, "LOGGED", []),
    "search": (finding, "FINDERS", [finding.letter_by_letter]),
    "saved views": (views, "LOOKS", [views.PlainLook]),
    "bulk": (views, "LIST_EXTRAS", []),
    "story and looked at": (views, "RECORD_EXTRAS", []),
}


@pytest.mark.parametrize("pulled", [*([name] for name in PLUGS), [*PLUGS]], ids=[*PLUGS, "all"])
def test_lists_records_and_forms_work_without_a_feature(cast, as_, monkeypatch, pulled):
    for name in pulled:
        monkeypatch.setattr(*PLUGS[name])
    client = as_(cast.ann)
    typed = {"name": "杭州华信贸易", "region": make.item("region").pk, "level": 1, "satisfaction": 3, "credit": 3}
    answer = client.post(reverse("customers:customer-create"), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    customer = Customer.objects.get()
    assert "杭州华信贸易" in client.get(customer.get_absolute_url()).text
    listed = client.get(reverse("customers:customer-list"), {"q": "华信"}).context["table"].page.object_list
    assert list(listed) == ([] if pulled == ["what follows from the log"] else [customer])
    assert client.get(reverse("customers:customer-pick"), {"q": "杭州"}).status_code == 200
