"""Follow-up in one breath with a customer: the dealing, the contact it was, the next one (Z2, C3)."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.core.models import Entry, Notification
from apps.customers.actions import activity
from apps.customers.models import Activity
from tests import make
from tests.conftest import said

pytestmark = pytest.mark.django_db
LIST = reverse("customers:customer-list")


def in_days(count: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=count)


@pytest.fixture
def given(db):
    return {"kind": make.item("activity_kind").pk, "title": "电话回访", "detail": "询问增购优惠"}


def planned(customer):
    customer.refresh_from_db()
    return customer.next_date, customer.next_step


def test_one_form_writes_the_dealing_and_plans_the_next(as_, cast, do, customer, given):
    answer = do(cast.ann, customer, "follow_up", **given, next_step="发送报价", next_date=in_days(3))
    assert (answer.status_code, answer.url) == (302, customer.get_absolute_url())
    made = Activity.objects.get()
    assert (made.title, made.detail, made.created_by) == ("电话回访", "询问增购优惠", cast.ann)
    assert planned(customer) == (in_days(3), "发送报价")
    entry = Entry.objects.get(customer=customer)
    assert (entry.action, entry.object, entry.by) == ("customers.activity.follow_up", made, cast.ann)
    assert "询问增购优惠" in entry.note
    assert "发送报价" in entry.note


def test_the_contact_planned_until_now_is_followed_up(as_, cast, do, customer, given):
    do(cast.ann, customer, "follow_up", **given, next_step="发送报价", next_date=in_days(0))
    form = as_(cast.ann).get(customer.page("do-follow_up")).context["form"]
    assert form["title"].value() == "发送报价"
    do(cast.ann, customer, "follow_up", **given)
    assert planned(customer) == (None, "")
    assert Activity.objects.count() == 2


@pytest.mark.parametrize(
    ("next_step", "day", "field"), [("发送报价", None, "next_date"), ("", -1, "next_date"), ("报价", -1, "next_date")]
)
def test_what_comes_next_has_a_day_to_come(cast, do, customer, given, next_step, day, field):
    date = "" if day is None else in_days(day)
    answer = do(cast.ann, customer, "follow_up", **given, next_step=next_step, next_date=date)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {field})
    assert not Activity.objects.exists()


@pytest.mark.parametrize(("name", "status"), [("eng", 302), ("bob", 302), ("chief", 403), ("admin", 403)])
def test_whoever_reads_the_customer_and_may_record_dealings_follows_up(cast, do, customer, given, name, status):
    assert do(cast[name], customer, "follow_up", **given).status_code == status


def test_a_colleague_undoes_no_plan_of_the_account_manager_who_is_told(cast, do, customer, given):
    do(cast.ann, customer, "follow_up", **given, next_step="发送报价", next_date=in_days(3))
    do(cast.eng, customer, "follow_up", **given, next_step="换电池", next_date=in_days(1))
    assert planned(customer) == (in_days(3), "发送报价")
    assert Notification.objects.get(to=cast.ann).entry.by == cast.eng
    do(cast.boss, customer, "follow_up", **given, next_step="请吃饭", next_date=in_days(5))
    assert planned(customer) == (in_days(5), "请吃饭")


def test_where_nothing_is_planned_a_colleague_may_plan(cast, do, customer, given):
    do(cast.eng, customer, "follow_up", **given, next_step="换电池", next_date=in_days(1))
    assert planned(customer) == (in_days(1), "换电池")


def test_a_dealing_entered_late_changes_no_plan(cast, customer):
    make.activity(customer, cast.ann)
    week_ago = timezone.now() - datetime.timedelta(days=7)
    late = Activity(customer=customer, kind=make.item("activity_kind"), title="补录", at=week_ago, next_date=in_days(9))
    activity.add(late, by=cast.ann)
    assert planned(customer) == (None, "")


def test_a_next_contact_moves_with_the_dealing_it_came_from(as_, cast, customer, given):
    made = Activity(
        customer=customer, kind=make.item("activity_kind"), title="拜访", next_date=in_days(2), next_step="报价"
    )
    activity.add(made, by=cast.ann)
    assert planned(customer) == (in_days(2), "报价")
    data = given | {"customer": customer.number, "at": "2026-11-20T14:05", "next_date": in_days(4), "version": 1}
    as_(cast.ann).post(made.page("edit"), data | {"next_step": "报价"})
    assert planned(customer) == (in_days(4), "报价")


def test_the_next_contact_is_planned_anew_without_a_dealing(cast, do, customer, given):
    do(cast.ann, customer, "follow_up", **given, next_step="发送报价", next_date=in_days(0))
    do(cast.ann, customer, "plan_contact", to=in_days(1))
    assert planned(customer) == (in_days(1), "发送报价")
    assert Entry.objects.get(action="customers.customer.plan_contact").changes["next_date"][1] == str(in_days(1))
    answer = do(cast.ann, customer, "plan_contact", to=in_days(-1))
    assert "过" in said(answer) or "passed" in said(answer)
    assert do(cast.eng, customer, "plan_contact", to=in_days(1)).status_code == 403


def test_list_and_record_say_that_nothing_is_planned(as_, cast, customer, given):
    other = make.customer(cast.ann, "有约的客户", next_date=in_days(-1), next_step="签约")
    make.customer(cast.ann, "流失的客户", status="lost")
    client = as_(cast.ann)
    lacking = client.get(LIST, {"no_next_step": "true"}).context["table"].data
    assert [one.name for one in lacking] == [customer.name]
    assert len(client.get(LIST, {"no_next_step": "false"}).context["table"].data) == 2
    for page in (client.get(LIST), client.get(customer.get_absolute_url())):
        assert page.content.decode().count("bg-orange-lt") == 1
    assert "签约" in client.get(other.get_absolute_url()).content.decode()


def test_every_row_offers_it_to_who_may_and_one_comes_back_to_the_list(as_, cast, customer, given):
    address = customer.page("do-follow_up")
    for name, shown in (("ann", True), ("eng", True), ("chief", False)):
        assert (f'href="{address}"' in as_(cast[name]).get(LIST).content.decode()) is shown
    answer = as_(cast.ann).post(f"{address}?back={LIST}%3Fregion%3D1", given)
    assert answer.url == f"{LIST}?region=1"
    answer = as_(cast.ann).post(f"{address}?back=https://elsewhere.example/", given)
    assert answer.url == customer.get_absolute_url()
