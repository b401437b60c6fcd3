"""A record as it was at any earlier moment, beside today, and back to it by an edit like any other (Z9)."""

import pytest

from apps.core.models import Entry
from apps.customers.models import Customer
from apps.marketing import actions
from apps.marketing.models import Chance
from tests import make
from tests.core.test_drafts import text

pytestmark = pytest.mark.django_db


def values(customer, **fields) -> dict:
    """The form of a customer as the page sends it."""
    given = {"name": customer.name, "region": customer.region_id, "level": customer.level, "owner": customer.owner_id}
    given |= {"satisfaction": 3, "credit": 3}
    return given | {"version": customer.version, "address": customer.address, "phone": customer.phone} | fields


@pytest.fixture
def changed(cast, as_):
    """A customer of ann whose region, address and phone were changed one after the other."""
    customer = make.customer(owner=cast.ann, address="浦东")
    client = as_(cast.ann)
    for fields in ({"region": make.item("region", "华东").pk}, {"address": "徐汇"}, {"phone": "021-5555"}):
        customer.refresh_from_db()
        assert client.post(customer.page("edit"), values(customer, **fields)).status_code == 302
    customer.refresh_from_db()
    return customer


def first_edit():
    return Entry.objects.filter(action="customers.customer.edit").order_by("pk")[0]


def differing(answer) -> dict:
    return {str(line.label): (line.then, line.today) for line in answer.context["lines"] if line.differs}


def test_it_is_shown_as_it_was_beside_today(cast, as_, changed):
    client = as_(cast.ann)
    there = f"{changed.page('past')}?entry={first_edit().pk}"
    assert there in text(client.get(changed.page("history")))
    answer = client.get(there)
    assert differing(answer) == {"地址": ("浦东", "徐汇"), "电话": ("", "021-5555")}
    assert [line.then for line in answer.context["lines"] if line.label == "地区"] == ["华东"]
    assert not {"订单总额", "最近订单"} & {str(line.label) for line in answer.context["lines"]}
    other = make.customer(owner=cast.ann, name="远航")
    assert client.get(f"{other.page('past')}?entry={first_edit().pk}").status_code == 302


def test_back_to_it_is_an_edit_with_a_note(cast, as_, changed):
    client, there = as_(cast.ann), f"{changed.page('back')}?entry={first_edit().pk}"
    form = client.get(there).context["form"]
    assert (form["address"].value(), form["phone"].value(), form["version"].value()) == ("浦东", "", changed.version)
    given = values(changed, address="浦东", phone="")
    assert (form["address"].today, form["phone"].today) == ("徐汇", "021-5555")
    assert client.post(there, given | {"region": ""}).status_code == 422
    assert client.post(there, given).status_code == 302
    changed.refresh_from_db()
    assert (changed.address, changed.phone) == ("浦东", "")
    entry = Entry.objects.latest("pk")
    assert entry.note.startswith("改回 20")
    assert entry.changes == {"address": ["徐汇", "浦东"], "phone": ["021-5555", ""]}


def test_who_may_not_change_it_may_look_and_not_go_back(cast, as_, changed):
    there = f"?entry={first_edit().pk}"
    page = as_(cast.chief).get(changed.page("past") + there)
    assert differing(page)
    assert not page.context["can_go_back"]
    assert as_(cast.bob).post(changed.page("back") + there, values(changed, address="浦东")).status_code == 403
    Customer.objects.filter(pk=changed.pk).update(version=9)
    assert as_(cast.ann).get(changed.page("past") + there).context["can_go_back"]


def test_what_only_a_step_may_change_is_shown_and_not_set_back(cast, as_):
    chance = make.chance(by=cast.boss)
    actions.assign(chance, by=cast.boss, to=cast.ann)
    chance.refresh_from_db()
    actions.withdraw(chance, by=cast.boss, reason="重排")
    entry = Entry.objects.get(action="marketing.chance.assign")
    answer = as_(cast.boss).get(f"{chance.page('past')}?entry={entry.pk}")
    assert differing(answer)["状态"] == (str(Chance.Status.DEVELOPING.label), str(Chance.Status.UNASSIGNED.label))
    assert "只能通过操作改变" in text(answer)
    assert not answer.context["can_go_back"]


def test_two_who_edit_the_same_fields_choose_field_by_field(cast, as_, changed):
    mine = values(changed, address="静安", phone="021-1111", version=changed.version)
    as_(cast.boss).post(changed.page("edit"), values(changed, address="黄浦", phone="021-2222", postcode="200001"))
    client = as_(cast.ann)
    refused = client.post(changed.page("edit"), mine)
    assert refused.status_code == 422
    page, form = text(refused), refused.context["form"]
    assert (form["address"].rival.mine, form["address"].rival.text) == ("静安", "黄浦")
    assert 'name="stays-phone"' in page
    again = mine | {"version": form["version"].value(), "postcode": form["postcode"].value()}
    assert (
        client.post(changed.page("edit"), again | {"stays-address": "theirs", "stays-phone": "mine"}).status_code == 302
    )
    changed.refresh_from_db()
    assert (changed.address, changed.phone, changed.postcode) == ("黄浦", "021-1111", "200001")
