"""The visit sheet: everything for a visit on one page, as far as one may read it (C3, O2)."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from apps.customers.models import Customer, Order
from apps.marketing.models import PlanStep
from apps.service.models import Work
from tests import make
from tests.test_queries import queries

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def customer(cast):
    return make.customer(owner=cast.ann, address="南京东路 1 号", next_step="带上报价单", next_date=TODAY)


def address(customer) -> str:
    return reverse("office:visit", args=[customer.pk])


def fill(cast, customer, number: int) -> None:
    """One more of everything that stands on the sheet."""
    make.contact(customer, f"联系人{number}")
    make.activity(customer, cast.ann, title=f"来访{number}")
    chance = make.developing(by=cast.ann, to=cast.ann, customer=customer, title=f"机会{number}")
    make.stored(PlanStep(chance=chance, date=TODAY, todo=f"演示{number}"), by=cast.ann)
    request = make.service(by=cast.ann, customer=customer, title=f"故障{number}")
    make.stored(Work(request=request, solution="更换电源", open_points=f"补发配件{number}"), by=cast.ann)
    long_ago = TODAY - datetime.timedelta(days=400 * (number % 2))
    make.stored(Order(customer=customer, status=Order.Status.CONFIRMED, total=100, date=long_ago), by=cast.ann)


def test_it_says_what_is_open_and_was_promised_and_fits_one_page_whatever_there_is(cast, as_, customer):
    ann = as_(cast.ann)
    fill(cast, customer, 1)
    queries(ann, address(customer))
    few = queries(ann, address(customer))
    for number in range(2, 12):
        fill(cast, customer, number)
    sheet = ann.get(address(customer)).context["sheet"]
    assert queries(ann, address(customer)) == few
    assert (len(sheet.contacts.rows), sheet.contacts.count) == (4, 11)
    assert (len(sheet.promises.rows), sheet.promises.more) == (6, 17)
    assert {promise.text for promise in sheet.promises.rows} > {"带上报价单"}
    assert (sheet.sums["count"], sheet.sums["amount"], sheet.sums["lately"]) == (11, 1100, 500)


def test_it_shows_no_more_than_one_may_read(cast, as_, customer):
    make.developing(by=cast.bob, to=cast.bob, customer=customer, title="保密")
    assert "保密" in as_(cast.bob).get(address(customer)).content.decode()
    for person in (cast.ann, cast.eng):
        page = as_(person).get(address(customer))
        assert page.status_code == 200
        assert "保密" not in page.content.decode()
    assert as_(cast.admin).get(address(customer)).status_code == 403
    Customer.objects.filter(pk=customer.pk).update(deleted_at=timezone.now())
    assert as_(cast.ann).get(address(customer)).status_code == 404


def test_a_customer_of_whom_nothing_is_known_has_a_sheet_and_the_button(cast, as_):
    bare = make.customer(owner=None)
    assert as_(cast.boss).get(address(bare)).status_code == 200
    assert address(bare) in as_(cast.boss).get(bare.page("detail")).content.decode()
