"""Long lists: counted and added up as far as somebody reads, all of it on demand, each row on one page (R6)."""

import re

import pytest
from django.urls import reverse

from apps.core.listing import counting, paging
from apps.customers.models import Customer
from tests import make

pytestmark = pytest.mark.django_db
LIST = "customers:customer-list"


@pytest.fixture
def long_list(cast, as_, monkeypatch):
    """Thirty customers of ¥ 10 each, in a product that counts one page at once."""
    monkeypatch.setattr(counting, "ENOUGH", 25)
    monkeypatch.setattr(paging, "AHEAD", 0)
    first = make.customer(cast.ann, "第一家", order_total=10)
    made = [
        Customer(number=f"K{n}", name=f"客户{n}", owner=cast.ann, order_total=10, region=first.region)
        for n in range(29)
    ]
    Customer.objects.bulk_create(made)

    def read(**asked):
        return as_(cast.boss).get(reverse(LIST), asked | {"sort": "order_total"})

    return read


def keys(answer) -> list[int]:
    return [row.pk for row in answer.context["table"].page]


def test_a_long_list_says_that_it_stopped_counting_and_counts_all_on_demand(long_list):
    page = long_list()
    assert page.context["table"].paginator.count == 25
    assert "25+ 条" in page.text
    assert "全部计数" in page.text
    assert re.search(r'<a href="[^"]*exact=1[^"]*">计算合计</a>', page.text)
    assert "¥ 250.00" not in page.text  # nobody is told the total of a part as the total
    page = long_list(exact=1)
    assert page.context["table"].paginator.count == 30
    assert "30 条" in page.text
    assert "¥ 300.00" in page.text
    assert "计算合计" not in page.text


@pytest.mark.parametrize("exact", [{}, {"exact": 1}])
def test_the_pages_of_a_long_list_hold_every_row_once(long_list, exact):
    """Equal in what they are sorted by; the last page is reached from behind where the end is known."""
    found = keys(long_list(**exact)) + keys(long_list(page=2, **exact))
    assert found == list(Customer.objects.order_by("order_total", "pk").values_list("pk", flat=True))


def test_a_short_list_is_counted_and_added_up_at_once(long_list):
    page = long_list(q="第一家")
    assert page.context["table"].paginator.count == 1
    assert "¥ 10.00" in page.text
    assert not re.search("计算合计|全部计数", page.text)
