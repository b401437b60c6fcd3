"""Nothing is invented of old records: what the file does not say is unknown, and reports leave it out and count it."""

import datetime

import pytest
from django.utils import timezone

from apps.customers.models import Customer, Order
from apps.kit.importing.drafts import left_out
from apps.kit.importing.kinds import kinds
from apps.marketing.models import Chance
from apps.service.models import ServiceRequest
from tests import make

pytestmark = pytest.mark.django_db


def test_no_field_of_any_kind_is_filled_with_the_day_of_the_import():
    """Whatever has today or now as its default is unknown, or has to be in the file."""
    ours = [(code, kind.field(name)) for code, kind in kinds().items() for name in kind.fields]
    moments = [(code, one.name) for code, one in ours if one.has_default() and callable(one.default)]
    assert len(moments) >= 6
    for code, name in moments:
        for history in (True, False):
            unknown, assumed = left_out(kinds()[code], history=history)
            assert (name in unknown, name in assumed) == (True, False), (code, name)


def test_an_old_order_without_an_address_has_none_and_one_without_a_day_is_refused(bring, refuse, file):
    make.customer(name="华信", address="杭州")
    rows = "number,customer,date,status\n1,华信,{},completed\n"
    bring("orders", file("a.csv", rows.format("2020-01-06")))
    assert Order.objects.get().ship_to == ""
    outcome = refuse("orders", file("b.csv", rows.replace("1,", "2,").format("")))
    assert outcome.problems == ["Line 2, column “date”: This field cannot be blank."]


def test_what_is_not_said_of_a_chance_is_unknown_and_what_is_closed_is_certain(bring, file, cast):
    make.customer(name="华信")
    reason = make.item("failure_reason").item
    heads = "number,customer_name,title,description,status,assignee,customer,closed_at,lost_reason,probability\n"
    rows = (
        "1,新,仓储,x,,,,,,\n2,远航,系统,x,developing,ann,,,,30\n"
        f"3,华信,系统,,won,ann,华信,2020-03-01,,\n4,远航,旧,,lost,ann,,2020-03-02,{reason},70\n"
    )
    outcome = bring("chances", file("a.csv", heads + rows))
    found = Chance.objects.order_by("number")
    assert {*found.values_list("created_at", "assigned_at", "assigned_by")} == {(None, None, None)}
    moved = [one and f"{timezone.localtime(one):%Y-%m-%d}" for one in found.values_list("moved_at", flat=True)]
    assert moved == [None, None, "2020-03-01", "2020-03-02"]
    assert [*found.values_list("probability", flat=True)] == [50, 30, 100, 0]
    assert "The file says no “probability (%)” of 1 records: “50” is taken." in outcome.text
    assert not Chance.objects.idle().exists()


def test_an_old_request_has_no_rating_and_no_promise_that_nobody_gave(bring, file, cast):
    make.customer(name="华信")
    heads = "number,customer,type,title,status,assignee,created_at,handled_at,closed_at\n"
    bring("services", file("a.csv", heads + "1,华信,投诉,旧,archived,eng,2020-03-01,2020-03-02,2020-03-03\n"))
    bring("services", file("b.csv", "number,customer,type,title,request\n2,华信,投诉,新,x\n"))
    old, new = ServiceRequest.objects.order_by("number")
    assert (old.satisfaction, old.response_due, old.assigned_at, old.request) == (None, None, None, "")
    assert (new.created_at, new.response_due) == (None, None)


def test_a_request_that_is_back_in_work_is_in_its_second_round(bring, file, cast):
    make.customer(name="华信")
    heads = "number,customer,type,title,request,status,assignee,created_at,handled_at,satisfaction\n"
    bring("services", file("a.csv", heads + "1,华信,投诉,旧,x,assigned,eng,2026-03-01,2026-03-02,2\n"))
    assert ServiceRequest.objects.get().round == 2


def test_a_history_of_customers_needs_no_region_and_gives_no_stars(bring, refuse, file):
    path = file("a.csv", "number,name\nA1,华信\n")
    assert refuse("customers", path).problems == ["Line 2, column “region”: This field cannot be blank."]
    bring("customers", path, "--history")
    one = Customer.objects.get()
    assert (one.region, one.satisfaction, one.credit, one.created_at) == (None, None, None, None)


def test_what_new_customers_begin_with_is_told(bring, file):
    outcome = bring("customers", file("a.csv", "number,name,region\nA1,华信,华东\nA2,远航,华东\n"))
    assert "The file says no “credit” of 2 records: “★★★☆☆” is taken." in outcome.text
    assert not Customer.objects.filter(created_at__gte=timezone.now() - datetime.timedelta(days=1)).exists()


def test_who_imports_own_customers_says_of_none_when_it_was_made(refuse, file, cast):
    path = file("a.csv", "number,name,region,created_at\nA1,华信,华东,2020-01-01\n")
    assert "“created_at”: You may not set this." in refuse("customers", path, "--by", "ann").problems[0]
