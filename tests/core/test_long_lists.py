"""Long lists: counted and added up on demand, each row on one page, what is empty in its order last (R6)."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from apps.customers.models import Customer
from apps.foundation.listing import counting, paging
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


@pytest.mark.parametrize("exact", [{}, {"exact": 1}])
@pytest.mark.parametrize("ordered", [20, 26, 28, 30, 0])
@pytest.mark.parametrize("direction", ["", "-"])
def test_what_is_empty_stands_last_whichever_way_one_sorts(long_list, as_, cast, direction, ordered, exact):
    """Two pages of thirty, the empty ones on the second, on both, on none or everywhere."""
    filled = [*Customer.objects.order_by("pk").values_list("pk", flat=True)][:ordered]
    for place, key in enumerate(filled):
        Customer.objects.filter(pk=key).update(last_order_date=date(2026, 1, 1 + place // 2))
    asked = {"sort": f"{direction}last_order_date"} | exact
    boss = as_(cast.boss)
    found = [key for page in (1, 2) for key in keys(boss.get(reverse(LIST), asked | {"page": page}))]
    every = Customer.objects.order_by(f"{direction}pk").values_list("pk", "last_order_date")
    days = sorted((one for one in every if one[1]), key=lambda one: one[1], reverse=bool(direction))
    assert found == [key for key, _day in [*days, *(one for one in every if not one[1])]]


def test_what_is_empty_stands_last_in_a_file_too(cast, as_):
    for name, day in (("无单", None), ("旧单", date(2026, 1, 1)), ("新单", date(2026, 2, 1))):
        make.customer(cast.ann, name, last_order_date=day)
    for direction, names in (("", ["旧单", "新单", "无单"]), ("-", ["新单", "旧单", "无单"])):
        answer = as_(cast.boss).get(reverse("customers:customer-export"), {"sort": f"{direction}last_order_date"})
        rows = list(load_workbook(BytesIO(answer.getvalue())).active.values)
        assert [row[0] for row in rows[1:]] == names
