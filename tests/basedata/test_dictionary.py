"""The data dictionary: types and items, kept by administrators; in use means retired, not lost (B1, P5)."""

import pytest
from django.urls import reverse

from apps.basedata.admin import DictAdmin
from apps.basedata.models import DictItem
from apps.core.models import Entry
from tests import make
from tests.conftest import REFUSED

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("admin:basedata_dictitem_changelist"), reverse("admin:basedata_dictitem_add")


def address(item, page="change"):
    return reverse(f"admin:basedata_dictitem_{page}", args=[item.pk])


def filled(record, /, **given):
    """The form of an item as it is, with what is changed."""
    return {"item": record.item, "value": record.value, "order": record.order, "active": "on"} | given


def new(**given):
    return {"type": "region", "new_type": "", "item": "雄安", "value": "", "order": "9", "active": "on"} | given


def regions(client):
    """The regions a person can choose in the form of a new customer."""
    page = client.get("/customers/customers/new/").context["form"]
    return {str(item) for item in page.fields["region"].queryset}


def test_a_new_item_can_be_chosen_at_once(as_, cast):
    assert as_(cast.admin).post(ADD, new())["Location"] == LIST
    item = DictItem.objects.get(item="雄安")
    assert (item.type, item.value, item.editable, item.active) == ("region", "雄安", True, True)
    assert "雄安" in regions(as_(cast.ann))
    entry = Entry.objects.get()
    assert (entry.action, entry.by) == ("basedata.dictitem.create", cast.admin)
    assert entry.changes["item"] == [None, "雄安"]


def test_a_company_makes_a_type_of_its_own(as_, cast):
    client = as_(cast.admin)
    client.post(ADD, new(type="", new_type="车型", item="卡车"))
    assert DictItem.objects.get(item="卡车").type == "车型"
    client.post(ADD, new(type="车型", item="客车"))
    assert [item.item for item in client.get(LIST, {"type": "车型"}).context["cl"].result_list] == ["卡车", "客车"]


@pytest.mark.parametrize(
    "given",
    [
        {"type": ""},
        {"new_type": "车型"},
        {"type": "nothing"},
        {"item": ""},
        {"item": "华北"},
        {"value": "华北"},
        {"order": "-1"},
        {"order": "99999999999"},
        {"item": "长" * 51},
    ],
    ids=str,
)
def test_a_wrong_form_makes_no_item(as_, cast, given):
    before = DictItem.objects.count()
    answer = as_(cast.admin).post(ADD, new(**given))
    assert answer.status_code == 200
    assert "errornote" in answer.content.decode()
    assert DictItem.objects.count() == before


def test_an_item_is_renamed_and_that_is_on_record(as_, cast):
    item = make.item("region")
    as_(cast.admin).post(address(item), filled(item, item="华北区"))
    item.refresh_from_db()
    assert (item.item, item.type) == ("华北区", "region")
    entry = Entry.objects.get()
    assert (entry.action, entry.object, entry.changes) == (
        "basedata.dictitem.edit",
        item,
        {"item": ["华北", "华北区"]},
    )


def test_two_items_of_a_type_never_share_a_value(as_, cast):
    item, other = DictItem.objects.of("region")[:2]
    answer = as_(cast.admin).post(address(item), filled(item, value=other.value))
    assert answer.status_code == 200
    assert "errornote" in answer.content.decode()
    item.refresh_from_db()
    assert item.value != other.value


def test_an_item_never_changes_its_type(as_, cast):
    item = make.item("region")
    as_(cast.admin).post(address(item), filled(item, type="source", new_type="车型"))
    item.refresh_from_db()
    assert item.type == "region"


def test_an_item_that_may_not_be_changed_can_only_be_read(as_, cast):
    item, client = DictItem.objects.filter(editable=False).first(), as_(cast.admin)
    page = client.get(address(item))
    assert page.status_code == 200
    assert 'name="item"' not in page.content.decode()
    assert client.post(address(item), filled(item, item="x")).status_code == 403
    assert client.post(address(item, "delete"), {"post": "yes"}).status_code == 403
    item.refresh_from_db()
    assert item.item != "x"
    assert not Entry.objects.exclude(action=REFUSED).exists()


def test_an_item_in_use_stays_and_the_sentence_says_what_to_do(as_, cast):
    customer = make.customer(owner=cast.ann)
    client = as_(cast.admin)
    answer = client.post(address(customer.region, "delete"), {"post": "yes"}, follow=True)
    assert DictItem.objects.filter(pk=customer.region.pk).exists()
    said = [str(one) for one in answer.context["messages"]]
    assert len(said) == 1
    assert str(customer.region) in said[0]
    assert str(DictAdmin.instead) in said[0]


def test_an_item_used_only_in_the_recycle_bin_stays_too(as_, cast):
    customer = make.customer(owner=cast.ann)
    type(customer).objects.filter(pk=customer.pk).update(deleted_at=customer.created_at)
    answer = as_(cast.admin).post(address(customer.region, "delete"), {"post": "yes"}, follow=True)
    assert DictItem.objects.filter(pk=customer.region.pk).exists()
    assert len(answer.context["messages"]) == 1


def test_a_retired_item_stays_on_old_records_and_is_not_offered(as_, cast):
    customer = make.customer(owner=cast.ann)
    item = customer.region
    as_(cast.admin).post(address(item), filled(item, active=""))
    assert Entry.objects.get(action="basedata.dictitem.edit").changes == {"active": [True, False]}
    ann = as_(cast.ann)
    assert str(item) in ann.get(customer.get_absolute_url()).content.decode()
    assert str(item) not in regions(ann)


def test_an_unused_item_is_deleted_and_that_is_on_record(as_, cast):
    item = make.item("source")
    as_(cast.admin).post(address(item, "delete"), {"post": "yes"})
    assert not DictItem.objects.filter(pk=item.pk).exists()
    entry = Entry.objects.get()
    assert (entry.action, entry.title) == ("basedata.dictitem.delete", str(item))


def test_items_are_found_by_type_and_word(as_, cast):
    client = as_(cast.admin)
    found = client.get(LIST, {"type": "service_type", "q": "投诉"}).context["cl"].result_list
    assert [item.item for item in found] == ["投诉"]
