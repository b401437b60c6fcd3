"""Customer loss says who is lost or in danger, why, and what that is worth (R4, P4)."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from apps.customers.models import Loss, Order
from tests import make
from tests.reports.sales import figures, headlines, sale, table

pytestmark = pytest.mark.django_db
Status = Loss.Status


def warning(customer, last: str, warned: str, status=Status.WARNED, lost: str | None = None, reason=None):
    """A churn warning of a local day."""
    record = make.stored(Loss(customer=customer, last_order_date=date.fromisoformat(last), status=status))
    Loss.objects.filter(pk=record.pk).update(
        created_at=timezone.make_aware(datetime.fromisoformat(warned)),
        lost_at=lost and date.fromisoformat(lost),
        reason=reason and make.item("loss_reason", reason),
    )
    return record


@pytest.fixture
def going(cast):
    """Five warnings: three of 2025, one of 2024 lost in 2025, one of 2024 lost in 2024."""
    names = ("甲", "乙", "丙", "丁", "戊")
    owners = (cast.ann, cast.ann, cast.bob, cast.bob, cast.ann)
    found = [make.customer(owner, name) for owner, name in zip(owners, names, strict=True)]
    reasons = [item.value for item in type(make.item("loss_reason")).objects.of("loss_reason")]
    warning(found[0], "2025-02-28", "2025-09-01 08:00")
    warning(found[1], "2025-01-10", "2025-12-31 23:59", Status.DELAYED)
    warning(found[2], "2025-01-10", "2025-01-01 00:00", Status.RECOVERED)
    warning(found[3], "2024-02-29", "2024-10-01 08:00", Status.LOST, "2025-01-01", reasons[0])
    warning(found[4], "2024-01-10", "2024-08-01 08:00", Status.LOST, "2024-12-31", reasons[1])
    return found


def test_what_is_lost_belongs_to_the_day_of_the_loss_and_what_is_open_to_that_of_the_warning(going, cast):
    found = figures(cast.boss, "loss", "period=2025")
    assert {row[0] for row in table(found)} == {"甲", "乙", "丙", "丁"}
    assert list(headlines(found).values())[:4] == [(1, None), (1, None), (1, 1), (1, 0)]


def test_who_came_back_belongs_to_the_day_of_the_warning_again(going, cast):
    Loss.objects.filter(customer=going[3]).update(status=Status.RECOVERED)
    assert "丁" not in {row[0] for row in table(figures(cast.boss, "loss", "period=2025"))}
    assert "丁" in {row[0] for row in table(figures(cast.boss, "loss", "period=2024"))}


def test_what_was_lost_is_the_revenue_of_the_12_months_up_to_the_last_order(going, cast):
    sale(going[0], "2025-02-28", "100")
    sale(going[0], "2024-03-01", "20")
    sale(going[0], "2024-02-28", "3")  # 12 months before the last order exactly, so not in them any more
    sale(going[0], "2025-03-01", "4")  # after what was the last order then
    sale(going[0], "2025-01-01", "5", status=Order.Status.VOID)
    sale(going[3], "2024-02-29", "700")
    sale(going[3], "2023-03-01", "80")
    sale(going[3], "2023-02-28", "9")
    found = figures(cast.boss, "loss", "period=2025")
    assert [(row[0], row[6]) for row in table(found)] == [
        ("丁", Decimal("780.00")),
        ("甲", Decimal("120.00")),
        ("乙", Decimal("0.00")),
        ("丙", Decimal("0.00")),
    ]
    assert found.totals[-1] == Decimal("900.00")
    assert list(headlines(found).values())[4] == (Decimal("780.00"), Decimal("0.00"))


def test_a_row_says_customer_owner_state_dates_and_reason(going, cast):
    rows = {row[0]: row for row in table(figures(cast.boss, "loss", "period=2025"))}
    reason = str(make.item("loss_reason"))
    assert rows["丁"][1:2] + rows["丁"][3:6] == ("Bob", date(2024, 2, 29), date(2025, 1, 1), reason)
    assert rows["甲"][1:2] + rows["甲"][3:6] == ("Ann", date(2025, 2, 28), None, "")


def test_the_charts_count_by_state_reason_and_owner(going, cast):
    states, reasons, owners, *_months = figures(
        cast.boss, "loss", "period=days&first=2024-01-01&last=2025-12-31"
    ).charts
    assert states.series[0].values == (1, 1, 2, 1)
    assert reasons.series[0].values == (1, 1)
    assert dict(zip(owners.labels, owners.series[0].values, strict=True)) == {"Ann": 1, "Bob": 1}


def test_owner_reason_region_and_level_are_filters(going, cast):
    reason = make.item("loss_reason")
    query = f"period=2025&owner={cast.bob.pk}&reason={reason.pk}&region={make.item('region').pk}&level=1"
    assert [row[0] for row in table(figures(cast.boss, "loss", query))] == ["丁"]
    assert table(figures(cast.boss, "loss", f"{query}&level=2")) == []


def test_fewer_rows_than_there_are_still_count_all(going, cast):
    sale(going[3], "2024-02-29", "700")
    sale(going[0], "2025-02-28", "100")
    found = figures(cast.boss, "loss", "period=2025&top=1")
    assert [row[0] for row in table(found)] == ["丁"]
    assert found.totals[-1] == Decimal("800.00")


def test_an_account_manager_sees_own_figures_only(going, cast):
    assert {row[0] for row in table(figures(cast.ann, "loss", "period=2025"))} == {"甲", "乙"}
    assert {row[0] for row in table(figures(cast.chief, "loss", "period=2025"))} == {"甲", "乙", "丙", "丁"}


def test_loss_and_recovery_are_told_by_month(going, cast, as_):
    """Lost by the day of the loss, won back by the day the customer came back; behind each bar are exactly those."""
    Loss.objects.filter(customer=going[2]).update(recovered_on=date(2025, 3, 31))
    *_others, lost, back = figures(cast.boss, "loss", "period=2025").charts
    assert lost.labels == back.labels == tuple(f"2025-{month:02}" for month in range(1, 13))
    assert (lost.series[0].values, back.series[0].values) == ((1, *[0] * 11), (0, 0, 1, *[0] * 9))
    for chart in (lost, back):
        for url, count in zip(chart.urls, chart.series[0].values, strict=True):
            assert as_(cast.boss).get(url).context["table"].paginator.count == count
