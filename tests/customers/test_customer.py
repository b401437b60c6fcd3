"""The customer file: found by many conditions, kept by its account manager, deleted softly (C1)."""

import datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from apps.core import actions, audit
from apps.core.models import Entry
from apps.customers.actions import order as orders
from apps.customers.models import Contact, Customer, Order
from tests import make
from tests.customers.conftest import line

pytestmark = pytest.mark.django_db
LIST = reverse("customers:customer-list")


@pytest.fixture
def two(cast):
    """A large customer of ann in the north and a small one of bob in the south, alike in nothing."""
    large = make.customer(
        cast.ann, "华信贸易有限公司", region=make.item("region", "华北"), level=4, credit=5, satisfaction=4,
        address="北京市海淀区", licence_no="91110000MA01", registered_capital=Decimal(5000),
        annual_turnover=Decimal(90000), last_order_date=datetime.date(2026, 3, 1), order_total=Decimal(80000),
    )  # fmt: skip
    make.contact(large, "王芳", mobile="13900001111")
    small = make.customer(cast.bob, "南方小店", region=make.item("region", "华南"), registered_capital=Decimal(10))
    return large, small


CONDITIONS = [
    {"q": "华信"},
    {"q": "海淀 华信"},
    {"q": "91110000MA01"},
    {"level": ["4", "5"]},
    {"credit": "5"},
    {"satisfaction": "4"},
    {"contact": "王芳"},
    {"contact": "1390000"},
    {"never_ordered": "false"},
    {"last_order_date_after": "2026-03-01", "last_order_date_before": "2026-03-01"},
    {"order_total_min": "80000"},
    {"registered_capital_min": "11", "registered_capital_max": "5000"},
    {"annual_turnover_min": "1"},
    {"q": "华", "level": "4", "credit": "5", "order_total_min": "1", "contact": "王"},
]


@pytest.mark.parametrize("asked", CONDITIONS)
def test_a_customer_is_found_by_many_conditions_at_once(as_, cast, two, asked):
    rows = as_(cast.chief).get(LIST, asked).context["table"].rows
    assert [row.record for row in rows] == [two[0]]


def test_by_region_owner_status_and_day_of_entry_too(as_, cast, two):
    large, small = two
    client, today = as_(cast.chief), str(timezone.localdate())

    def found(**asked):
        return {row.record for row in client.get(LIST, asked).context["table"].rows}

    assert found(region=[large.region_id, small.region_id]) == {large, small}
    assert found(region=small.region_id) == found(owner=cast.bob.pk) == {small}
    assert found(status="lost") == found(ownerless="true") == found(created_at_before="2020-01-01") == set()
    assert found(created_at_after=today, created_at_before=today, status="normal") == {large, small}


def send(client, customer, **changes):
    form = client.get(customer.page("edit")).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return client.post(customer.page("edit"), data | changes)


@pytest.mark.parametrize(
    ("name", "allowed"), [("ann", True), ("boss", True), ("bob", False), ("chief", False), ("eng", False)]
)
def test_the_account_manager_and_the_supervisors_above_change_it(as_, cast, two, name, allowed):
    large, client = two[0], as_(cast[name])
    assert (large.page("edit") in client.get(large.page("detail")).content.decode()) == allowed
    if not allowed:
        assert client.post(large.page("edit"), {"name": "改名"}).status_code == 403
        return
    assert send(client, large, name="华信集团").status_code == 302
    large.refresh_from_db()
    assert large.name == "华信集团"
    entry = Entry.objects.get(action="customers.customer.edit")
    assert (entry.by, entry.changes) == (cast[name], {"name": ["华信贸易有限公司", "华信集团"]})


def test_a_supervisor_reaches_departments_below_but_not_beside(as_, cast, two):
    small = two[1]
    assert as_(cast.boss).post(small.page("edit"), {"name": "改名"}).status_code == 403
    above = make.user("above", "销售主管", cast.chief.department)
    assert send(as_(above), small, name="南方大店").status_code == 302


def test_an_account_manager_does_not_give_customers_away(as_, cast, two):
    form = as_(cast.ann).get(two[0].page("edit")).context["form"]
    assert "owner" not in form.fields
    send(as_(cast.ann), two[0], owner=cast.bob.pk)
    two[0].refresh_from_db()
    assert two[0].owner == cast.ann


def test_what_was_chosen_and_retired_since_stays_choosable(as_, cast, two):
    large = two[0]
    type(large.region).objects.filter(pk=large.region_id).update(active=False)
    assert send(as_(cast.ann), large, phone="010-1").status_code == 302
    large.refresh_from_db()
    assert large.phone == "010-1"
    new = as_(cast.ann).get(reverse("customers:customer-create")).context["form"]
    assert large.region not in new.fields["region"].queryset


@pytest.mark.parametrize("field", ["region", "owner", "level", "credit", "registered_capital"])
@pytest.mark.parametrize("text", ["abc", "#0", "99999999999999999999", "\x00"])
def test_nonsense_in_the_address_of_the_form_does_no_harm(as_, cast, field, text):
    assert as_(cast.boss).get(reverse("customers:customer-create"), {field: text}).status_code == 200


def test_deleting_says_what_goes_along_and_can_be_undone(as_, cast, two):
    large, client = two[0], as_(cast.boss)
    make.activity(large, cast.ann)
    page = client.get(large.page("delete")).content.decode()
    assert "1" in page.split("modal-body")[1].split("modal-footer")[0]
    assert client.post(large.page("delete")).status_code == 302
    assert client.get(large.page("detail")).status_code == 404
    assert not client.get(reverse("customers:contact-list")).context["table"].rows
    assert not client.get(reverse("customers:activity-list")).context["table"].rows
    assert Customer.everything.get(pk=large.pk).deleted_at is not None
    assert client.post(large.page("restore")).status_code == 302
    assert [row.record for row in client.get(reverse("customers:contact-list")).context["table"].rows] == [
        Contact.objects.get()
    ]


@pytest.mark.parametrize("name", ["ann", "bob", "eng", "chief", "admin"])
def test_only_who_may_delete_customers_deletes(as_, cast, two, name):
    assert as_(cast[name]).post(two[0].page("delete")).status_code == 403
    assert Customer.objects.filter(pk=two[0].pk).exists()


def test_the_record_shows_contacts_dealings_and_history_orders(as_, cast, two):
    large = two[0]
    make.activity(large, cast.ann, "登门拜访")
    page = as_(cast.eng).get(large.page("detail")).content.decode()
    assert "王芳" in page
    assert "登门拜访" in page
    panels = [panel.pages.name for panel in as_(cast.ann).get(large.page("detail")).context["panels"]]
    assert panels == ["contact", "activity", "order", "chance", "servicerequest", "deliveryaddress", "share"]
    assert "order" not in [panel.pages.name for panel in as_(cast.eng).get(large.page("detail")).context["panels"]]


def test_the_timeline_tells_nobody_what_they_may_not_read(as_, cast, two, bracket):
    large = two[0]
    orders.enter(Order(customer=large), by=cast.ann, lines=[line(bracket, 3)])
    chance = make.chance(by=cast.boss, customer=large)
    audit.log(chance, "marketing.chance.create", by=cast.boss, note="底价八折")
    make.activity(large, cast.ann, "登门拜访")

    def told(name):
        pages = [as_(cast[name]).get(large.page(role)).content.decode() for role in ("detail", "history")]
        assert all("登门拜访" in page for page in pages)
        return {text for text in ("29.97", "底价八折") if any(text in page for page in pages)}

    assert told("boss") == {"29.97", "底价八折"}
    assert told("chief") == {"29.97", "底价八折"}
    assert told("ann") == {"29.97"}  # the chance is somebody else's
    assert told("eng") == set()


def test_the_timeline_leads_to_what_it_tells_of(as_, cast, two):
    large = two[0]
    activity = make.activity(large, cast.ann, "登门拜访")
    address = f'<a href="{activity.get_absolute_url()}">登门拜访</a>'
    entry = "story-entry"
    timeline = as_(cast.ann).get(large.page("detail")).content.decode().split(entry, 1)[1]
    assert address in timeline
    actions.delete(activity, by=cast.ann)
    assert address not in as_(cast.ann).get(large.page("history")).content.decode()


def test_the_screen_shows_what_one_looks_for_and_the_download_the_whole_file(as_, cast, two):
    client = as_(cast.chief)
    shown = [column.name for column in client.get(LIST).context["table"].columns]
    file = client.get(reverse("customers:customer-export"))
    (header, *rows) = load_workbook(BytesIO(b"".join(file))).active.values
    assert "licence_no" not in shown
    assert {"营业执照号", "法定代表人", "银行账号"} <= set(header)
    assert two[0].licence_no in [row[header.index("营业执照号")] for row in rows]
