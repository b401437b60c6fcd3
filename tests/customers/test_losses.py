"""The list of churn warnings: what each customer brought, the most first (C7)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.customers.models import Loss
from tests import make
from tests.reports.sales import figures, sale

pytestmark = pytest.mark.django_db


@pytest.fixture
def warned(cast):
    """Three customers who stopped ordering, with 100, 300 and 0 yuan in the 12 months up to the last order."""
    last = timezone.localdate() - timedelta(days=200)
    for name, amount in (("甲", "100"), ("乙", "300"), ("丙", None)):
        customer = make.customer(cast.ann, name)
        if amount:
            sale(customer, str(last), amount)
            sale(customer, str(last - timedelta(days=400)), "1000")  # longer ago than these 12 months
        make.stored(Loss(customer=customer, last_order_date=last))


def test_the_list_says_what_each_brought_and_begins_with_the_most(cast, as_, warned):
    page = as_(cast.ann).get(reverse("customers:loss-list"))
    records = page.context["table"].page.object_list
    assert [(str(one), one.revenue) for one in records] == [("乙", 300), ("甲", 100), ("丙", 0)]
    assert "¥ 300.00" in page.content.decode()
    turned = as_(cast.ann).get(reverse("customers:loss-list"), {"sort": "revenue"}).context["table"].page.object_list
    assert [str(one) for one in turned] == ["丙", "甲", "乙"]


def test_what_is_decided_comes_after_what_is_open(cast, as_, warned):
    """The largest of them is lost: it is the last, and has a tab of its own."""
    Loss.objects.filter(customer__name="乙").update(status=Loss.Status.LOST)
    page = as_(cast.ann).get(reverse("customers:loss-list"))
    assert [str(one) for one in page.context["table"].page.object_list] == ["甲", "丙", "乙"]
    for label, query, names in (
        ("待处理", "status=warned&status=delayed", ["甲", "丙"]),
        ("确认流失", "status=lost", ["乙"]),
    ):
        assert query.replace("&", "&amp;") in page.text
        assert label in page.text
        found = as_(cast.ann).get(f"{reverse('customers:loss-list')}?{query}").context["table"].page.object_list
        assert [str(one) for one in found] == names


def test_it_is_the_figure_of_the_report(cast, as_, warned):
    records = as_(cast.ann).get(reverse("customers:loss-list")).context["table"].page.object_list
    report = figures(cast.ann, "loss", "period=this-year")
    assert {row.cells[0]: row.cells[-1] for row in report.rows} == {str(one): one.revenue for one in records}


def test_the_file_has_it_too(cast, as_, warned):
    assert as_(cast.boss).get(reverse("customers:loss-export")).status_code == 200
