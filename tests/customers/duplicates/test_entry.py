"""Whoever enters a customer that is there already is told while typing and when saving, and never stopped (C10, Z6)."""

import pytest
from django.core.management import call_command

from apps.auth.models import Role
from apps.core import actions
from apps.customers.actions import contact as contacts
from apps.customers.models import Contact, Customer, DuplicateKey
from tests import make
from tests.conftest import said

pytestmark = pytest.mark.django_db
NEW, TYPING, TYPING_CONTACT = "/customers/customers/new/", "/customers/customers/alike/", "/customers/contacts/alike/"


@pytest.fixture
def known(cast):
    found = make.customer(
        owner=cast.bob, name="上海华信贸易有限公司", phone="021-55501234", licence_no="91310000MA1FL8XQ30"
    )
    make.contact(found, name="王芳", mobile="138 0013 8000")
    return found


def typed(client, address=TYPING, **fields) -> str:
    answer = client.get(address, fields)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    ("field", "text", "why"),
    [
        ("name", "華信貿易（上海）股份公司", "公司名称相同"),
        ("name", "华信贸易", "公司名称相同"),
        ("phone", "+86 21 5550 1234 转 8", "电话相同"),
        ("phone", "13800138000", "电话相同（联系人王芳）"),
        ("licence_no", "9131 0000 ma1f l8xq 3o", "执照号相同"),
    ],
)
def test_what_is_there_already_is_shown_while_one_types(cast, as_, known, field, text, why):
    shown = typed(as_(cast.ann), **{field: text})
    for part in (known.name, known.number, "Bob", why, f'value="{known.pk}"', known.get_absolute_url()):
        assert part in shown
    for other in ("北京华信贸易有限公司", "华信", ""):
        assert typed(as_(cast.ann), **{field: other, "of": ""}) == ""
    assert typed(as_(cast.ann), **{field: text, "of": known.pk}) == ""


def test_of_what_one_may_not_see_only_that_it_is_there(cast, as_, known):
    Role.objects.filter(name="客户经理").update(read_scope="own")
    shown = typed(as_(cast.ann), phone="13800138000")
    assert "您无权查看的客户" in shown
    for secret in (known.name, known.number, "Bob", "王芳", known.get_absolute_url()):
        assert secret not in shown


def test_saving_shows_it_first_and_then_saves_what_was_typed(cast, as_, known):
    client = as_(cast.ann)
    form = {"name": "上海华信贸易", "region": make.item("region").pk, "level": 1, "satisfaction": 3, "credit": 3}
    form |= {"address": "南京路 1 号"}
    answer = client.post(NEW, form)
    assert answer.status_code == 422
    assert "可能已有" in said(answer)
    assert "南京路 1 号" in answer.content.decode()
    other = make.customer(owner=cast.bob, name="其他公司", phone="4008208820")
    late = form | {"phone": "400-820-8820", "anyway": str(known.pk)}  # ticked before the phone was typed
    assert client.post(NEW, late).status_code == 422
    assert client.post(NEW, late | {"anyway": f"{other.pk},{known.pk}"}).status_code == 302
    assert Customer.objects.get(address="南京路 1 号").owner == cast.ann


def test_an_edit_asks_only_about_what_it_changes(cast, as_, known):
    client, twin = as_(cast.ann), make.customer(owner=cast.ann, name="上海华信贸易", phone="1")
    form = {"region": twin.region.pk, "level": 1, "satisfaction": 3, "credit": 3, "version": 1, "name": twin.name}
    assert client.post(twin.page("edit"), form | {"phone": "2"}).status_code == 302
    again = form | {"phone": "021-55501234", "version": 2}
    assert client.post(twin.page("edit"), again).status_code == 422
    assert client.post(twin.page("edit"), again | {"anyway": known.pk}).status_code == 302


def test_a_contact_is_known_by_the_mobile(cast, as_, known):
    client, mine = as_(cast.ann), make.customer(owner=cast.ann, name="远航物流")
    form = {"customer": mine.number, "name": "王小姐", "mobile": "13800138000"}
    assert "王芳" in typed(client, TYPING_CONTACT, **form)
    assert client.post("/customers/contacts/new/", form).status_code == 422
    assert client.post("/customers/contacts/new/", form | {"anyway": known.pk}).status_code == 302
    own = Contact.objects.get(name="王小姐")
    assert typed(client, TYPING_CONTACT, **form | {"of": own.pk, "mobile": "13800138001"}) == ""


def keys(customer) -> set[tuple[str, str]]:
    return set(DuplicateKey.objects.filter(customer=customer).values_list("kind", "value"))


def test_every_change_keeps_the_keys_true(cast, as_, known):
    number = ("p", "13800138000")
    assert keys(known) == {("l", "91310000MA1FL8XQ30"), ("n", "华信贸易"), ("p", "2155501234"), number}
    other, person = make.customer(owner=cast.bob, name="远航物流"), Contact.objects.get()
    person.customer = other
    contacts.edit(person, by=cast.bob, fields=["customer"])
    assert (number in keys(known), keys(other)) == (False, {("n", "远航物流"), number})
    bulk = {"keys": str(other.pk), "level": 2}
    as_(cast.bob).post("/customers/customers/bulk/set-level/", bulk)
    boss = make.user("north", "销售主管", cast.bob.department)
    actions.delete(other, by=boss)
    assert keys(other) == set()
    actions.restore(other, by=boss)
    DuplicateKey.objects.filter(customer=known).delete()
    call_command("rebuild_duplicates", missing=True)
    assert (number in keys(other), ("n", "华信贸易") in keys(known)) == (True, True)
    Customer.objects.filter(pk=known.pk).update(phone="")
    call_command("rebuild_duplicates", verbosity=0)
    assert ("p", "2155501234") not in keys(known)


def test_a_won_chance_offers_what_is_written_another_way(cast, as_, do, known):
    chance = make.developing(by=cast.boss, to=cast.ann, customer_name="華信貿易（上海）", phone="x")
    choices = as_(cast.ann).get(chance.page("do-win")).context["form"].fields["customer"].choices
    assert [key for key, _label in choices] == [str(known.pk), "new"]
    assert "公司名称相同" in choices[0][1]
    given = {"region": make.item("region").pk, "level": 1, "contact": "王芳"}
    assert do(cast.ann, chance, "win", **given).status_code == 422
    assert do(cast.ann, chance, "win", **given | {"customer": known.pk}).status_code == 302


def test_rights_are_those_of_the_forms(cast, as_):
    for name in ("eng", "chief", "admin", "stranger"):
        assert as_(cast[name]).get(TYPING).status_code == 403
