"""What is suggested or shown is what is saved; what is typed is looked up, never read as a key (C1)."""

from copy import deepcopy

import pytest
from django.core.exceptions import ValidationError
from django.forms import modelform_factory
from django.urls import reverse
from django.utils import timezone

import crm.urls  # noqa: F401 where the entities are registered
from apps.core.filters import PickFilter
from apps.core.pages import REGISTRY
from apps.customers.forms.order import LineForm
from apps.customers.models import Contact, Customer, Duplicate, Order
from apps.foundation.picking import lookup
from apps.foundation.picking.fields import AddressPickField, PickField
from apps.foundation.picking.widgets import Named
from apps.kit.drafts.models import Draft
from apps.service.models import ServiceTarget
from tests import make
from tests.samples import sample
from tests.security.test_forms import sent

pytestmark = pytest.mark.django_db
CONTACTS = "/customers/contacts/"


def untouched(client, record, **changed):
    """The edit form of a record, sent as it was opened but for what is changed; the answer."""
    address = record.page("edit")
    return client.post(address, sent(client.get(address).context["form"]) | changed)


@pytest.fixture
def many(cast):
    """So many customers that a number in a name is somebody's key."""
    return [make.customer(cast.ann, f"客户{place}") for place in range(3)]


NAMES = [
    "杭州厂区#{key}", "#{key}", "{key}", "厂区 #{key}", "  前后有空格  ", "{number} Foo", "{number}", "{key} 客户0",
    "A&B <b>\"x\"'", "客户0", "全角＃{key}", "a\tb", "x\u200by",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_contact_stays_with_its_customer_whatever_that_is_called(cast, as_, many, name):
    first = many[0]
    named = make.customer(cast.ann, "neu")
    Customer.objects.filter(pk=named.pk).update(name=name.format(key=first.pk, number=first.number))
    contact = make.contact(named, "王芳")
    answer = untouched(as_(cast.ann), contact, memo="回电")
    assert answer.status_code == 302
    contact.refresh_from_db()
    assert (contact.customer_id, contact.memo) == (named.pk, "回电")


@pytest.mark.parametrize("what", ["renamed", "binned", "out of reach", "merged"])
def test_a_form_opened_before_keeps_what_it_showed(cast, as_, many, what):
    first, second, _third = many
    contact = make.contact(first, "王芳")
    client, address = as_(cast.boss), contact.page("edit")
    form = sent(client.get(address).context["form"])
    if what == "renamed":
        Customer.objects.filter(pk=first.pk).update(name="新名")
    elif what == "binned":
        Customer.objects.filter(pk=first.pk).update(deleted_at=timezone.now())
    elif what == "out of reach":
        Customer.objects.filter(pk=first.pk).update(owner=cast.bob)
        client = as_(cast.ann)
    else:
        pair = make.stored(Duplicate(first=first, second=second))
        client.post(pair.page("do-merge"), {"keep_which": "second"})
    answer = client.post(address, form | {"memo": "回电"})
    contact.refresh_from_db()
    assert contact.customer_id == (second.pk if what == "merged" else first.pk)
    if what in ("renamed", "merged"):
        assert (answer.status_code, contact.memo) == (302, "回电")


def test_of_two_customers_of_one_name_the_suggested_one_is_saved(cast, as_, many):
    twins = [make.customer(cast.ann, "同名公司") for _turn in range(2)]
    client = as_(cast.ann)
    helped = client.get(Customer.pick_address(), {"q": "同名公司", "among": "editable_by"}).context["records"]
    assert {one.pk for one in helped} == {one.pk for one in twins}
    for twin in twins:
        text = twin.pick_text()
        client.post(f"{CONTACTS}new/", {"customer": text, "customer-key": f"{twin.pk} {text}", "name": "李"})
    assert list(Contact.objects.order_by("pk").values_list("customer", flat=True)) == [one.pk for one in twins]
    answer = client.post(f"{CONTACTS}new/", {"customer": "同名公司", "name": "李"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert all(one.pick_text() in page for one in twins)
    chosen = {"customer": "同名公司", "customer-key": ["", f"{twins[0].pk} 同名公司"], "name": "赵"}
    assert client.post(f"{CONTACTS}new/", chosen).status_code == 302
    assert Contact.objects.get(name="赵").customer == twins[0]


def test_a_product_with_a_number_in_its_name_is_what_the_line_holds(cast, as_):
    others = [make.product(f"P{place}") for place in range(8)]
    paper = make.product("SZ80", f"砂纸 #{others[0].pk}")
    customer = make.customer(cast.ann)
    client, address = as_(cast.ann), reverse("customers:order-create")
    form = sent(client.get(address, {"customer": customer.pk}).context["form"])
    lines = {"lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", "lines-0-quantity": "1", "lines-0-price": "1"}
    for text in (paper.pick_text(), paper.name, paper.number, "砂纸"):
        answer = client.post(address, form | lines | {"lines-0-product": text})
        assert answer.status_code == 302, answer.context["form"].lines.errors
        order = Order.objects.latest("pk")
        assert (order.customer, order.lines.get().product) == (customer, paper)


def test_a_key_counts_only_while_its_text_is_unchanged(cast, as_, many):
    first, second, _third = many
    data = {"customer": second.pick_text(), "customer-key": f"{first.pk} {first.pick_text()}", "name": "李"}
    as_(cast.ann).post(f"{CONTACTS}new/", data)
    assert Contact.objects.get().customer == second


@pytest.mark.parametrize("text", ["#{key}", "{key}", "客户9 #{key}", "9 #{key}", "#{key} ", "＃{key}"])
def test_what_is_typed_is_never_a_key(cast, as_, many, text):
    Customer.objects.filter(pk=many[0].pk).update(number="KH1", name="一", phone="")
    answer = as_(cast.ann).post(f"{CONTACTS}new/", {"customer": text.format(key=many[0].pk), "name": "李"})
    assert not Contact.objects.filter(customer=many[0]).exists()
    assert answer.status_code == 302 or "customer" in answer.context["form"].errors


def test_one_called_like_the_number_of_another_is_asked_about(cast, many):
    first = many[0]
    other = make.customer(cast.ann, f"{first.number} Foo")
    Customer.objects.filter(pk=first.pk).update(name="Foo")
    assert {one.pk for one in lookup.meant(Customer.objects.all(), f"{first.number} Foo")} == {first.pk, other.pk}
    assert lookup.meant(Customer.objects.all(), first.number) == [first]


def test_a_part_that_only_one_has_is_understood_and_said(cast, as_):
    make.customer(cast.ann, "上海远航物流有限公司")
    wanted = make.customer(cast.ann, "杭州厂区设备有限公司")
    answer = as_(cast.ann).post(f"{CONTACTS}new/", {"customer": "厂区", "name": "李"}, follow=True)
    assert Contact.objects.get().customer == wanted
    said = [str(message) for message in answer.context["messages"]]
    assert any("厂区" in text and wanted.pick_text() in text for text in said)


def test_a_wrong_text_says_what_was_near_and_several_are_listed(cast, as_):
    near = make.customer(cast.ann, "杭州厂区设备有限公司")
    make.customer(cast.ann, "杭州湾贸易有限公司")
    make.customer(cast.bob, "杭州厂区保密有限公司")
    page = as_(cast.ann).post(f"{CONTACTS}new/", {"customer": "杭州厂去", "name": "李"}).content.decode()
    assert f'value="{near.pk} 杭州厂去"' in page
    assert "保密" not in page
    several = as_(cast.ann).post(f"{CONTACTS}new/", {"customer": "杭州", "name": "李"}).content.decode()
    assert several.count("杭州湾贸易有限公司") == 2  # to see, and for the script
    assert f'value="{near.pk} 杭州"' in several


def test_a_contact_is_looked_for_at_the_customer_beside_it(cast, as_):
    ours, theirs = (make.customer(cast.ann, name) for name in ("甲公司", "乙公司"))
    wanted, _other = make.contact(ours, "王芳"), make.contact(theirs, "王芳")
    given = {"customer": ours.number, "contact": "王芳", "title": "回访", "kind": make.item("activity_kind").pk}
    as_(cast.ann).post("/customers/activities/new/", given | {"at": "2026-11-20T10:00"})
    assert wanted.activities.count() == 1


def test_a_filter_keeps_the_key_in_its_address(cast, as_, many):
    first, second, _third = many
    contact, _other = make.contact(first, "王芳"), make.contact(second, "李雷")
    client = as_(cast.ann)

    def found(**query):
        return list(client.get(CONTACTS, query).context["page"])

    text = first.pick_text()
    assert found(customer=first.pk) == [contact]
    assert found(customer=f"{first.pk} {text}", customer_text=text) == [contact]
    assert found(customer_text=text) == found(customer=text) == [contact]
    assert found(customer=f"{second.pk} {second.pick_text()}", customer_text=text) == [contact]
    Customer.objects.filter(pk=second.pk).update(name=str(first.pk))
    assert found(customer_text=str(first.pk)) != [contact]


def test_a_refused_form_and_a_draft_carry_the_key(cast, as_):
    twins = [make.customer(cast.ann, "同名公司") for _turn in range(2)]
    chosen = {"customer": "同名公司", "customer-key": f"{twins[0].pk} 同名公司"}
    client = as_(cast.ann)
    form = client.post(f"{CONTACTS}new/", chosen).context["form"]  # without the name that is needed
    assert form["customer"].value().key == twins[0].pk
    assert sent(form)["customer-key"] == f"{twins[0].pk} 同名公司"
    page = client.get(f"{CONTACTS}new/")
    client.post(f"{CONTACTS}new/", chosen | {"drafting": "keep", "draft": page.context["ticket"]})
    draft = Draft.objects.get(person=cast.ann)
    form = client.get(f"{CONTACTS}new/", {"draft": draft.key}).context["form"]
    assert form["customer"].value().key == twins[0].pk


def test_a_crafted_key_opens_nothing(cast, as_):
    hidden = make.customer(cast.bob, "他人客户")
    data = {"customer": "他人客户", "customer-key": f"{hidden.pk} 他人客户", "name": "李"}
    assert as_(cast.ann).post(f"{CONTACTS}new/", data).status_code == 422
    for among, found in {"editable_by": [], "visible_to": [hidden], "delete": [hidden], "__class__": [hidden]}.items():
        answer = as_(cast.ann).get(Customer.pick_address(), {"q": "他人", "among": among})
        assert list(answer.context["records"]) == found
    assert Customer.objects.filter(pk=hidden.pk).exists()


def test_every_picker_of_the_product_reads_no_key_from_a_text(cast):
    """Record forms, step forms, lines and filters, all of them: a text that ends in a key is no key."""
    every = REGISTRY.values()
    forms = [LineForm, *filter(None, (pages.form for pages in every))]
    forms += [form for pages in every for form in pages.step_forms.values()]
    fields = [one for form in forms for one in form.base_fields.values()]
    fields += [
        deepcopy(one).field  # it keeps what it is asked first
        for pages in every
        for one in pages.filter.base_filters.values()
        if isinstance(one, PickFilter)
    ]
    pickers = [one for one in fields if isinstance(one, PickField)]
    for picker in pickers:
        box, companion = picker.widget.names("x")
        for text in ("a #1", "#1", "1"):
            assert picker.widget.value_from_datadict({box: text}, {}, "x").key is None
            assert picker.widget.value_from_datadict({box: text, companion: "1 b"}, {}, "x").key is None
            assert picker.widget.value_from_datadict({box: text, companion: f"1 {text}"}, {}, "x").key == 1
    assert len(pickers) >= 30


def test_an_address_with_a_key_that_is_gone_is_refused(cast):
    picker = AddressPickField(Customer.objects.all())
    picker.offer_to(cast.ann)
    with pytest.raises(ValidationError):
        picker.clean(Named("", 999))


def test_no_number_of_any_form_or_filter_is_a_box_that_the_wheel_changes(cast):
    every = REGISTRY.values()
    shown = [pages.form(user=cast.boss, instance=sample(pages.model, cast.boss)) for pages in every if pages.form]
    shown += [pages.filter({}, pages.model.objects.none(), user=cast.boss, whole=True).form for pages in every]
    boxes = [str(bound) for form in shown for bound in form]
    boxes += [str(bound) for bound in modelform_factory(ServiceTarget, fields="__all__")()]
    assert sum("inputmode=" in box for box in boxes) >= 9  # those with a unit take words too
    assert [box for box in boxes if 'type="number"' in box] == []
