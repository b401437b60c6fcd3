"""What measures against churn brought back: who came, what they ordered since, and how many came untouched (Z3, P4)."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from apps.customers.models import DelayMeasure, Loss, Order
from tests import make
from tests.reports.sales import figures, headlines, sale, table

pytestmark = pytest.mark.django_db
QUERY = "period=2025&by="


def warning(customer, last, *measured, back=False):
    """A warning of 1 March 2025 with measures of these days."""
    status = Loss.Status.RECOVERED if back else Loss.Status.DELAYED
    loss = make.stored(Loss(customer=customer, last_order_date=date.fromisoformat(last), status=status))
    Loss.objects.filter(pk=loss.pk).update(created_at=moment("2025-03-01"))
    for day in measured:
        DelayMeasure.objects.create(loss=loss, measure=f"{day} 上门", by=customer.owner, at=moment(day))
    return loss


def moment(day):
    return timezone.make_aware(datetime.fromisoformat(f"{day}T09:00"))


@pytest.fixture
def acted(cast):
    hua, yuan, free = make.customer(cast.ann, "华信"), make.customer(cast.bob, "远航"), make.customer(cast.ann, "自来")
    warning(hua, "2024-06-01", "2025-03-31", "2025-04-02", back=True)
    warning(yuan, "2024-06-01", "2025-04-30")
    warning(free, "2024-06-01", back=True)
    sale(hua, "2024-06-01", "1")  # the last one before the warning
    sale(hua, "2025-04-10", "100")
    sale(hua, "2025-06-10", "20.50")
    sale(hua, "2025-06-11", "400", status=Order.Status.VOID)
    sale(yuan, "2024-07-01", "7")
    return hua, yuan, free


def test_by_month_owner_and_one_by_one(acted, cast):
    hua, yuan, _free = acted
    brought = Decimal("120.50")
    assert table(figures(cast.boss, "measures", QUERY + "month")) == [
        ("2025-03", 1, 1, 1.0, brought), ("2025-04", 1, 0, 0.0, 0),
    ]  # fmt: skip
    assert table(figures(cast.boss, "measures", QUERY + "owner")) == [
        ("Ann", 1, 1, 1.0, brought), ("Bob", 1, 0, 0.0, 0),
    ]  # fmt: skip
    assert table(figures(cast.boss, "measures", QUERY + "measure")) == [
        ("华信", "2025-04-02 上门", 1, 1, 1.0, brought), ("远航", "2025-04-30 上门", 1, 0, 0.0, 0),
    ]  # fmt: skip
    heads = list(headlines(figures(cast.boss, "measures", QUERY)).values())
    assert [value for value, _before in heads] == [2, 1, 0.5, 1.0, brought]
    sale(hua, "2025-12-01", "5000")
    warning(hua, "2025-06-10")  # stayed away again: what came later is not of the first measure
    assert table(figures(cast.boss, "measures", QUERY))[0][-1] == brought
    assert [row[0] for row in table(figures(cast.bob, "measures", QUERY + "measure"))] == ["远航"]


@pytest.mark.parametrize("by", ["month", "owner"])
def test_the_list_behind_has_as_many_rows(acted, cast, as_, by):
    for person in (cast.boss, cast.bob):
        found, client = figures(person, "measures", QUERY + by), as_(person)
        for row in found.rows:
            assert client.get(row.url).context["table"].page.paginator.count == row.cells[1]
        behind = [client.get(url).context["table"].page.paginator.count for url in found.charts[0].urls]
        assert behind == [row.cells[2] for row in found.rows]
    page = as_(cast.boss).get("/reports/measures/?period=2025").content.decode()
    assert "¥ 120.50" in page
