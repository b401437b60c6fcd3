"""The daily scan warns exactly about who ordered before but not within the period, once (C7)."""

import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from apps.basedata.models import Parameter
from apps.core import actions
from apps.core.models import Entry, Notification
from apps.customers.actions import loss
from apps.customers.models import Customer, Loss
from apps.customers.models.loss import months_before
from apps.customers.tasks import scan_churn
from tests import make

pytestmark = pytest.mark.django_db
DAY = datetime.date.fromisoformat


@pytest.fixture
def today(monkeypatch):
    """Let it be another day: `today("2026-08-31")`."""

    def be(day):
        monkeypatch.setattr(timezone, "localdate", lambda value=None: DAY(day) if value is None else value.date())

    return be


def silent(owner, last, name="沉默公司", **fields):
    """A customer whose last order was on this day."""
    return make.customer(owner=owner, name=name, last_order_date=last and DAY(last), **fields)


def names():
    return set(Loss.objects.values_list("customer__name", flat=True))


def test_the_boundary_is_the_same_day_six_months_ago(cast, today):
    today("2026-11-21")
    silent(cast.ann, "2026-05-20", "七天前")
    silent(cast.ann, "2026-05-21", "正好六个月")
    silent(cast.ann, "2026-05-22", "差一天")
    silent(cast.ann, "2020-01-01", "很久以前")
    assert loss.scan() == 2
    assert names() == {"七天前", "很久以前"}


@pytest.mark.parametrize(
    ("day", "months", "cutoff"),
    [
        ("2026-08-31", 6, "2026-02-28"),
        ("2024-08-31", 6, "2024-02-29"),
        ("2026-08-28", 6, "2026-02-28"),
        ("2026-05-31", 6, "2025-11-30"),
        ("2026-03-15", 6, "2025-09-15"),
        ("2026-01-01", 1, "2025-12-01"),
        ("2026-12-31", 12, "2025-12-31"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2026-06-30", 2**31 - 1, "0001-01-01"),
    ],
)
def test_months_are_calendar_months(day, months, cutoff):
    assert months_before(DAY(day), months) == DAY(cutoff)


def test_at_the_end_of_a_short_month(cast, today):
    today("2026-08-31")
    silent(cast.ann, "2026-02-28", "月末")
    silent(cast.ann, "2026-02-27", "月末前一天")
    loss.scan()
    assert names() == {"月末前一天"}


def test_the_period_is_a_setting(cast, today):
    today("2026-11-21")
    silent(cast.ann, "2026-08-20")
    assert loss.scan() == 0
    Parameter.objects.filter(code=Parameter.CHURN_MONTHS).update(value=3)
    assert loss.scan() == 1


def test_who_never_ordered_is_lost_or_is_deleted_is_not_warned_about(cast, today):
    today("2026-11-21")
    silent(cast.ann, None, "从未下单")
    silent(cast.ann, "2026-01-01", "已流失", status=Customer.Status.LOST)
    actions.delete(silent(cast.ann, "2026-01-01", "已删除"), by=cast.boss)
    assert loss.scan() == 0


@pytest.mark.parametrize(("status", "found"), [("warned", 0), ("delayed", 0), ("lost", 1), ("recovered", 1)])
def test_an_open_warning_is_not_doubled_a_closed_one_does_not_hinder(cast, today, status, found):
    today("2026-11-21")
    customer = silent(cast.ann, "2026-01-01")
    make.stored(Loss(customer=customer, last_order_date=customer.last_order_date, status=status))
    assert loss.scan() == found
    assert loss.scan() == 0
    assert Loss.objects.filter(status__in=Loss.OPEN).count() == 1


def test_the_system_writes_one_entry_and_tells_the_owner(cast, today):
    today("2026-11-21")
    customer = silent(cast.ann, "2026-01-01")
    silent(None, "2026-01-01", "无人负责")
    loss.scan()
    entry = Entry.objects.get(action="customers.loss.warn", customer=customer)
    assert (entry.by, entry.title) == (None, "沉默公司")
    assert Loss.objects.get(customer=customer).last_order_date == DAY("2026-01-01")
    assert [(one.to, one.entry) for one in Notification.objects.all()] == [(cast.ann, entry)]


def test_the_owner_reads_it_in_the_bell_and_on_the_customers_page(as_, cast, today):
    today("2026-11-21")
    customer = silent(cast.ann, "2026-01-01")
    loss.scan()
    page = as_(cast.ann).get(customer.page("detail"))
    assert page.context["loss"] == Loss.objects.get()
    assert "2026-01-01" in page.content.decode().split("alert-warning")[1][:600]
    assert "沉默公司" in as_(cast.ann).get("/account/messages/").content.decode()


def test_many_are_warned_about_in_few_queries(cast, today, django_assert_max_num_queries, monkeypatch):
    today("2026-11-21")
    monkeypatch.setattr(loss, "BATCH", 10)
    for number in range(25):
        silent(cast.ann, "2026-01-01", f"客户{number}")
    with django_assert_max_num_queries(45):
        assert loss.scan() == 25
    assert Entry.objects.filter(action="customers.loss.warn").count() == 25
    assert Notification.objects.count() == 25


def test_the_command_says_how_many(cast):
    silent(cast.ann, "2020-01-01")
    said = StringIO()
    call_command("scan_churn", stdout=said)
    assert said.getvalue().startswith("1 ")
    call_command("scan_churn", stdout=said)
    assert said.getvalue().splitlines()[1].startswith("0 ")


def test_the_worker_does_the_same(cast):
    silent(cast.ann, "2020-01-01")
    assert scan_churn.enqueue().return_value == 1


@pytest.mark.parametrize(
    ("name", "status"),
    [("ann", 200), ("bob", 200), ("boss", 200), ("eng", 200), ("chief", 200), ("admin", 403), ("stranger", 403)],
)
def test_whoever_sees_customers_sees_the_warnings(as_, cast, warned, name, status):
    assert as_(cast[name]).get("/customers/losses/").status_code == status
    assert as_(cast[name]).get(warned.get_absolute_url()).status_code == status


def test_warnings_are_found_by_state_owner_region_reason_and_dates(as_, cast, warned):
    client = as_(cast.ann)

    def found(**asked):
        return [row.record for row in client.get("/customers/losses/", asked).context["table"].rows]

    day = str(warned.last_order_date)
    assert found(status="warned", owner=cast.ann.pk, last_order_date_after=day, last_order_date_before=day) == [warned]
    assert found(region=warned.customer.region_id, q="华信") == [warned]
    assert found(status="lost") == found(owner=cast.bob.pk) == found(reason=make.item("loss_reason").pk) == []
