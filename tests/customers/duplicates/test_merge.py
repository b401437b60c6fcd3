"""Two files of one customer become one with nothing lost, and two again for 30 days (C10, Z6)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.utils import timezone

from apps.core import actions
from apps.core.models import Batch, Entry
from apps.customers.actions import contact as contacts
from apps.customers.duplicates.references import references
from apps.customers.models import (
    Activity,
    Contact,
    Customer,
    DelayMeasure,
    DeliveryAddress,
    Duplicate,
    DuplicateKey,
    Loss,
    Merge,
    Order,
    Share,
)  # fmt: skip
from apps.marketing.models import Chance
from apps.service.models import ServiceRequest
from tests import make
from tests.conftest import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(cast):
    """A file that holds much, of ann, and a younger one with orders, of boss."""
    one = make.customer(cast.ann, "上海华信贸易有限公司", phone="021-55501234", address="南京路 1 号", level=2)
    two = make.customer(cast.boss, "華信貿易（上海）", phone="13800138000", website="https://hx.cn", level=3)
    return make.stored(Duplicate(first=one, second=two, kinds="n"))


def fill(customer, by, **order):
    """Something of every kind that refers to a customer."""
    given = {"status": "confirmed", "total": Decimal("100.50"), "date": date(2026, 3, 1)} | order
    return [
        make.contact(customer, name="王芳", mobile="13912345678", is_primary=True),
        make.activity(customer, by),
        make.stored(Order(customer=customer, number=f"DD{customer.pk}", **given)),
        make.stored(Loss(customer=customer, last_order_date=date(2026, 1, 1))),
        make.stored(Share(customer=customer, to=by)),
        make.chance(by=by, customer=customer),
        make.stored(DeliveryAddress(customer=customer, address="一号仓库", is_usual=True)),
        make.service(by=by, customer=customer),
    ]


def merge(client, pair, **given):
    return client.post(pair.page("do-merge"), {"keep_which": "first"} | given, follow=True)


def again(*records):
    for record in records:
        record.refresh_from_db(from_queryset=type(record)._base_manager.all())


def test_everything_follows_and_one_file_stays(cast, as_, pair):
    first, second, client = pair.first, pair.second, as_(cast.boss)
    fill(first, cast.ann)
    things = fill(second, cast.bob, total=Decimal("50"), date=date(2026, 5, 1))
    loss = things[3]
    DelayMeasure.objects.create(loss=loss, measure="登门拜访", by=cast.boss)
    page = client.get(pair.page("do-merge")).content.decode()
    for text in ("南京路 1 号", "https://hx.cn", second.number, "021-55501234 / 13800138000"):
        assert text in page
    answer = merge(client, pair, name="first", phone="both", owner="second", level="second")
    again(first, second, pair)
    assert answer.redirect_chain[-1][0] == first.get_absolute_url()
    assert (first.phone, first.website, first.address) == ("021-55501234 / 13800138000", "https://hx.cn", "南京路 1 号")
    assert (first.name, first.owner, first.level) == ("上海华信贸易有限公司", cast.boss, 3)
    assert (first.order_total, first.last_order_date) == (Decimal("150.50"), date(2026, 5, 1))
    assert (second.deleted_at is None, second.merged_into, pair.status) == (False, first, "merged")
    for model in (Contact, Activity, Order, Share, Chance, ServiceRequest, DeliveryAddress):
        assert model.objects.filter(customer=first).count() == 2, model
    assert Contact.objects.filter(customer=first, is_primary=True).count() == 1
    assert DeliveryAddress.objects.filter(customer=first, is_usual=True).count() == 1
    assert Loss.objects.filter(customer=first, status__in=Loss.OPEN).count() == 1
    assert DelayMeasure.objects.get().loss.customer == first
    story = set(Entry.objects.filter(customer=first).values_list("object_id", "action"))
    assert {(things[1].pk, "customers.activity.create"), (first.pk, "customers.customer.merge")} <= story
    assert client.get(second.get_absolute_url()).url == first.get_absolute_url()
    assert ("p", "13800138000") in DuplicateKey.objects.filter(customer=first).values_list("kind", "value")
    assert not DuplicateKey.objects.filter(customer=second).exists()


def test_no_reference_is_forgotten(cast, as_, pair):
    """Whatever app brings it, also without a name of its way back."""
    every = {
        (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.fields
        if field.is_relation and field.related_model is Customer
    }
    ours = {(Duplicate, "first"), (Duplicate, "second"), (DuplicateKey, "customer"), (Merge, "kept"), (Merge, "gone")}
    assert {(field.model, field.name) for field in references()} == every - ours


def undo(client, pair):
    return client.post(Merge.objects.filter(pair=pair).latest("pk").batch.undo_url(), follow=True)


def state(*customers):
    """All that a merge touches, as it is."""
    rows = [
        list(model._base_manager.order_by("pk").values("pk", "customer", *more))
        for model, more in (
            (Contact, ["is_primary"]), (Activity, []), (Order, []), (Loss, ["status"]), (Share, ["deleted_at"]),
            (Chance, []), (ServiceRequest, []), (DeliveryAddress, ["is_usual"]),
        )
    ]  # fmt: skip
    again(*customers)
    own = [{name: value for name, value in vars(one).items() if name not in ("_state", "version")} for one in customers]
    return rows, own, list(DelayMeasure.objects.values("loss"))


def test_undone_all_is_as_it_was(cast, as_, pair):
    first, second, client = pair.first, pair.second, as_(cast.boss)
    fill(first, cast.ann)
    loss = fill(second, cast.ann, date=timezone.localdate())[3]
    DelayMeasure.objects.create(loss=loss, measure="登门拜访", by=cast.boss)
    Customer.objects.filter(pk=first.pk).update(status="lost", order_total="100.50", last_order_date=date(2026, 3, 1))
    Customer.objects.filter(pk=second.pk).update(order_total="100.50", last_order_date=timezone.localdate())
    Loss.objects.filter(customer=first).update(status="lost")
    before = state(first, second)
    merge(client, pair, keep_which="second", phone="first", next_date="first")
    again(first, second)
    assert (first.merged_into, second.status, second.phone) == (second, "normal", "021-55501234")
    assert not Loss.objects.filter(customer=second, status__in=["lost", "warned"]).exists()
    assert Share.objects.count() == 1
    undo(client, pair)
    assert state(first, second) == before
    again(pair)
    assert (pair.status, client.get(first.get_absolute_url()).status_code) == ("open", 200)
    assert Entry.objects.filter(customer=first).exists()
    merge(client, pair)
    undo(client, pair)
    assert state(first, second) == before


def test_what_is_newer_stays_and_is_told(cast, as_, pair):
    first, second, client = pair.first, pair.second, as_(cast.boss)
    person = fill(second, cast.boss)[0]
    merge(client, pair, phone="second", website="second")
    again(first, person)
    person.position = "经理"
    contacts.edit(person, by=cast.boss, fields=["position"])
    first.phone = "021-1111111"
    actions.edit(first, by=cast.ann, fields=["phone"])
    call = make.activity(first, cast.ann)
    report = undo(client, pair).content.decode()
    again(first, second, person, call)
    assert (person.customer, person.position, call.customer) == (second, "经理", first)
    assert (first.phone, first.website) == ("021-1111111", "")
    assert "“电话”" in report
    assert "交往记录：1" in report
    assert Entry.objects.filter(object_id=person.pk, action="customers.contact.edit").get().customer == second


def test_a_file_that_was_merged_in_its_turn_leads_on_and_comes_back_step_by_step(cast, as_, pair):
    first, second, client = pair.first, pair.second, as_(cast.boss)
    third = make.customer(cast.ann, "华信")
    later = make.stored(Duplicate(first=first, second=third))
    merge(client, pair)
    merge(client, later, keep_which="second")
    assert client.get(second.get_absolute_url()).url == third.get_absolute_url()
    assert "回收站" in undo(client, pair).content.decode()
    assert client.post(second.page("restore"), follow=True).redirect_chain
    again(second)
    assert second.deleted_at
    undo(client, later)
    assert client.get(second.get_absolute_url()).url == first.get_absolute_url()
    undo(client, pair)
    assert Customer.objects.count() == 3


def test_whoever_looked_at_other_values_reads_so(cast, as_, pair):
    client = as_(cast.boss)
    seen = client.get(pair.page("do-merge")).context["form"].version
    pair.first.phone = "021-9999999"
    actions.edit(pair.first, by=cast.ann, fields=["phone"])
    answer = merge(client, pair, seen=seen, level="second")
    assert answer.status_code == 422
    assert "Ann" in said(answer)
    assert "021-9999999" in answer.content.decode()
    assert Customer.objects.count() == 2


def test_only_whoever_reaches_both_decides(cast, as_, pair):
    foreign = make.stored(Duplicate(first=pair.first, second=make.customer(cast.bob, "华信")))
    assert as_(cast.ann).get(pair.page("do-merge")).status_code == 403
    assert as_(cast.boss).post(foreign.page("do-merge"), {"keep_which": "first"}).status_code == 403
    assert as_(cast.boss).get(foreign.page("detail")).context["steps"] == []
    merge(as_(cast.boss), pair)
    assert as_(cast.ann).post(Batch.objects.get().undo_url()).status_code in (302, 404)
    assert Customer.objects.count() == 2
    Batch.objects.update(undo_until=timezone.now() - timedelta(seconds=1))
    undo(as_(cast.boss), pair)
    assert Customer.objects.count() == 2


def test_any_two_can_be_put_side_by_side(cast, as_, pair):
    third = make.customer(cast.ann, "北京别的公司")
    answer = as_(cast.boss).post(third.page("do-pair_up"), {"other": pair.first.number}, follow=True)
    made = Duplicate.objects.get(second=third)
    assert (answer.redirect_chain[-1][0], made.first) == (made.get_absolute_url(), pair.first)
    assert [step.name for step in answer.context["steps"]] == ["merge", "dismiss"]
    again_asked = as_(cast.boss).post(third.page("do-pair_up"), {"other": third.number})
    assert again_asked.status_code == 422
